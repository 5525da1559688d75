# SPDX-License-Identifier: BSD-2-Clause
#
# A C program of n functions, with loops, switches, tables and structures for
# the optimizer to work on.

BEGIN {
	print "#include <stdint.h>\n#include <stdio.h>\n#include <string.h>"
	x = 1
	for (i = 0; i < n; i++)
		one(i)
	print "static uint32_t (*const all[])(uint32_t) = {"
	for (i = 0; i < n; i++)
		printf "\tf%d,\n", i
	print "};\nint\nmain(void)\n{\n\tuint32_t s = 1;\n"
	printf "\tfor (unsigned i = 0; i < %d; i++)\n", n
	print "\t\ts = s * 33 + all[i](s);"
	print "\tprintf(\"%u\\n\", s);\n\treturn (0);\n}"
}

function number(m)
{
	x = (x * 16807) % 2147483647
	return x % m
}

function one(i,    j, k)
{
	printf "struct s%d {\n", i
	for (j = 0; j < 3 + i % 5; j++)
		printf "\tuint%d_t m%d[%d];\n", 8 * 2 ^ (j % 4), j,
		    1 + number(9)
	printf "};\nstatic const char *const names%d[] = {\n", i
	for (j = 0; j < 4; j++)
		printf "\t\"name %d of function %d is %d\",\n", j, i,
		    number(1e6)
	printf "};\nstatic uint32_t\nf%d(uint32_t a)\n{\n", i
	printf "\tstruct s%d v;\n\tuint32_t b = a ^ %du, c = %du;\n\n", i,
	    number(1e9), number(1e9)
	print "\tmemset(&v, (int)(a & 0xff), sizeof(v));"
	printf "\tfor (unsigned i = 0; i < %d; i++) {\n", 3 + number(20)
	print "\t\tswitch ((a + i) % 7) {"
	for (k = 0; k < 6; k++)
		printf "\t\tcase %d:\n\t\t\tb = (b << %d) + (c >> %d) * %du;\n%s", k,
		    1 + number(9), 1 + number(9), number(1e6),
		    "\t\t\tbreak;\n"
	print "\t\tdefault:\n\t\t\tc ^= b * (uint32_t)v.m0[0];\n\t\t}"
	printf "\t\tif ((b & %d) == 0)\n\t\t\tc += %s;\n\t}\n",
	    2 ^ number(8), "(uint32_t)strlen(names" i "[i % 4])"
	if (i > 0)
		printf "\tif (a %% %d == 0)\n\t\treturn (f%d(b));\n",
		    3 + number(40), number(i)
	print "\treturn (b + c + (uint32_t)v.m1[0]);\n}\n"
}
