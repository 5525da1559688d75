#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Looks at the tools of the build and prints one line: the kind of compiler,
# the CPU it compiles for, the directory of its own headers, and the
# directories with the kernel's headers linux and asm-generic, and asm.
# Anything missing is said on a line that begins with "error:".

fail()
{
	echo "error: $*"
	exit 0
}

for tool in "${CC%% *}" "${AR%% *}"; do
	command -v "$tool" >/dev/null 2>&1 ||
	    fail "$tool not found: install it (.ci/setup) or set CC and AR"
done

# CC and KERNEL_HEADERS may hold several words.
predefined=$($CC -dM -E -x c /dev/null 2>/dev/null) ||
    fail "$CC does not work as a C compiler"
case $predefined in
*__clang__*)	kind=clang ;;
*__GNUC__*)	kind=gcc ;;
*)		fail "$CC is neither gcc nor clang" ;;
esac

machine=$($CC -dumpmachine)
cpu=${machine%%-*}

own=$($CC -print-file-name=include)
[ -f "$own/stddef.h" ] || fail "$CC has no headers of its own in $own"

# The compiler knows where its target's kernel headers are.
deps=$(echo '#include <linux/errno.h>' |
    $CC ${KERNEL_HEADERS:+-isystem "$KERNEL_HEADERS"} -M -E -x c - 2>/dev/null)
linux= asm=
for dep in $deps; do
	case $dep in
	*/linux/errno.h)	linux=${dep%/linux/errno.h} ;;
	*/asm/errno.h)		asm=${dep%/asm/errno.h} ;;
	esac
done
[ -n "$linux" ] && [ -n "$asm" ] && [ -d "$linux/asm-generic" ] ||
    fail "the kernel's headers <linux/...> not found: install" \
    "linux-libc-dev (.ci/setup) or set KERNEL_HEADERS"

echo "$kind $cpu $own $linux $asm"
