/* A disk that remembers: whatever a program does to the files below one folder is written into a record, in its order,
   so that power_cuts.py can say what would be left of it if the power were cut at any moment.

   gcc -shared -fPIC -o recording_disk.so recording_disk.c
   LD_PRELOAD=./recording_disk.so RECORDED=/a/folder RECORD=/elsewhere/record python ...

   Each entry is a head of fixed size, a name and the data. What is written by way of memory is not seen. */
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
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

typedef struct __attribute__((packed)) {
    char what; /* w write, t length, c created, m moved, l linked, u unlinked, s flushed */
    uint64_t file;
    int64_t at;
    uint32_t name, other, data; /* lengths */
} Head;

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static int is_recorded(const char *path) {
    const char *root = getenv("RECORDED");
    return root && !strncmp(path, root, strlen(root));
}

static void record(char what, uint64_t file, int64_t at, const char *name, const char *other, const void *data, size_t size) {
    static int to = -1;
    static ssize_t (*put)(int, const void *, size_t);
    static int (*open_it)(const char *, int, ...);
    Head head = {what, file, at, (uint32_t)strlen(name), (uint32_t)strlen(other), (uint32_t)size};
    if (!put) put = dlsym(RTLD_NEXT, "write");
    if (!open_it) open_it = dlsym(RTLD_NEXT, "open");
    if (to < 0) to = open_it(getenv("RECORD"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (put(to, &head, sizeof head) < 0 || put(to, name, head.name) < 0 || put(to, other, head.other) < 0) abort();
    while (size > 0) {
        ssize_t done = put(to, data, size);
        if (done < 0) abort();
        data = (const char *)data + done;
        size -= done;
    }
}

static int path_of(int file, char *path, size_t room) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, room - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_recorded(path);
}

/* A path as it is given, whole; relative ones are not used below the folder. */
static uint64_t number_of(const char *path) {
    struct stat found;
    return lstat(path, &found) ? 0 : found.st_ino;
}

static uint64_t number_at(int file) {
    struct stat found;
    return fstat(file, &found) ? 0 : found.st_ino;
}

static ssize_t written(int file, const void *data, ssize_t done, int64_t at) {
    char path[4096];
    if (done > 0 && path_of(file, path, sizeof path)) record('w', number_at(file), at, path, "", data, done);
    return done;
}

static int64_t place_of(int file) {
    if (fcntl(file, F_GETFL) & O_APPEND) {
        struct stat found;
        return fstat(file, &found) ? 0 : found.st_size;
    }
    return lseek(file, 0, SEEK_CUR);
}

#define IN_ORDER(type, call) pthread_mutex_lock(&order); type done = call; int kept = errno
#define IN_ORDER_END pthread_mutex_unlock(&order); errno = kept; return done

ssize_t write(int file, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    char path[4096];
    if (!getenv("RECORDED") || !path_of(file, path, sizeof path)) return real(file, data, size);
    pthread_mutex_lock(&order);
    int64_t at = place_of(file);
    ssize_t done = written(file, data, real(file, data, size), at);
    int kept = errno;
    IN_ORDER_END;
}

#define PWRITE(name, offset) \
    ssize_t name(int file, const void *data, size_t size, offset at) { \
        REAL(ssize_t, #name, int, const void *, size_t, offset); \
        IN_ORDER(ssize_t, written(file, data, real(file, data, size, at), at)); \
        IN_ORDER_END; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static void copied(int to, int64_t at, ssize_t done) {
    char path[4096], link[64];
    if (done <= 0 || !path_of(to, path, sizeof path)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", to);
    int (*open_it)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int from = open_it(link, O_RDONLY | O_CLOEXEC);
    char *data = malloc(done);
    if (from < 0 || !data || pread(from, data, done, at) != done) abort();
    record('w', number_at(to), at, path, "", data, done);
    free(data);
    close(from);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    pthread_mutex_lock(&order);
    int64_t at = place_of(to);
    ssize_t done = real(to, from, offset, size);
    int kept = errno;
    copied(to, at, done);
    IN_ORDER_END;
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size) { return sendfile64(to, from, (off64_t *)offset, size); }

ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t size, unsigned int how) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned int);
    pthread_mutex_lock(&order);
    int64_t at = out ? *out : place_of(to);
    ssize_t done = real(from, in, to, out, size, how);
    int kept = errno;
    copied(to, at, done);
    IN_ORDER_END;
}

static int cut_to(int file, int64_t length, int done) {
    char path[4096];
    if (!done && path_of(file, path, sizeof path)) record('t', number_at(file), length, path, "", "", 0);
    return done;
}

#define TRUNCATE(name, offset) \
    int name(int file, offset length) { \
        REAL(int, #name, int, offset); \
        IN_ORDER(int, cut_to(file, length, real(file, length))); \
        IN_ORDER_END; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

static int flushed(int file, int done) {
    char path[4096];
    if (!done && path_of(file, path, sizeof path)) record('s', number_at(file), 0, path, "", "", 0);
    return done;
}

#define FLUSH(name) \
    int name(int file) { \
        REAL(int, #name, int); \
        IN_ORDER(int, flushed(file, real(file))); \
        IN_ORDER_END; \
    }
FLUSH(fsync)
FLUSH(fdatasync)

/* Opened: made where nothing was, or emptied. The folder of a relative name is looked up once the file is there. */
static int opened(int file, int how, int was_there) {
    char path[4096];
    if (file < 0 || !path_of(file, path, sizeof path)) return file;
    if ((how & O_CREAT) && !was_there) record('c', number_at(file), 0, path, "", "", 0);
    else if (how & O_TRUNC) record('t', number_at(file), 0, path, "", "", 0);
    return file;
}

static int is_there(int folder, const char *path) {
    struct stat found;
    return !fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW);
}

#define OPEN(name) \
    int name(const char *path, int how, ...) { \
        REAL(int, #name, const char *, int, ...); \
        va_list more; \
        va_start(more, how); \
        mode_t mode = (how & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        pthread_mutex_lock(&order); \
        int was_there = is_there(AT_FDCWD, path); \
        int done = opened(real(path, how, mode), how, was_there), kept = errno; \
        IN_ORDER_END; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int how, ...) { \
        REAL(int, #name, int, const char *, int, ...); \
        va_list more; \
        va_start(more, how); \
        mode_t mode = (how & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        pthread_mutex_lock(&order); \
        int was_there = is_there(folder, path); \
        int done = opened(real(folder, path, how, mode), how, was_there), kept = errno; \
        IN_ORDER_END; \
    }
OPENAT(openat)
OPENAT(openat64)

static int named(char what, const char *from, const char *to, int done) {
    if (!done && is_recorded(to)) record(what, number_of(to), 0, to, from, "", 0);
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    IN_ORDER(int, named('m', from, to, real(from, to)));
    IN_ORDER_END;
}

int renameat(int from_in, const char *from, int to_in, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    IN_ORDER(int, named('m', from, to, real(from_in, from, to_in, to)));
    IN_ORDER_END;
}

int renameat2(int from_in, const char *from, int to_in, const char *to, unsigned int how) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned int);
    IN_ORDER(int, named('m', from, to, real(from_in, from, to_in, to, how)));
    IN_ORDER_END;
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    IN_ORDER(int, named('l', from, to, real(from, to)));
    IN_ORDER_END;
}

int linkat(int from_in, const char *from, int to_in, const char *to, int how) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    IN_ORDER(int, named('l', from, to, real(from_in, from, to_in, to, how)));
    IN_ORDER_END;
}

static int unlinked(const char *path, uint64_t file, int done) {
    if (!done && is_recorded(path)) record('u', file, 0, path, "", "", 0);
    return done;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    pthread_mutex_lock(&order);
    uint64_t file = number_of(path);
    int done = unlinked(path, file, real(path)), kept = errno;
    IN_ORDER_END;
}

int unlinkat(int folder, const char *path, int how) {
    REAL(int, "unlinkat", int, const char *, int);
    char whole[8192];
    int is_known = folder == AT_FDCWD || path_of(folder, whole, 4096);
    if (folder == AT_FDCWD) snprintf(whole, sizeof whole, "%s", path);
    else if (is_known) snprintf(whole + strlen(whole), sizeof whole - strlen(whole), "/%s", path);
    pthread_mutex_lock(&order);
    uint64_t file = is_known ? number_of(whole) : 0;
    int done = real(folder, path, how), kept = errno;
    if (is_known && !(how & AT_REMOVEDIR)) unlinked(whole, file, done);
    IN_ORDER_END;
}
