# SPDX-License-Identifier: BSD-2-Clause
#
# The bench works: nothing here depends on how fast anything is.

atf_test_case workloads
workloads_head()
{
	atf_set descr "each workload, tiny: the same checksum on the overlay"
	atf_set timeout 240
}
workloads_body()
{
	so=$(usr_tree)/lib/libjemalloc.so.1
	bench=$(atf_get_srcdir)/h_bench
	atf_check -o inline:"$so\n" env LD_PRELOAD="$so" "$bench" -m
	atf_check -o save:names "$bench" -l
	n=0
	while read -r name; do
		atf_check -o save:plain "$bench" "$name"
		atf_check -o save:overlay env LD_PRELOAD="$so" "$bench" "$name"
		for key in ops ns cpu_ns peak_kb end_kb; do
			grep -Eq "^$name .*\<$key=[1-9]" overlay ||
			    atf_fail "no $key: $(cat overlay)"
		done
		sed 's/.* sum=//' plain >plain.sum
		sed 's/.* sum=//' overlay >overlay.sum
		atf_check cmp plain.sum overlay.sum
		n=$((n + 1))
	done <names
	[ $n -ge 18 ] || atf_fail "$n workloads only"
}

atf_test_case parameters
parameters_head()
{
	atf_set descr "a wrong word on the command line is an error"
}
parameters_body()
{
	bench=$(atf_get_srcdir)/h_bench
	atf_check -s exit:2 -e match:'no workload what' "$bench" what
	atf_check -s exit:2 -e match:'no parameter sice=1' \
	    "$bench" pair ops=10 sice=1
	atf_check -s exit:2 -e match:'not a number' "$bench" pair ops=many
	atf_check -s exit:2 -e match:'not a number' "$bench" pair size=8X
	atf_check -s exit:2 -e match:'no such loop' "$bench" pair kind=odd
	atf_check -s exit:2 -e match:'order=up' "$bench" batch order=up
	atf_check -s exit:2 -e match:usage "$bench"
	# Numbers count: 2 KiB in objects of 32 bytes are 64.
	atf_check -o match:'^held ops=64 ' \
	    "$bench" held total=2K size=32 idle=0
	# Of more than a hundred, with -t, the default is left.
	atf_check -o match:'^batch ops=300 ' "$bench" batch n=300 ops=300
	atf_check -o match:'^batch ops=1000 ' \
	    "$bench" -t batch n=300 ops=4000
}

# driver ARGUMENT...: bench.py with small rows, in this directory.
driver()
{
	python=/usr/bin/python3
	[ -x $python ] || atf_skip "no $python"
	"$python" -B "$(atf_get_srcdir)/bench.py" run --tiny "$@" \
	    "$(usr_tree)" "$(atf_get_srcdir)" "$PWD" >said 2>&1
}

# ask EXPRESSION: of the run in FILE.json, as r; it must be true.
ask()
{
	/usr/bin/python3 -c "import json
r = json.load(open('$1.json'))
rows = {q['name']: q for q in r['rows']}
mean = lambda a: r['means'][a]['time single']
ns = lambda a: rows['batch-fifo']['samples'][a][0]['time']
assert $2, '$2'" || atf_fail "$2"
}

atf_test_case driver
driver_head()
{
	atf_set descr "all rows of h_bench in small, two rounds, three files"
	atf_set timeout 600
}
driver_body()
{
	driver --rounds 2 || { cat said; atf_fail "bench.py failed"; }
	ask quick 'r["rounds"] == 2 and r["allocators"][0]["name"] == "ours"'
	ask quick 'len(rows) > 40 and "pair-16" in rows and "start" in rows'
	ask quick 'all(len(q["samples"]["ours"]) == 2 for q in r["rows"])'
	ask quick 'all(len(q["samples"]["glibc"]) == 2 for q in r["rows"])'
	ask quick 'not any("ours" in q["failed"] for q in r["rows"])'
	ask quick 'rows["start"]["samples"]["ours"][0]["start_faults"] > 0'
	ask quick 'r["means"]["ours"]["time multi"] > 0'
	atf_check -o match:'^ours ' -o match:'^pair-16 ' -o match:'^held-64 ' \
	    cat quick.txt
	atf_check /usr/bin/python3 -c \
	    'import xml.dom.minidom; xml.dom.minidom.parse("quick.svg")'
}

atf_test_case full
full_head()
{
	atf_set descr "the rows that are in the full set only, in small"
	atf_set timeout 300
}
full_body()
{
	driver --set full --rounds 1 ||
	    { cat said; atf_fail "bench.py failed"; }
	ask full '"replace-10m" in rows and r["set"] == "full"'
	ask full 'not any("ours" in q["failed"] for q in r["rows"])'
}

atf_test_case peers
peers_head()
{
	atf_set descr "allocators by path: used, or refused loudly"
	atf_set timeout 120
}
peers_body()
{
	so=$(usr_tree)/lib/libjemalloc.so.1
	empty=$(atf_get_srcdir)/h_empty.so
	driver --rounds 1 --rows "pair-16 pair-1k" --peers "again=$so" ||
	    { cat said; atf_fail "bench.py failed"; }
	ask quick '[a["path"] for a in r["allocators"]].count("'"$so"'") == 2'
	ask quick 'sorted(rows) == ["pair-16", "pair-1k"]'
	ask quick 'r["means"]["again"]["time single"] > 0'

	! driver --rounds 1 --peers "$empty" || atf_fail "not refused"
	atf_check -o match:"with $empty preloaded, malloc is that of" cat said
	! driver --peers "$PWD/none.so" || atf_fail "not refused"
	atf_check -o match:'no file .*none.so' cat said
	! driver --peers "glibc=$so" || atf_fail "not refused"
	atf_check -o match:'two allocators are named glibc' cat said
	! driver --rows none-such || atf_fail "not refused"
	atf_check -o match:'no row is named none-such' cat said
	! driver --rounds 0 || atf_fail "not refused"
	atf_check -o match:'no number from 1' cat said
	! driver --set half || atf_fail "not refused"
	atf_check -o match:'quick or full' cat said
}

atf_test_case failing
failing_head()
{
	atf_set descr "an allocator that fails is named, its rows in no mean"
	atf_set require.progs cc
	atf_set timeout 120
}
failing_body()
{
	# Objects above 500 bytes are refused; the rest is never freed.
	cat >bad.c <<-'END'
	#include <stddef.h>
	static _Alignas(16) char heap[1 << 24];
	static size_t used;
	void free(void *p) { (void)p; }
	void *malloc(size_t n)
	{
		n = (n + 15) & ~(size_t)15;
		if (n > 500 && used > 100000)
			return (NULL);
		used += n;
		return (heap + used - n);
	}
	END
	atf_check cc -shared -fPIC -fno-builtin -o bad.so bad.c
	driver --rounds 1 --rows "batch-fifo replace-1k" \
	    --peers "bad=$PWD/bad.so" ||
	    { cat said; atf_fail "bench.py failed for a peer's fault"; }
	atf_check -o match:'FAILED: replace-1k on bad: status 1: .*no memory' \
	    cat quick.txt
	ask quick 'list(rows["replace-1k"]["failed"]) == ["bad"]'
	ask quick '"bad" not in rows["replace-1k"]["samples"]'
	ask quick 'rows["batch-fifo"]["failed"] == {}'
	# The row that all have is the one that counts.
	ask quick 'abs(mean("ours") / mean("glibc") - ns("ours") / ns("glibc")) < 1e-9'
}

atf_test_case report
report_head()
{
	atf_set descr "medians, means and ratios of a run made by hand"
}
report_body()
{
	[ -x /usr/bin/python3 ] || atf_skip "no /usr/bin/python3"
	atf_check cp "$(atf_get_srcdir)/canned.json" .
	atf_check -o file:"$(atf_get_srcdir)/canned.txt" \
	    /usr/bin/python3 -B "$(atf_get_srcdir)/bench.py" \
	    render canned.json
	for label in ours glibc 'a&amp;b' single real 'time, ratio' 'memory, ratio'; do
		atf_check -o not-empty grep ">$label<" canned.svg
	done
	atf_check /usr/bin/python3 -c \
	    'import xml.dom.minidom; xml.dom.minidom.parse("canned.svg")'
}

atf_init_test_cases()
{
	for t in workloads parameters driver full peers failing report; do
		atf_add_test_case $t
	done
}
