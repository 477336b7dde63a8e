/* SPDX-License-Identifier: EUPL-1.2 */
/* Files in memory, made of shared pieces (disk.h); disk_vfs.c gives them to SQLite. */
#include "disk_private.h"

#include <string.h>

#define LEFT ".left"

struct Piece {
    unsigned refs;
    uint8_t bytes[PIECE];
};

static GHashTable *files; /* name -> File */

static struct {
    char *path; /* (owned) (nullable): NULL when nothing is to fail */
    DiskFault fault;
    unsigned after;
    bool tripped;
} broken;

/*
 * Images
 */

static void
piece_unref (Piece *piece)
{
    if (piece != NULL && --piece->refs == 0)
        g_free (piece);
}

static void
set_piece (Image *image, unsigned i, Piece *piece)
{
    if (image->pieces->pdata[i] == piece)
        return;
    piece_unref (image->pieces->pdata[i]);
    image->pieces->pdata[i] = piece;
    if (piece != NULL)
        piece->refs++;
}

static void
resize (Image *image, int64_t size)
{
    unsigned n = (unsigned) ((size + PIECE - 1) / PIECE);

    for (unsigned i = n; i < image->pieces->len; i++)
        set_piece (image, i, NULL);
    g_ptr_array_set_size (image->pieces, (int) n);
    image->size = size;
}

static void
assign (Image *to, const Image *from)
{
    resize (to, from->size);
    for (unsigned i = 0; i < from->pieces->len; i++)
        set_piece (to, i, from->pieces->pdata[i]);
}

static uint8_t *
writable (Image *image, unsigned i)
{
    Piece *piece = image->pieces->pdata[i];

    if (piece == NULL || piece->refs > 1) {
        Piece *own = g_new0 (Piece, 1);

        if (piece != NULL)
            memcpy (own->bytes, piece->bytes, PIECE);
        set_piece (image, i, own);
        return own->bytes;
    }
    return piece->bytes;
}

int64_t
file_read (const File *file, void *bytes, int64_t n, int64_t at)
{
    int64_t got = CLAMP (file->now.size - at, 0, n);

    for (int64_t done = 0; done < got;) {
        const Piece *piece = file->now.pieces->pdata[(at + done) / PIECE];
        int64_t within = (at + done) % PIECE, some = MIN (PIECE - within, got - done);

        if (piece != NULL)
            memcpy ((uint8_t *) bytes + done, piece->bytes + within, (size_t) some);
        else
            memset ((uint8_t *) bytes + done, 0, (size_t) some);
        done += some;
    }
    memset ((uint8_t *) bytes + got, 0, (size_t) (n - got));
    return got;
}

void
file_write (File *file, const void *bytes, int64_t n, int64_t at)
{
    if (at + n > file->now.size)
        resize (&file->now, at + n);
    for (int64_t done = 0; done < n;) {
        int64_t within = (at + done) % PIECE, some = MIN (PIECE - within, n - done);

        memcpy (writable (&file->now, (unsigned) ((at + done) / PIECE)) + within,
                (const uint8_t *) bytes + done, (size_t) some);
        done += some;
    }
}

void
file_truncate (File *file, int64_t size)
{
    resize (&file->now, size);
    if (size % PIECE != 0)
        memset (writable (&file->now, (unsigned) (size / PIECE)) + size % PIECE, 0,
                (size_t) (PIECE - size % PIECE));
}

void
file_sync (File *file)
{
    assign (&file->synced, &file->now);
}

/*
 * Files
 */

static File *
file_new (const char *name)
{
    File *file = g_new0 (File, 1);

    file->refs = 1;
    file->name = g_strdup (name);
    file->now.pieces = g_ptr_array_new ();
    file->synced.pieces = g_ptr_array_new ();
    file->regions = g_ptr_array_new_with_free_func (g_free);
    return file;
}

void
file_unref (File *file)
{
    if (--file->refs > 0)
        return;
    resize (&file->now, 0);
    resize (&file->synced, 0);
    g_ptr_array_unref (file->now.pieces);
    g_ptr_array_unref (file->synced.pieces);
    g_ptr_array_unref (file->regions);
    g_free (file->name);
    g_free (file);
}

static void
file_unref_cb (void *data)
{
    file_unref (data);
}

static void
put_file (File *file)
{
    g_hash_table_replace (files, file->name, file);
}

File *
file_find (const char *name)
{
    return g_hash_table_lookup (files, name);
}

File *
file_open (const char *name, bool create)
{
    File *file = name != NULL ? file_find (name) : file_new ("");

    if (file == NULL && create)
        put_file (file = file_new (name));
    if (file != NULL && name != NULL)
        file->refs++;
    return file;
}

void
file_remove (const char *name)
{
    g_hash_table_remove (files, name);
}

/*
 * What can happen to a disk
 */

void
disk_install (void)
{
    files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, file_unref_cb);
    disk_vfs_register ();
}

static void
copy_one (const char *from, const char *to)
{
    const File *there = file_find (from);
    File *copy;

    file_remove (to);
    if (there == NULL)
        return;
    copy = file_new (to);
    assign (&copy->now, &there->now);
    assign (&copy->synced, &there->now);
    put_file (copy);
}

void
disk_copy (const char *from, const char *to)
{
    g_autofree char *from_log = g_strconcat (from, "-wal", NULL);
    g_autofree char *to_log = g_strconcat (to, "-wal", NULL);

    copy_one (from, to);
    copy_one (from_log, to_log);
}

void
disk_remove (const char *path)
{
    g_autofree char *log = g_strconcat (path, "-wal", NULL);

    file_remove (path);
    file_remove (log);
}

/* Any part of what was not synced: a piece new, old, or new up to somewhere. */
static void
lose_power (File *file, const DiskDice *dice)
{
    bool shorter = dice->below (dice->data, 2) == 0;

    for (unsigned i = 0; i < file->now.pieces->len; i++) {
        Piece *was = i < file->synced.pieces->len ? file->synced.pieces->pdata[i] : NULL;
        unsigned kept;

        if (was == file->now.pieces->pdata[i])
            continue;
        kept = dice->below (dice->data, 3) * (1 + dice->below (dice->data, PIECE / SECTOR));
        if (kept >= PIECE / SECTOR)
            continue;
        if (was != NULL)
            memcpy (writable (&file->now, i) + kept * SECTOR, was->bytes + kept * SECTOR,
                    PIECE - kept * SECTOR);
        else
            memset (writable (&file->now, i) + kept * SECTOR, 0, PIECE - kept * SECTOR);
    }
    if (shorter && file->synced.size < file->now.size)
        file_truncate (file, file->synced.size);
}

static void
crash_one (const char *name, const char *left, const DiskDice *dice)
{
    const File *there = file_find (name);
    File *file;

    file_remove (left);
    if (there == NULL)
        return;
    file = file_new (left);
    assign (&file->now, &there->now);
    assign (&file->synced, &there->synced);
    if (dice != NULL)
        lose_power (file, dice);
    file_sync (file);
    put_file (file);
}

void
disk_crash (const char *path, const DiskDice *dice)
{
    g_autofree char *left = g_strconcat (path, LEFT, NULL);
    g_autofree char *log = g_strconcat (path, "-wal", NULL);
    g_autofree char *log_left = g_strconcat (left, "-wal", NULL);

    crash_one (path, left, dice);
    crash_one (log, log_left, dice);
}

void
disk_after_crash (const char *path)
{
    g_autofree char *left = g_strconcat (path, LEFT, NULL);

    disk_copy (left, path);
    disk_remove (left);
}

void
disk_break (const char *path, DiskFault fault, unsigned after)
{
    g_free (broken.path);
    broken.path = g_strdup (path);
    broken.fault = fault;
    broken.after = after;
    broken.tripped = false;
}

bool
disk_heal (void)
{
    bool tripped = broken.tripped;

    g_clear_pointer (&broken.path, g_free);
    broken.tripped = false;
    return tripped;
}

/* Its name is the path, or begins with it: the log. */
Trouble
disk_trouble (const File *file, bool writes, bool grows)
{
    if (broken.path == NULL || !g_str_has_prefix (file->name, broken.path))
        return FINE;
    if (!broken.tripped && (writes == (broken.fault == DISK_READ) || broken.after-- > 0))
        return FINE;
    if (broken.tripped && (broken.fault == DISK_IOERR || broken.fault == DISK_READ))
        return FINE;
    broken.tripped = true;
    if (broken.fault == DISK_FULL)
        return grows ? NO_ROOM : FINE;
    return FAILS;
}
