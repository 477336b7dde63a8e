/* SPDX-License-Identifier: EUPL-1.2 */
/* A connection: its statements from resources, prepared once, and its transactions. The engine
 * (engine.h) does the work; statement.c binds and steps. */
#define G_LOG_DOMAIN "sz-db"
#include "config.h"

#include "base/errors.h"
#include "db/engine.h"

#include <gio/gio.h>
#include <string.h>

/* Looked up on the stack without a copy; the table's own keys borrow the statement's name. */
typedef struct {
    const char *resource;
    const SzKind *kind;
    const SzField *field;
} StatementKey;

static unsigned
key_hash (const void *data)
{
    const StatementKey *key = data;

    return g_str_hash (key->resource) ^ g_direct_hash (key->kind) ^ g_direct_hash (key->field);
}

static gboolean
key_equal (const void *data_a, const void *data_b)
{
    const StatementKey *a = data_a;
    const StatementKey *b = data_b;

    return a->kind == b->kind && a->field == b->field && strcmp (a->resource, b->resource) == 0;
}

SzDb *
sz_db_new (const SzEngine *engine, void *connection)
{
    SzDb *db = g_new0 (SzDb, 1);

    db->engine = engine;
    db->connection = connection;
    db->statements =
        g_hash_table_new_full (key_hash, key_equal, g_free, (GDestroyNotify) sz_statement_free);
    return db;
}

void
sz_db_close (SzDb *db)
{
    if (db == NULL)
        return;
    sz_db_rollback (db);
    g_hash_table_destroy (db->statements);
    db->engine->close (db);
    g_free (db);
}

static char *
load_text (const char *resource)
{
    g_autofree char *path = g_strconcat (SZ_RESOURCES "/sql/", resource, ".sql", NULL);
    g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    size_t n;
    const char *data;

    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data (bytes, &n);
    return g_strndup (data, n);
}

/* Every beginning and end of a transaction asks for its words: looking them up each time was a tenth of a small one. */
char *
sz_db_resource_text (const char *resource)
{
    static GMutex mutex;
    static GHashTable *texts; /* (element-type utf8 utf8): for good */
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
    char *text;

    if (texts == NULL)
        texts = g_hash_table_new (g_str_hash, g_str_equal);
    text = g_hash_table_lookup (texts, resource);
    if (text == NULL && (text = load_text (resource)) != NULL)
        g_hash_table_insert (texts, g_strdup (resource), text);
    return g_strdup (text);
}

/* A missing resource is a mistake in the program, like a missing function. */
static char *
require_text (const char *resource)
{
    char *text = sz_db_resource_text (resource);

    if (text == NULL)
        g_error ("no statement %s", resource);
    return text;
}

SzStatement *
sz_db_template_statement (SzDb *db, const char *resource, const SzTemplate *values, GError **error)
{
    g_autofree char *text = require_text (resource);
    g_autofree char *expanded = values != NULL ? sz_template_expand (text, values) : NULL;
    void *handle = db->engine->prepare (db, resource, expanded != NULL ? expanded : text, error);
    SzStatement *statement;

    if (handle == NULL)
        return NULL;
    statement = g_new0 (SzStatement, 1);
    statement->db = db;
    statement->name = g_strdup (resource);
    statement->handle = handle;
    return statement;
}

static SzStatement *
prepare (SzDb *db, const StatementKey *key, GError **error)
{
    SzTemplate values = { .kind = key->kind, .field = key->field };
    SzStatement *statement =
        sz_db_template_statement (db, key->resource, key->kind != NULL ? &values : NULL, error);
    StatementKey *own;

    if (statement == NULL)
        return NULL;
    statement->kind = key->kind;
    own = g_new (StatementKey, 1);
    *own = *key;
    own->resource = statement->name;
    g_hash_table_insert (db->statements, own, statement);
    return statement;
}

static SzStatement *
get_statement (SzDb *db, const StatementKey *key, GError **error)
{
    SzStatement *statement = g_hash_table_lookup (db->statements, key);

    if (statement == NULL)
        return prepare (db, key, error);
    db->engine->reset (statement->handle);
    db->engine->unbind (statement->handle);
    return statement;
}

SzStatement *
sz_db_statement (SzDb *db, const char *resource, GError **error)
{
    StatementKey key = { .resource = resource };

    return get_statement (db, &key, error);
}

SzStatement *
sz_db_statement_for_kind (SzDb *db, const char *resource, const SzKind *kind, GError **error)
{
    StatementKey key = { .resource = resource, .kind = kind };

    return get_statement (db, &key, error);
}

SzStatement *
sz_db_statement_for_field (SzDb *db,
                           const char *resource,
                           const SzKind *kind,
                           const SzField *field,
                           GError **error)
{
    StatementKey key = { .resource = resource, .kind = kind, .field = field };

    return get_statement (db, &key, error);
}

SzStatement *
sz_db_own_statement (SzDb *db, const char *name, GError **error)
{
    g_autofree char *resource = g_strconcat ("db/", db->engine->name, "/", name, NULL);

    return sz_db_statement (db, resource, error);
}

bool
sz_db_script (SzDb *db, const char *resource, GError **error)
{
    g_autofree char *text = require_text (resource);

    return db->engine->script (db, resource, text, error);
}

bool
sz_db_define_words (SzDb *db, const char *name, const SzTemplate *words, GError **error)
{
    g_autofree char *resource = g_strconcat ("db/", db->engine->name, "/", name, NULL);
    g_autofree char *text = require_text (resource);
    g_autofree char *expanded = sz_template_expand (text, words);

    return db->engine->script (db, resource, expanded, error);
}

bool
sz_db_define (SzDb *db,
              const char *name,
              const SzKind *kind,
              const SzField *field,
              const char *index_name,
              const char *index_columns,
              GError **error)
{
    const SzTemplate words = { .kind = kind,
                               .field = field,
                               .index_name = index_name,
                               .index_columns = index_columns };

    return sz_db_define_words (db, name, &words, error);
}

/* One of the engine's own scripts. */
static bool
run_script (SzDb *db, const char *name, GError **error)
{
    g_autofree char *resource = g_strconcat ("db/", db->engine->name, "/", name, NULL);

    return sz_db_script (db, resource, error);
}

static bool
run_own (SzDb *db, const char *name, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, name, error);

    return statement != NULL && sz_run (statement, error);
}

bool
sz_db_begin (SzDb *db, GError **error)
{
    return db->begun = run_script (db, "begin", error);
}

bool
sz_db_begin_read (SzDb *db, GError **error)
{
    return db->begun = run_script (db, "begin_read", error);
}

bool
sz_db_begin_beside (SzDb *db, GError **error)
{
    return db->begun = run_script (db, "begin_beside", error);
}

bool
sz_db_hold (SzDb *db, int64_t number, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, "hold", error);

    if (statement == NULL)
        return false;
    sz_bind_integer (statement, "number", number);
    return sz_run (statement, error);
}

bool
sz_db_commit (SzDb *db, GError **error)
{
    bool ok = run_own (db, "commit", error);

    db->begun = db->begun && !ok;
    return ok;
}

void
sz_db_rollback (SzDb *db)
{
    g_autoptr (GError) error = NULL;

    /* After a full disk or an interrupt the engine may have rolled back by itself. */
    db->begun = false;
    if (sz_db_in_transaction (db) && !run_own (db, "rollback", &error) && !sz_db_is_lost (db))
        g_warning ("rollback failed: %s", error->message);
}

bool
sz_db_in_transaction (SzDb *db)
{
    return db->engine->in_transaction (db);
}

void
sz_db_interrupt (SzDb *db)
{
    db->engine->interrupt (db);
}

int64_t
sz_db_changes (SzDb *db)
{
    return db->engine->changes (db);
}

bool
sz_db_is_damaged (SzDb *db)
{
    return db->damaged;
}

bool
sz_db_is_lost (SzDb *db)
{
    return db->engine->is_lost != NULL && db->engine->is_lost (db);
}

char *
sz_db_ground (SzDb *db, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, "ground", error);
    char *ground;

    if (statement == NULL || sz_step (statement, error) != SZ_STEP_ROW)
        return NULL;
    ground = g_strdup (sz_column_text (statement, 0));
    sz_reset (statement);
    return ground;
}

/* One column of text per finding; a check without findings gives no row, or the word ok. */
static bool
run_check (SzDb *db, const char *name, GError **error)
{
    SzStatement *statement = sz_db_own_statement (db, name, error);
    SzStep step;

    if (statement == NULL)
        return false;
    step = sz_step (statement, error);
    if (step != SZ_STEP_ROW)
        return step == SZ_STEP_DONE;
    if (g_strcmp0 (sz_column_text (statement, 0), "ok") != 0) {
        g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_CORRUPT, "%s: %s", name,
                     sz_column_text (statement, 0));
        sz_reset (statement);
        return false;
    }
    sz_reset (statement);
    return true;
}

/* A page that a power cut left half written is whole in the log, where a look at the file alone does not see it. */
static bool
settle (SzDb *db, GError **error)
{
    return run_script (db, "settle", error);
}

bool
sz_db_check (SzDb *db, GError **error)
{
    return run_check (db, "check", error) && settle (db, error) &&
           run_check (db, "check_pages", error);
}
