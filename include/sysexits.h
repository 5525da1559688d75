/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Exit statuses with a meaning, as 4BSD's mail programs gave them. */
#ifndef _SYSEXITS_H_
#define	_SYSEXITS_H_

#define	EX_OK		0
#define	EX__BASE	64
#define	EX_USAGE	64	/* wrong arguments */
#define	EX_DATAERR	65	/* wrong data from the user */
#define	EX_NOINPUT	66	/* an input file is missing */
#define	EX_NOUSER	67	/* no such user */
#define	EX_NOHOST	68	/* no such host */
#define	EX_UNAVAILABLE	69	/* a service does not answer */
#define	EX_SOFTWARE	70	/* an error of the program itself */
#define	EX_OSERR	71	/* the system cannot, as in "no fork" */
#define	EX_OSFILE	72	/* a file of the system is bad */
#define	EX_CANTCREAT	73	/* an output file cannot be made */
#define	EX_IOERR	74	/* input or output failed */
#define	EX_TEMPFAIL	75	/* may work later */
#define	EX_PROTOCOL	76	/* the other side broke the rules */
#define	EX_NOPERM	77	/* not allowed */
#define	EX_CONFIG	78	/* wrong configuration */
#define	EX__MAX		78

#endif /* !_SYSEXITS_H_ */
