# SPDX-License-Identifier: BSD-2-Clause
#
# A stream for git fast-import: files in dirs directories, then commits, each
# of which changes some of them; "history" grows by a line with each.

BEGIN {
	x = 1
	printf "blob\nmark :1\n"
	data("one line\n")
	commit(0)
	for (i = 0; i < files; i++)
		printf "M 100644 inline %s\n%s", path(i), text(i, 0)
	for (c = 1; c <= commits; c++) {
		commit(c)
		history = history sprintf("%d: %d\n", c, number(1e6))
		if (c % 4 == 0) {
			print "M 100644 inline history"
			data(history)
		}
		for (j = 0; j < 4; j++) {
			i = number(files)
			printf "M 100644 inline %s\n%s", path(i), text(i, c)
		}
		if (c % 50 == 0)
			printf "D %s\n", path(number(files))
		if (c % 100 == 0) {
			printf "tag v%d\nfrom refs/heads/main\n", c / 100
			print "tagger A <a@example.org> " when(c)
			data("Version " c / 100 "\n")
		}
	}
	print "done"
}

function number(m)
{
	x = (x * 16807) % 2147483647
	return x % m
}

function when(c)
{
	return (1600000000 + c * 61) " +0000"
}

function data(s)
{
	printf "data %d\n%s\n", length(s), s
}

function path(i)
{
	return sprintf("dir%d/sub%d/file%d", i % 17, i % 29, i)
}

function text(i, c,    k, s)
{
	for (k = 0; k < 10 + i % 40; k++)
		s = s sprintf("line %d of %d: %d\n", k, i,
		    k % 7 == c % 7 ? number(1e6) : i * k)
	return sprintf("data %d\n%s\n", length(s), s)
}

function commit(c)
{
	printf "commit refs/heads/main\n"
	print "author B <b@example.org> " when(c)
	print "committer C <c@example.org> " when(c)
	data("Change " c "\n\nThe reason of change " c ".\n")
}
