/* SPDX-License-Identifier: EUPL-1.2 */
/* What disk.c (files) and disk_vfs.c (SQLite's view of them) share. */
#pragma once

#include "disk.h"

#define PIECE 4096
#define SECTOR 512
#define LOCKS 8

typedef struct Piece Piece;

typedef struct {
    GPtrArray *pieces; /* (owned) (element-type Piece) (nullable elements): NULL is zeros */
    int64_t size;
} Image;

typedef struct {
    unsigned refs;
    char *name;         /* (owned) */
    Image now;          /* as programs see it */
    Image synced;       /* as it is on the disk for certain */
    GPtrArray *regions; /* (owned): the index of the log, which all connections share */
    const void *writer; /* (nullable): the handle with the lock to write */
    unsigned readers;   /* handles with a lock to read */
    bool exclusive;     /* the writer's lock shuts readers out */
    unsigned shared[LOCKS];
    const void *alone[LOCKS]; /* (nullable) */
    unsigned handles_of_index;
} File;

typedef enum {
    FINE,
    NO_ROOM,
    FAILS,
} Trouble;

File *file_find (const char *name);
/* NULL for `name`: a file without one. NULL when it is not there. */
File *file_open (const char *name, bool create);
void file_unref (File *file);
void file_remove (const char *name);

/* Bytes there were; the rest is zeros. */
int64_t file_read (const File *file, void *bytes, int64_t n, int64_t at);
void file_write (File *file, const void *bytes, int64_t n, int64_t at);
void file_truncate (File *file, int64_t size);
void file_sync (File *file);

Trouble disk_trouble (const File *file, bool writes, bool grows);

void disk_vfs_register (void);
