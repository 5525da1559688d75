# SPDX-License-Identifier: BSD-2-Clause
#
# sh demo.sh SRCTOP USR OBJDIR
#
# Compiles a program with basecc and runs it; then runs programs of the host
# on libjemalloc.so.1 and on the system's allocator in turn, and compares.
# Everything is written below OBJDIR.  ROUNDS= says how often (3).

srctop=$1
usr=$2
obj=$3
data=$srctop/tests/lib/libjemalloc
demo=$srctop/tests/demo
so=$usr/lib/libjemalloc.so.1
measure=$obj/h_measure
rounds=${ROUNDS:-3}

fail()
{
	echo "demo: $*" >&2
	exit 1
}

prepare()
{
	[ -e "$so" ] && [ -e "$usr/bin/basecc" ] || fail "build the tree first"
	case $rounds in
	[1-9]|[1-9][0-9]) ;;
	*)	fail "ROUNDS=$rounds is not a number from 1 to 99" ;;
	esac
	rm -rf "$obj/run"
	mkdir "$obj/run" && cd "$obj/run" || exit 1
	HOME=$PWD TMPDIR=$PWD LC_ALL=C PYTHONDONTWRITEBYTECODE=1
	export HOME TMPDIR LC_ALL PYTHONDONTWRITEBYTECODE
	unset LD_PRELOAD MALLOC_CONF PYTHONMALLOC
}

# A program on this tree's libc and nothing else.
own_program()
{
	words=$srctop/tests/lib/libc/stdlib/malloc/intree/h_words.c
	echo "A threaded C program on this tree's libc alone:"
	echo "  basecc -O2 -static-pie -o words h_words.c"
	"$usr/bin/basecc" -O2 -static-pie -o words "$words" ||
	    fail "basecc failed"
	"$measure" -o words.cost ./words >words.out || fail "words failed"
	sed 's/^/    /' words.out | tail -n 4
	awk '{ printf "    %.2f s, %.1f MB\n\n", $1 / 1000, $3 / 1024 }' \
	    words.cost
}

# program NAME: the command for it, and whether its output is to be the same.
program()
{
	same=yes
	case $1 in
	python3) set -- /usr/bin/python3 "$data/work.py" 12 ;;
	perl)	set -- perl "$data/work.pl" 5 ;;
	gcc)	set -- gcc -O2 -S -o - large.c ;;
	sqlite3) set -- sqlite3 -bail :memory: ".read work.sql" ;;
	lua5.4)	set -- lua5.4 "$data/work.lua" ;;
	redis)	same=no
		set -- sh "$demo/redis.sh" ;;
	esac
	"$measure" $measure_options "$@"
}

# present NAME: whether this machine has it.
present()
{
	case $1 in
	redis)	command -v redis-server && command -v redis-benchmark ;;
	python3) command -v /usr/bin/python3 ;;
	*)	command -v "$1" ;;
	esac >/dev/null
}

# run NAME system|overlay: one run; its cost is added to NAME.system ...
run()
{
	measure_options="-o $1.$2"
	[ "$2" = system ] || measure_options="$measure_options -p $so"
	program "$1" >"$1.$2.out" 2>"$1.$2.err" ||
	    { cat "$1.$2.err" >&2; fail "$1 failed, allocator: $2"; }
	[ ! -s "$1.$2.err" ] || { cat "$1.$2.err" >&2; fail "$1 complains"; }
}

# last NAME: the cost of the last run.
last()
{
	tail -n 1 "$1" |
	    awk '{ printf "%6.2f s %7.1f MB", $1 / 1000, $3 / 1024 }'
}

# The first of each round is once the one, once the other.
rounds_of()
{
	round=1
	while [ $round -le "$rounds" ]; do
		if [ $((round % 2)) -eq 1 ]; then
			run "$1" system
			run "$1" overlay
		else
			run "$1" overlay
			run "$1" system
		fi
		[ $same = no ] || cmp "$1.system.out" "$1.overlay.out" ||
		    fail "$1: the output is not the same"
		printf '  %-8s %d of %d:  system %s   overlay %s\n' "$1" \
		    $round "$rounds" "$(last "$1.system")" \
		    "$(last "$1.overlay")"
		round=$((round + 1))
	done
}

# What was asked of the allocator, summed over the processes of a run that is
# not measured: small, large and huge requests.
requests_of()
{
	measure_options="-o $1.extra -p $so"
	MALLOC_CONF=stats_print:true program "$1" >"$1.extra.out" \
	    2>"$1.stats" || fail "$1 failed with statistics"
	awk '
	/^huge: nmalloc/ { getline; huge += $1 }
	/^small:/ { small += $5 }
	/^large:/ { large += $5 }
	/^--- End/ { n++ }
	END {
		print small + 0, large + 0, huge + 0
		exit n == 0
	}' "$1.stats" >"$1.requests" || fail "$1 printed no statistics"
}

# median FILE COLUMN
median()
{
	sort -n -k "$2,$2" "$1" |
	    awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

table()
{
	echo
	echo "Medians of the rounds; ratio = overlay / system:"
	echo "          elapsed, s           CPU  peak memory, MB" \
	    "     requests the overlay served"
	echo "          system overlay ratio ratio  system overlay ratio" \
	    "      small     large   huge"
	for name; do
		echo "$name" \
		    "$(median "$name.system" 1) $(median "$name.overlay" 1)" \
		    "$(median "$name.system" 2) $(median "$name.overlay" 2)" \
		    "$(median "$name.system" 3) $(median "$name.overlay" 3)" \
		    "$(cat "$name.requests")"
	done | awk '{
		printf "%-9s %6.2f %7.2f %5.2f %5.2f", $1, $2 / 1000,
		    $3 / 1000, ratio($3, $2), ratio($5, $4)
		printf "  %6.1f %7.1f %5.2f", $6 / 1024, $7 / 1024,
		    ratio($7, $6)
		printf " %11d %9d %6d\n", $8, $9, $10
	}
	function ratio(a, b) {
		return (b > 0 ? a / b : 1)
	}'
}

prepare
own_program
cp "$data/work.sql" . || exit 1
awk -v n=150 -f "$data/gen_c.awk" >large.c || exit 1
names=
for name in python3 perl lua5.4 gcc sqlite3 redis; do
	if present $name; then
		names="$names $name"
	else
		echo "  $name is not on this machine"
	fi
done
[ -n "$names" ] || fail "none of the programs is on this machine"
echo "Programs of this machine on $so:"
for name in $names; do
	rounds_of $name
	requests_of $name
done
table $names
