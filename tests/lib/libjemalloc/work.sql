-- SPDX-License-Identifier: BSD-2-Clause
--
-- A database of 100 MB in memory, asked, changed and asked again.

PRAGMA journal_mode = MEMORY;
CREATE TABLE item (id INTEGER PRIMARY KEY, k INTEGER, name TEXT, body TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < 380000)
INSERT INTO item SELECT i, (i * 7919) % 100003, printf('name-%08d', i % 5003),
    printf('%0*d', 150 + i % 150, i * 2654435761 % 4294967296) FROM n;
CREATE INDEX item_k ON item (k);
CREATE INDEX item_name ON item (name, id);
SELECT page_count * page_size >= 100000000, page_size
    FROM pragma_page_count, pragma_page_size;
SELECT count(*), sum(k), sum(length(body)), min(body), max(body) FROM item;
SELECT name, count(*), sum(k) FROM item GROUP BY name ORDER BY 3 DESC LIMIT 9;
SELECT a.id, b.id, a.name FROM item a JOIN item b ON a.k = b.k + 1
    WHERE b.name < 'name-00000100' ORDER BY a.id, b.id LIMIT 9;
SELECT sum(length(t)) FROM (SELECT group_concat(body) AS t FROM item
    WHERE id < 60000 GROUP BY k % 100);
SELECT body FROM item ORDER BY substr(body, -4), id LIMIT 5;
BEGIN;
UPDATE item SET body = body || 'x' || name WHERE id % 5 = 0;
DELETE FROM item WHERE id % 3 = 0;
SELECT count(*), sum(length(body)) FROM item;
ROLLBACK;
DELETE FROM item WHERE id % 2 = 0;
VACUUM;
SELECT count(*), sum(length(body)) FROM item;
PRAGMA integrity_check;
