/* SPDX-License-Identifier: EUPL-1.2 */
/* Preloaded into a program under test: ends it as kill -9 does, in the middle of the n-th step in a file or on the network,
 * leaves it no room on the disk, or puts its clock wrong.
 *
 *   SCHOOLZICHT_FAULT_FILE   what the path of the file contains; "socket:" for the network
 *   SCHOOLZICHT_FAULT_AT     n, counting writes, syncs, truncations, removals and new names, what is sent and what has come;
 *                            of the n-th write only half is done, what has come is lost
 *   SCHOOLZICHT_FAULT_FULL   n, counting writes: from the n-th on there is no room left for any
 *   SCHOOLZICHT_FAULT_CLOCK  seconds that the time of day is ahead; behind when negative
 *   SCHOOLZICHT_FAULT_SLEEP  seconds that the machine has slept since: the clock that nobody can set is ahead
 *   SCHOOLZICHT_FAULT_ARMED  counts, and is ahead, from when this file is there (optional) */
/* pwrite and pwrite64 are two names here, as in the programs. */
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int left;
static int room = -1; /* writes that still have some; negative: no end of it */
static long ahead;
static long slept;

__attribute__ ((constructor)) static void
read_environment (void)
{
    const char *at = getenv ("SCHOOLZICHT_FAULT_AT");
    const char *seconds = getenv ("SCHOOLZICHT_FAULT_CLOCK");

    if (at == NULL || sscanf (at, "%d", &left) != 1)
        left = 0;
    at = getenv ("SCHOOLZICHT_FAULT_FULL");
    if (at != NULL && sscanf (at, "%d", &room) == 1)
        room--;
    if (seconds == NULL || sscanf (seconds, "%ld", &ahead) != 1)
        ahead = 0;
    seconds = getenv ("SCHOOLZICHT_FAULT_SLEEP");
    if (seconds == NULL || sscanf (seconds, "%ld", &slept) != 1)
        slept = 0;
}

static bool
is_armed (void)
{
    const char *armed = getenv ("SCHOOLZICHT_FAULT_ARMED");

    return armed == NULL || access (armed, F_OK) == 0;
}

static bool
is_watched (int fd)
{
    const char *file = getenv ("SCHOOLZICHT_FAULT_FILE");
    char link[40], path[PATH_MAX];
    ssize_t n;

    if (file == NULL || !is_armed ())
        return false;
    snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink (link, path, sizeof path - 1);
    if (n < 0)
        return false;
    path[n] = '\0';
    return strstr (path, file) != NULL;
}

static bool
is_the_last (int fd)
{
    return left > 0 && is_watched (fd) && __atomic_sub_fetch (&left, 1, __ATOMIC_SEQ_CST) == 0;
}

static bool
is_full (int fd)
{
    int now;

    if (room < 0 || !is_watched (fd))
        return false;
    now = __atomic_load_n (&room, __ATOMIC_SEQ_CST);
    if (now > 0)
        __atomic_store_n (&room, now - 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return now == 0;
}

static bool
is_the_last_name (const char *name)
{
    const char *file = getenv ("SCHOOLZICHT_FAULT_FILE");

    return file != NULL && left > 0 && is_armed () && strstr (name, file) != NULL &&
           __atomic_sub_fetch (&left, 1, __ATOMIC_SEQ_CST) == 0;
}

static void
die (void)
{
    kill (getpid (), SIGKILL);
    for (;;)
        pause ();
}

ssize_t
write (int fd, const void *data, size_t n)
{
    if (is_full (fd))
        return -1;
    if (is_the_last (fd)) {
        syscall (SYS_write, fd, data, n / 2);
        die ();
    }
    return syscall (SYS_write, fd, data, n);
}

ssize_t
pwrite (int fd, const void *data, size_t n, off_t at)
{
    if (is_full (fd))
        return -1;
    if (is_the_last (fd)) {
        syscall (SYS_pwrite64, fd, data, n / 2, at);
        die ();
    }
    return syscall (SYS_pwrite64, fd, data, n, at);
}

ssize_t
pwrite64 (int fd, const void *data, size_t n, off64_t at)
{
    return pwrite (fd, data, n, at);
}

int
fsync (int fd)
{
    if (is_the_last (fd))
        die ();
    return (int) syscall (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
    if (is_the_last (fd))
        die ();
    return (int) syscall (SYS_fdatasync, fd);
}

int
ftruncate (int fd, off_t length)
{
    if (is_the_last (fd))
        die ();
    return (int) syscall (SYS_ftruncate, fd, length);
}

int
ftruncate64 (int fd, off64_t length)
{
    return ftruncate (fd, length);
}

int
rename (const char *from, const char *to)
{
    if (is_the_last_name (from))
        die ();
    return (int) syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink (const char *name)
{
    if (is_the_last_name (name))
        die ();
    return (int) syscall (SYS_unlinkat, AT_FDCWD, name, 0);
}

/*
 * The network
 */

ssize_t
send (int fd, const void *data, size_t n, int flags)
{
    if (is_the_last (fd)) {
        syscall (SYS_sendto, fd, data, n / 2, flags, NULL, 0);
        die ();
    }
    return syscall (SYS_sendto, fd, data, n, flags, NULL, 0);
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
    if (is_the_last (fd))
        die ();
    return syscall (SYS_sendmsg, fd, message, flags);
}

ssize_t
recv (int fd, void *data, size_t n, int flags)
{
    ssize_t got = syscall (SYS_recvfrom, fd, data, n, flags, NULL, NULL);

    if (got > 0 && is_the_last (fd))
        die ();
    return got;
}

ssize_t
recvmsg (int fd, struct msghdr *message, int flags)
{
    ssize_t got = syscall (SYS_recvmsg, fd, message, flags);

    if (got > 0 && is_the_last (fd))
        die ();
    return got;
}

/*
 * The time of day
 */

int
clock_gettime (clockid_t clock, struct timespec *now)
{
    int result = (int) syscall (SYS_clock_gettime, clock, now);

    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) && ahead != 0 &&
        is_armed ())
        now->tv_sec += ahead;
    if (result == 0 && clock == CLOCK_BOOTTIME && slept != 0 && is_armed ())
        now->tv_sec += slept;
    return result;
}

int
gettimeofday (struct timeval *now, void *zone)
{
    struct timespec precise;
    int result = clock_gettime (CLOCK_REALTIME, &precise);

    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return result;
}

time_t
time (time_t *now)
{
    struct timespec precise;

    clock_gettime (CLOCK_REALTIME, &precise);
    if (now != NULL)
        *now = precise.tv_sec;
    return precise.tv_sec;
}
