/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Multibyte characters of the C locale: each byte is one, its wide character
 * has the same value from 0 to 255, and there are no others (POSIX 6.2).
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

int
mbtowc(wchar_t *__restrict wc, const char *__restrict s, size_t n)
{

	if (s == NULL)
		return (0);	/* no shift states */
	if (n == 0)
		return (-1);
	if (wc != NULL)
		*wc = (unsigned char)*s;
	return (*s != '\0');
}

int
mblen(const char *s, size_t n)
{

	return (mbtowc(NULL, s, n));
}

int
wctomb(char *s, wchar_t wc)
{

	if (s == NULL)
		return (0);
	if (wc < 0 || wc > UCHAR_MAX) {
		errno = EILSEQ;
		return (-1);
	}
	*s = (char)wc;
	return (1);
}

size_t
mbstowcs(wchar_t *__restrict dst, const char *__restrict src, size_t n)
{
	size_t i;

	for (i = 0; dst == NULL || i < n; i++) {
		if (dst != NULL)
			dst[i] = (unsigned char)src[i];
		if (src[i] == '\0')
			break;
	}
	return (i);
}

size_t
wcstombs(char *__restrict dst, const wchar_t *__restrict src, size_t n)
{
	char c;
	size_t i;

	for (i = 0; dst == NULL || i < n; i++) {
		if (wctomb(&c, src[i]) == -1)
			return ((size_t)-1);
		if (dst != NULL)
			dst[i] = c;
		if (c == '\0')
			break;
	}
	return (i);
}
