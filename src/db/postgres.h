/* SPDX-License-Identifier: EUPL-1.2 */
/* The PostgreSQL engine, for a server of many centres. */
#pragma once

#include "db/db.h"

G_BEGIN_DECLS

/* Connects to a database that is there ("postgresql://..." or the words of libpq), made with UTF8 and LC_COLLATE 'C' or C.UTF-8:
 * texts have to sort as on every desk. SZ_DB_CREATE and _SMALL_CACHE mean nothing here. G_IO_ERROR_CONNECTION_REFUSED: it
 * does not answer. SZ_DB_ERROR_BUSY, later: it went away; open anew. Transactions of sz_db_begin wait for each other in the whole
 * cluster. */
SzDb *
sz_db_open_postgres (const char *url, SzDbFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which database a URL names, without its password: "schoolzicht (db.example:5432)". Free with g_free; NULL: no URL. */
char *sz_postgres_place (const char *url, GError **error);

G_END_DECLS
