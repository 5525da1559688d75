-- SPDX-License-Identifier: BSD-2-Clause
--
-- Tables, closures, texts and the collector.

local x = 7
local function number(n)
	x = (x * 1103515245 + 12345) & 0x7fffffff
	return (x >> 8) % n
end

local function tree(depth)
	if depth == 0 then
		return {}
	end
	return { tree(depth - 1), tree(depth - 1) }
end

local function nodes(t)
	return t[1] and 1 + nodes(t[1]) + nodes(t[2]) or 1
end

local words, sum = {}, 0
for i = 1, 200000 do
	local w = string.rep(string.char(97 + number(26)), number(40)) .. i
	words[#words + 1] = w
	if i % 3 == 0 then
		words[number(#words) + 1] = "gone"
	end
end
table.sort(words)
for i, w in ipairs(words) do
	sum = (sum * 31 + #w + w:byte()) % 1000003
end
print(#words, words[1], words[#words], sum)
for _ = 1, 6 do
	print(nodes(tree(15)))
end
local long = table.concat(words, ",")
print(#long, select(2, long:gsub("a+", string.upper)))
local before = collectgarbage("count")
words, long = nil, nil
collectgarbage()
print(collectgarbage("count") < before / 4)
local list = {}
for i = 1, 300 do
	list[i] = coroutine.wrap(function()
		for j = 1, 20 do
			coroutine.yield(string.rep("y", i * j))
		end
	end)
end
local total = 0
for _ = 1, 20 do
	for _, f in ipairs(list) do
		total = total + #f()
	end
end
print(total)
