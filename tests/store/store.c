/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's cache on a real encrypted file: saving, showing, the server's rows over it, lists and search. */
#include "base/errors.h"
#include "record/line.h"
#include "store/apply.h"
#include "store/pupil_list.h"
#include "store/review.h"
#include "store/undo.h"
#include "store/writer.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
    char *directory;
    char *path;
    uint8_t key[32];
    SzStore *store;
    GAsyncResult *result;
} Desk;

static void
done_cb (GObject *source, GAsyncResult *result, void *data)
{
    Desk *desk = data;

    desk->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Desk *desk)
{
    while (desk->result == NULL)
        g_main_context_iteration (NULL, TRUE);
    return g_steal_pointer (&desk->result);
}

static bool
open_work (SzWriter *writer, void *data, GError **error)
{
    return sz_db_begin (sz_writer_db (writer), error) &&
           sz_cache_set_fact (sz_writer_db (writer), "device",
                              "018f0000-0000-7000-8000-000000000001", error) &&
           sz_cache_set_fact (sz_writer_db (writer), "allow-test-numbers", "1", error) &&
           sz_db_commit (sz_writer_db (writer), error);
}

static void
desk_open (Desk *desk, bool *recovered)
{
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GAsyncResult) worked = NULL;
    g_autoptr (GError) error = NULL;

    sz_store_open_async (desk->path, desk->key, NULL, done_cb, desk);
    result = wait_for (desk);
    desk->store = sz_store_open_finish (result, recovered, &error);
    g_assert_no_error (error);
    sz_store_work_async (desk->store, SZ_PRIORITY_NORMAL, open_work, NULL, NULL, done_cb, desk);
    worked = wait_for (desk);
    sz_store_work_finish (desk->store, worked, &error);
    g_assert_no_error (error);
}

static void
desk_close (Desk *desk)
{
    sz_store_close (desk->store);
    g_clear_object (&desk->store);
}

static void
set_up (Desk *desk, const void *data)
{
    desk->directory = g_dir_make_tmp ("sz-store-XXXXXX", NULL);
    desk->path = g_build_filename (desk->directory, "cache.db", NULL);
    memset (desk->key, 7, sizeof desk->key);
    desk_open (desk, NULL);
}

static void
tear_down (Desk *desk, const void *data)
{
    g_autoptr (GDir) dir = g_dir_open (desk->directory, 0, NULL);
    const char *name;

    desk_close (desk);
    while ((name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (desk->directory, name, NULL);

        g_unlink (path);
    }
    g_rmdir (desk->directory);
    g_free (desk->directory);
    g_free (desk->path);
}

static void
save (Desk *desk, SzOperation *op)
{
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    sz_store_save_async (desk->store, op, NULL, done_cb, desk);
    result = wait_for (desk);
    sz_store_save_finish (desk->store, result, &error);
    g_assert_no_error (error);
}

static SzId
add_pupil (Desk *desk, const char *first, const char *last)
{
    SzId id = sz_id_new (sz_env_default ());
    SzRecord *record = sz_record_new (sz_kind_by_name ("pupil"), &id);
    SzOperation *op = sz_operation_new (sz_env_default ());

    sz_record_set_text (record, "first_name", first);
    sz_record_set_text (record, "last_name", last);
    sz_record_set_text (record, "birth_date", "2012-03-04");
    sz_operation_create (op, record);
    save (desk, op);
    return id;
}

static void
set_phone (Desk *desk, const SzId *id, const char *phone)
{
    g_autoptr (SzRecord) before = sz_store_get (desk->store, sz_kind_by_name ("pupil"), id, NULL);
    g_autoptr (SzRecord) after = sz_record_copy (before);
    SzOperation *op = sz_operation_new (sz_env_default ());

    sz_record_set_text (after, "phone", phone);
    g_assert_true (sz_operation_edit (op, before, after));
    save (desk, op);
}

static void
assert_phone (Desk *desk, const SzId *id, const char *phone)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) record = sz_store_get (desk->store, sz_kind_by_name ("pupil"), id, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (sz_record_text (record, "phone"), ==, phone);
}

/* The server's row of a pupil, as the stream brings it. */
typedef struct {
    const SzId *id;
    int64_t seq;
    int64_t rev;
    const char *phone; /* NULL: deleted */
} Row;

static bool
apply_row (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    static const char *const fields[] = { "first_name", "last_name", "birth_date", "phone",
                                          "from_the_future" };
    Row *row = data;
    g_autoptr (SzApply) apply = sz_apply_new (db, "centre:1", touched, error);
    g_autoptr (SzLineReader) reader = sz_line_reader_new ();
    g_autoptr (GString) line = g_string_new (NULL);
    const SzToken *tokens;
    size_t n;

    g_string_append_printf (line, "[%" G_GINT64_FORMAT ",21,", row->seq);
    sz_line_append_id (line, row->id);
    /* The last value is of a field that this program does not know. */
    if (row->phone != NULL)
        g_string_append_printf (line,
                                ",%" G_GINT64_FORMAT
                                ",[\"Lotte\",\"Peeters\",\"2012-03-04\",\"%s\",7]]",
                                row->rev, row->phone);
    else
        g_string_append (line, ",-1]");
    sz_apply_declare (apply, 21, "pupil", fields, G_N_ELEMENTS (fields));
    return sz_apply_begin (apply, error) &&
           sz_line_read (reader, line->str, line->len, &tokens, &n, error) &&
           sz_apply_row (apply, tokens, n, error) &&
           sz_apply_cursor (apply, "c", row->seq, true, 0, error);
}

static bool
apply_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, apply_row, data, error);
}

static void
server_says (Desk *desk, const SzId *id, int64_t seq, const char *phone)
{
    Row row = { id, seq, seq, phone };
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    sz_store_work_async (desk->store, SZ_PRIORITY_NORMAL, apply_work, &row, NULL, done_cb, desk);
    result = wait_for (desk);
    sz_store_work_finish (desk->store, result, &error);
    g_assert_no_error (error);
}

typedef struct {
    unsigned nth;
    int64_t seq;
} Receipt;

static bool
give_receipt (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    Receipt *receipt = data;
    g_autoptr (GPtrArray) lines = sz_cache_unsent (db, 100, 1 << 20, error);
    SzId op;
    g_autofree char *text =
        g_strndup (strstr (g_ptr_array_index (lines, receipt->nth), "\"op\":\"") + 6, 36);

    g_assert_true (sz_id_parse (text, &op));
    const SzKept kept = { op, "applied", "centre:1", receipt->seq, NULL, NULL };

    return sz_cache_receipt (db, &kept, error);
}

static bool
receipt_work (SzWriter *writer, void *data, GError **error)
{
    return sz_writer_commit (writer, give_receipt, data, error);
}

static void
server_takes (Desk *desk, unsigned nth, int64_t seq)
{
    Receipt receipt = { nth, seq };
    g_autoptr (GAsyncResult) result = NULL;

    sz_store_work_async (desk->store, SZ_PRIORITY_NORMAL, receipt_work, &receipt, NULL, done_cb,
                         desk);
    result = wait_for (desk);
    g_assert_true (sz_store_work_finish (desk->store, result, NULL));
}

static void
wait_for_counts (Desk *desk, unsigned waiting)
{
    gint64 end = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

    while (sz_store_waiting (desk->store) != waiting && g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (sz_store_waiting (desk->store), ==, waiting);
}

/* An edit is seen at once, stays over the server's newer values, and goes when the cursor has passed it. */
static void
test_overlay (Desk *desk, const void *data)
{
    SzId id = sz_id_new (sz_env_default ());

    server_says (desk, &id, 1, "1");
    assert_phone (desk, &id, "1");
    set_phone (desk, &id, "mine");
    assert_phone (desk, &id, "mine");
    server_says (desk, &id, 2, "theirs");
    assert_phone (desk, &id, "mine");
    server_takes (desk, 0, 3);
    server_says (desk, &id, 2, "theirs");
    assert_phone (desk, &id, "mine");
    server_says (desk, &id, 3, "merged");
    assert_phone (desk, &id, "merged");
    wait_for_counts (desk, 0);
}

/* Deleted there while edited here: still seen until the server has decided. */
static void
test_deleted_there (Desk *desk, const void *data)
{
    SzId id = sz_id_new (sz_env_default ());

    server_says (desk, &id, 1, "1");
    set_phone (desk, &id, "mine");
    server_says (desk, &id, 2, NULL);
    assert_phone (desk, &id, "mine");
}

static void
test_undo (Desk *desk, const void *data)
{
    SzId id = sz_id_new (sz_env_default ());
    g_autoptr (GAsyncResult) result = NULL;

    server_says (desk, &id, 1, "1");
    set_phone (desk, &id, "2");
    set_phone (desk, &id, "3");
    sz_store_undo_async (desk->store, NULL, done_cb, desk);
    result = wait_for (desk);
    g_assert_true (sz_store_undo_finish (desk->store, result, NULL));
    assert_phone (desk, &id, "2");
}

static char *
names_found (Desk *desk, const char *search)
{
    g_autoptr (SzPupilList) list = sz_pupil_list_new (desk->store);
    SzPupilQuery query = { .search = search };
    GString *names = g_string_new (NULL);

    sz_pupil_list_query (list, &query);
    for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
        g_autoptr (SzPupilRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

        g_string_append_printf (names, "%s%s", i > 0 ? "; " : "", sz_pupil_row_get_name (row));
    }
    return g_string_free (names, FALSE);
}

static void
assert_found (Desk *desk, const char *search, const char *names)
{
    g_autofree char *found = names_found (desk, search);

    g_assert_cmpstr (found, ==, names);
}

static void
test_search (Desk *desk, const void *data)
{
    static const char *const born[] = { "4/3/2012", "04-03-2012", "2012-03-04", "4.3.2012",
                                        "2012" };
    SzId lotte;

    add_pupil (desk, "Zoë", "Çelik");
    lotte = add_pupil (desk, "Lotte", "Van den Broeck");
    add_pupil (desk, "Élise", "Peeters");
    add_pupil (desk, "Adam", "peeters");
    assert_found (desk, NULL, "Çelik, Zoë; peeters, Adam; Peeters, Élise; Van den Broeck, Lotte");
    assert_found (desk, "pee eli", "Peeters, Élise");
    assert_found (desk, "ELI PEE", "Peeters, Élise");
    assert_found (desk, "cel z", "Çelik, Zoë");
    assert_found (desk, "broeck", "Van den Broeck, Lotte");
    assert_found (desk, "nobody", "");
    assert_found (desk, "\"'; (",
                  "Çelik, Zoë; peeters, Adam; Peeters, Élise; Van den Broeck, Lotte");
    assert_found (desk, "zoe 4/3/2012", "Çelik, Zoë");
    assert_found (desk, "5/3/2012", "");
    for (size_t i = 0; i < G_N_ELEMENTS (born); i++)
        assert_found (desk, born[i],
                      "Çelik, Zoë; peeters, Adam; Peeters, Élise; Van den Broeck, Lotte");
    set_phone (desk, &lotte, "1");
    assert_found (desk, "lotte", "Van den Broeck, Lotte");
}

/* Many names between the same two neighbours exhaust the gap: everybody is numbered anew, the order holds. */
static void
test_gaps (Desk *desk, const void *data)
{
    g_autofree char *all = NULL;
    g_auto (GStrv) names = NULL;

    add_pupil (desk, "A", "A");
    add_pupil (desk, "Z", "Z");
    for (int i = 0; i < 40; i++) {
        g_autofree char *last = g_strdup_printf ("M%02d", 40 - i);

        add_pupil (desk, "X", last);
    }
    all = names_found (desk, NULL);
    names = g_strsplit (all, "; ", -1);
    g_assert_cmpuint (g_strv_length (names), ==, 42);
    for (int i = 1; i < 42; i++)
        g_assert_cmpstr (names[i - 1], <, names[i]);
}

/* What was saved is there after a start anew, and a second program is kept out. */
static void
test_again (Desk *desk, const void *data)
{
    SzId id = add_pupil (desk, "Lotte", "Peeters");
    Desk other = { .path = desk->path };
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    memcpy (other.key, desk->key, 32);
    sz_store_open_async (other.path, other.key, NULL, done_cb, &other);
    result = wait_for (&other);
    g_assert_null (sz_store_open_finish (result, NULL, &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY);
    desk_close (desk);
    desk_open (desk, NULL);
    assert_phone (desk, &id, NULL);
    g_assert_cmpuint (sz_store_waiting (desk->store), ==, 1);
}

/* Pages of the file are overwritten: it is set aside, a new one made, the unsent operation kept where it can be read. */
static void
test_damaged (Desk *desk, const void *data)
{
    bool recovered = false;
    g_autofree char *mark = g_strconcat (desk->path, ".open", NULL);
    g_autofree char *bytes = NULL;
    size_t n;

    for (int i = 0; i < 30; i++)
        add_pupil (desk, "Lotte", "Peeters");
    desk_close (desk);
    g_assert_true (g_file_get_contents (desk->path, &bytes, &n, NULL));
    memset (bytes + n / 2, 0x55, 4096);
    g_assert_true (g_file_set_contents (desk->path, bytes, (gssize) n, NULL));
    g_assert_true (g_file_set_contents (mark, "", 0, NULL));
    g_test_expect_message ("sz-writer", G_LOG_LEVEL_INFO, "*set aside*");
    desk_open (desk, &recovered);
    g_test_assert_expected_messages ();
    g_assert_true (recovered);
}

int
main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/" name, Desk, NULL, set_up, func, tear_down)
    ADD ("overlay", test_overlay);
    ADD ("deleted-there", test_deleted_there);
    ADD ("undo", test_undo);
    ADD ("search", test_search);
    ADD ("gaps", test_gaps);
    ADD ("again", test_again);
    ADD ("damaged", test_damaged);
    return g_test_run ();
}
