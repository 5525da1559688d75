/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Streams: buffering, positions, pushed back bytes, errors.  Short writes and
 * interruptions are made with pipes.
 */
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

#ifndef F_SETPIPE_SZ
#define	F_SETPIPE_SZ	1031	/* Linux: bytes that a pipe holds */
#endif

static char name[] = "stream";

/* The bytes that are in the file now. */
static const char *
contents(void)
{
	static char buf[100];
	int fd = open(name, O_RDONLY);
	ssize_t n = read(fd, buf, sizeof(buf) - 1);

	buf[n < 0 ? 0 : n] = '\0';
	close(fd);
	return (buf);
}

static void
test_modes(void)
{
	FILE *f;

	remove(name);
	errno = 0;
	CHECK(fopen(name, "r") == NULL && errno == ENOENT);
	errno = 0;
	CHECK(fopen(name, "q") == NULL && errno == EINVAL);
	f = fopen(name, "w");
	CHECK(f != NULL && fputs("one\n", f) >= 0);
	CHECK(strcmp(contents(), "") == 0);
	CHECK(getc(f) == EOF && ferror(f) && errno == EBADF);
	clearerr(f);
	CHECK(!ferror(f) && fclose(f) == 0);
	CHECK(strcmp(contents(), "one\n") == 0);
	CHECK(fopen(name, "wx") == NULL && errno == EEXIST);
	f = fopen(name, "a+e");
	CHECK(fcntl(fileno(f), F_GETFD) == FD_CLOEXEC);
	CHECK(getc(f) == 'o');
	CHECK(fputs("two\n", f) >= 0 && ftell(f) == 8);
	CHECK(fclose(f) == 0);
	CHECK(strcmp(contents(), "one\ntwo\n") == 0);
	f = fopen(name, "r+");
	CHECK(getc(f) == 'o' && fseek(f, 0, SEEK_CUR) == 0);
	CHECK(putc('N', f) == 'N' && fseek(f, 0, SEEK_SET) == 0);
	CHECK(getc(f) == 'o' && getc(f) == 'N' && getc(f) == 'e');
	CHECK(putc('!', f) == '!' && fclose(f) == 0);
	CHECK(strcmp(contents(), "oNe!two\n") == 0);
	f = fdopen(open(name, O_RDONLY), "w");
	CHECK(f == NULL && errno == EINVAL);
}

static void
test_positions(void)
{
	FILE *f = fopen(name, "w+");
	fpos_t pos;
	long i;

	for (i = 0; i < 10000; i++)
		putc((int)(i % 251), f);
	CHECK(ftell(f) == 10000);
	rewind(f);
	for (i = 0; i < 2000; i++) {
		long at = (long)(test_random() % 10000);
		int whence = (int)(test_random() % 3);
		long from = whence == SEEK_SET ? 0 : whence == SEEK_END ?
		    10000 : ftell(f);

		CHECK_AT(fseek(f, at - from, whence) == 0, at, from);
		CHECK_AT(ftell(f) == at, at, ftell(f));
		CHECK_AT(getc(f) == at % 251 && ftell(f) == at + 1, at, i);
		if (i % 3 == 0) {
			CHECK(ungetc((int)(at % 251), f) != EOF);
			CHECK_AT(ftell(f) == at, at, i);
		}
	}
	CHECK(fseek(f, -1, SEEK_SET) == -1 && errno == EINVAL);
	CHECK(fseek(f, 0, 77) == -1 && errno == EINVAL);
	CHECK(fseek(f, 100, SEEK_SET) == 0 && fgetpos(f, &pos) == 0);
	CHECK(fseek(f, 0, SEEK_END) == 0 && getc(f) == EOF && feof(f));
	CHECK(fsetpos(f, &pos) == 0 && !feof(f) && getc(f) == 100);
	/* The descriptor follows at fflush. */
	CHECK(fflush(f) == 0 && lseek(fileno(f), 0, SEEK_CUR) == 101);
	fclose(f);
}

static void
test_ungetc(void)
{
	FILE *f = fopen(name, "w+");
	int i;

	fputs("abc", f);
	rewind(f);
	for (i = 0; i < 8; i++)
		CHECK_AT(ungetc('0' + i, f) == '0' + i, i, 0);
	CHECK(ungetc('x', f) == EOF);
	CHECK(ungetc(EOF, f) == EOF);
	for (i = 7; i >= 0; i--)
		CHECK_AT(getc(f) == '0' + i, i, 0);
	CHECK(getc(f) == 'a');
	while (getc(f) != EOF)
		;
	CHECK(feof(f) && ungetc('z', f) == 'z' && !feof(f));
	CHECK(getc(f) == 'z' && getc(f) == EOF);
	ungetc('q', f);
	rewind(f);
	CHECK(getc(f) == 'a');
	fclose(f);
}

static void
test_lines(void)
{
	FILE *f = fopen(name, "w+");
	char buf[10], *line = NULL;
	size_t size = 0;
	int i;

	fputs("12345678\n123456789\n\nlast", f);
	rewind(f);
	CHECK(fgets(buf, 10, f) == buf && strcmp(buf, "12345678\n") == 0);
	CHECK(fgets(buf, 10, f) == buf && strcmp(buf, "123456789") == 0);
	CHECK(fgets(buf, 10, f) == buf && strcmp(buf, "\n") == 0);
	CHECK(fgets(buf, 10, f) == buf && strcmp(buf, "\n") == 0);
	CHECK(fgets(buf, 1, f) == buf && *buf == '\0');
	CHECK(fgets(buf, 10, f) == buf && strcmp(buf, "last") == 0);
	CHECK(feof(f) && fgets(buf, 10, f) == NULL);
	rewind(f);
	CHECK(getline(&line, &size, f) == 9);
	CHECK(getdelim(&line, &size, '9', f) == 9 &&
	    strcmp(line, "123456789") == 0);
	rewind(f);
	for (i = 0; i < 20000; i++)
		putc('x', f);
	fputs("\nend", f);
	rewind(f);
	CHECK(getline(&line, &size, f) == 20001 && size > 20001 &&
	    line[20000] == '\n' && line[20001] == '\0');
	CHECK(getline(&line, &size, f) == 3 && strcmp(line, "end") == 0);
	CHECK(getline(&line, &size, f) == -1 && feof(f));
	free(line);
	fclose(f);
}

static void
test_blocks(void)
{
	static char out[30000], in[30000];
	size_t done, n, i;
	FILE *f;

	for (i = 0; i < sizeof(out); i++)
		out[i] = (char)test_random();
	for (i = 0; i < 60; i++) {
		f = fopen(name, "w+");
		setvbuf(f, NULL, (int)(i % 3), i % 2 ? 100 : 0);
		for (done = 0; done < sizeof(out); done += n) {
			n = 1 + test_random() % (i < 30 ? 200 : 9000);
			if (n > sizeof(out) - done)
				n = sizeof(out) - done;
			CHECK_AT(fwrite(out + done, 1, n, f) == n, n, i);
		}
		rewind(f);
		memset(in, 0, sizeof(in));
		for (done = 0; done < sizeof(in); done += n) {
			n = 1 + test_random() % (i < 30 ? 200 : 9000);
			n = fread(in + done, 1, n > sizeof(in) - done ?
			    sizeof(in) - done : n, f);
			CHECK_AT(n != 0, done, i);
			if (n == 0)
				break;
		}
		CHECK_AT(memcmp(in, out, sizeof(in)) == 0, i, 0);
		CHECK(fread(in, 1, 1, f) == 0 && feof(f) && !ferror(f));
		fclose(f);
	}
	f = fopen(name, "r");
	CHECK(fread(in, 7000, 5, f) == 4);
	CHECK(fread(in, SIZE_MAX / 2, 4, f) == 0 && ferror(f));
	CHECK(fread(in, 0, 5, f) == 0 && fread(in, 5, 0, f) == 0);
	fclose(f);
}

static void
test_buffering(void)
{
	static char mine[64];
	FILE *f = fopen(name, "w");

	CHECK(setvbuf(f, NULL, _IOLBF, 0) == 0);
	fputs("a", f);
	CHECK(strcmp(contents(), "") == 0);
	fputs("b\nc", f);
	CHECK(strcmp(contents(), "ab\n") == 0);
	putc('\n', f);
	CHECK(strcmp(contents(), "ab\nc\n") == 0);
	fputs("d", f);
	CHECK(setvbuf(f, NULL, _IONBF, 0) == 0);
	CHECK(strcmp(contents(), "ab\nc\nd") == 0);
	putc('e', f);
	CHECK(strcmp(contents(), "ab\nc\nde") == 0);
	fprintf(f, "%s%d", "f", 1);
	CHECK(strcmp(contents(), "ab\nc\ndef1") == 0);
	CHECK(setvbuf(f, NULL, 9, 0) == EOF);
	fclose(f);
	f = fopen(name, "w");
	CHECK(setvbuf(f, mine, _IOFBF, sizeof(mine)) == 0);
	fputs("own", f);
	CHECK(memcmp(mine, "own", 3) == 0 && strcmp(contents(), "") == 0);
	CHECK(fflush(NULL) == 0 && strcmp(contents(), "own") == 0);
	fclose(f);
}

static void
test_freopen(void)
{
	FILE *f = fopen(name, "w"), *g;
	int fd = fileno(f);

	fputs("first", f);
	g = freopen("stream2", "w", f);
	CHECK(g == f && fileno(g) == fd && fputs("second", f) >= 0);
	CHECK(strcmp(contents(), "first") == 0);
	CHECK(freopen("no/such/file", "r", f) == NULL && errno == ENOENT);
	CHECK(rename("stream2", name) == 0);
	CHECK(strcmp(contents(), "second") == 0);
}

/* A full disk: what is reported, and that the file can be closed. */
static void
test_full(void)
{
	FILE *f = fopen("/dev/full", "w");
	int i;

	CHECK(f != NULL && fputs("x", f) >= 0);
	CHECK(fflush(f) == EOF && errno == ENOSPC && ferror(f));
	for (i = 0; i < 10000; i++)
		putc('y', f);
	CHECK(ferror(f));
	CHECK(fclose(f) == EOF && errno == ENOSPC);
	f = fopen("/dev/full", "w");
	setvbuf(f, NULL, _IONBF, 0);
	CHECK(fwrite("abc", 1, 3, f) == 0 && errno == ENOSPC);
	CHECK(fprintf(f, "%d", 5) == -1);
	CHECK(fclose(f) == 0);
}

static void
on_alarm(int sig)
{

	(void)sig;
}

/*
 * Writes much through a small pipe that is read slowly, while a timer without
 * SA_RESTART interrupts: every byte arrives once and in order.
 */
static void
test_interrupted_writes(void)
{
	struct itimerval timer = { { 0, 700 }, { 0, 700 } };
	struct itimerval off = { { 0, 0 }, { 0, 0 } };
	struct sigaction sa;
	static unsigned char buf[997];
	unsigned int at = 0, i, k, n = 400000;
	int errors = 0, fds[2], status;
	FILE *f;
	pid_t pid;

	CHECK(pipe(fds) == 0);
	fcntl(fds[1], F_SETPIPE_SZ, 4096);
	pid = fork();
	if (pid == 0) {
		ssize_t got;

		close(fds[1]);
		while ((got = read(fds[0], buf, sizeof(buf))) > 0) {
			for (k = 0; k < (unsigned int)got; k++, at++)
				if (buf[k] != (unsigned char)(at % 253))
					_exit(1);
			if (at % 7 == 0)
				usleep(100);
		}
		_exit(at == n ? 0 : 2);
	}
	close(fds[0]);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_alarm;
	sigaction(SIGALRM, &sa, NULL);
	f = fdopen(fds[1], "w");
	setitimer(ITIMER_REAL, &timer, NULL);
	for (at = 0; at < n; at += i) {
		k = 1 + test_random() % sizeof(buf);
		if (k > n - at)
			k = n - at;
		for (i = 0; i < k; i++)
			buf[i] = (unsigned char)((at + i) % 253);
		i = (unsigned int)fwrite(buf, 1, k, f);
		if (i < k) {
			CHECK_AT(errno == EINTR, errno, at);
			errors++;
			clearerr(f);
		}
	}
	while (fflush(f) == EOF && errno == EINTR)
		;
	setitimer(ITIMER_REAL, &off, NULL);
	CHECK(fclose(f) == 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_AT(status == 0, status, errors);
}

static void
test_interrupted_read(void)
{
	struct itimerval timer = { { 0, 0 }, { 0, 20000 } };
	int fds[2];
	FILE *f;

	CHECK(pipe(fds) == 0);
	f = fdopen(fds[0], "r");
	setitimer(ITIMER_REAL, &timer, NULL);
	CHECK(getc(f) == EOF && errno == EINTR && ferror(f) && !feof(f));
	clearerr(f);
	CHECK(write(fds[1], "x", 1) == 1 && getc(f) == 'x');
	close(fds[1]);
	CHECK(getc(f) == EOF && feof(f) && !ferror(f));
	fclose(f);
}

static void
test_popen(void)
{
	char buf[20];
	FILE *f;
	int status;

	f = popen("cat; exit 5", "w");
	CHECK(f != NULL);
	CHECK(pclose(f) == 5 << 8);
	f = popen("echo hello", "r");
	CHECK(f != NULL && fgets(buf, sizeof(buf), f) != NULL &&
	    strcmp(buf, "hello\n") == 0);
	status = pclose(f);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK(popen("true", "a") == NULL && errno == EINVAL);
}

static void
test_system(void)
{
	struct sigaction sa;

	CHECK(system(NULL) != 0);
	CHECK(system("exit 3") == 3 << 8);
	CHECK(system("kill -9 $$") == 9);
	CHECK(sigaction(SIGINT, NULL, &sa) == 0 && sa.sa_handler == SIG_DFL);
}

/* Exit writes what waits, in streams that were never closed, too. */
static void
test_exit(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		FILE *f = fopen(name, "w");

		fputs("written at exit", f);
		exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(strcmp(contents(), "written at exit") == 0);
}

int
main(void)
{

	test_modes();
	test_positions();
	test_ungetc();
	test_lines();
	test_blocks();
	test_buffering();
	test_freopen();
	test_full();
	test_interrupted_writes();
	test_interrupted_read();
	test_popen();
	test_system();
	test_exit();
	remove(name);
	return (test_failures != 0);
}
