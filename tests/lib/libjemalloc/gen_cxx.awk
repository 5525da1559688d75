# SPDX-License-Identifier: BSD-2-Clause
#
# A C++ program of n classes, templates and containers.

BEGIN {
	split("map set unordered_map vector string algorithm memory " \
	    "functional iostream sstream numeric stdexcept", headers)
	for (i = 1; i in headers; i++)
		printf "#include <%s>\n", headers[i]
	print "template <unsigned N> struct fib {"
	print "\tstatic constexpr unsigned long v = fib<N - 1>::v + fib<N - 2>::v;"
	print "};"
	print "template <> struct fib<0> { static constexpr unsigned long v = 0; };"
	print "template <> struct fib<1> { static constexpr unsigned long v = 1; };"
	print "struct base { virtual ~base() = default; virtual long run(long) = 0; };"
	for (i = 0; i < n; i++)
		one(i)
	print "int main()\n{\n\tstd::vector<std::unique_ptr<base>> all;"
	for (i = 0; i < n; i++)
		printf "\tall.push_back(std::make_unique<c%d>());\n", i
	print "\tlong s = 1;\n\tfor (auto &p : all)\n\t\ts += p->run(s & 255);"
	print "\tstd::cout << s << '\\n';\n}"
}

function one(i)
{
	printf "template <typename T> struct t%d {\n", i
	printf "\tstd::map<T, std::vector<std::pair<T, std::string>>> m;\n"
	printf "\tvoid add(T k) { m[k].emplace_back(k, std::string(%d, 'a' + k %% 26)); }\n", 3 + i % 50
	print "\tlong sum() const {"
	print "\t\treturn std::accumulate(m.begin(), m.end(), 0L, [](long s, const auto &e) {"
	print "\t\t\treturn s + static_cast<long>(e.second.size() * e.second[0].second.size()); });"
	print "\t}\n};"
	printf "struct c%d : base {\n\tlong run(long a) override {\n", i
	printf "\t\tt%d<%s> t;\n", i, i % 3 == 0 ? "int" : i % 3 == 1 ? "long" : "short"
	printf "\t\tfor (int i = 0; i < %d; i++)\n\t\t\tt.add(static_cast<short>(a + i %% 17));\n", 20 + i
	printf "\t\tstd::function<long(long)> f = [&](long x) { return x < %d ? x : t.sum() + static_cast<long>(fib<%d>::v); };\n", i, 20 + i % 60
	printf "\t\ttry {\n\t\t\tif (a %% %d == 0)\n\t\t\t\tthrow std::runtime_error(\"c%d\");\n", 2 + i % 9, i
	print "\t\t} catch (const std::exception &e) {\n\t\t\treturn f(a) + e.what()[1];\n\t\t}"
	print "\t\treturn f(a);\n\t}\n};"
}
