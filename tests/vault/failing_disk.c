/* A disk that fails: from the n-th write or flush to a vault's files on, each is refused with EIO; or the process is
   killed at it, as by a power cut between two writes.

   gcc -shared -fPIC -o failing_disk.so failing_disk.c
   LD_PRELOAD=./failing_disk.so FAILING=write FAILING_FROM=20 FAILING_HOW=refuse python ...

   FAILING is write, flush or rename; FAILING_HOW is refuse or kill. Read at each call, so that a fork sets its own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(const char *what, const char *path) {
    static int count = 0;
    const char *wanted = getenv("FAILING"), *from = getenv("FAILING_FROM"), *how = getenv("FAILING_HOW");
    if (!wanted || !from || !how || strcmp(wanted, what) || !strstr(path, "supervision")) return 0;
    if (++count < atoi(from)) return 0;
    if (!strcmp(how, "kill")) kill(getpid(), SIGKILL);
    errno = EIO;
    return 1;
}

static int fails_at(const char *what, int file) {
    char link[64], path[512];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(what, path);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int file, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fails_at("write", file) ? -1 : real(file, data, size);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return fails_at("write", file) ? -1 : real(file, data, size, at);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return fails_at("write", file) ? -1 : real(file, data, size, at);
}

int fsync(int file) {
    REAL(int, "fsync", int);
    return fails_at("flush", file) ? -1 : real(file);
}

int fdatasync(int file) {
    REAL(int, "fdatasync", int);
    return fails_at("flush", file) ? -1 : real(file);
}

int renameat2(int from_in, const char *from, int to_in, const char *to, unsigned int how) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned int);
    return fails("rename", to) ? -1 : real(from_in, from, to_in, to, how);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return fails("rename", to) ? -1 : real(from, to);
}
