#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# basecc: the system's C compiler, with the headers, start files and libraries
# of the tree this script is in (bin/basecc beside include and lib) in place
# of the host's.  It takes the compiler's arguments.  Programs are linked
# statically; -static-pie or -pie makes them position-independent, -no-pie
# fixed again.  -lNAME means a library of the tree or of a -L directory, never
# one of the host.  BASECC_CC names another compiler.

set -f
cc=${BASECC_CC:-@CC@}

fail()
{
	echo "basecc: $*" >&2
	exit 1
}

# tree: the directory above the one of this script, which may be reached
# through symbolic links.
find_tree()
{
	self=$0
	case $self in
	*/*)	;;
	*)	self=$(command -v -- "$self") ;;
	esac
	while [ -h "$self" ]; do
		link=$(readlink "$self")
		case $link in
		/*)	self=$link ;;
		*)	self=${self%/*}/$link ;;
		esac
	done
	tree=$(cd -P "${self%/*}/.." && pwd -P) || exit 1
	[ -d "$tree/include" ] && [ -d "$tree/lib" ] ||
	    fail "no include and lib beside $tree/bin"
}

# What an option says about the work as a whole.  The words of @files come
# here as well as those of the command line.
note_option()
{
	case $1 in
	-c|-S|-E|-M|-MM|-fsyntax-only|-r)	link=no ;;
	-shared|-dynamiclib)
		fail "-shared: there are no shared libraries in this tree" ;;
	-static|-no-pie|-nopie)	pie=no ;;
	-static-pie|-pie)	pie=yes ;;
	-nostdlib)		startfiles=no libs=no ;;
	-nostartfiles)		startfiles=no ;;
	-nodefaultlibs|-nolibc)	libs=no ;;
	-nostdinc)		headers=no ;;
	-x*)			language=yes ;;
	esac
}

# The file that -l$1 means.
find_library()
{
	case $1 in
	:*)		file=${1#:} ;;
	jemalloc)	file=libc.a ;;	# libc is where the allocator is
	*)		file=lib$1.a ;;
	esac
	oldifs=$IFS
	IFS='
'
	for dir in $libdirs "$tree/lib"; do
		if [ -e "$dir/$file" ]; then
			IFS=$oldifs
			found=$dir/$file
			return
		fi
	done
	IFS=$oldifs
	case $1 in
	gcc|gcc_eh|gcc_s)
		found=$($cc -print-file-name="lib${1%_s}.a") ;;
	*)	fail "no $file for -l$1: the host's libraries are not used" ;;
	esac
}

link=yes pie=no startfiles=yes libs=yes headers=yes language=no
inputs=no sources=no libdirs=

# First look: the mode of work, and the directories of -L.
want=
for arg; do
	case $want in
	-L)	libdirs="$libdirs
$arg" ;;
	-l)	inputs=yes ;;
	-x)	language=yes ;;
	esac
	if [ -n "$want" ]; then
		want=
		continue
	fi
	case $arg in
	-o|-x|-I|-L|-l|-D|-U|-T|-u|-z|-e|-G|-A|-B|-MF|-MT|-MQ|-aux-info|\
	-include|-imacros|-isystem|-iquote|-idirafter|-iprefix|-isysroot|\
	-iwithprefix|-iwithprefixbefore|--param|-Xlinker|-Xassembler|\
	-Xpreprocessor|-Xclang|-mllvm|-target|-arch)
		want=$arg ;;
	-L*)	libdirs="$libdirs
${arg#-L}" ;;
	-l*)	inputs=yes ;;
	-)	inputs=yes sources=yes ;;
	-*)	note_option "$arg" ;;
	@*)	inputs=yes sources=yes
		if [ -r "${arg#@}" ]; then
			for word in $(cat "${arg#@}"); do
				note_option "$word"
			done
		fi ;;
	*.[ao])	inputs=yes ;;
	*)	inputs=yes sources=yes ;;
	esac
done

# Questions about the compiler are for the compiler.
[ $inputs = yes ] || exec $cc "$@"

find_tree

# Second look: put the libraries' files in place of -l; the kind of program
# is said below.
want=
for arg; do
	shift
	case $want$arg in
	-l)	want=-l
		continue ;;
	-l*)	arg=$want$arg
		find_library "${arg#-l}"
		arg=$found
		want= ;;
	-static|-static-pie|-pie|-no-pie|-nopie)
		continue ;;
	esac
	set -- "$@" "$arg"
done

if [ $headers = yes ] && [ $sources = yes ]; then
	set -- "$@" -nostdinc -isystem "$tree/include" \
	    -isystem "$($cc -print-file-name=include)"
fi
# All code can be part of a position-independent program.
set -- -fPIE "$@"

[ $link = yes ] || exec $cc "$@"

if [ $pie = yes ]; then
	crt=rcrt1.o
	set -- -static-pie "$@"
else
	crt=crt1.o
	set -- -static "$@"
fi
[ $startfiles = no ] || set -- "$tree/lib/$crt" "$@"
[ $language = no ] || set -- "$@" -x none
if [ $libs = yes ]; then
	set -- "$@" "-Wl,--start-group" "$tree/lib/libc.a" \
	    "$($cc -print-file-name=libgcc.a)" \
	    "$($cc -print-file-name=libgcc_eh.a)" "-Wl,--end-group"
fi
exec $cc -nostdlib "$@"
