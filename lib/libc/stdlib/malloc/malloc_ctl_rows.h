/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 7: the table of the names of mallctl, for malloc_ctl.c.
 */

#ifndef _MALLOC_CTL_ROWS_H_
#define	_MALLOC_CTL_ROWS_H_

#include "malloc_config.h"

#define	CTL_DEPTH	6		/* words of the longest name */

enum ctl_type {
	T_VOID,
	T_BOOL,
	T_UNSIGNED,
	T_UINT32,
	T_UINT64,
	T_SIZE,
	T_POINTER,		/* of any type */
	T_OPTION,		/* as the option's row says */
	T_BOOLS,		/* arrays: as long as they are */
	T_INTS
};

struct ctl_row;

/* A name that was found, and its MIB. */
struct ctl_query {
	const struct ctl_row *row;
	size_t		 mib[CTL_DEPTH];
};

/*
 * get stores size bytes: the value, whole, or the beginning of an array.  set
 * has a value of the right length; or NULL if the access is "-w" and none was
 * given, and for a command.  Both return 0 or an errno value.
 */
struct ctl_row {
	const char	*name;
	enum ctl_type	 type;
	char		 access[3];	/* "r-", "rw", "-w", "--": a command */
	bool		 built;
	int		(*get)(const struct ctl_query *, void *to, size_t size);
	int		(*set)(const struct ctl_query *, const void *, size_t);
	const void	*at;		/* get_at: the value */
	size_t		 offset;	/* in a part of the snapshot */
	bool		 set_first;	/* then deliver */
};

/* Names that begin with the same words follow each other. */
extern const struct ctl_row ctl_rows[];
extern const unsigned ctl_nrows;

#endif /* !_MALLOC_CTL_ROWS_H_ */
