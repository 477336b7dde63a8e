/* SPDX-License-Identifier: EUPL-1.2 */
/* The disk of the simulation: a VFS for SQLite that keeps files in memory, copies them at no cost, and knows what a power
 * cut would have left of them. It can be made to fail at a chosen write. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    DISK_IOERR, /* one write or sync fails */
    DISK_READ,  /* one read fails: counted instead of the writes */
    DISK_FULL,  /* from that write on there is no room for more */
    DISK_DEAD,  /* from that write on nothing works: the program has died there */
} DiskFault;

typedef struct {
    unsigned (*below) (void *data, unsigned bound); /* dice */
    void *data;
} DiskDice;

/* Every database that is opened from now on lies on this disk. */
void disk_install (void);

/* A file and its log; what was there is gone. */
void disk_copy (const char *from, const char *to);
void disk_remove (const char *path);

/* The program that has `path` open dies: what it does from now on is for nothing, and when its connection has been closed
 * disk_after_crash gives what it left behind. With dice the power is cut too: of what was not synced any part may be missing. */
void disk_crash (const char *path, const DiskDice *dice);
void disk_after_crash (const char *path);

/* The file at `path` or its log fails at the write (or read) `after` from now; until disk_heal. */
void disk_break (const char *path, DiskFault fault, unsigned after);

/* Whether it came to that. */
bool disk_heal (void);
