/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Prints the table of the names of mallctl: name, type, access, one a line,
 * with the options one by one.
 */
#include <stdio.h>
#include <string.h>

#include "malloc_conf.h"
#include "malloc_ctl_rows.h"

static const char *
type_of(enum ctl_type type)
{
	switch (type) {
	case T_VOID:	return "void";
	case T_BOOL:	return "bool";
	case T_UNSIGNED: return "unsigned";
	case T_UINT32:	return "uint32_t";
	case T_UINT64:	return "uint64_t";
	case T_SIZE:	return "size_t";
	case T_POINTER:	return "pointer";
	case T_BOOLS:	return "bool *";
	case T_INTS:	return "int *";
	default:	return "?";
	}
}

static const char *
option_type(enum conf_type type)
{
	switch (type) {
	case CONF_BOOL:	return "bool";
	case CONF_SIZE:	return "size_t";
	case CONF_SSIZE: return "ssize_t";
	default:	return "?";
	}
}

int
main(void)
{
	const struct ctl_row *r;
	unsigned i;

	for (r = ctl_rows; r < ctl_rows + ctl_nrows; r++) {
		if (strcmp(r->name, "opt.<option>") != 0) {
			printf("%s\t%s\t%s\n", r->name, type_of(r->type),
			    r->access);
			continue;
		}
		for (i = 0; i < conf_noptions; i++)
			printf("opt.%s\t%s\t%s\n", conf_options[i].name,
			    option_type(conf_options[i].type), r->access);
	}
	return 0;
}
