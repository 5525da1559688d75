/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 0: everything the allocator asks of its host, once for all hosts.
 * One file port_<host>.c implements it; nothing else in this directory
 * knows a system call, a libc or an operating system.
 *
 * Rules for every function here:
 *   - it allocates nothing and takes no lock of the allocator;
 *   - it leaves errno as it was; failure is NULL or an errno value returned;
 *   - sizes are bytes and, with addresses, multiples of the page size;
 *   - it may be called before constructors have run, and by any thread.
 */

#ifndef _PORT_H_
#define	_PORT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Address space. */

/*
 * Map zeroed private memory, at hint if that range is free (a hint is never
 * allowed to replace a mapping).  NULL on failure.
 */
void	*port_map(void *hint, size_t size);

/* Give a range back to the system, whole or in part.  0 or an errno value. */
int	 port_unmap(void *addr, size_t size);

/*
 * Move the pages of [from, from + from_size) to the front of [to, to +
 * to_size), whose pages are dropped; from is unmapped by it.  0, or an errno
 * value: then nothing was moved, but to may have been unmapped.
 */
int	 port_move(void *from, size_t from_size, void *to, size_t to_size);

/* Make a mapping longer where it stands.  0, or an errno value. */
int	 port_extend(void *addr, size_t size, size_t new_size);

/*
 * Tell the system that the contents of a range are no longer needed.  True
 * only if the kernel guarantees that the range reads as zero from now on.
 */
bool	 port_purge(void *addr, size_t size);

/*
 * Address space without memory, and the pages of a file, shared, over part of
 * it.
 */
void	*port_reserve(size_t size);
int	 port_map_file(void *addr, size_t size, int fd);
size_t	 port_file_size(int fd);	/* bytes; 0: not a file of any size */
int	 port_cut_file(int fd, size_t size);	/* what is behind, is gone */
bool	 port_same_file(int, int);

/* errno values, the same on every host that has a port. */
#define	PORT_EPERM	1
#define	PORT_ENOENT	2
#define	PORT_EAGAIN	11
#define	PORT_ENOMEM	12
#define	PORT_EFAULT	14
#define	PORT_EINVAL	22
#define	PORT_EOVERFLOW	75

/* The text of an errno value that memory calls return. */
const char *port_error_text(int error);

/* Make a range readable only.  0 or an errno value. */
int	 port_seal(void *addr, size_t size);

/* sbrk(2): the old break, or (void *)-1.  Fresh memory may be dirty. */
void	*port_sbrk(intptr_t increment);

/* The machine. */

size_t	 port_page_size(void);
unsigned port_ncpus(void);		/* CPUs this process may use, >= 1 */
uint64_t port_time_ms(void);		/* monotonic milliseconds, coarse */

/* The process. */

/*
 * Bits that the kernel gave the process and that others cannot guess; left
 * alone if it gave none.  The host has secrets made of the same: they must
 * not be told from what is made of these.
 */
void	 port_seed(uint64_t seed[2]);

/* A function of a library that is loaded by now, or NULL. */
void	(*port_symbol(const char *library, const char *name))(void);

bool	 port_secure(void);		/* set-id: do not trust environment */
const char *port_getenv(const char *name);
size_t	 port_readlink(const char *path, char *buf, size_t size); /* 0: none */
void	 port_write_error(const char *text, size_t length);
_Noreturn void port_abort(void);
void	 port_atexit(void (*fn)(void));	/* once: run fn last in exit() */

/* errno of the calling thread, read or set. */
int	 port_errno(void);
void	 port_set_errno(int value);

/* Threads. */

bool	 port_threaded(void);		/* a second thread was ever started */
uintptr_t port_thread_self(void);	/* differs between live threads */
void	 port_wait(_Atomic uint32_t *word, uint32_t value); /* while equal */
void	 port_wake(_Atomic uint32_t *word);		/* one waiter */

/*
 * Called once, by the thread that boots the allocator, after memory can be
 * had: arrange that malloc_thread_exit() and malloc_{pre,post}fork*() of
 * malloc_boot.h are called where the host does not call them by itself.
 * It may allocate through the public functions.
 */
void	 port_hooks_init(void);

/*
 * Arm the exit hook for the calling thread.  It may allocate through the
 * public functions.
 */
void	 port_thread_arm(void *thread);

/* What a host calls; defined on the top floor. */
void	 malloc_hook_start(void);	/* as early as the host can */
void	 malloc_hook_thread_exit(void *thread);	/* NULL: the calling one */
void	 malloc_hook_prefork(void);
void	 malloc_hook_postfork_parent(void);
void	 malloc_hook_postfork_child(void);

#endif /* !_PORT_H_ */
