# SPDX-License-Identifier: BSD-2-Clause
#
# Many objects of many sizes: dictionaries, texts, buffers, threads.

import hashlib
import json
import sys
import threading
import zlib

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
digest = hashlib.sha256()


def records(seed, n):
    x = seed
    rows = []
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
        rows.append({"id": i, "key": "%x" % x, "list": list(range(x % 30)),
                     "text": chr(97 + x % 26) * (x % 200)})
    return rows


def work(seed, out):
    rows = records(seed, 3000)
    text = json.dumps(rows, sort_keys=True)
    index = {r["key"]: r for r in json.loads(text)}
    buffers = [bytearray(i * 37 % 70000) for i in range(400)]
    for i, b in enumerate(buffers):
        b.extend(text[i:i + 100].encode())
    del buffers[::2]
    words = sorted(index, key=lambda k: index[k]["text"])
    packed = zlib.compress(text.encode(), 1)
    out[seed] = "%d %d %d %s %s" % (len(text), len(index), len(packed),
                                    words[7], zlib.decompress(packed)[-9:])


for r in range(rounds):
    out = {}
    threads = [threading.Thread(target=work, args=(s + 4 * r, out))
               for s in range(1, 5)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for s in sorted(out):
        digest.update(out[s].encode())
        print(s, out[s])
print(digest.hexdigest())
