/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * memmem and strstr(3), in linear time and constant memory.
 *
 * Two-way matching (Crochemore and Perrin 1991): the needle is cut at a
 * critical position; its right part is compared forward, then its left part
 * backward.  A mismatch in the right part shifts past the bytes that matched;
 * one in the left part shifts by the period.  For a periodic needle the
 * prefix known to match is remembered, which bounds the comparisons at twice
 * the length of the haystack.  For needles of one byte memchr does; other
 * searches skip with memchr to the first place where the needle can begin.
 */
#include <stdint.h>
#include <string.h>

#include "string_private.h"

struct cut {
	size_t	at;		/* the left part is needle[0, at) */
	size_t	period;		/* of the maximal suffix */
};

/*
 * The maximal suffix of the needle in byte order, or in reverse order if
 * `reverse'; cut.at is where it begins.
 */
static struct cut
maximal_suffix(const unsigned char *needle, size_t n, int reverse)
{
	size_t best = 0, cand = 1, matched = 0, period = 1;
	unsigned char a, b;

	while (cand + matched < n) {
		a = needle[cand + matched];
		b = needle[best + matched];
		if (a == b) {
			if (++matched == period) {
				cand += period;
				matched = 0;
			}
		} else if ((a < b) != (reverse != 0)) {
			cand += matched + 1;
			matched = 0;
			period = cand - best;
		} else {
			best = cand++;
			matched = 0;
			period = 1;
		}
	}
	return ((struct cut){ best, period });
}

static struct cut
critical_cut(const unsigned char *needle, size_t n)
{
	struct cut up = maximal_suffix(needle, n, 0);
	struct cut down = maximal_suffix(needle, n, 1);

	return (up.at > down.at ? up : down);
}

/* 2 <= n <= h. */
static const unsigned char *
two_way(const unsigned char *hay, size_t h, const unsigned char *needle,
    size_t n)
{
	struct cut cut = critical_cut(needle, n);
	size_t at = 0, i, known = 0, period = cut.period;
	const unsigned char *first;
	int periodic;

	periodic = cut.at + period <= n &&
	    memcmp(needle, needle + period, cut.at) == 0;
	if (!periodic)
		period = (cut.at > n - cut.at ? cut.at : n - cut.at) + 1;
	while (at <= h - n) {
		if (known == 0) {
			/* Nothing is known here: hop to a likely start. */
			first = memchr(hay + at + cut.at, needle[cut.at],
			    h - n - at + 1);
			if (first == NULL)
				return (NULL);
			at = (size_t)(first - hay) - cut.at;
		}
		i = cut.at > known ? cut.at : known;
		while (i < n && needle[i] == hay[at + i])
			i++;
		if (i < n) {
			at += i - cut.at + 1;
			known = 0;
			continue;
		}
		i = cut.at;
		while (i > known && needle[i - 1] == hay[at + i - 1])
			i--;
		if (i <= known)
			return (hay + at);
		at += period;
		known = periodic ? n - period : 0;
	}
	return (NULL);
}

void *
__memmem(const void *hay, size_t h, const void *needle, size_t n)
{
	const unsigned char *found;

	if (n == 0)
		return (__DECONST(void *, hay));
	if (n > h)
		return (NULL);
	if (n == 1)
		return (memchr(hay, *(const unsigned char *)needle, h));
	found = two_way(hay, h, needle, n);
	return (__DECONST(void *, found));
}

__weak_reference(__memmem, memmem);
