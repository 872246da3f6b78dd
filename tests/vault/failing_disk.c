/* A disk that fails: from the n-th write or flush to a vault's files on, each is refused with EIO.

   gcc -shared -fPIC -o failing_disk.so failing_disk.c
   LD_PRELOAD=./failing_disk.so FAILING=write FAILING_FROM=20 python ...

   Nothing fails before the file that FAILING_SWITCH names is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(const char *what, int file) {
    static int count = 0;
    const char *wanted = getenv("FAILING"), *from = getenv("FAILING_FROM"), *gate = getenv("FAILING_SWITCH");
    char link[64], path[512];
    ssize_t length;
    if (!wanted || !from || !gate || strcmp(wanted, what) || access(gate, F_OK)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, "supervision.")) return 0;
    return ++count >= atoi(from);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)
#define REFUSE(what, file) if (fails(what, file)) { errno = EIO; return -1; }

ssize_t write(int file, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    REFUSE("write", file)
    return real(file, data, size);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    REFUSE("write", file)
    return real(file, data, size, at);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    REFUSE("write", file)
    return real(file, data, size, at);
}

int fsync(int file) {
    REAL(int, "fsync", int);
    REFUSE("flush", file)
    return real(file);
}

int fdatasync(int file) {
    REAL(int, "fdatasync", int);
    REFUSE("flush", file)
    return real(file);
}
