# SPDX-License-Identifier: BSD-2-Clause
#
# For bench.py, in the directory where the programs run:
#
# sh programs.sh input DATA FILE		makes one of their inputs
# sh programs.sh redis MEASURE SO SERVER COST	runs a server under a library,
#					asked by a client that is not
# sh programs.sh build_redis DIR	builds redis-server with MALLOC=libc

input()
{
	if [ "$2" = repo ]; then
		repository "$1"
		return
	fi
	case $2 in
	large.c) awk -v n=60 -f "$1/gen_c.awk" ;;
	huge.c)	awk -v n=250 -f "$1/gen_c.awk" ;;
	large.i) gcc -E large.c ;;
	huge.i)	gcc -E huge.c ;;
	table.xml) awk -v n=45000 -f "$1/gen_xml.awk" ;;
	wide.xml) awk -v n=200000 -f "$1/gen_xml.awk" ;;
	small.sql)
		sed 's/380000/90000/; s/id < 60000/id < 15000/' \
		    "$1/work.sql" ;;
	*)
		echo "no input $2" >&2
		return 1 ;;
	esac >"$2"
}

repository()
{
	git -c init.defaultBranch=main init -q repo &&
	    awk -v files=2000 -v commits=1500 -f "$1/gen_git.awk" |
	    git -C repo fast-import --quiet --done
}

# The peak of the server is that of the whole run; its time is that of its
# processor, since it also waits for the client.
redis()
{
	measure=$1 so=$2 command=$3 cost=$4
	rm -f redis.sock
	"$measure" -o "$cost" ${so:+-p "$so"} "$command" --port 0 \
	    --unixsocket redis.sock --save '' --appendonly no \
	    --daemonize no >redis.log 2>&1 &
	server=$!
	trap 'stop' EXIT
	trap 'exit 1' HUP INT TERM
	tries=0
	until [ "$(redis-cli -s redis.sock ping 2>/dev/null)" = PONG ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] && kill -0 $server || return 1
		sleep 0.02
	done
	redis-benchmark -s redis.sock -q -n 50000 -P 16 -c 20 -r 100000 \
	    -d 150 -t set,get,lpush,lpop,hset,sadd,zadd >redis.rates ||
	    return 1
	redis-cli -s redis.sock shutdown nosave
	wait $server
	status=$?
	trap - EXIT
	return $status
}

# The server is a child of h_measure, which ends with it.
stop()
{
	redis-cli -s redis.sock shutdown nosave >/dev/null 2>&1 ||
	    kill $server 2>/dev/null
}

# The sources are those of Debian's package, fetched with package lists of
# this directory alone: a machine seldom has deb-src lines.
build_redis()
{
	mkdir -p "$1" && cd "$1" || return 1
	[ ! -x redis-server ] || return 0
	rm -rf apt redis-*
	mkdir -p apt/lists/partial apt/cache/archives/partial apt/parts
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
		[ -f "$list" ] && grep -q '/debian' "$list" &&
		    sed 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /' \
			"$list" >"apt/parts/${list##*/}"
	done
	[ -n "$(ls apt/parts)" ] || return 1
	set -- -q -o "Dir::State::lists=$PWD/apt/lists" \
	    -o "Dir::Cache=$PWD/apt/cache" -o Dir::Etc::sourcelist=/dev/null \
	    -o "Dir::Etc::sourceparts=$PWD/apt/parts"
	apt-get "$@" update && apt-get "$@" source --download-only redis &&
	    dpkg-source --skip-patches -x redis_*.dsc redis-source &&
	    make -C redis-source/deps hiredis lua linenoise hdr_histogram &&
	    make -C redis-source/src MALLOC=libc redis-server &&
	    cp redis-source/src/redis-server redis-server
}

command=$1
shift
$command "$@"
