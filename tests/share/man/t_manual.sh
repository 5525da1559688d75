# SPDX-License-Identifier: BSD-2-Clause
#
# The manual pages say what is true: their form, their examples, and what
# they list, against headers, libraries, makefiles and mallctl().  The heads
# of the pages explain the forms that are read here.

# The examples of both pages, in their order.
examples="grow secret options override inuse classes report message count idle
flags experimental swap xmalloc trim preload
link replace junk variable typo"

# Sets man, usr, cc and inc, and leaves no options in the environment.  inc
# has the headers that a program of the host takes from this tree.
setup()
{
	usr=$(usr_tree)
	if atf_config_has srctop; then
		man=$(atf_config_get srctop)/share/man
	else
		man=$usr/share/man
	fi
	cc=cc
	! atf_config_has cc || cc=$(atf_config_get cc)
	inc=$PWD/inc
	mkdir -p "$inc" || atf_fail "no $inc"
	ln -s "$usr/include/malloc_np.h" "$usr/include/jemalloc" "$inc" ||
	    atf_fail "links in $inc"
	unset MALLOC_CONF
}

pages()
{
	find "$man"/man[1-9] -type f -name '*.[1-9]' | sort
}

# compile WHERE NAME [FLAG ...]: an object of NAME.c, for libc or the overlay.
compile()
{
	_where=$1
	_name=$2
	shift 2
	case $_where in
	libc)
		_compiler=$usr/bin/basecc ;;
	overlay)
		_compiler="$cc -D_GNU_SOURCE -I$inc" ;;
	esac
	atf_check $_compiler -std=c11 -Wall -Wextra -Werror "$@" \
	    -c -o "$_name.$_where.o" "$_name.c"
}

# build WHERE NAME [FLAG ...]: the program NAME.WHERE.
build()
{
	compile "$@"
	case $1 in
	libc)
		atf_check "$usr/bin/basecc" -static -o "$2.$1" "$2.$1.o" ;;
	overlay)
		atf_check $cc -o "$2.$1" "$2.$1.o" \
		    "$usr/lib/libjemalloc.so.1" -Wl,-rpath,"$usr/lib" ;;
	esac
}

# mark NAME: what the comment line of an example says behind its name.
mark()
{
	cat $(pages) | sed -n "s/^\.\\\\\" example: $1 //p"
}

# extract NAME: the text of an example.
extract()
{
	cat $(pages) | awk -v name="$1" '
	$1 == ".\\\"" && $2 == "example:" { found = $3 == name }
	/^\.Ed/ { inside = found = 0 }
	inside { gsub(/\\e/, "\\"); print }
	/^\.Bd/ { inside = found }'
}

# A program that exits with 0 if all config.* named by its arguments are true.
write_probe()
{
	cat >probe.c <<'END'
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <malloc_np.h>

int
main(int argc, char **argv)
{
	char name[64];
	size_t len;
	bool yes;
	int i;

	for (i = 1; i < argc; i++) {
		len = sizeof(yes);
		snprintf(name, sizeof(name), "config.%s", argv[i]);
		if (mallctl(name, &yes, &len, NULL, 0) != 0)
			errx(2, "no %s", name);
		if (!yes)
			return (1);
	}
	return (0);
}
END
}

# has_what_it_needs WHERE: whether the build has what $needs lists.
has_what_it_needs()
{
	[ -n "$needs" ] || return 0
	write_probe
	build "$1" probe
	./probe."$1" $needs
	case $? in
	0)	return 0 ;;
	1)	return 1 ;;
	*)	atf_fail "$1: config.* cannot be read" ;;
	esac
}

# What shell examples start as ./program.
write_program()
{
	cat >program.c <<'END'
#include <stdlib.h>

int
main(void)
{
	void *volatile p;

	p = malloc(100);
	free(p);
	return (p == NULL);
}
END
	build libc program
	mv program.libc program
}

run_shell()
{
	for e in $examples; do
		extract "$e" >"$e.c"
	done
	write_program
	mkdir etc
	extract "$name" |
	    sed "s,/etc/,$PWD/etc/,g; s,/usr/lib/,$usr/lib/,g" >script
	atf_check -o ignore -e "$stderr" env PATH="$usr/bin:$PATH" sh -e script
	[ ! -h etc/malloc.conf ] || atf_check -e empty \
	    env MALLOC_CONF="$(readlink etc/malloc.conf)" ./program
}

# example NAME: one of the pages' examples.
example()
{
	name=$1
	setup
	where="libc overlay"
	needs=
	stderr=empty
	line=$(mark "$name")
	[ -n "$line" ] || atf_fail "no example $name"
	case $line in
	*" err="*)
		stderr="match:${line#* err=}"
		line=${line%% err=*} ;;
	esac
	kind=${line%% *}
	for word in ${line#"$kind"}; do
		case $word in
		libc|overlay)	where=$word ;;
		needs=*)	needs=$(echo "${word#needs=}" | tr , ' ') ;;
		*)		atf_fail "$name: what is $word?" ;;
		esac
	done
	extract "$name" >"$name.c"
	[ -s "$name.c" ] || atf_fail "$name is empty"
	tried=
	for w in $where; do
		has_what_it_needs "$w" || continue
		tried=yes
		case $kind in
		run)
			build "$w" "$name"
			atf_check -o ignore -e "$stderr" ./"$name.$w" ;;
		compile)
			compile "$w" "$name" ;;
		shell)
			run_shell
			return ;;
		*)
			atf_fail "$name: what is $kind?" ;;
		esac
	done
	[ -n "$tried" ] || atf_skip "built without $needs"
}

for e in $examples; do
	atf_test_case "example_$e"
	eval "example_${e}_head() { atf_set descr 'the example $e'; }"
	eval "example_${e}_body() { example $e; }"
done

atf_test_case all_examples
all_examples_head()
{
	atf_set descr "each display of code is an example that is tried here"
}
all_examples_body()
{
	setup
	cat $(pages) | sed -n 's/^\.\\" example: \([^ ]*\) .*/\1/p' |
	    grep -v '^NAME$' >marked
	echo "$examples" | tr ' ' '\n' >tried
	atf_check diff tried marked
	cat $(pages) | grep '^\.Bd' >displays
	atf_check -o inline:"$(wc -l <marked)\n" grep -c . displays
}

atf_test_case lint
lint_head()
{
	atf_set descr "mandoc has nothing to say about the pages"
	atf_set require.progs mandoc
}
lint_body()
{
	setup
	[ "$(pages | grep -c .)" -ge 2 ] || atf_fail "no pages in $man"
	for page in $(pages); do
		atf_check mandoc -Tlint -Wwarning "$page"
		# A page that refers to itself or a section that is not there.
		atf_check -o save:text mandoc -Tascii "$page"
		sed -n 's/^\.Sh //p' "$page" >sections
		sed -n 's/^\.Sx \(.*[A-Z]\).*/\1/p' "$page" | sort -u |
		    while read -r section; do
			grep -qx "$section" sections ||
			    echo "$page: no section $section"
		done >missing
		atf_check cat missing
	done
}

# synopsis: the prototypes of jemalloc.3, as lines GROUP|HEADER|NAME|PROTOTYPE.
synopsis()
{
	awk '
	function emit(name, prototype) {
		gsub(/[()*]/, "", name)
		print group "|" header "|" name "|" prototype ";"
	}
	function arguments(from,  i, n, list, word) {
		n = split($0, word, "\"")
		if (n == 1)
			return $from
		list = ""
		for (i = 2; i <= n; i += 2)
			list = list (list == "" ? "" : ", ") word[i]
		return list
	}
	/^\.Sh/ { on = $2 == "SYNOPSIS" }
	!on { next }
	$1 == ".Ss" { group = substr($0, 5) }
	$1 == ".In" { header = $2 }
	$1 == ".Ft" {
		type = substr($0, 5)
		gsub(/"/, "", type)
	}
	$1 == ".Fn" { emit($2, type " " $2 "(" arguments(3) ")") }
	$1 == ".Fo" { name = $2; list = "" }
	$1 == ".Fa" { list = list (list == "" ? "" : ", ") arguments(2) }
	$1 == ".Fc" { emit(name, type " " name "(" list ")") }
	$1 == ".Vt" {
		sub(/^\.Vt /, "")
		sub(/ Ns Va /, "")
		sub(/ ;$/, "")
		name = $0
		sub(/.*[ *]/, "", name)
		emit(name, $0)
	}' "$man/man3/jemalloc.3"
}

# names: those of the section NAME, but for that of the page.
names()
{
	awk '/^\.Sh LIBRARY/ { exit } $1 == ".Nm" { print $2 }' \
	    "$man/man3/jemalloc.3" | grep -vx jemalloc | sort
}

atf_test_case names
names_head()
{
	atf_set descr "NAME, SYNOPSIS, what is exported and the links agree"
	atf_set require.progs "nm bmake"
}
names_body()
{
	setup
	names >in_name
	[ "$(grep -c . in_name)" -gt 40 ] || atf_fail "few names"
	synopsis | cut -d'|' -f3 | sort >in_synopsis
	atf_check diff in_name in_synopsis
	nm -D --defined-only "$usr/lib/libjemalloc.so.1" |
	    awk '$3 !~ /^_/ { print $3 }' | sort >exported
	atf_check diff in_name exported
	if atf_config_has srctop; then
		MAKESYSPATH=$(atf_config_get srctop)/share/mk \
		OBJROOT=$PWD/obj CC=$cc bmake -C "$man/man3" -V MLINKS |
		    xargs -n 2 echo | awk '$1 == "jemalloc.3" {
			sub(/\.3$/, ""); print $2 }'
	else
		find "$man/man3" -type l -lname '*/jemalloc.3' |
		    sed 's,.*/,,; s,\.3$,,'
	fi | sort >links
	atf_check diff in_name links
}

atf_test_case headers
headers_head()
{
	atf_set descr "every function of the allocator's headers is described"
}
headers_body()
{
	setup
	names >in_name
	for h in malloc_np.h malloc.h jemalloc/jemalloc.h; do
		[ -f "$usr/include/$h" ] || atf_fail "no $h"
		# Without comments and directives, a declaration a line.
		sed -e 's,/\*[^*]*\*/,,g' -e '/^ *\/\*/,/\*\//d' \
		    "$usr/include/$h" |
		    sed -e :again -e '/\\$/{N;s/\\\n//;b again' -e '}' \
		    -e '/^#/d' | tr '\n\t;' '  \n' | awk '{
			while (match($0, /[A-Za-z_0-9]+\(/)) {
				name = substr($0, RSTART, RLENGTH - 1)
				if (name !~ /^__/) {
					print name
					break
				}
				$0 = substr($0, RSTART + RLENGTH)
			}
		}' | sort -u >declared
		[ -s declared ] || atf_fail "no functions in $h"
		atf_check comm -23 declared in_name
	done
}

# prototypes WHERE PATTERN: the groups that match, each after its own header
# alone, declared once more as the page does, and linked.
prototypes()
{
	synopsis | grep -E "$2" >wanted
	[ -s wanted ] || atf_fail "no prototypes of $2"
	cut -d'|' -f1,2 wanted | sort -u >groups
	while IFS='|' read -r group header; do
		{
			echo "#include <$header>"
			# glibc has declared malloc_usable_size without const.
			grep -F "$group|$header|" wanted | cut -d'|' -f4 |
			    if [ "$1" = overlay ]; then
				grep -v 'malloc_usable_size('
			    else
				cat
			    fi | sed 's/^/extern /'
			echo 'typedef void function(void);'
			echo 'int main(void) { function *volatile all[] = {'
			grep -F "$group|$header|" wanted | cut -d'|' -f3 |
			    sed 's/.*/(function *)\&&,/'
			echo '}; return (all[0] == 0); }'
		} >group.c
		build "$1" group -Wno-cast-function-type \
		    -Wno-deprecated-declarations
		atf_check ./"group.$1"
	done <groups
}

atf_test_case prototypes
prototypes_head()
{
	atf_set descr "the prototypes are those of the headers"
}
prototypes_body()
{
	setup
	prototypes libc '^(Standard|BSD|Non-standard|.*flags|Experimental)'
	prototypes overlay '^(Non-standard|.*flags|Experimental|.*glibc)'
}

# namespace: lines NAME|TYPE|ACCESS|KNOBS.
namespace()
{
	sed -n 's/^\.It Va \([^ ]*\) Po Vt "*\([^"]*\)"* Pc Li \([^ ]*\)/\1|\2|\3|/p' \
	    "$man/man3/jemalloc.3" | sed 's/| Bq Dv /|/'
}

write_checker()
{
	{
		cat <<'END'
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <malloc_np.h>

static const struct name {
	const char	*name, *type, *access, *knobs;
} names[] = {
END
		namespace | sed -e 's/<[ij]>/0/g' -e 's/|/", "/g' \
		    -e 's/.*/	{ "&" },/'
		cat <<'END'
};

static char value[1 << 20];
static int wrong;

static void
expect(const char *name, const char *what, int is, int wanted)
{
	if (is == wanted)
		return;
	printf("%s: %s: %d, not %d\n", name, what, is, wanted);
	wrong = 1;
}

static size_t
read_number(const char *name)
{
	size_t n = 0, len;
	unsigned u;

	len = sizeof(u);
	if (mallctl(name, &u, &len, NULL, 0) == 0)
		return (u);
	len = sizeof(n);
	(void)mallctl(name, &n, &len, NULL, 0);
	return (n);
}

static size_t
type_size(const struct name *n)
{
	if (strcmp(n->name, "arenas.initialized") == 0)
		return (read_number("arenas.narenas") * sizeof(bool));
	if (strcmp(n->name, "swap.fds") == 0)
		return (read_number("swap.nfds") * sizeof(int));
	if (strchr(n->type, '*') != NULL)
		return (sizeof(void *));
	if (strcmp(n->type, "bool") == 0)
		return (sizeof(bool));
	if (strcmp(n->type, "unsigned") == 0)
		return (sizeof(unsigned));
	if (strcmp(n->type, "uint32_t") == 0)
		return (sizeof(uint32_t));
	if (strcmp(n->type, "uint64_t") == 0)
		return (sizeof(uint64_t));
	if (strcmp(n->type, "size_t") == 0 || strcmp(n->type, "ssize_t") == 0)
		return (sizeof(size_t));
	if (strcmp(n->type, "void") != 0)
		expect(n->name, "type", 0, 1);
	return (0);
}

/* MK_MALLOC_X MK_MALLOC_Y: config.x and config.y */
static bool
is_built(const char *knobs)
{
	char name[64];
	size_t i, len;
	bool yes;

	while ((knobs = strstr(knobs, "MK_MALLOC_")) != NULL) {
		knobs += strlen("MK_MALLOC_");
		strcpy(name, "config.");
		len = strlen(name);
		for (i = 0; knobs[i] != '\0' && knobs[i] != ' '; i++)
			name[len++] = (char)(knobs[i] | 0x20);
		name[len] = '\0';
		len = sizeof(yes);
		expect(name, "read", mallctl(name, &yes, &len, NULL, 0), 0);
		if (!yes)
			return (false);
	}
	return (true);
}

static void
check_read(const struct name *n)
{
	size_t len, size;

	len = size = type_size(n);
	expect(n->name, "read", mallctl(n->name, value, &len, NULL, 0), 0);
	expect(n->name, "length", (int)len, (int)size);
	len = size + 1;
	expect(n->name, "length + 1",
	    mallctl(n->name, value, &len, NULL, 0), EINVAL);
	expect(n->name, "no length",
	    mallctl(n->name, value, NULL, NULL, 0), EINVAL);
}

static void
check(const struct name *n)
{
	size_t len = type_size(n);
	bool built = is_built(n->knobs);

	expect(n->name, "exists", mallctl(n->name, NULL, NULL, NULL, 0),
	    built ? 0 : ENOENT);
	if (!built)
		return;
	if (n->access[0] == 'r')
		check_read(n);
	else
		expect(n->name, "read",
		    mallctl(n->name, value, &len, NULL, 0), EPERM);
	/* No value has a length of 3. */
	expect(n->name, "write", mallctl(n->name, NULL, NULL, value, 3),
	    n->access[1] == 'w' ? EINVAL : EPERM);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check(&names[i]);
	return (wrong);
}
END
	} >checker.c
}

atf_test_case namespace
namespace_head()
{
	atf_set descr "mallctl() has each name, with its type and access"
}
namespace_body()
{
	setup
	grep '^\.It Va .*Po Vt' "$man/man3/jemalloc.3" >items
	namespace >parsed
	atf_check -o inline:"$(grep -c . items)\n" grep -c . parsed
	[ "$(grep -c . parsed)" -ge 110 ] || atf_fail "few names"
	atf_check -o empty sh -c 'cut -d"|" -f1 parsed | sort | uniq -d'
	write_checker
	for w in libc overlay; do
		build "$w" checker
		atf_check ./checker."$w"
	done
}

atf_test_case options
options_head()
{
	atf_set descr "malloc.conf.5 has the options, with their defaults"
}
options_body()
{
	setup
	needs=debug
	debug=no
	! has_what_it_needs libc || debug=yes
	sed -n '/^\.It Cm .* Ta/s/"4 a CPU"/cpus/
	    s/^\.It Cm \([a-z_]*\) Ta \([a-z]*\) Ta \([^ ]*\) Ta .*/\1 \2 \3/p' \
	    "$man/man5/malloc.conf.5" >listed
	sed 's/ [^ ]*$//; s/ number/ size_t/; s/ integer/ ssize_t/
	    s/ boolean/ bool/' listed >keys
	namespace | sed -n 's/^opt\.\([^|]*\)|\([^|]*\)|.*/\1 \2/p' >opts
	atf_check diff opts keys
	cat >show.c <<'END'
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <malloc_np.h>

int
main(int argc, char **argv)
{
	ssize_t number;
	size_t len = sizeof(bool);
	bool yes;

	if (argc != 2)
		return (2);
	if (mallctl(argv[1], &yes, &len, NULL, 0) == 0)
		return (puts(yes ? "true" : "false") < 0);
	len = sizeof(number);
	if (mallctl(argv[1], &number, &len, NULL, 0) != 0)
		return (1);
	return (printf("%zd\n", number) < 0);
}
END
	build libc show
	while read -r key type default; do
		case $key:$debug in
		narenas:*)		continue ;;
		abort:yes|junk:yes)	default=true ;;
		esac
		knob=$(namespace | sed -n "s/^opt\.$key|.*|MK_MALLOC_//p" |
		    tr A-Z a-z)
		needs=$knob
		has_what_it_needs libc || continue
		atf_check -o inline:"$default\n" ./show.libc "opt.$key"
		case $type in
		boolean)	bad=yes ;;
		integer)	bad=--1 ;;
		number)		bad=-1 ;;
		*)		atf_fail "$key: what is $type?" ;;
		esac
		atf_check -o inline:"$default\n" \
		    -e "match:conf value: $key:$bad" \
		    env MALLOC_CONF="$key:$bad" ./show.libc "opt.$key"
	done <listed
}

atf_test_case knobs
knobs_head()
{
	atf_set descr "jemalloc.3 lists the knobs of the build and their defaults"
	atf_set require.config srctop
	atf_set require.progs bmake
}
knobs_body()
{
	setup
	sed -n 's/^\.It Dv MK_MALLOC_\([A-Z_]*\) Ta \([a-z]*\) Ta .*/\1 \2/p' \
	    "$man/man3/jemalloc.3" >listed
	export MAKESYSPATH="$(atf_config_get srctop)/share/mk"
	export OBJROOT="$PWD/obj" CC="$cc"
	for k in $(bmake -C "$man" -V MALLOC_KNOBS | tr ' ' '\n' | sort); do
		# Which it is by default depends on the library.
		echo "$k $(bmake -C "$man" -V "\${MK_MALLOC_$k:Uyes}")"
	done >real
	atf_check diff listed real
}

atf_init_test_cases()
{
	for e in $examples; do
		atf_add_test_case "example_$e"
	done
	atf_add_test_case all_examples
	atf_add_test_case lint
	atf_add_test_case names
	atf_add_test_case headers
	atf_add_test_case prototypes
	atf_add_test_case namespace
	atf_add_test_case options
	atf_add_test_case knobs
}
