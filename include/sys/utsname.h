/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The name of the system: POSIX <sys/utsname.h>.
 */

#ifndef _SYS_UTSNAME_H_
#define	_SYS_UTSNAME_H_

#include <sys/cdefs.h>

#define	_UTSNAME_LENGTH	65	/* bytes, with the NUL */

struct utsname {
	char	sysname[_UTSNAME_LENGTH];
	char	nodename[_UTSNAME_LENGTH];
	char	release[_UTSNAME_LENGTH];
	char	version[_UTSNAME_LENGTH];
	char	machine[_UTSNAME_LENGTH];
	char	domainname[_UTSNAME_LENGTH];
};

__BEGIN_DECLS
int	uname(struct utsname *);
__END_DECLS

#endif /* !_SYS_UTSNAME_H_ */
