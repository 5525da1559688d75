# SPDX-License-Identifier: BSD-2-Clause
#
# Debian's python3 under the overlay: its own tests and a program.

python=/usr/bin/python3

# The cases of a module as they were run, and how each ended.
results()
{
	awk '
	/^test[^ ]* \(/ { print $1, $2 }
	/^OK/
	match($0, /(\.\.\. |^)(ok|skipped .*|expected failure)$/) {
		print substr($0, RSTART)
	}' "$1" >"$1.results"
}

# module NAME: its cases end the same, and well, with the host's malloc and
# under the overlay, and there also without Python's own allocator.
module()
{
	. "$(atf_get_srcdir)/overlay.subr"
	$python -c "import test.$1" 2>/dev/null ||
	    atf_skip "no module test.$1 (libpython3.11-testsuite)"
	atf_check -o save:plain $python -m test -v "$1"
	check_overlay -o save:overlay $python -m test -v "$1"
	check_overlay -o save:overlay.malloc \
	    env PYTHONMALLOC=malloc $python -m test -v "$1"
	for run in plain overlay overlay.malloc; do
		results $run
	done
	atf_check -o match:'^OK' cat plain.results
	atf_check -o match:'\.\.\. ok' cat plain.results
	atf_check diff plain.results overlay.results
	atf_check diff plain.results overlay.malloc.results
}

for m in json dict threading subprocess; do
	atf_test_case $m
	eval "${m}_head() {
		atf_set descr 'test_$m of Python itself'
		atf_set require.progs $python
		atf_set timeout 400
	}"
	eval "${m}_body() { module test_$m; }"
done

atf_test_case program
program_head()
{
	atf_set descr "dictionaries, texts, buffers and threads"
	atf_set require.progs $python
	atf_set timeout 200
}
program_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	same $python "$data/work.py" 6
	mv out.plain out.reference
	same env PYTHONMALLOC=malloc $python "$data/work.py" 6
	atf_check cmp out.reference out.overlay
}

atf_init_test_cases()
{
	for m in json dict threading subprocess program; do
		atf_add_test_case $m
	done
}
