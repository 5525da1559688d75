/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Directories (POSIX). */
#ifndef _DIRENT_H_
#define	_DIRENT_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

/* As the kernel writes it: d_reclen is the distance to the next entry. */
struct dirent {
	ino_t		d_ino;
	off_t		d_off;		/* for seekdir */
	unsigned short	d_reclen;	/* bytes */
	unsigned char	d_type;		/* DT_... */
	char		d_name[256];
};

#define	DT_UNKNOWN	0
#define	DT_FIFO		1
#define	DT_CHR		2
#define	DT_DIR		4
#define	DT_BLK		6
#define	DT_REG		8
#define	DT_LNK		10
#define	DT_SOCK		12
#define	DT_WHT		14

/* A DT_ value of a file's mode, and the other way round. */
#define	IFTODT(mode)	(((mode) & 0170000) >> 12)
#define	DTTOIF(type)	((type) << 12)

typedef struct __dir DIR;

__BEGIN_DECLS
int	 alphasort(const struct dirent **, const struct dirent **);
int	 closedir(DIR *);
int	 dirfd(DIR *);
/* The descriptor belongs to the stream from then on; EBADF, ENOTDIR. */
DIR	*fdopendir(int);
DIR	*opendir(const char *);
/* NULL at the end; errno changes only on errors. */
struct dirent *
	 readdir(DIR *);
void	 rewinddir(DIR *);
int	 scandir(const char *, struct dirent ***,
	    int (*)(const struct dirent *),
	    int (*)(const struct dirent **, const struct dirent **));
void	 seekdir(DIR *, long);
long	 telldir(DIR *);
__END_DECLS

#endif /* !_DIRENT_H_ */
