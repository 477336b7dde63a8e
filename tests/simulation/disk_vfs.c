/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of disk.c as SQLite wants them: reading, writing, locks, and the memory that connections share. */
#include "disk_private.h"

#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base; /* first */
    File *file;        /* (owned) */
    int level;         /* of SQLite's locks */
    unsigned shared;   /* a bit for each lock of the index */
    unsigned alone;
    bool has_index;
} Handle;

/*
 * Bytes
 */

static int
disk_read (sqlite3_file *handle, void *bytes, int n, sqlite3_int64 at)
{
    const File *file = ((Handle *) handle)->file;

    if (disk_trouble (file, false, false) == FAILS)
        return SQLITE_IOERR_READ;
    return file_read (file, bytes, n, at) == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
disk_write (sqlite3_file *handle, const void *bytes, int n, sqlite3_int64 at)
{
    File *file = ((Handle *) handle)->file;

    switch (disk_trouble (file, true, at + n > file->now.size)) {
    case NO_ROOM:
        return SQLITE_FULL;
    case FAILS:
        return SQLITE_IOERR_WRITE;
    case FINE:
    default:
        file_write (file, bytes, n, at);
        return SQLITE_OK;
    }
}

static int
disk_truncate (sqlite3_file *handle, sqlite3_int64 size)
{
    File *file = ((Handle *) handle)->file;

    if (disk_trouble (file, true, false) == FAILS)
        return SQLITE_IOERR_TRUNCATE;
    file_truncate (file, size);
    return SQLITE_OK;
}

static int
disk_sync (sqlite3_file *handle, int flags)
{
    File *file = ((Handle *) handle)->file;

    if (disk_trouble (file, true, false) == FAILS)
        return SQLITE_IOERR_FSYNC;
    file_sync (file);
    return SQLITE_OK;
}

static int
disk_size (sqlite3_file *handle, sqlite3_int64 *size)
{
    *size = ((Handle *) handle)->file->now.size;
    return SQLITE_OK;
}

/*
 * Locks of the file
 */

static int
disk_unlock (sqlite3_file *handle, int level)
{
    Handle *self = (Handle *) handle;
    File *file = self->file;

    if (level < SQLITE_LOCK_RESERVED && file->writer == self) {
        file->writer = NULL;
        file->exclusive = false;
    }
    if (level < SQLITE_LOCK_SHARED && self->level >= SQLITE_LOCK_SHARED)
        file->readers--;
    self->level = MIN (self->level, level);
    return SQLITE_OK;
}

static int
disk_lock (sqlite3_file *handle, int level)
{
    Handle *self = (Handle *) handle;
    File *file = self->file;

    if (self->level >= level)
        return SQLITE_OK;
    if (file->writer != NULL && file->writer != self &&
        (level >= SQLITE_LOCK_RESERVED || file->exclusive))
        return SQLITE_BUSY;
    if (self->level < SQLITE_LOCK_SHARED)
        file->readers++;
    self->level = MAX (self->level, SQLITE_LOCK_SHARED);
    if (level == SQLITE_LOCK_EXCLUSIVE && file->readers > 1)
        return SQLITE_BUSY;
    if (level >= SQLITE_LOCK_RESERVED)
        file->writer = self;
    file->exclusive = level == SQLITE_LOCK_EXCLUSIVE;
    self->level = level;
    return SQLITE_OK;
}

static int
disk_is_reserved (sqlite3_file *handle, int *reserved)
{
    *reserved = ((Handle *) handle)->file->writer != NULL;
    return SQLITE_OK;
}

/*
 * The index of the log
 */

static int
disk_map (sqlite3_file *handle, int region, int bytes, int extend, void volatile **memory)
{
    Handle *self = (Handle *) handle;
    GPtrArray *regions = self->file->regions;

    if (!self->has_index)
        self->file->handles_of_index++;
    self->has_index = true;
    while (extend && regions->len <= (unsigned) region)
        g_ptr_array_add (regions, g_malloc0 ((size_t) bytes));
    *memory = (unsigned) region < regions->len ? regions->pdata[region] : NULL;
    return SQLITE_OK;
}

static void
release (Handle *self, unsigned bits)
{
    for (unsigned i = 0; i < LOCKS; i++) {
        if (bits & self->shared & (1u << i))
            self->file->shared[i]--;
        if (bits & self->alone & (1u << i))
            self->file->alone[i] = NULL;
    }
    self->shared &= ~bits;
    self->alone &= ~bits;
}

static bool
is_free (const Handle *self, unsigned i, bool alone)
{
    const File *file = self->file;
    unsigned own = (self->shared >> i) & 1;

    return (file->alone[i] == NULL || file->alone[i] == self) && (!alone || file->shared[i] == own);
}

static int
disk_shm_lock (sqlite3_file *handle, int offset, int n, int flags)
{
    Handle *self = (Handle *) handle;
    unsigned bits = ((1u << n) - 1) << offset;
    bool alone = flags & SQLITE_SHM_EXCLUSIVE;

    if (flags & SQLITE_SHM_UNLOCK) {
        release (self, bits);
        return SQLITE_OK;
    }
    for (unsigned i = (unsigned) offset; i < (unsigned) (offset + n); i++)
        if (!is_free (self, i, alone))
            return SQLITE_BUSY;
    for (unsigned i = (unsigned) offset; i < (unsigned) (offset + n); i++) {
        if (alone)
            self->file->alone[i] = self;
        else if (!(self->shared & (1u << i)))
            self->file->shared[i]++;
    }
    if (alone)
        self->alone |= bits;
    else
        self->shared |= bits;
    return SQLITE_OK;
}

static void
disk_barrier (sqlite3_file *handle)
{
    __atomic_thread_fence (__ATOMIC_SEQ_CST);
}

static int
disk_unmap (sqlite3_file *handle, int forget)
{
    Handle *self = (Handle *) handle;

    release (self, ~0u);
    if (!self->has_index)
        return SQLITE_OK;
    self->has_index = false;
    if (--self->file->handles_of_index == 0)
        g_ptr_array_set_size (self->file->regions, 0);
    return SQLITE_OK;
}

/*
 * Files
 */

static int
disk_close (sqlite3_file *handle)
{
    Handle *self = (Handle *) handle;

    disk_unmap (handle, 0);
    disk_unlock (handle, SQLITE_LOCK_NONE);
    file_unref (self->file);
    return SQLITE_OK;
}

static int
disk_control (sqlite3_file *handle, int operation, void *data)
{
    return SQLITE_NOTFOUND;
}

static int
disk_sector_size (sqlite3_file *handle)
{
    return SECTOR;
}

/* What every local file system of Linux promises. */
static int
disk_promises (sqlite3_file *handle)
{
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_is_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector_size,
    .xDeviceCharacteristics = disk_promises,
    .xShmMap = disk_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_barrier,
    .xShmUnmap = disk_unmap,
};

static int
disk_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags, int *out)
{
    Handle *self = (Handle *) handle;

    memset (self, 0, sizeof *self);
    self->file = file_open (name, flags & SQLITE_OPEN_CREATE);
    if (self->file == NULL)
        return SQLITE_CANTOPEN;
    self->base.pMethods = &methods;
    if (out != NULL)
        *out = flags;
    return SQLITE_OK;
}

static int
disk_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
    const File *file = file_find (name);

    if (file != NULL && disk_trouble (file, true, false) == FAILS)
        return SQLITE_IOERR_DELETE;
    file_remove (name);
    return SQLITE_OK;
}

static int
disk_access (sqlite3_vfs *vfs, const char *name, int what, int *answer)
{
    const File *file = file_find (name);

    /* SQLite takes an empty log for none, and so do we. */
    *answer = file != NULL && (what != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    return SQLITE_OK;
}

static int
disk_full_name (sqlite3_vfs *vfs, const char *name, int size, char *full)
{
    return g_strlcpy (full, name, (size_t) size) < (size_t) size ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* Only for names of temporary files and numbers of logs: any will do, but always the same ones. */
static int
disk_randomness (sqlite3_vfs *vfs, int n, char *bytes)
{
    static uint8_t next;

    for (int i = 0; i < n; i++)
        bytes[i] = (char) next++;
    return n;
}

/* Nobody else runs while we wait. */
static int
disk_sleep (sqlite3_vfs *vfs, int microseconds)
{
    return microseconds;
}

static int
disk_time (sqlite3_vfs *vfs, sqlite3_int64 *ms)
{
    *ms = INT64_C (2460000) * 86400000;
    return SQLITE_OK;
}

static int
disk_last_error (sqlite3_vfs *vfs, int n, char *text)
{
    return 0;
}

void
disk_vfs_register (void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof (Handle),
        .mxPathname = 512,
        .zName = "disk",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_name,
        .xRandomness = disk_randomness,
        .xSleep = disk_sleep,
        .xGetLastError = disk_last_error,
        .xCurrentTimeInt64 = disk_time,
    };
    int code = sqlite3_vfs_register (&vfs, 1);

    g_assert (code == SQLITE_OK);
}
