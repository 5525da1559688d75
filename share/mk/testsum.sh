#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Sums of test results.  Reads a report of kyua and prints three numbers:
# passed, failed, skipped.  With -s FILE it adds up the lines of such numbers
# in FILE, says them in one line of text, and fails if any test failed or
# none was run.

if [ "$1" != -s ]; then
	exec awk '
	/^Test cases: / {
		for (i = 3; i < NF; i++) {
			if ($(i + 1) ~ /^total/)
				total = $i
			else if ($(i + 1) ~ /^skipped/)
				skipped = $i
			else if ($(i + 1) ~ /^(broken|failed)/)
				bad += $i
		}
	}
	END { print total - bad - skipped, bad + 0, skipped + 0 }'
fi

awk '
{ passed += $1; failed += $2; skipped += $3 }
END {
	printf("%d passed, %d failed%s\n", passed, failed,
	    skipped ? ", " skipped " skipped" : "")
	exit(failed > 0 || passed == 0)
}' "$2"
