# SPDX-License-Identifier: BSD-2-Clause
#
# redis-server and its clients under the overlay.  Debian's server is linked
# with another allocator of this kind: see also t_crossing.

cli()
{
	redis-cli -s "$PWD/redis.sock" "$@"
}

# answer OUTPUT COMMAND...: the server answers as atf_check -o OUTPUT expects.
answer()
{
	_output=$1
	shift
	atf_check -o "$_output" redis-cli -s "$PWD/redis.sock" "$@"
}

# start PREFIX...: a server on a socket here, that writes nothing elsewhere.
start()
{
	"$@" redis-server --port 0 --unixsocket "$PWD/redis.sock" \
	    --dir "$PWD" --save '' --appendonly no --daemonize no \
	    --io-threads 2 --io-threads-do-reads yes --lazyfree-lazy-expire \
	    yes --enable-debug-command yes >server.log 2>server.err &
	server=$!
	echo $server >redis.pid
	tries=0
	until [ "$(cli ping 2>&1)" = PONG ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] && kill -0 $server 2>/dev/null ||
		    { cat server.log server.err; atf_fail "no server"; }
		sleep 0.1
	done
}

# The server ends by itself, and well, without a word on standard error.
stop()
{
	answer empty shutdown nosave
	wait $server || atf_fail "redis-server: status $?"
	rm -f redis.pid
	atf_check cat server.err
	atf_check -s exit:1 grep -iE 'bug report|crash|assert' server.log
}

# A test that failed may have left its server.
clean()
{
	[ ! -f redis.pid ] || kill -9 "$(cat redis.pid)" 2>/dev/null || :
}

# info NAME: one value of INFO.
info()
{
	cli info | tr -d '\r' | sed -n "s/^$1://p"
}

# Commands that fill all types of values, with the same contents each time.
commands()
{
	awk 'BEGIN {
		for (x = i = 1; i <= 40000; i++) {
			x = (x * 16807) % 2147483647
			v = sprintf("%0*d", 1 + x % 400, x)
			print "SET s:" i, v
			print "APPEND s:" x % i, v
			print "RPUSH l:" i % 300, v
			print "HSET h:" i % 500, "f" x % 900, v
			print "SADD m:" i % 40, x % 5000
			print "ZADD z:" i % 50, x % 1000, v
			if (i % 7 == 0) {
				print "LPOP l:" x % 300
				print "DEL s:" x % i
				print "SPOP none"
			}
			if (i % 4000 == 0)
				print "SETRANGE big:" i, 3000000 + i, "end"
		}
	}'
}

# facts: what the server holds, told by its digest and some answers.
facts()
{
	cli debug digest
	cli dbsize
	cli lrange l:7 0 5
	cli zrange z:7 0 5 withscores
	cli strlen big:4000
	cli sort m:7 limit 0 5
}

atf_test_case contents cleanup
contents_head()
{
	atf_set descr "the same contents; saved, reloaded, freed by threads"
	atf_set require.progs redis-server redis-cli
	atf_set timeout 240
}
contents_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	commands >commands
	start env
	cli --pipe <commands >pipe.out || atf_fail "redis-cli --pipe"
	facts >facts.plain
	stop

	start overlay
	idle=$(info used_memory)
	overlay redis-cli -s "$PWD/redis.sock" --pipe <commands >pipe.out \
	    2>pipe.err || atf_fail "redis-cli --pipe under the overlay"
	atf_check cat pipe.err
	facts >facts.overlay
	atf_check cmp facts.plain facts.overlay

	# A child of the server writes the dump while the server goes on.
	answer match:'Background saving' bgsave
	cli --pipe <commands >pipe.out || atf_fail "redis-cli --pipe"
	tries=0
	while [ "$(info rdb_bgsave_in_progress)" != 0 ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || atf_fail "bgsave does not end"
		sleep 0.1
	done
	[ "$(info rdb_last_bgsave_status)" = ok ] || atf_fail "bgsave failed"
	check_overlay -o match:'RDB looks OK' redis-check-rdb dump.rdb
	cli debug digest >digest
	answer inline:'OK\n' debug reload
	answer file:digest debug digest

	# What INFO says of memory is possible.
	full=$(info used_memory)
	rss=$(info used_memory_rss)
	echo "idle $idle, full $full, rss $rss"
	[ "$full" -gt $((idle + 50000000)) ] || atf_fail "used_memory $full"
	[ "$rss" -gt $((full * 8 / 10)) ] || atf_fail "rss $rss of $full"
	[ "$rss" -lt $((full * 3)) ] || atf_fail "rss $rss of $full"
	# By mallctl: the heap that is asked is the one that is used.
	[ "$(info allocator_allocated)" -ge $((full * 9 / 10)) ] ||
	    atf_fail "allocated $(info allocator_allocated), used $full"
	answer match:'[0-9]' memory usage h:7
	answer not-empty memory doctor
	answer match:'peak.allocated' memory stats
	answer match:'jemalloc' memory malloc-stats
	answer inline:'OK\n' memory purge
	answer match:'serializedlength' debug object h:7

	# Freed by the server's own thread for it.
	answer inline:'OK\n' flushall async
	tries=0
	while [ "$(info lazyfree_pending_objects)" != 0 ] ||
	    [ "$(info used_memory)" -gt $((idle + 8000000)) ]; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] ||
		    atf_fail "not freed: $(info used_memory), idle $idle"
		sleep 0.1
	done
	stop
}
contents_cleanup()
{
	clean
}

atf_test_case benchmark cleanup
benchmark_head()
{
	atf_set descr "redis-benchmark, itself under the overlay"
	atf_set require.progs redis-server redis-benchmark
	atf_set timeout 240
}
benchmark_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	start overlay
	check_overlay -o save:bench redis-benchmark -s "$PWD/redis.sock" -q \
	    -n 12000 -c 40 -P 8 -r 10000 -d 200 --csv
	check_overlay -o save:bench2 redis-benchmark -s "$PWD/redis.sock" -q \
	    -n 3000 -c 20 -r 1000 -d 20000 --threads 2 -t set,get,lpush,lpop \
	    --csv
	# A line for each kind of request, each with a rate above 0.
	awk -F '","' 'NR > 1 && $2 + 0 > 0 { n++ } END { exit n < 15 }' bench ||
	    atf_fail "$(cat bench)"
	[ "$(info total_error_replies)" = 0 ] || atf_fail "errors: $(
	    cli info errorstats)"
	stop
}
benchmark_cleanup()
{
	clean
}

atf_init_test_cases()
{
	atf_add_test_case contents
	atf_add_test_case benchmark
}
