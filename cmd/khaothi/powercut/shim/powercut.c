// powercut.c makes kill -9 mean to Redis what a power cut means to a machine.
//
// Preloaded into redis-server, it holds what is written to the incremental
// append-only files (*.incr.aof) in memory until the server calls fsync or
// fdatasync, and only then writes it to the file. After kill -9 the file holds
// what was synced and nothing else: with plain kill -9 the page cache survives,
// and an answer that was never synced would look safe.
//
// What it must get right: the size that fstat, stat and lseek tell; ftruncate;
// a file that is closed and opened again; the thread that syncs while another
// writes; the forked child that rewrites the file, which must leave the
// parent's bytes alone; an orderly exit, which loses nothing. What Redis does
// not do to these files (reading them back, writing at another place than the
// end, dup) ends the server with a word on standard error: wrong figures would
// be worse.
//
// KHAOTHI_POWERCUT_STATUS names a file of five native 64-bit numbers that
// tells whoever cuts the power how things stand: see struct status.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct status {
	uint64_t magic;    // MAGIC once the shim is in force
	uint64_t writes;   // calls that were held back
	uint64_t syncs;    // calls that wrote held bytes through
	uint64_t held;     // bytes that a power cut would take now
	uint64_t since_ns; // nanoseconds since 1970 when the oldest of them was written
};
#define MAGIC 0x6b74706375743031u

// file is one inode with the bytes that are written and not synced. They are
// always its tail.
struct file {
	dev_t dev;
	ino_t ino;
	char *held;
	size_t len, cap;
	int fds;   // open descriptors of it
	int spare; // keeps it while it has held bytes and no descriptor; else -1
	struct file *next;
};

#define MAX_FD 65536
static struct file *files, *of_fd[MAX_FD];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int active;
static struct status nowhere, *status = &nowhere;

// The calls themselves, without the C library: other libraries come here
// before this one has begun.
static ssize_t real_write(int fd, const void *b, size_t n) { return syscall(SYS_write, fd, b, n); }
static int real_fsync(int fd) { return (int)syscall(SYS_fsync, fd); }
static int real_fdatasync(int fd) { return (int)syscall(SYS_fdatasync, fd); }
static int real_close(int fd) { return (int)syscall(SYS_close, fd); }
static int real_openat(int dir, const char *path, int flags, mode_t mode) { return (int)syscall(SYS_openat, dir, path, flags, mode); }
static int real_open(const char *path, int flags, mode_t mode) { return real_openat(AT_FDCWD, path, flags, mode); }
static int real_ftruncate(int fd, off_t size) { return (int)syscall(SYS_ftruncate, fd, size); }
static off_t real_lseek(int fd, off_t offset, int whence) { return syscall(SYS_lseek, fd, offset, whence); }
static int real_fstat(int fd, struct stat *st) { return (int)syscall(SYS_newfstatat, fd, "", st, AT_EMPTY_PATH); }
static int real_stat(const char *path, struct stat *st) { return (int)syscall(SYS_newfstatat, AT_FDCWD, path, st, 0); }

static void unsupported(const char *what) {
	fprintf(stderr, "powercut: %s on an append-only file is not simulated\n", what);
	abort();
}

static int ends_with(const char *s, const char *end) {
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static int wanted(const char *path) {
	return path && (ends_with(path, ".incr.aof") || ends_with(path, ".aof.incr"));
}

static struct file *lookup(int fd) {
	return active && fd >= 0 && fd < MAX_FD ? of_fd[fd] : NULL;
}

static uint64_t now_ns(void) {
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// tell sums up what is held. The lock is held.
static void tell(void) {
	uint64_t sum = 0;
	for (struct file *f = files; f; f = f->next) sum += f->len;
	if (sum > 0 && status->held == 0) status->since_ns = now_ns();
	status->held = sum;
}

static void on_fork_prepare(void) { pthread_mutex_lock(&lock); }
static void on_fork_parent(void) { pthread_mutex_unlock(&lock); }

// The child has a copy of the bytes, but they are its parent's.
static void on_fork_child(void) {
	active = 0;
	status = &nowhere;
	pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void begin(void) {
	const char *path = getenv("KHAOTHI_POWERCUT_STATUS");
	if (!path) return; // some other program that inherited the environment
	int fd = real_open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || real_ftruncate(fd, sizeof *status) != 0) {
		perror("powercut: status file");
		abort();
	}
	void *at = mmap(NULL, sizeof *status, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED) {
		perror("powercut: status file");
		abort();
	}
	real_close(fd);
	status = at;
	pthread_atfork(on_fork_prepare, on_fork_parent, on_fork_child);
	active = 1;
	status->magic = MAGIC;
}

// push writes the held bytes to the file. The lock is held.
static int push(struct file *f, int fd) {
	size_t done = 0;
	while (done < f->len) {
		ssize_t n = real_write(fd, f->held + done, f->len - done);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) break;
		done += (size_t)n;
	}
	memmove(f->held, f->held + done, f->len - done);
	f->len -= done;
	tell();
	return f->len == 0 ? 0 : -1;
}

// An orderly end leaves the page cache to the system: nothing is lost.
__attribute__((destructor)) static void end(void) {
	if (!active) return;
	pthread_mutex_lock(&lock);
	for (int fd = 0; fd < MAX_FD; fd++)
		if (of_fd[fd]) push(of_fd[fd], fd);
	for (struct file *f = files; f; f = f->next)
		if (f->spare >= 0) push(f, f->spare);
	pthread_mutex_unlock(&lock);
}

// opened takes note of a new descriptor.
static int opened(int fd, const char *path, int flags) {
	if (fd < 0 || !active || !wanted(path)) return fd;
	if ((flags & O_ACCMODE) == O_RDONLY || (flags & (O_SYNC | O_DSYNC))) return fd;
	if ((flags & O_ACCMODE) == O_RDWR || fd >= MAX_FD) unsupported("open for reading and writing");
	struct stat st;
	if (real_fstat(fd, &st) != 0) unsupported("open");
	pthread_mutex_lock(&lock);
	struct file *f = files;
	while (f && (f->dev != st.st_dev || f->ino != st.st_ino)) f = f->next;
	if (!f) {
		f = calloc(1, sizeof *f);
		if (!f) abort();
		f->dev = st.st_dev, f->ino = st.st_ino, f->spare = -1;
		f->next = files, files = f;
	}
	if (flags & O_TRUNC) f->len = 0;
	if (f->spare >= 0) {
		real_close(f->spare);
		f->spare = -1;
	}
	f->fds++;
	of_fd[fd] = f;
	tell();
	pthread_mutex_unlock(&lock);
	return fd;
}

// forget removes an inode of which nothing is held and nothing open. The lock
// is held.
static void forget(struct file *f) {
	if (f->fds > 0 || f->len > 0) return;
	for (struct file **at = &files; *at; at = &(*at)->next)
		if (*at == f) {
			*at = f->next;
			break;
		}
	free(f->held);
	free(f);
}

int close(int fd) {
	struct file *f = lookup(fd);
	if (f) {
		pthread_mutex_lock(&lock);
		of_fd[fd] = NULL;
		if (--f->fds == 0 && f->len > 0 && (f->spare = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0) unsupported("close");
		forget(f);
		pthread_mutex_unlock(&lock);
	}
	return real_close(fd);
}

static mode_t mode_of(int flags, va_list ap) {
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPEN(name)                                                                 \
	int name(const char *path, int flags, ...) {                                   \
		va_list ap;                                                                \
		va_start(ap, flags);                                                       \
		mode_t mode = mode_of(flags, ap);                                          \
		va_end(ap);                                                                \
		return opened(real_open(path, flags | O_LARGEFILE, mode), path, flags);    \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                      \
	int name(int dir, const char *path, int flags, ...) {                                 \
		va_list ap;                                                                       \
		va_start(ap, flags);                                                              \
		mode_t mode = mode_of(flags, ap);                                                 \
		va_end(ap);                                                                       \
		return opened(real_openat(dir, path, flags | O_LARGEFILE, mode), path, flags);    \
	}
OPENAT(openat)
OPENAT(openat64)

// What the compiler makes of open without a mode in hardened builds.
int __open_2(const char *path, int flags) { return opened(real_open(path, flags, 0), path, flags); }
int __open64_2(const char *path, int flags) { return opened(real_open(path, flags | O_LARGEFILE, 0), path, flags); }

// hold keeps bytes back. The lock is held.
static void hold(struct file *f, const void *bytes, size_t n) {
	if (f->len + n > f->cap) {
		size_t cap = f->cap ? f->cap : 1 << 16;
		while (cap < f->len + n) cap *= 2;
		char *more = realloc(f->held, cap);
		if (!more) abort();
		f->held = more, f->cap = cap;
	}
	memcpy(f->held + f->len, bytes, n);
	f->len += n;
}

ssize_t write(int fd, const void *bytes, size_t n) {
	struct file *f = lookup(fd);
	if (!f) return real_write(fd, bytes, n);
	pthread_mutex_lock(&lock);
	hold(f, bytes, n);
	status->writes++;
	tell();
	pthread_mutex_unlock(&lock);
	return (ssize_t)n;
}

ssize_t writev(int fd, const struct iovec *v, int count) {
	static ssize_t (*real)(int, const struct iovec *, int);
	struct file *f = lookup(fd);
	if (!f) {
		if (!real) real = dlsym(RTLD_NEXT, "writev");
		return real(fd, v, count);
	}
	ssize_t sum = 0;
	for (int i = 0; i < count; i++) sum += write(fd, v[i].iov_base, v[i].iov_len);
	return sum;
}

// sync_held writes through what is held and makes it durable. Who writes
// meanwhile waits for the first part only.
static int sync_held(int fd, int (*real)(int)) {
	struct file *f = lookup(fd);
	if (f) {
		pthread_mutex_lock(&lock);
		int failed = push(f, fd);
		status->syncs++;
		pthread_mutex_unlock(&lock);
		if (failed) return -1;
	}
	return real(fd);
}

int fsync(int fd) { return sync_held(fd, real_fsync); }
int fdatasync(int fd) { return sync_held(fd, real_fdatasync); }

// A hint that promises nothing.
int sync_file_range(int fd, off64_t from, off64_t n, unsigned flags) {
	static int (*real)(int, off64_t, off64_t, unsigned);
	if (lookup(fd)) return 0;
	if (!real) real = dlsym(RTLD_NEXT, "sync_file_range");
	return real(fd, from, n, flags);
}

static int cut(int fd, off_t size) {
	struct file *f = lookup(fd);
	if (!f) return real_ftruncate(fd, size);
	struct stat st;
	pthread_mutex_lock(&lock);
	if (real_fstat(fd, &st) != 0 || size > st.st_size + (off_t)f->len) unsupported("ftruncate beyond the end");
	int failed = 0;
	if (size >= st.st_size) {
		f->len = (size_t)(size - st.st_size);
	} else {
		f->len = 0;
		failed = real_ftruncate(fd, size);
	}
	tell();
	pthread_mutex_unlock(&lock);
	return failed;
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static off_t seek(int fd, off_t offset, int whence) {
	struct file *f = lookup(fd);
	if (!f) return real_lseek(fd, offset, whence);
	if (offset != 0 || (whence != SEEK_CUR && whence != SEEK_END)) unsupported("lseek to another place than the end");
	pthread_mutex_lock(&lock);
	off_t at = real_lseek(fd, 0, whence);
	if (at >= 0) at += (off_t)f->len;
	pthread_mutex_unlock(&lock);
	return at;
}

off_t lseek(int fd, off_t offset, int whence) { return seek(fd, offset, whence); }
off64_t lseek64(int fd, off64_t offset, int whence) { return seek(fd, offset, whence); }

// sized adds what is held to the size that the file has.
static int sized(int failed, struct stat *st) {
	if (failed || !active || !S_ISREG(st->st_mode)) return failed;
	pthread_mutex_lock(&lock);
	for (struct file *f = files; f; f = f->next)
		if (f->dev == st->st_dev && f->ino == st->st_ino) st->st_size += (off_t)f->len;
	pthread_mutex_unlock(&lock);
	return 0;
}

// On 64-bit machines, the only ones here, both structs are one.
_Static_assert(sizeof(struct stat) == sizeof(struct stat64), "a 64-bit machine");
int fstat(int fd, struct stat *st) { return sized(real_fstat(fd, st), st); }
int fstat64(int fd, struct stat64 *st) { return fstat(fd, (struct stat *)st); }
int stat(const char *path, struct stat *st) { return sized(real_stat(path, st), st); }
int stat64(const char *path, struct stat64 *st) { return stat(path, (struct stat *)st); }

FILE *fopen(const char *path, const char *mode) {
	static FILE *(*real)(const char *, const char *);
	struct stat st;
	if (active && wanted(path) && real_stat(path, &st) == 0) {
		off_t size = st.st_size;
		sized(0, &st);
		if (st.st_size != size) unsupported("fopen");
	}
	if (!real) real = dlsym(RTLD_NEXT, "fopen64");
	return real(path, mode);
}
FILE *fopen64(const char *path, const char *mode) { return fopen(path, mode); }

#define REFUSE(type, name, params, args)                          \
	type name params {                                            \
		static type(*real) params;                                \
		if (lookup(fd)) unsupported(#name);                       \
		if (!real) real = dlsym(RTLD_NEXT, #name);                \
		return real args;                                         \
	}
REFUSE(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t o), (fd, b, n, o))
REFUSE(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t o), (fd, b, n, o))
REFUSE(int, dup, (int fd), (fd))
REFUSE(int, dup2, (int fd, int to), (fd, to))
REFUSE(int, fallocate, (int fd, int mode, off_t o, off_t n), (fd, mode, o, n))
