/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Frees great blocks when the kernel takes no memory back any more. */
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>

#include "malloc_test.h"

static void
refuse_munmap(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_munmap, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOMEM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
	};
	const struct sock_fprog program = { NELEM(code), code };

	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "errno %d", errno);
	MUST(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0,
	    "errno %d", errno);
}

int
main(void)
{
	unsigned round;
	char *p;

	free(opaque(malloc(100)));
	refuse_munmap();
	for (round = 0; round < 5; round++) {
		p = opaque(malloc(40 * MIB));
		MUST(p != NULL, "round %u", round);
		memset(p, 0xd7, MIB);
		free(p);
		p = opaque(calloc(1, 40 * MIB));
		MUST(p != NULL && zero_check(p, MIB) == MIB, "round %u",
		    round);
		free(p);
	}
	return 0;
}
