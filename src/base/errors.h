/* SPDX-License-Identifier: EUPL-1.2 */
/* The four error domains of Schoolzicht. Messages are untranslated English for the log and hold
 * record ids only, never a name, a national number, a note, a token or a bound value; the
 * sentence a person reads is made from domain and code (base/error_text.c). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Anything a database engine answered. */
typedef enum {
    SZ_DB_ERROR_FAILED,
    SZ_DB_ERROR_BUSY,       /* another process holds the lock for longer than the wait */
    SZ_DB_ERROR_FULL,       /* no room on the disk: nothing was written */
    SZ_DB_ERROR_CORRUPT,    /* the file is damaged or is no database */
    SZ_DB_ERROR_KEY,        /* the key does not open this file */
    SZ_DB_ERROR_NEWER,      /* made by a newer program: refuse, do not touch */
    SZ_DB_ERROR_CONSTRAINT, /* a rule of the schema refuses the row */
    SZ_DB_ERROR_NOT_FOUND,  /* no such record */
} SzDbError;

/* Anything that came in over the wire or out of a file and could not be read. */
typedef enum {
    SZ_WIRE_ERROR_SYNTAX,    /* not the format */
    SZ_WIRE_ERROR_VALUE,     /* the format, but a value that a field cannot have */
    SZ_WIRE_ERROR_UNKNOWN,   /* a kind or field that the catalogue does not have */
    SZ_WIRE_ERROR_TRUNCATED, /* ended early */
    SZ_WIRE_ERROR_TOO_BIG,   /* over a stated limit */
} SzWireError;

/* What the sync engine and its user can do about a failed exchange (PROTOCOL.md section 11). */
typedef enum {
    SZ_SYNC_ERROR_OFFLINE,     /* transient: retry by itself */
    SZ_SYNC_ERROR_SIGN_IN,     /* the session ended: ask for the password, keep editing */
    SZ_SYNC_ERROR_PASSWORD,    /* wrong name or password */
    SZ_SYNC_ERROR_CERTIFICATE, /* not the certificate that was pinned: stop */
    SZ_SYNC_ERROR_UNTRUSTED,   /* no certificate pinned yet: show it and ask */
    SZ_SYNC_ERROR_PROTOCOL,    /* a body that is not what PROTOCOL.md says */
    SZ_SYNC_ERROR_HISTORY, /* the server has begun a new history: ask for the session again, at once */
    SZ_SYNC_ERROR_VERSION,          /* server or client too old or too new for the other */
    SZ_SYNC_ERROR_REVOKED,          /* this person or device may no longer have this scope */
    SZ_SYNC_ERROR_NOT_A_SERVER,     /* something answers there, but it is no Schoolzicht server */
    SZ_SYNC_ERROR_TOO_MANY,         /* slow down: too many tries */
    SZ_SYNC_ERROR_KEY_LOCKED,       /* a cache exists but its key cannot be had: unlock first */
    SZ_SYNC_ERROR_WRONG_PASSPHRASE, /* the passphrase does not open the key of this cache */
    SZ_SYNC_ERROR_LEASE, /* too long without the server: connect before the cache is opened */
    SZ_SYNC_ERROR_WIPED, /* the server says that this device must wipe itself */
} SzSyncError;

/* What the server answers a client with; each has a stable problem type (PROTOCOL.md section 11). */
typedef enum {
    SZ_SERVER_ERROR_FAILED,
    SZ_SERVER_ERROR_BAD_REQUEST,
    SZ_SERVER_ERROR_UNAUTHORIZED,
    SZ_SERVER_ERROR_FORBIDDEN,
    SZ_SERVER_ERROR_NOT_FOUND,
    SZ_SERVER_ERROR_TOO_BIG,
    SZ_SERVER_ERROR_TOO_MANY,
    SZ_SERVER_ERROR_EPOCH,
    SZ_SERVER_ERROR_FORK,
    SZ_SERVER_ERROR_VERSION,
    SZ_SERVER_ERROR_PASSWORD,    /* wrong name or password */
    SZ_SERVER_ERROR_RESYNC,      /* this cursor is of no use: pull from the start */
    SZ_SERVER_ERROR_WIPED,       /* this device must wipe itself */
    SZ_SERVER_ERROR_UNAVAILABLE, /* not now: try again later */
} SzServerError;

#define SZ_DB_ERROR (sz_db_error_quark ())
#define SZ_WIRE_ERROR (sz_wire_error_quark ())
#define SZ_SYNC_ERROR (sz_sync_error_quark ())
#define SZ_SERVER_ERROR (sz_server_error_quark ())

GQuark sz_db_error_quark (void);
GQuark sz_wire_error_quark (void);
GQuark sz_sync_error_quark (void);
GQuark sz_server_error_quark (void);

G_END_DECLS
