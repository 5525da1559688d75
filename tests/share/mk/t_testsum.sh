# SPDX-License-Identifier: BSD-2-Clause
#
# The line that sums up a run of the tests.

atf_test_case report
report_head()
{
	atf_set descr "kyua's report becomes three numbers"
	atf_set require.config srctop
}
report_body()
{
	script=$(atf_config_get srctop)/share/mk/testsum.sh
	cat >in <<-END
	===> Summary
	Results read from /x
	Test cases: 20 total, 3 skipped, 4 expected failures, 1 broken, 2 failed
	Start time: 2026-11-22T00:00:00.000000Z
	END
	atf_check -o inline:'14 3 3\n' -x "sh '$script' <in"
}

atf_test_case line
line_head()
{
	atf_set descr "the last line of the tests, and the exit status"
	atf_set require.config srctop
}
line_body()
{
	script=$(atf_config_get srctop)/share/mk/testsum.sh
	printf '5 0 0\n2 0 0\n' >sums
	atf_check -o inline:'7 passed, 0 failed\n' sh "$script" -s sums
	printf '5 0 0\n2 0 3\n' >sums
	atf_check -o inline:'7 passed, 0 failed, 3 skipped\n' sh "$script" -s sums
	printf '5 1 0\n2 0 3\n' >sums
	atf_check -s exit:1 -o inline:'7 passed, 1 failed, 3 skipped\n' \
	    sh "$script" -s sums
	: >sums
	atf_check -s exit:1 -o inline:'0 passed, 0 failed\n' sh "$script" -s sums
}

atf_init_test_cases()
{
	atf_add_test_case report
	atf_add_test_case line
}
