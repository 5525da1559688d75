# SPDX-License-Identifier: BSD-2-Clause
#
# stats_print:true: the text comes when the program has done all it had to do.

# last COMMAND LINE...: the command writes these lines, and nothing but the
# statistics behind them.
last()
{
	local command

	command=$1
	shift
	printf '%s\n' "$@" '___ Begin jemalloc statistics ___' >wanted
	atf_check -e save:err env MALLOC_CONF=stats_print:true $command
	head -n $(($# + 1)) err >got
	cmp -s got wanted || {
		cat got
		atf_fail "$command: not in this order: $(echo $(cat wanted))"
	}
	[ "$(tail -n 1 err)" = '--- End jemalloc statistics ---' ] ||
	    atf_fail "$command: something comes behind: $(tail -n 1 err)"
}

atf_test_case after_all_of_the_program
after_all_of_the_program_body()
{
	d=$(atf_get_srcdir)
	last "$d/h_last.static" second first destructor
	last "$d/h_last.pie" second first destructor
}

atf_test_case after_stdio
after_stdio_body()
{
	d=$(atf_get_srcdir)
	last "$d/h_last.static stdio" second first destructor stdio
}

atf_test_case overlay
overlay_body()
{
	usr=$(usr_tree)
	cc=cc
	! atf_config_has cc || cc=$(atf_config_get cc)
	atf_check $cc -O1 -fno-builtin -o linked "$(atf_get_srcdir)/h_last.c" \
	    "$usr/lib/libjemalloc.so.1" -Wl,-rpath,"$usr/lib"
	last ./linked second first destructor
	atf_check $cc -O1 -fno-builtin -o plain "$(atf_get_srcdir)/h_last.c"
	last "env LD_PRELOAD=$usr/lib/libjemalloc.so.1 ./plain" second first \
	    destructor
}

atf_init_test_cases()
{
	atf_add_test_case after_all_of_the_program
	atf_add_test_case after_stdio
	atf_add_test_case overlay
}
