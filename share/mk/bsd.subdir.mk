# SPDX-License-Identifier: BSD-2-Clause
#
# SUBDIR	directories below this one.  They are made in parallel under -j,
#		except that
# SUBDIR_DEPEND_dir	names those that must be finished before dir.

.include <bsd.init.mk>

.for t in all install lint
. for d in ${SUBDIR}
_${t}_${d}: .PHONY .MAKE ${SUBDIR_DEPEND_${d}:S/^/_${t}_/}
	@cd ${.CURDIR}/${d} && ${.MAKE} ${t}
${t}: _${t}_${d}
. endfor
.endfor
