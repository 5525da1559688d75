/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Threads with containers, texts and exceptions; objects are made by one
 * thread and destroyed by another, or by the end of a thread.  The output
 * does not depend on the order in which threads run.
 */

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <queue>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

class random_numbers {
public:
	explicit random_numbers(uint64_t seed) : x(seed * 2 + 1) {}
	unsigned
	operator()(unsigned n)
	{
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		return static_cast<unsigned>(x >> 33) % n;
	}
private:
	uint64_t x;
};

struct alignas(128) wide {
	uint64_t word[32];
	explicit wide(uint64_t w) { for (auto &x : word) x = w++; }
};

thread_local std::map<std::string, std::vector<int>> of_thread;

uint64_t
hash(const std::string &s)
{
	uint64_t h = 1469598103934665603u;

	for (unsigned char c : s)
		h = (h ^ c) * 1099511628211u;
	return h;
}

/* Containers of one thread. */
uint64_t
containers(unsigned seed)
{
	random_numbers number(seed);
	std::unordered_map<std::string, std::list<std::string>> table;
	std::multiset<std::string> sorted;
	std::deque<std::unique_ptr<wide>> aligned;
	uint64_t sum = 0;

	for (unsigned i = 0; i < 20000; i++) {
		std::string key = "k" + std::to_string(number(2000));
		auto &l = table[key];
		l.push_back(std::string(number(300), 'a' + number(26)));
		if (l.size() > 6)
			l.pop_front();
		sorted.insert(key);
		if (sorted.size() > 1000)
			sorted.erase(sorted.begin());
		aligned.push_back(std::make_unique<wide>(i));
		if (reinterpret_cast<uintptr_t>(aligned.back().get()) % 128)
			throw std::logic_error("not aligned");
		if (aligned.size() > 100)
			aligned.pop_front();
		of_thread[key.substr(0, 3)].push_back(static_cast<int>(i));
	}
	for (const auto &e : table)
		for (const auto &s : e.second)
			sum += hash(e.first + s);
	for (const auto &s : sorted)
		sum = sum * 31 + hash(s);
	for (const auto &e : of_thread)
		sum += e.second.size() * hash(e.first);
	for (const auto &w : aligned)
		sum += w->word[31];
	return sum;
}

/* Exceptions that carry texts, through frames that own memory. */
uint64_t
deep(random_numbers &number, unsigned depth)
{
	std::vector<std::string> owned(number(10) + 1,
	    std::string(depth * 3 + 1, 'x'));

	if (depth == 0)
		throw std::runtime_error("bottom " + owned[0]);
	return deep(number, depth - 1) + owned.size();
}

uint64_t
exceptions(unsigned seed)
{
	random_numbers number(seed);
	uint64_t sum = 0;

	for (unsigned i = 0; i < 1000; i++) {
		try {
			sum += deep(number, number(20));
		} catch (const std::exception &e) {
			std::ostringstream o;
			o << e.what() << ' ' << i;
			sum += hash(o.str());
		}
	}
	/* A size that no machine has. */
	try {
		std::vector<char> v(size_t(1) << 62);
		sum += static_cast<unsigned char>(v[seed]);
	} catch (const std::bad_alloc &) {
		sum += 1;
	}
	if (new (std::nothrow) char[size_t(1) << 62] == nullptr)
		sum += 2;
	return sum;
}

/* Messages made by some threads, destroyed by others. */
class channel {
public:
	void
	put(std::shared_ptr<std::string> m)
	{
		std::unique_lock<std::mutex> l(lock);
		space.wait(l, [&] { return messages.size() < 256; });
		messages.push(std::move(m));
		filled.notify_one();
	}
	std::shared_ptr<std::string>
	get()
	{
		std::unique_lock<std::mutex> l(lock);
		filled.wait(l, [&] { return !messages.empty(); });
		auto m = std::move(messages.front());
		messages.pop();
		space.notify_one();
		return m;
	}
private:
	std::mutex lock;
	std::condition_variable filled, space;
	std::queue<std::shared_ptr<std::string>> messages;
};

uint64_t
messages()
{
	channel c;
	std::vector<std::thread> producers;
	std::vector<std::future<uint64_t>> consumers;
	uint64_t sum = 0;

	for (unsigned p = 0; p < 3; p++)
		producers.emplace_back([&c, p] {
			random_numbers number(p + 50);
			for (unsigned i = 0; i < 30000; i++)
				c.put(std::make_shared<std::string>(
				    number(500) + 1, 'A' + number(26)));
		});
	for (unsigned p = 0; p < 2; p++)
		consumers.push_back(std::async(std::launch::async, [&c] {
			uint64_t s = 0;
			while (auto m = c.get())
				s += hash(*m);
			return s;
		}));
	for (auto &t : producers)
		t.join();
	for (size_t i = 0; i < consumers.size(); i++)
		c.put(nullptr);
	for (auto &f : consumers)
		sum += f.get();
	return sum;
}

} /* namespace */

int
main()
{
	std::vector<std::future<uint64_t>> all;
	uint64_t sum = 0;

	for (unsigned i = 0; i < 6; i++)
		all.push_back(std::async(std::launch::async, [i] {
			return containers(i) + exceptions(i);
		}));
	for (auto &f : all)
		sum = sum * 3 + f.get();
	printf("containers and exceptions: %016llx\n",
	    static_cast<unsigned long long>(sum));
	printf("messages: %016llx\n",
	    static_cast<unsigned long long>(messages()));
	/* Short-lived threads, each with a first and a last allocation. */
	sum = 0;
	for (unsigned i = 0; i < 400; i++) {
		std::string *left = nullptr;
		std::thread([&left, i] {
			of_thread["t"].push_back(1);
			left = new std::string(i * 10, 'z');
		}).join();
		sum += hash(*left);
		delete left;
	}
	printf("short threads: %016llx\n",
	    static_cast<unsigned long long>(sum));
	return 0;
}
