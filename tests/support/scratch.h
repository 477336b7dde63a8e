/* SPDX-License-Identifier: EUPL-1.2 */
/* Folders, keys and databases that a test throws away. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* A new folder; removed with all it holds by scratch_free. */
char *scratch_new (void);
void scratch_free (char *folder);

typedef char Scratch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scratch, scratch_free)

/* The path of a file in it; free with g_free. */
char *scratch_path (const char *folder, const char *name);

/* 32 bytes; another one for each seed. */
const uint8_t *scratch_key (uint8_t seed);

/* A new database with the tables of a room: an encrypted file, or under postgres.sh one of PostgreSQL. */
SzDb *scratch_database (const char *folder, const char *room);

G_END_DECLS
