/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The break holds all the addresses there may be and is never lowered.  What
 * was freed there has to do for objects of all sizes, and for the records that
 * these want: each size needs some of its own.
 */
#include <sys/resource.h>

#include <errno.h>
#include <malloc_np.h>
#include <stdlib.h>
#include <unistd.h>

#define LIMIT	((size_t)48 << 20)

/* Small chunks, or more would be left to map than the records take. */
const char *malloc_conf = "lg_chunk:16";

struct link {
	struct link *next;
};

/* Bytes that could be had in objects of one size; all are freed. */
static size_t
all_of(size_t size)
{
	struct link *l, *list = NULL;
	size_t n = 0;

	while ((l = malloc(size)) != NULL) {
		l->next = list;
		list = l;
		n += size;
	}
	if (errno != ENOMEM)
		_exit(2);
	while ((l = list) != NULL) {
		list = l->next;
		free(l);
	}
	return n;
}

int
main(void)
{
	static const size_t sizes[] = { 4096, 1000, 16, 48, 8, 40000, 200000 };
	const struct rlimit limit = { LIMIT, LIMIT };
	size_t i;

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 1;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (all_of(sizes[i]) < LIMIT / 3)
			return 10 + (int)i;
	return 0;
}
