# SPDX-License-Identifier: BSD-2-Clause
#
# INCS		headers to install in INCSDIR (default INCLUDEDIR), by paths
#		that keep their directories: sys/types.h.

.include <bsd.init.mk>

INCSDIR?=	${INCLUDEDIR}

install: installincs
installincs: .PHONY
	${INSTALL.DIR} -d ${INCS:H:O:u:S,^,${DESTDIR}${INCSDIR}/,}
.for d in ${INCS:H:O:u}
.if ${d} == "."
	${INSTALL.INC} ${INCS:N*/*:S,^,${.CURDIR}/,} ${DESTDIR}${INCSDIR}
.else
	${INSTALL.INC} ${INCS:M${d}/*:C,^${d}/[^/]*/.*,,:S,^,${.CURDIR}/,} \
	    ${DESTDIR}${INCSDIR}/${d}
.endif
.endfor
