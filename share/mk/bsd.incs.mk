# SPDX-License-Identifier: BSD-2-Clause
#
# INCS		headers to install in INCSDIR (default INCLUDEDIR), by paths
#		that keep their directories: sys/types.h.

.include <bsd.init.mk>

INCSDIR?=	${INCLUDEDIR}

install:
	${INSTALL.DIR} -d ${INCS:H:O:u:S,^,${DESTDIR}${INCSDIR}/,}
.for d in ${INCS:H:O:u}
.if ${d} == "."
	cd ${.CURDIR} && \
	    ${INSTALL.INC} ${INCS:N*/*} ${DESTDIR}${INCSDIR}
.else
	cd ${.CURDIR} && \
	    ${INSTALL.INC} ${INCS:M${d}/*:C,^${d}/[^/]*/.*,,} \
	    ${DESTDIR}${INCSDIR}/${d}
.endif
.endfor
