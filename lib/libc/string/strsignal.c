/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strsignal(3), with its texts as in strerror.c. */
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "string_private.h"

static const struct texts {
#define	T(sig, text)	char	of_##sig[sizeof(text)];
#include "signal_text.h"
#undef T
} texts = {
#define	T(sig, text)	text,
#include "signal_text.h"
#undef T
};

/* Where in the texts.  Every number from 1 to SIGSYS has one. */
static const uint16_t offsets[] = {
#define	T(sig, text)	[sig] = offsetof(struct texts, of_##sig),
#include "signal_text.h"
#undef T
};

char *
strsignal(int sig)
{
	static __thread char buf[40];
	const char *text;

	if (sig > 0 && sig <= SIGSYS) {
		text = (const char *)&texts + offsets[sig];
		return (__DECONST(char *, text));
	}
	if (sig >= SIGRTMIN && sig <= SIGRTMAX)
		return (__text_with_number(buf, "Real-time signal ",
		    sig - SIGRTMIN));
	return (__text_with_number(buf, "Unknown signal ", sig));
}
