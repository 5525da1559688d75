# SPDX-License-Identifier: BSD-2-Clause
#
# MAN		manual pages; name.N goes to MANDIR/manN.
# MLINKS	pairs: a page, and another name by which it is found.
# "lint" asks mandoc about each page.

.include <bsd.init.mk>

_sections=	${MAN:E:O:u} ${MLINKS:E:O:u}

install: installman
installman: .PHONY
.for s in ${_sections:O:u}
	${INSTALL.DIR} -d ${DESTDIR}${MANDIR}/man${s}
.endfor
.for m in ${MAN}
	${INSTALL.MAN} ${.CURDIR}/${m} ${DESTDIR}${MANDIR}/man${m:E}
.endfor
.for page name in ${MLINKS}
	ln -sf ../man${page:E}/${page} \
	    ${DESTDIR}${MANDIR}/man${name:E}/${name}
.endfor

lint:
	@command -v ${MANDOC} >/dev/null || { echo "${MANDOC} not found:" \
	    "install it (.ci/setup)" >&2; exit 1; }
.for m in ${MAN}
	${MANDOC} -Tlint -Wwarning ${.CURDIR}/${m}
.endfor
