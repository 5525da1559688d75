# SPDX-License-Identifier: BSD-2-Clause
#
# For demo.sh: a redis-server on a socket here, redis-benchmark asking it.

redis-server --port 0 --unixsocket redis.sock --save '' --appendonly no \
    --daemonize no >redis.log &
server=$!
trap 'kill $server 2>/dev/null' EXIT
trap 'exit 1' HUP INT TERM

tries=0
until [ "$(redis-cli -s redis.sock ping 2>/dev/null)" = PONG ]; do
	tries=$((tries + 1))
	[ $tries -lt 100 ] && kill -0 $server || exit 1
	sleep 0.05
done
redis-benchmark -s redis.sock -q -n 60000 -P 16 -c 20 -r 100000 -d 150 \
    -t set,get,lpush,lpop,hset,sadd,zadd >redis.rates || exit 1
redis-cli -s redis.sock shutdown nosave
wait $server
status=$?
trap - EXIT
exit $status
