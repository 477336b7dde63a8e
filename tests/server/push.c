/* SPDX-License-Identifier: EUPL-1.2 */
/* What the server makes of operations: merge, conflict, parking, receipts, deletion (PROTOCOL.md 7 to 9). */
#include "desk.h"

#include "base/errors.h"
#include "base/national_number.h"
#include "db/records.h"
#include "record/control.h"
#include "record/json.h"
#include "server/push.h"

#include <string.h>

static void
assert_receipt (char *receipt, const char *member, const char *expected)
{
    g_autofree char *value = receipt_get (receipt, member);
    if (g_strcmp0 (value, expected) != 0)
        g_test_message ("%s", receipt);
    g_assert_cmpstr (value, ==, expected);
    g_free (receipt);
}

/* What was not taken gets no proof that it was: it would be taken in another history, whoever sent it. */
static void
assert_parked (char *receipt, const char *reason)
{
    g_autofree char *outcome = receipt_get (receipt, "outcome");
    g_assert_null (strstr (receipt, "\"proof\""));
    g_assert_cmpstr (outcome, ==, "parked");
    assert_receipt (receipt, "reason", reason);
}

static SzRecord *
only_review (World *world)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) reviews =
        sz_records_list (world->core->db, sz_kind_by_name ("review"), NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (reviews->len, ==, 1);
    return sz_record_copy (reviews->pdata[0]);
}

static void
test_merge (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    assert_receipt (world_create (world, &world->an, pupil), "outcome", "applied");
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    g_assert_cmpint (seen->rev, ==, 1);
    assert_receipt (world_edit (world, &world->an, seen, "phone", "03 1"), "outcome", "applied");
    assert_receipt (world_edit (world, &world->bert, seen, "email", "b@example.be"), "outcome",
                    "merged");
    g_autoptr (SzRecord) now = world_get (world, "pupil", &pupil->id);
    g_assert_cmpstr (sz_record_text (now, "phone"), ==, "03 1");
    g_assert_cmpstr (sz_record_text (now, "email"), ==, "b@example.be");
    g_assert_cmpint (now->rev, ==, 3);
    world_check (world);
}

static void
test_conflict (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    assert_receipt (world_create (world, &world->an, pupil), "outcome", "applied");
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    assert_receipt (world_edit (world, &world->an, seen, "street", "Kerkstraat"), "outcome",
                    "applied");
    /* The house number is of the same unit, the phone is not: it must land in any case. */
    g_autoptr (SzRecord) after = sz_record_copy (seen);
    sz_record_set_text (after, "house_number", "7");
    sz_record_set_text (after, "phone", "03 2");
    SzOperation *op = sz_operation_new (world->env);
    g_assert_true (sz_operation_edit (op, seen, after));
    assert_receipt (world_send (world, &world->bert, op), "outcome", "conflict");
    g_autoptr (SzRecord) now = world_get (world, "pupil", &pupil->id);
    g_assert_cmpstr (sz_record_text (now, "street"), ==, "Kerkstraat");
    g_assert_null (sz_record_text (now, "house_number"));
    g_assert_cmpstr (sz_record_text (now, "phone"), ==, "03 2");
    g_autoptr (SzRecord) review = only_review (world);
    g_assert_cmpstr (sz_record_text (review, "reason"), ==, "conflict");
    g_assert_cmpstr (sz_record_text (review, "unit"), ==, "address");
    g_assert_cmpstr (sz_record_text (review, "author"), ==, "bert");
    g_assert_cmpstr (sz_record_text (review, "state"), ==, "open");
    g_assert_true (sz_id_equal (sz_record_reference (review, "about_id"), &pupil->id));
    g_assert_nonnull (strstr (sz_record_text (review, "theirs"), "Kerkstraat"));
    g_assert_nonnull (strstr (sz_record_text (review, "mine"), "\"7\""));
    g_assert_null (strstr (sz_record_text (review, "base"), "Kerkstraat"));
    /* Both at the same value: nothing to decide. */
    assert_receipt (world_edit (world, &world->bert, seen, "phone", "03 2"), "outcome", "merged");
    world_check (world);
}

static void
test_resolve (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    g_free (world_create (world, &world->an, pupil));
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    g_free (world_edit (world, &world->an, seen, "phone", "1"));
    g_free (world_edit (world, &world->bert, seen, "phone", "2"));
    g_autoptr (SzRecord) review = only_review (world);
    g_autoptr (SzRecord) now = world_get (world, "pupil", &pupil->id);
    g_autoptr (SzRecord) mine = sz_record_copy (now);
    g_autoptr (SzRecord) closed = sz_record_copy (review);
    sz_record_set_text (mine, "phone", "2");
    sz_record_set_text (closed, "state", "kept_mine");
    SzOperation *op = sz_operation_new (world->env);
    g_assert_true (sz_operation_edit (op, now, mine) && sz_operation_edit (op, review, closed));
    assert_receipt (world_send (world, &world->bert, op), "outcome", "applied");
    g_autoptr (SzRecord) after = world_get (world, "pupil", &pupil->id);
    g_autoptr (SzRecord) after_review = only_review (world);
    g_assert_cmpstr (sz_record_text (after, "phone"), ==, "2");
    g_assert_cmpstr (sz_record_text (after_review, "state"), ==, "kept_mine");
    world_check (world);
}

static void
test_parked (void)
{
    g_autoptr (World) world = world_new ();
    SzId id = sz_id_new (world->env);
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", "10651800171");
    g_autoptr (SzRecord) twin = world_pupil (world, "Janssens", "10651800171");
    g_autoptr (SzRecord) unknown = world_pupil (world, "Maes", NULL);
    g_autoptr (SzRecord) nameless = world_pupil (world, NULL, NULL);
    g_autoptr (SzRecord) vaccine = sz_record_new (sz_kind_by_name ("vaccine"), &id);
    sz_record_set_text (vaccine, "code", "1");
    sz_record_set_text (vaccine, "name", "X");
    char number[12];
    sz_national_number_make_test (sz_date_new (2010, 5, 18), 2, number);
    sz_record_set_text (pupil, "national_number", number);
    sz_record_set_text (twin, "national_number", number);
    assert_receipt (world_create (world, &world->an, pupil), "outcome", "applied");
    assert_parked (world_create (world, &world->an, twin), "duplicate-key");
    assert_parked (world_create (world, &world->an, pupil), "duplicate-key");
    assert_parked (world_create (world, &world->an, vaccine), "not-allowed");
    assert_parked (world_create (world, &world->an, nameless), "invalid");
    assert_parked (world_edit (world, &world->an, unknown, "phone", "1"), "unknown-record");
    assert_parked (world_delete (world, &world->an, unknown), "unknown-record");
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    assert_parked (world_edit (world, &world->an, seen, "last_name", ""), "invalid");
    sz_record_set_id (unknown, "municipality", &id);
    assert_parked (world_create (world, &world->an, unknown), "unknown-record");
    world_check (world);
}

static void
test_unknown_kind (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *device = sz_id_to_string (&world->an.device);
    g_autofree char *line = g_strdup_printf (
        "{\"op\":\"01890000-0000-7000-8000-000000000001\",\"device\":\"%s\",\"n\":1,\"epoch\":\"%s\","
        "\"generation\":99,\"at\":0,\"reason\":null,\"parts\":[{\"verb\":\"create\",\"kind\":\"hearing_test\","
        "\"id\":\"01890000-0000-7000-8000-000000000002\",\"set\":{\"ear\":\"left\"}}]}",
        device, world->core->epoch);
    assert_parked (sz_push (world->core, &world->an, line, strlen (line), &error), "unknown-kind");
    g_autoptr (SzRecord) review = only_review (world);
    g_assert_cmpstr (sz_record_text (review, "mine"), ==, line);
    g_assert_cmpstr (sz_record_text (review, "about_kind"), ==, "hearing_test");
    g_assert_cmpstr (sz_record_text (review, "detail"), ==, "unknown-kind");
    world_check (world);
}

static void
test_append_only (void)
{
    g_autoptr (World) world = world_new ();
    SzId id = sz_id_new (world->env);
    g_autoptr (SzRecord) vaccine = sz_record_new (sz_kind_by_name ("vaccine"), &id);
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    sz_record_set_text (vaccine, "code", "1");
    sz_record_set_text (vaccine, "name", "X");
    world_reference (world, vaccine);
    g_free (world_create (world, &world->an, pupil));
    id = sz_id_new (world->env);
    g_autoptr (SzRecord) shot = sz_record_new (sz_kind_by_name ("vaccination"), &id);
    sz_record_set_id (shot, "pupil", &pupil->id);
    sz_record_set_id (shot, "vaccine", &vaccine->id);
    sz_record_set_date (shot, "given_on", sz_date_new (2020, 9, 1));
    assert_receipt (world_create (world, &world->an, shot), "outcome", "applied");
    g_autoptr (SzRecord) seen = world_get (world, "vaccination", &shot->id);
    assert_parked (world_edit (world, &world->an, seen, "lot", "A1"), "append-only");
    /* A correction has the same key and names what it corrects. */
    g_autoptr (SzRecord) correction = sz_record_copy (shot);
    correction->id = sz_id_new (world->env);
    sz_record_set_text (correction, "lot", "A1");
    assert_parked (world_create (world, &world->an, correction), "duplicate-key");
    sz_record_set_id (correction, "supersedes", &shot->id);
    assert_receipt (world_create (world, &world->an, correction), "outcome", "applied");
    /* A pupil with vaccinations cannot go; the undo of a vaccination can. */
    g_autoptr (SzRecord) seen_pupil = world_get (world, "pupil", &pupil->id);
    assert_parked (world_delete (world, &world->an, seen_pupil), "referenced");
    g_autoptr (SzRecord) seen_correction = world_get (world, "vaccination", &correction->id);
    assert_receipt (world_delete (world, &world->an, seen_correction), "outcome", "applied");
    world_check (world);
}

static void
test_delete (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    g_free (world_create (world, &world->an, pupil));
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    assert_receipt (world_delete (world, &world->an, seen), "outcome", "applied");
    g_assert_null (world_get (world, "pupil", &pupil->id));
    assert_receipt (world_delete (world, &world->bert, seen), "outcome", "applied");
    world_check (world);
    /* Someone who did not know goes on: the record is back, with the edit. */
    assert_receipt (world_edit (world, &world->bert, seen, "phone", "9"), "outcome", "merged");
    g_autoptr (SzRecord) back = world_get (world, "pupil", &pupil->id);
    g_assert_cmpstr (sz_record_text (back, "phone"), ==, "9");
    g_assert_cmpstr (sz_record_text (back, "last_name"), ==, "Peeters");
    g_assert_cmpint (back->rev, ==, 3);
    world_check (world);
    /* Deleting what somebody edited meanwhile: a person decides. */
    assert_receipt (world_delete (world, &world->an, seen), "outcome", "conflict");
    g_autoptr (SzRecord) still = world_get (world, "pupil", &pupil->id);
    g_assert_nonnull (still);
    g_autoptr (SzRecord) review = only_review (world);
    g_assert_cmpstr (sz_record_text (review, "detail"), ==, "deleted");
    g_assert_null (sz_record_text (review, "unit"));
    world_check (world);
}

static void
test_receipts (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    g_autoptr (SzOperation) op = sz_operation_new (world->env);
    sz_operation_create (op, sz_record_copy (pupil));
    op->device = world->an.device;
    op->n = 1;
    op->epoch = g_strdup (world->core->epoch);
    g_autofree char *line = sz_operation_to_json (op);
    g_autofree char *first = sz_push (world->core, &world->an, line, strlen (line), &error);
    g_autofree char *again = sz_push (world->core, &world->an, line, strlen (line), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (first, ==, again);
    g_autofree char *seq = receipt_get (again, "seq");
    g_assert_cmpstr (seq, ==, "1");
    /* The number is taken: this device was copied. */
    op->op_id = sz_id_new (world->env);
    g_autofree char *fork = sz_operation_to_json (op);
    g_assert_null (sz_push (world->core, &world->an, fork, strlen (fork), &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FORK);
    g_clear_error (&error);
    /* Another history. */
    op->n = 2;
    op->epoch[0] = op->epoch[0] == '0' ? '1' : '0';
    g_autofree char *old = sz_operation_to_json (op);
    g_assert_null (sz_push (world->core, &world->an, old, strlen (old), &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_EPOCH);
    g_clear_error (&error);
    g_assert_null (sz_push (world->core, &world->an, "[1]", 3, &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_BAD_REQUEST);
    world_check (world);
}

static void
test_other_centre (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    g_free (world_create (world, &world->an, pupil));
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    assert_parked (world_edit (world, &world->chris, seen, "phone", "1"), "not-allowed");
    assert_parked (world_delete (world, &world->chris, seen), "not-allowed");
    assert_parked (world_create (world, &world->chris, seen), "not-allowed");
    /* Nor may a record of one's own lead there. */
    SzId id = sz_id_new (world->env);
    g_autoptr (SzRecord) activity = sz_record_new (sz_kind_by_name ("activity"), &id);
    g_autoptr (SzRecord) staff = sz_record_new (sz_kind_by_name ("staff_member"), &id);
    sz_record_set_text (staff, "code", "C1");
    sz_record_set_text (staff, "last_name", "Claes");
    assert_receipt (world_create (world, &world->chris, staff), "outcome", "applied");
    activity->id = sz_id_new (world->env);
    sz_record_set_id (activity, "staff_member", &staff->id);
    sz_record_set_date (activity, "performed_on", sz_date_new (2020, 9, 1));
    sz_record_set_text (activity, "subject", "consult");
    sz_record_set_integer (activity, "minutes", 10);
    sz_record_set_id (activity, "pupil", &pupil->id);
    assert_parked (world_create (world, &world->chris, activity), "not-allowed");
    g_autoptr (SzRecord) now = world_get (world, "pupil", &pupil->id);
    g_assert_cmpint (now->rev, ==, 1);
    world_check (world);
}

static void
test_writes_nothing (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (GError) error = NULL;
    SzSession manager = world->an;
    manager.role = SZ_ROLE_POPULATION_MANAGER;
    manager.centre = NULL;
    g_autofree char *device = sz_id_to_string (&manager.device);
    g_autofree char *line = g_strdup_printf (
        "{\"op\":\"01890000-0000-7000-8000-000000000001\",\"device\":\"%s\",\"n\":1,"
        "\"epoch\":\"%s\",\"parts\":[]}",
        device, world->core->epoch);
    g_assert_null (sz_push (world->core, &manager, line, strlen (line), &error));
    g_assert_error (error, SZ_SERVER_ERROR, SZ_SERVER_ERROR_FORBIDDEN);
}

/* Whoever says to have worked at a centre and has not gets nothing in there. */
static void
test_never_there (void)
{
    g_autoptr (World) world = world_new ();
    g_autoptr (SzRecord) pupil = world_pupil (world, "Peeters", NULL);
    SzOperation *op = sz_operation_new (world->env);
    g_autofree char *receipt = NULL;
    g_autofree char *scope = NULL;
    g_free (world_create (world, &world->an, pupil));
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &pupil->id);
    g_autoptr (SzRecord) after = sz_record_copy (seen);
    sz_record_set_text (after, "phone", "0470");
    g_assert_true (sz_operation_edit (op, seen, after));
    op->scope = g_strdup ("centre:114");
    receipt = world_send (world, &world->chris, op);
    scope = receipt_get (receipt, "scope");
    g_assert_cmpstr (scope, ==, "centre:115");
    g_assert_nonnull (strstr (receipt, "not-allowed"));
    g_autofree char *stream = world_pull (world, &world->an, "centre:114", NULL);
    g_assert_null (strstr (stream, "0470"));
    world_check (world);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/push/merge", test_merge);
    g_test_add_func ("/push/conflict", test_conflict);
    g_test_add_func ("/push/resolve", test_resolve);
    g_test_add_func ("/push/parked", test_parked);
    g_test_add_func ("/push/unknown-kind", test_unknown_kind);
    g_test_add_func ("/push/append-only", test_append_only);
    g_test_add_func ("/push/delete", test_delete);
    g_test_add_func ("/push/receipts", test_receipts);
    g_test_add_func ("/push/other-centre", test_other_centre);
    g_test_add_func ("/push/writes-nothing", test_writes_nothing);
    g_test_add_func ("/push/never-there", test_never_there);
    return g_test_run ();
}
