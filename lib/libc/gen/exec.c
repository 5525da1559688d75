/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * execv, execvp, execl, execle, execlp (POSIX), execvpe.  They may be called
 * after vfork and in signal handlers: no allocation.
 */

#include <alloca.h>
#include <errno.h>
#include <paths.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "env_private.h"

#define	PATH_SIZE	4096	/* bytes, with the NUL: PATH_MAX */

__weak int
execv(const char *path, char *const argv[])
{
	return (__sys_execve(path, argv, __environ));
}

/* A file that is no program is a script for the shell. */
static void
exec_script(const char *path, char *const argv[], char *const envp[])
{
	const char **args;
	size_t n;

	for (n = 0; argv[n] != NULL; n++)
		;
	args = alloca((n + 2) * sizeof(*args));
	args[0] = "sh";
	args[1] = path;
	if (n > 1)
		(void)memcpy(args + 2, argv + 1, (n - 1) * sizeof(*args));
	args[n > 1 ? n + 1 : 2] = NULL;
	(void)__sys_execve(_PATH_BSHELL, (char *const *)(uintptr_t)args,
	    envp);
}

static void
exec_one(const char *path, char *const argv[], char *const envp[])
{
	(void)__sys_execve(path, argv, envp);
	if (errno == ENOEXEC)
		exec_script(path, argv, envp);
}

static int
search(const char *file, char *const argv[], char *const envp[])
{
	char path[PATH_SIZE];
	const char *dir, *end;
	char **entry;
	size_t len, file_len;
	int denied;

	if (*file == '\0') {
		errno = ENOENT;
		return (-1);
	}
	if (strchr(file, '/') != NULL) {
		exec_one(file, argv, envp);
		return (-1);
	}
	/* Not getenv: its lock could be held in the parent of a vfork. */
	entry = __env_find("PATH", 4);
	dir = entry != NULL ? *entry + 5 : _PATH_DEFPATH;
	file_len = strlen(file);
	denied = 0;
	for (;; dir = end + 1) {
		for (end = dir; *end != '\0' && *end != ':'; end++)
			;
		len = (size_t)(end - dir);
		if (len + file_len + 2 <= sizeof(path)) {
			(void)memcpy(path, dir, len);
			if (len > 0)		/* empty: the current one */
				path[len++] = '/';
			(void)memcpy(path + len, file, file_len + 1);
			exec_one(path, argv, envp);
			if (errno == EACCES)
				denied = 1;
			else if (errno != ENOENT && errno != ENOTDIR)
				return (-1);
		}
		if (*end == '\0')
			break;
	}
	errno = denied ? EACCES : ENOENT;
	return (-1);
}

__weak int
execvpe(const char *file, char *const argv[], char *const envp[])
{
	return (search(file, argv, envp));
}

__weak int
execvp(const char *file, char *const argv[])
{
	return (search(file, argv, __environ));
}

/* How many arguments, with the first one and the NULL. */
static size_t
count_args(const char *arg, va_list ap)
{
	size_t n;

	for (n = 1; arg != NULL; n++)
		arg = va_arg(ap, const char *);
	return (n);
}

static void
collect_args(const char **args, const char *arg, va_list ap)
{
	*args = arg;
	while (*args++ != NULL)
		*args = va_arg(ap, const char *);
}

#define	COLLECT(args, arg, ap) do {					\
	va_start(ap, arg);						\
	args = alloca(count_args(arg, ap) * sizeof(*args));		\
	va_end(ap);							\
	va_start(ap, arg);						\
	collect_args(args, arg, ap);					\
} while (0)

__weak int
execl(const char *path, const char *arg, ...)
{
	const char **args;
	va_list ap;

	COLLECT(args, arg, ap);
	va_end(ap);
	return (__sys_execve(path, (char *const *)(uintptr_t)args,
	    __environ));
}

__weak int
execle(const char *path, const char *arg, ...)
{
	const char **args;
	char **envp;
	va_list ap;

	COLLECT(args, arg, ap);
	envp = va_arg(ap, char **);
	va_end(ap);
	return (__sys_execve(path, (char *const *)(uintptr_t)args, envp));
}

__weak int
execlp(const char *file, const char *arg, ...)
{
	const char **args;
	va_list ap;

	COLLECT(args, arg, ap);
	va_end(ap);
	return (search(file, (char *const *)(uintptr_t)args, __environ));
}
