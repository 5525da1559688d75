# SPDX-License-Identifier: BSD-2-Clause
#
# Read first by the other files here: the settings of the tree, then those
# of the directory above.

.if !target(__<bsd.init.mk>__)
__<bsd.init.mk>__: .NOTMAIN

.include <bsd.own.mk>
.if exists(${.CURDIR}/../Makefile.inc)
.include "${.CURDIR}/../Makefile.inc"
.endif

# Targets every directory knows.  Those of one directory hang on them.
.MAIN:	all
all install lint: .PHONY

.endif
