# SPDX-License-Identifier: BSD-2-Clause
#
# An XML table of n rows for work.xsl.

BEGIN {
	print "<?xml version=\"1.0\"?>\n<table>"
	x = 1
	for (i = 0; i < n; i++) {
		x = (x * 16807) % 2147483647
		text = ""
		for (j = x % 60; j >= 0; j--)
			text = text sprintf("%c", 97 + (x + j * j) % 26)
		printf "<row key=\"k%d\" value=\"%d\"><text>%s</text></row>\n",
		    x % 97, x % 1000, text
	}
	print "</table>"
}
