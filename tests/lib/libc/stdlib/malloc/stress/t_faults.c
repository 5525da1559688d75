/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The kernel refuses: a seccomp filter makes memory system calls fail from the
 * middle of a run on.  Nothing may crash or be lost, calloc stays zero, and
 * what fails says ENOMEM.
 */
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>

/* A warning must not be the end, as it is in a debug build. */
extern const char *malloc_conf;
const char *malloc_conf = "abort:false";

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "malloc_atf.h"
#include "shadow.h"

#define THREADS	3
#define SLOTS	250
#define DIRTY_MAX	32

static const int memory_calls[] = {
	SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mprotect, SYS_brk
};

/* SLOTS for each thread. */
static struct object object[THREADS * SLOTS];

/* What a case asks for: which calls fail, how, and how often. */
struct refusal {
	const int *calls;
	size_t ncalls;
	int error;
	size_t every;		/* 0: each one */
	size_t steps;
	uint64_t seed;
};

/* The one place whose system calls the filter lets pass. */
long	test_syscall(long, long, long, long, long, long, long);
extern const char test_syscall_end[];
__asm__ (
    ".text\n"
    ".globl test_syscall, test_syscall_end\n"
    ".type test_syscall, @function\n"
    "test_syscall:\n"
    "	movq	%rdi, %rax\n"
    "	movq	%rsi, %rdi\n"
    "	movq	%rdx, %rsi\n"
    "	movq	%rcx, %rdx\n"
    "	movq	%r8, %r10\n"
    "	movq	%r9, %r8\n"
    "	movq	8(%rsp), %r9\n"
    "	syscall\n"
    "test_syscall_end:\n"
    "	ret\n"
    ".size test_syscall, . - test_syscall\n");

#define LOAD(field)							\
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOAD_HIGH(field)						\
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,				\
	    offsetof(struct seccomp_data, field) + 4)
#define RETURN(value)	BPF_STMT(BPF_RET | BPF_K, value)
#define SKIP_IF(value, n)						\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), n, 0)
#define SKIP_UNLESS(value, n)						\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, n)

/* From here on the calls get that verdict, in all threads. */
static void
refuse(const int *calls, size_t n, uint32_t verdict)
{
	uintptr_t pass = (uintptr_t)test_syscall_end;
	struct sock_filter f[32] = {
		LOAD(arch),
		SKIP_IF(AUDIT_ARCH_X86_64, 1),
		RETURN(SECCOMP_RET_ALLOW),
		LOAD_HIGH(instruction_pointer),
		SKIP_UNLESS(pass >> 32, 3),
		LOAD(instruction_pointer),
		SKIP_UNLESS(pass, 1),
		RETURN(SECCOMP_RET_ALLOW),
		LOAD(nr),
	};
	struct sock_fprog program = { .filter = f };
	unsigned short i = 9;

	while (n-- > 0) {
		f[i++] = (struct sock_filter)SKIP_UNLESS(calls[n], 1);
		/* brk says no by a break below the one asked for. */
		f[i++] = (struct sock_filter)RETURN(calls[n] == SYS_brk ?
		    verdict & ~(uint32_t)SECCOMP_RET_DATA : verdict);
	}
	f[i++] = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
	program.len = i;
	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "errno %d", errno);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
		child_skip("no seccomp filters here");
}

/* Each k-th trapped call fails, the others are done after all. */
static size_t refuse_every;
static atomic_size_t trapped;

static void
trap(int sig, siginfo_t *si, void *context)
{
	greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	if (atomic_fetch_add(&trapped, 1) % refuse_every == 0)
		r[REG_RAX] = si->si_syscall == SYS_brk ?
		    test_syscall(SYS_brk, 0, 0, 0, 0, 0, 0) : -ENOMEM;
	else
		r[REG_RAX] = test_syscall(si->si_syscall, r[REG_RDI],
		    r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]);
}

static void
start_refusing(const struct refusal *r)
{
	struct sigaction sa = { .sa_flags = SA_SIGINFO | SA_NODEFER };

	if (r->every == 0) {
		refuse(r->calls, r->ncalls,
		    SECCOMP_RET_ERRNO | (uint32_t)r->error);
		return;
	}
	refuse_every = r->every;
	sa.sa_sigaction = trap;
	MUST(sigaction(SIGSYS, &sa, NULL) == 0, "errno %d", errno);
	refuse(r->calls, r->ncalls, SECCOMP_RET_TRAP);
}

/* calloc over what was dirtied and could perhaps not be purged. */
static void
dirty_and_calloc(size_t n)
{
	static const size_t sizes[] = {
		3000, 8 * KIB, 60 * KIB, 300 * KIB, 2 * MIB, 5 * MIB
	};
	size_t bad, i, j;
	void *p[DIRTY_MAX];

	for (i = 0; i < NELEM(sizes); i++) {
		for (j = 0; j < n; j++) {
			p[j] = opaque(malloc(sizes[i]));
			if (p[j] != NULL)
				memset(p[j], 0xff, sizes[i]);
		}
		for (j = 0; j < n; j++)
			free(p[j]);
		for (j = 0; j < n; j++) {
			p[j] = opaque(calloc(1, sizes[i]));
			if (p[j] == NULL)
				continue;
			bad = zero_check(p[j], sizes[i]);
			MUST(bad == sizes[i], "calloc(1, %zu): byte %zu",
			    sizes[i], bad);
		}
		for (j = 0; j < n; j++)
			free(p[j]);
	}
}

static void
run_refused(void *arg)
{
	const struct refusal *r = arg;
	struct shadow s = { .seed = r->seed, .lg_max = 23 };

	while (s.steps < r->steps / 3)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	dirty_and_calloc(r->every == 0 ? DIRTY_MAX : DIRTY_MAX / 8);
	start_refusing(r);
	s.may_fail = true;
	while (s.steps < r->steps)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	dirty_and_calloc(r->every == 0 ? DIRTY_MAX : DIRTY_MAX / 8);
	shadow_free_all(object, SLOTS);
	dirty_and_calloc(r->every == 0 ? DIRTY_MAX : DIRTY_MAX / 8);
}

static void
refused_case(const atf_tc_t *tc, const int *calls, size_t n, int error)
{
	struct refusal r = {
		.calls = calls, .ncalls = n, .error = error,
		.seed = test_seed(tc), .steps = test_scaled(tc, 30000)
	};

	run_child(run_refused, &r, 120);
}

#define REFUSED(name, nr, error)					\
ATF_TC_WITHOUT_HEAD(name);						\
ATF_TC_BODY(name, tc)							\
{									\
	static const int call = nr;					\
									\
	refused_case(tc, &call, 1, error);				\
}

REFUSED(mmap_fails_with_enomem, SYS_mmap, ENOMEM)
REFUSED(munmap_fails_with_enomem, SYS_munmap, ENOMEM)
REFUSED(munmap_fails_with_einval, SYS_munmap, EINVAL)
REFUSED(mremap_fails_with_enomem, SYS_mremap, ENOMEM)
REFUSED(madvise_fails_with_enomem, SYS_madvise, ENOMEM)
REFUSED(madvise_fails_with_einval, SYS_madvise, EINVAL)
REFUSED(mprotect_fails_with_enomem, SYS_mprotect, ENOMEM)
REFUSED(brk_fails_with_enomem, SYS_brk, ENOMEM)

ATF_TC_WITHOUT_HEAD(all_memory_calls_fail);
ATF_TC_BODY(all_memory_calls_fail, tc)
{
	refused_case(tc, memory_calls, NELEM(memory_calls), ENOMEM);
}

/* Every k-th call fails, whichever it is: all mixtures of states. */
ATF_TC_WITHOUT_HEAD(every_kth_memory_call_fails);
ATF_TC_BODY(every_kth_memory_call_fails, tc)
{
	struct refusal r = {
		.calls = memory_calls, .ncalls = NELEM(memory_calls),
		.seed = test_seed(tc), .steps = test_scaled(tc, 6000)
	};

	for (r.every = 1; r.every <= 40; r.every++) {
		r.seed++;
		run_child(run_refused, &r, 120);
	}
}

struct worker {
	pthread_t thread;
	struct shadow shadow;
	struct object *object;
	size_t steps;
};

static pthread_barrier_t gate;

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct shadow *s = &w->shadow;

	while (s->steps < w->steps) {
		if (s->steps == w->steps / 3) {
			pthread_barrier_wait(&gate);
			pthread_barrier_wait(&gate);
			s->may_fail = true;
		}
		shadow_step(s, &w->object[rng_below(&s->seed, SLOTS)]);
	}
	/* None may end, and unmap its stack, while others are at work. */
	pthread_barrier_wait(&gate);
	for (;;)
		pause();
	return NULL;
}

static void
run_refused_threads(void *arg)
{
	const struct refusal *r = arg;
	struct worker worker[THREADS] = { 0 };
	size_t i;

	MUST(pthread_barrier_init(&gate, NULL, THREADS + 1) == 0, "barrier");
	for (i = 0; i < THREADS; i++) {
		worker[i].shadow.seed = r->seed + i;
		worker[i].shadow.lg_max = 22;
		worker[i].object = &object[i * SLOTS];
		worker[i].steps = r->steps;
		MUST(pthread_create(&worker[i].thread, NULL, work,
		    &worker[i]) == 0, "thread %zu", i);
	}
	pthread_barrier_wait(&gate);
	start_refusing(r);
	pthread_barrier_wait(&gate);
	pthread_barrier_wait(&gate);
	for (i = 0; i < THREADS * SLOTS; i++)
		shadow_check(&object[i]);
	shadow_free_all(object, THREADS * SLOTS);
	dirty_and_calloc(r->every == 0 ? DIRTY_MAX : DIRTY_MAX / 8);
}

ATF_TC_WITHOUT_HEAD(every_kth_memory_call_fails_with_threads);
ATF_TC_BODY(every_kth_memory_call_fails_with_threads, tc)
{
	struct refusal r = {
		.calls = memory_calls, .ncalls = NELEM(memory_calls),
		.seed = test_seed(tc), .steps = test_scaled(tc, 6000)
	};

	for (r.every = 2; r.every <= 40; r.every += 3)
		run_child(run_refused_threads, &r, 120);
}

ATF_TC_WITHOUT_HEAD(all_memory_calls_fail_with_threads);
ATF_TC_BODY(all_memory_calls_fail_with_threads, tc)
{
	struct refusal r = {
		.calls = memory_calls, .ncalls = NELEM(memory_calls),
		.error = ENOMEM, .seed = test_seed(tc),
		.steps = test_scaled(tc, 15000)
	};

	run_child(run_refused_threads, &r, 120);
}

/* The kernel has no more mappings to give: munmap and mprotect cannot split. */
static void
use_up_mappings(void *arg)
{
	const struct refusal *r = arg;
	struct shadow s = { .seed = r->seed, .lg_max = 22 };
	char *area;
	size_t i, n = 70000;

	area = mmap(NULL, n * 2 * PAGE, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	MUST(area != MAP_FAILED, "errno %d", errno);
	while (s.steps < r->steps / 3)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	for (i = 0; i < n; i++)
		if (mprotect(area + i * 2 * PAGE, PAGE, PROT_READ) != 0)
			break;
	if (i == n)
		child_skip("the kernel has more mappings than this test");
	s.may_fail = true;
	while (s.steps < r->steps)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	dirty_and_calloc(r->every == 0 ? DIRTY_MAX : DIRTY_MAX / 8);
	MUST(munmap(area, n * 2 * PAGE) == 0, "errno %d", errno);
	s.may_fail = false;
	while (s.steps < r->steps * 2)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	shadow_free_all(object, SLOTS);
}

ATF_TC_WITHOUT_HEAD(no_mappings_left);
ATF_TC_BODY(no_mappings_left, tc)
{
	struct refusal r = {
		.seed = test_seed(tc), .steps = test_scaled(tc, 20000)
	};

	run_child(use_up_mappings, &r, 120);
}

/* A kernel without memory is not the caller's fault on free. */
static void
free_keeps_errno(void *arg)
{
	struct refusal r = {
		.calls = memory_calls, .ncalls = NELEM(memory_calls),
		.error = EINVAL
	};
	static void *p[400];
	size_t i;

	(void)arg;
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc((i % 40 + 1) * 40 * KIB * (i % 3 + 1)));
		MUST(p[i] != NULL, "object %zu", i);
		memset(p[i], 1, 4000);
	}
	start_refusing(&r);
	for (i = 0; i < NELEM(p); i++) {
		errno = 1789;
		free(p[i]);
		MUST(errno == 1789, "object %zu: errno %d", i, errno);
	}
}

ATF_TC_WITHOUT_HEAD(free_keeps_errno_though_the_kernel_refuses);
ATF_TC_BODY(free_keeps_errno_though_the_kernel_refuses, tc)
{
	run_child(free_keeps_errno, NULL, 60);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mmap_fails_with_enomem);
	ATF_TP_ADD_TC(tp, munmap_fails_with_enomem);
	ATF_TP_ADD_TC(tp, munmap_fails_with_einval);
	ATF_TP_ADD_TC(tp, mremap_fails_with_enomem);
	ATF_TP_ADD_TC(tp, madvise_fails_with_enomem);
	ATF_TP_ADD_TC(tp, madvise_fails_with_einval);
	ATF_TP_ADD_TC(tp, mprotect_fails_with_enomem);
	ATF_TP_ADD_TC(tp, brk_fails_with_enomem);
	ATF_TP_ADD_TC(tp, all_memory_calls_fail);
	ATF_TP_ADD_TC(tp, every_kth_memory_call_fails);
	ATF_TP_ADD_TC(tp, every_kth_memory_call_fails_with_threads);
	ATF_TP_ADD_TC(tp, all_memory_calls_fail_with_threads);
	ATF_TP_ADD_TC(tp, no_mappings_left);
	ATF_TP_ADD_TC(tp, free_keeps_errno_though_the_kernel_refuses);
	return atf_no_error();
}
