# SPDX-License-Identifier: BSD-2-Clause
#
# The array of configurations as a table: tests/pairwise.

dir()
{
	echo "$(atf_config_get srctop)/tests/pairwise"
}

check()
{
	python3 -B "$(dir)/covering.py" check "$@"
}

atf_test_case each_pair_is_in_a_row
each_pair_is_in_a_row_body()
{
	atf_check python3 -B "$(dir)/covering.py" check "$(dir)/factors" \
	    "$(dir)/rows"
	[ "$(grep -c '^row	' "$(dir)/rows")" -le 24 ] || atf_fail "too many"
}

# A knob or an option that is new has to be combined with the others.
atf_test_case each_knob_and_option_is_a_factor
each_knob_and_option_is_a_factor_body()
{
	local top

	top=$(atf_config_get srctop)
	{
		echo CC
		MAKESYSPATH=$top/share/mk bmake -C "$top" -V MALLOC_KNOBS |
		    tr -s ' ' '\n'
		sed -n 's/^	OPTION(\([a-z_]*\),.*/\1/p' \
		    "$top/lib/libc/stdlib/malloc/malloc_conf.c"
	} | sort >wanted
	[ "$(wc -l <wanted)" -gt 20 ] || atf_fail "nothing found"
	awk '$1 == "factor" || $1 == "without" { print $2 }' \
	    "$(dir)/factors" | sort >got
	atf_check diff wanted got
}

# Each level by itself, counted without the program that made the table.
atf_test_case each_level_is_in_a_row
each_level_is_in_a_row_body()
{
	sed -n 's/^conf	//p' "$(dir)/rows" | tr ',' '\n' | sort -u >got
	awk '$1 == "factor" && $2 ~ /^[a-z]/ {
		for (i = 3; i <= NF; i++)
			if ($i != "default")
				print $2 ":" $i
	}' "$(dir)/factors" | sort >wanted
	[ "$(wc -l <wanted)" -gt 20 ] || atf_fail "nothing found"
	atf_check diff wanted got
	for cc in gcc clang; do
		grep -q "^cc	$cc$" "$(dir)/rows" || atf_fail "no $cc"
	done
}

# The same for compilers and knobs in pairs, none of which is left out.
atf_test_case each_pair_of_knobs_is_in_a_row
each_pair_of_knobs_is_in_a_row_body()
{
	awk '
	NR == FNR {
		if ($1 == "factor" && $2 ~ /^[A-Z_]+$/)
			factor[++n] = $2
		next
	}
	$1 == "cc" { level["CC"] = $2 }
	$1 == "yes" {
		for (i = 1; i <= n; i++)
			if (factor[i] != "CC")
				level[factor[i]] = "no"
		for (i = 2; i <= NF; i++)
			level[$i] = "yes"
	}
	$1 == "conf" {
		for (i = 1; i <= n; i++)
			for (j = i + 1; j <= n; j++)
				seen[i, level[factor[i]], j, level[factor[j]]]
	}
	END {
		for (pair in seen)
			count++
		print (n > 10 ? 4 * n * (n - 1) / 2 - count : "no factors")
	}' "$(dir)/factors" "$(dir)/rows" >got
	[ "$(cat got)" = 0 ] || atf_fail "$(cat got) pairs are missing"
}

# No row is there for nothing, and a change of any is noticed.
atf_test_case faults_of_the_table_are_seen
faults_of_the_table_are_seen_body()
{
	local rows

	rows=$(sed -n 's/^row	//p' "$(dir)/rows")
	[ -n "$rows" ] || atf_fail "no rows"
	for row in $rows; do
		sed "/^row	$row$/,/^conf/d" "$(dir)/rows" >bad
		check "$(dir)/factors" bad >out && atf_fail "not without $row"
		grep -q '^in no row: ' out || atf_fail "$row: $(cat out)"
	done
	for fault in 's/^cc	clang/cc	gcc/' 's/^yes	.*/yes	/' \
	    's/DEBUG //' 's/TLS/TSL/' 's/narenas:64/narenas:63/' \
	    's/narenas:64/narenas:1/' 's/narenas:1,/narenas:1,narenas:1,/' \
	    's/lg_dirty_mult:-1/lg_dirty_mult:0/' '/^cc/d' '/^yes/d' \
	    's/^\(conf	.*\)lg_qspace_max:5,/\1/' 's/^row	02/row	01/' \
	    's/junk:true/junk:false/'; do
		sed "$fault" "$(dir)/rows" >bad
		check "$(dir)/factors" bad >out && atf_fail "$fault passes"
		[ -s out ] || atf_fail "$fault: no words"
	done
	{
		cat "$(dir)/rows"
		for n in 31 32 33 34 35 36 37 38; do
			sed -n "s/^row	01/row	$n/;/^row/,/^conf/p;/^conf/q" \
			    "$(dir)/rows"
		done
	} >bad
	check "$(dir)/factors" bad >out && atf_fail "too many rows pass"
	grep -q ' rows, more than 24$' out || atf_fail "$(cat out)"
}

atf_init_test_cases()
{
	atf_add_test_case each_pair_is_in_a_row
	atf_add_test_case each_knob_and_option_is_a_factor
	atf_add_test_case each_level_is_in_a_row
	atf_add_test_case each_pair_of_knobs_is_in_a_row
	atf_add_test_case faults_of_the_table_are_seen
}
