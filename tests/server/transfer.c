/* SPDX-License-Identifier: EUPL-1.2 */
/* A pupil's file goes to another centre: in one line each way, whole, with what the old centre counts left behind without a
 * name; and what comes too late waits where the file is. */
#include "desk.h"

#include "base/errors.h"
#include "db/records.h"
#include "record/json.h"
#include "server/transfer.h"

#include <string.h>

#define CANARY "Zwartbekkanarie"

typedef struct {
    World *world;
    SzId school;
    SzId disease;
    SzId vaccine;
    SzRecord *pupil; /* (owned) each */
    SzRecord *friend;
    SzRecord *staff;
    SzRecord *class_group;
    SzRecord *enrolment;
    SzRecord *vaccination;
    SzRecord *infection;
    SzRecord *friends_contact; /* of the friend, with the pupil's infection */
    SzRecord *friends_infection;
    SzRecord *contact; /* of the pupil, with the friend's infection */
    SzRecord *activity;
} File;

static SzRecord *
record_of (World *world, const char *kind)
{
    SzId id = sz_id_new (world->env);
    SzRecord *record = sz_record_new (sz_kind_by_name (kind), &id);

    for (size_t i = 0; i < record->kind->n_fields; i++)
        sz_record_set_null (record, record->kind->fields[i].name);
    return record;
}

static SzId
reference (World *world, const char *kind, const char *key, const char *text)
{
    g_autoptr (SzRecord) record = record_of (world, kind);

    sz_record_set_text (record, key, text);
    if (sz_kind_field (record->kind, "name") != NULL)
        sz_record_set_text (record, "name", text);
    world_reference (world, record);
    return record->id;
}

static void
create (World *world, const SzSession *who, const SzRecord *record)
{
    g_autofree char *receipt = world_create (world, who, record);
    g_autofree char *outcome = receipt_get (receipt, "outcome");

    if (g_strcmp0 (outcome, "applied") != 0)
        g_test_message ("%s: %s", record->kind->name, receipt);
    g_assert_cmpstr (outcome, ==, "applied");
}

static SzRecord *
new_infection (File *file, const SzRecord *pupil, const char *remark)
{
    SzRecord *infection = record_of (file->world, "infection");

    sz_record_set_id (infection, "school", &file->school);
    sz_record_set_id (infection, "class_group", &file->class_group->id);
    sz_record_set_id (infection, "pupil", &pupil->id);
    sz_record_set_text (infection, "person", "pupil");
    sz_record_set_id (infection, "disease", &file->disease);
    sz_record_set_text (infection, "status", "confirmed");
    sz_record_set_date (infection, "reported_on", sz_date_new (2020, 9, 7));
    sz_record_set_id (infection, "traced_by", &file->staff->id);
    sz_record_set_text (infection, "remark", remark);
    create (file->world, &file->world->an, infection);
    return infection;
}

static SzRecord *
new_contact (File *file, const SzRecord *infection, const SzRecord *pupil)
{
    SzRecord *contact = record_of (file->world, "contact");

    sz_record_set_id (contact, "infection", &infection->id);
    sz_record_set_id (contact, "pupil", &pupil->id);
    sz_record_set_text (contact, "person", "pupil");
    sz_record_set_text (contact, "risk", "high");
    create (file->world, &file->world->an, contact);
    return contact;
}

static void
make_people (File *file)
{
    World *world = file->world;

    file->pupil = world_pupil (world, CANARY, NULL);
    file->friend = world_pupil (world, "Janssens", NULL);
    create (world, &world->an, file->pupil);
    create (world, &world->an, file->friend);
    file->staff = record_of (world, "staff_member");
    sz_record_set_text (file->staff, "first_name", "An");
    sz_record_set_text (file->staff, "last_name", "Peeters");
    sz_record_set_text (file->staff, "email", "an@example.be");
    sz_record_set_text (file->staff, "code", "AP");
    create (world, &world->an, file->staff);
    file->class_group = record_of (world, "class_group");
    sz_record_set_id (file->class_group, "school", &file->school);
    sz_record_set_integer (file->class_group, "school_year", 2020);
    sz_record_set_text (file->class_group, "grade", "L5");
    sz_record_set_text (file->class_group, "name", "5A");
    create (world, &world->an, file->class_group);
}

static void
make_file (File *file)
{
    World *world = file->world;

    file->enrolment = record_of (world, "enrolment");
    sz_record_set_id (file->enrolment, "pupil", &file->pupil->id);
    sz_record_set_id (file->enrolment, "school", &file->school);
    sz_record_set_id (file->enrolment, "class_group", &file->class_group->id);
    sz_record_set_date (file->enrolment, "valid_from", sz_date_new (2020, 9, 1));
    create (world, &world->an, file->enrolment);
    file->vaccination = record_of (world, "vaccination");
    sz_record_set_id (file->vaccination, "pupil", &file->pupil->id);
    sz_record_set_id (file->vaccination, "vaccine", &file->vaccine);
    sz_record_set_date (file->vaccination, "given_on", sz_date_new (2016, 3, 1));
    create (world, &world->an, file->vaccination);
    file->infection = new_infection (file, file->pupil, CANARY " hoest");
    file->friends_infection = new_infection (file, file->friend, "Janssens hoest");
    file->friends_contact = new_contact (file, file->infection, file->friend);
    file->contact = new_contact (file, file->friends_infection, file->pupil);
    file->activity = record_of (world, "activity");
    sz_record_set_id (file->activity, "staff_member", &file->staff->id);
    sz_record_set_date (file->activity, "performed_on", sz_date_new (2020, 9, 8));
    sz_record_set_text (file->activity, "subject", "gesprek");
    sz_record_set_integer (file->activity, "minutes", 30);
    sz_record_set_id (file->activity, "pupil", &file->pupil->id);
    sz_record_set_text (file->activity, "remark", CANARY " weent");
    create (world, &world->an, file->activity);
}

static File *
file_new (void)
{
    File *file = g_new0 (File, 1);

    file->world = world_new ();
    reference (file->world, "centre", "number", "114");
    reference (file->world, "centre", "number", "115");
    file->school = reference (file->world, "school", "number", "123456");
    file->disease = reference (file->world, "disease", "code", "covid19");
    file->vaccine = reference (file->world, "vaccine", "code", "871831003");
    make_people (file);
    make_file (file);
    return file;
}

static void
file_free (File *file)
{
    SzRecord *records[] = { file->pupil,       file->friend,          file->staff,
                            file->class_group, file->enrolment,       file->vaccination,
                            file->infection,   file->friends_contact, file->friends_infection,
                            file->contact,     file->activity };

    for (size_t i = 0; i < G_N_ELEMENTS (records); i++)
        sz_record_free (records[i]);
    world_free (file->world);
    g_free (file);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (File, file_free)

static void
transfer (File *file, const char *to)
{
    g_autoptr (GError) error = NULL;
    SzCore *core = file->world->core;

    g_assert_true (sz_db_begin (core->db, &error));
    g_assert_true (sz_transfer (core, &file->pupil->id, to, &error));
    g_assert_no_error (error);
    g_assert_true (sz_db_commit (core->db, &error));
    world_check (file->world);
}

static char *
end_cursor (const char *stream)
{
    const char *end = strstr (stream, "{\"end\":");

    g_assert_nonnull (end);
    return receipt_get (end, "cursor");
}

/* How many rows of a stream have `text`. */
static unsigned
count_rows (const char *stream, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (stream, "\n", -1);
    unsigned n = 0;

    for (char **line = lines; *line != NULL; line++)
        n += **line == '[' && strstr (*line, text) != NULL;
    return n;
}

static unsigned
count_id (const char *stream, const SzId *id)
{
    g_autofree char *text = sz_id_to_string (id);

    return count_rows (stream, text);
}

static int64_t
stands_in (World *world, const char *kind, const SzId *id)
{
    g_autoptr (GError) error = NULL;
    SzPlace place = { .scope = -1 };

    sz_record_free (sz_records_get (world->core->db, sz_kind_by_name (kind), id, &place, &error));
    g_assert_no_error (error);
    return place.scope;
}

static void
test_one_line_each (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autofree char *before = world_pull (world, &world->an, "centre:114", NULL);
    g_autofree char *before_there = world_pull (world, &world->chris, "centre:115", NULL);
    g_autofree char *cursor = end_cursor (before);
    g_autofree char *cursor_there = end_cursor (before_there);
    g_autofree char *gone = NULL;
    g_autofree char *whole = NULL;
    g_autofree char *anew = NULL;

    transfer (file, "centre:115");
    gone = world_pull (world, &world->an, "centre:114", cursor);
    g_assert_cmpuint (count_rows (gone, ",-2,[]]"), ==, 1);
    g_assert_cmpuint (count_rows (gone, CANARY), ==, 0);
    g_assert_cmpuint (count_id (gone, &file->enrolment->id), ==, 0);
    /* What came is whole, and somebody who begins now sees the same. */
    whole = world_pull (world, &world->chris, "centre:115", cursor_there);
    anew = world_pull (world, &world->an, "centre:114", NULL);
    g_assert_cmpuint (count_rows (whole, CANARY), ==, 3);
    g_assert_cmpuint (count_id (whole, &file->enrolment->id), ==, 1);
    g_assert_cmpuint (count_id (whole, &file->vaccination->id), ==, 1);
    g_assert_cmpuint (count_rows (anew, CANARY), ==, 0);
    g_assert_cmpuint (count_id (anew, &file->vaccination->id), ==, 0);
    g_assert_cmpuint (count_id (anew, &file->friend->id), >=, 1);
    /* Nobody learns of the friend there. */
    g_assert_cmpuint (count_rows (whole, "Janssens"), ==, 0);
    g_assert_cmpuint (count_id (whole, &file->friend->id), ==, 0);
    g_assert_cmpuint (count_rows (whole, "an@example.be"), ==, 0);
    g_assert_cmpuint (count_rows (whole, "Peeters"), ==, 1);
}

/* The whole file has one number there; a change of one record gives that one its own and leaves the others be. */
static void
test_changed_after (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    transfer (file, "centre:115");
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &file->pupil->id);
    g_autoptr (SzRecord) infection = world_get (world, "infection", &file->infection->id);
    g_autofree char *receipt = world_edit (world, &world->chris, seen, "phone", "03 1");
    g_autofree char *second = world_edit (world, &world->chris, infection, "status", "refuted");
    g_autofree char *all = NULL;
    g_assert_nonnull (strstr (receipt, "applied"));
    g_assert_nonnull (strstr (second, "applied"));
    world_check (world);
    all = world_pull (world, &world->chris, "centre:115", NULL);
    g_assert_cmpuint (count_rows (all, CANARY), ==, 3);
    g_assert_cmpuint (count_id (all, &file->vaccination->id), ==, 1);
    g_assert_cmpuint (count_rows (all, "refuted"), ==, 1);
}

/* Each centre counts its own work, once. */
static void
test_counts (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) activities = NULL;
    g_autoptr (SzRecord) friends = NULL;
    g_autoptr (SzRecord) left = NULL;
    int64_t old = stands_in (world, "pupil", &file->pupil->id);

    transfer (file, "centre:115");
    activities =
        sz_records_list (world->core->db, sz_kind_by_name ("activity"), NULL, NULL, &error);
    g_assert_cmpuint (activities->len, ==, 2);
    for (unsigned i = 0; i < activities->len; i++) {
        const SzRecord *activity = activities->pdata[i];
        bool stays = stands_in (world, "activity", &activity->id) == old;

        g_assert_cmpint (sz_record_integer (activity, "minutes"), ==, 30);
        g_assert_true (stays == (sz_record_reference (activity, "origin") == NULL));
        g_assert_true (stays == (sz_record_reference (activity, "pupil") == NULL));
        g_assert_true (stays == (sz_record_text (activity, "remark") == NULL));
    }
    /* The friend was near a case, which is still there to be counted. */
    friends = world_get (world, "contact", &file->friends_contact->id);
    left = world_get (world, "infection", sz_record_reference (friends, "infection"));
    g_assert_false (sz_id_equal (&left->id, &file->infection->id));
    g_assert_cmpint (stands_in (world, "infection", &left->id), ==, old);
    g_assert_null (sz_record_reference (left, "pupil"));
    g_assert_null (sz_record_text (left, "remark"));
}

static void
test_back (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (GError) error = NULL;
    g_autofree char *before = world_pull (world, &world->an, "centre:114", NULL);
    g_autofree char *after = NULL;
    g_autofree char *there = NULL;
    g_autoptr (GPtrArray) activities = NULL;
    const SzKind *kind = sz_kind_by_name ("activity");

    transfer (file, "centre:115");
    transfer (file, "centre:114");
    after = world_pull (world, &world->an, "centre:114", NULL);
    there = world_pull (world, &world->chris, "centre:115", NULL);
    g_assert_cmpuint (count_rows (after, CANARY), ==, count_rows (before, CANARY));
    g_assert_cmpuint (count_rows (there, CANARY), ==, 0);
    activities = sz_records_list (world->core->db, kind, NULL, NULL, &error);
    g_assert_cmpuint (activities->len, ==, 1);
    g_assert_null (sz_record_reference (activities->pdata[0], "origin"));
    g_assert_true (
        sz_id_equal (sz_record_reference (activities->pdata[0], "staff_member"), &file->staff->id));
    g_autoptr (SzRecord) friends = world_get (world, "contact", &file->friends_contact->id);
    g_assert_true (sz_id_equal (sz_record_reference (friends, "infection"), &file->infection->id));
    /* And once more: the desks have seen all of it before. */
    transfer (file, "centre:115");
}

/* Saved at the old centre by who did not know yet. */
static void
test_too_late (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &file->pupil->id);
    g_autoptr (SzRecord) again = record_of (world, "vaccination");
    g_autofree char *receipt = NULL;
    g_autofree char *second = NULL;
    g_autofree char *outcome = NULL;
    g_autofree char *here = NULL;
    g_autofree char *there = NULL;

    transfer (file, "centre:115");
    receipt = world_edit (world, &world->an, seen, "phone", "0470");
    outcome = receipt_get (receipt, "outcome");
    g_assert_cmpstr (outcome, ==, "moved");
    sz_record_set_id (again, "pupil", &file->pupil->id);
    sz_record_set_id (again, "vaccine", &file->vaccine);
    sz_record_set_date (again, "given_on", sz_date_new (2020, 9, 9));
    second = world_create (world, &world->an, again);
    g_assert_nonnull (strstr (second, "\"moved\""));
    world_check (world);
    here = world_pull (world, &world->an, "centre:114", NULL);
    there = world_pull (world, &world->chris, "centre:115", NULL);
    g_assert_cmpuint (count_rows (here, "0470"), ==, 0);
    g_assert_cmpuint (count_rows (there, "0470"), ==, 1);
    g_assert_cmpuint (count_rows (there, "former-centre"), ==, 2);
    g_assert_cmpuint (count_rows (here, "\"moved\""), ==, 2);
    g_assert_cmpuint (count_id (here, &file->pupil->id), ==, 1); /* that it left */
}

/* Of another pupil than the one that left nobody there may read. */
static void
test_mixed (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &file->pupil->id);
    g_autoptr (SzRecord) friend = world_get (world, "pupil", &file->friend->id);
    g_autoptr (SzRecord) after = sz_record_copy (seen);
    g_autoptr (SzRecord) friends_after = sz_record_copy (friend);
    g_autofree char *receipt = NULL;
    g_autofree char *there = NULL;
    SzOperation *op = sz_operation_new (world->env);

    transfer (file, "centre:115");
    sz_record_set_text (after, "phone", "0470");
    sz_record_set_text (friends_after, "phone", "0471");
    g_assert_true (sz_operation_edit (op, seen, after));
    g_assert_true (sz_operation_edit (op, friend, friends_after));
    receipt = world_send (world, &world->an, op);
    g_assert_nonnull (strstr (receipt, "\"parked\""));
    g_assert_nonnull (strstr (receipt, "\"moved\""));
    there = world_pull (world, &world->chris, "centre:115", NULL);
    g_assert_cmpuint (count_rows (there, "0471"), ==, 0);
    world_check (world);
}

/* A desk may hold it as it was before: as the friend's. */
static void
test_came_by_edit (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autofree char *before = world_pull (world, &world->an, "centre:114", NULL);
    g_autofree char *cursor = end_cursor (before);
    g_autoptr (SzRecord) seen = world_get (world, "infection", &file->friends_infection->id);
    g_autofree char *text = sz_id_to_string (&file->pupil->id);
    g_autofree char *gone = NULL;

    g_free (world_edit (world, &world->an, seen, "pupil", text));
    transfer (file, "centre:115");
    gone = world_pull (world, &world->an, "centre:114", cursor);
    g_assert_cmpuint (count_id (gone, &file->friends_infection->id), ==, 1);
    g_assert_cmpuint (count_rows (gone, ",-2,[26,"), ==, 1);
}

/* A review goes where what it is about goes. */
static void
test_reviews (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &file->pupil->id);
    g_autofree char *here = NULL;
    g_autofree char *there = NULL;

    g_free (world_edit (world, &world->an, seen, "phone", "0470"));
    g_free (world_edit (world, &world->bert, seen, "phone", "0471"));
    transfer (file, "centre:115");
    here = world_pull (world, &world->an, "centre:114", NULL);
    there = world_pull (world, &world->chris, "centre:115", NULL);
    g_assert_cmpuint (count_rows (here, "0471"), ==, 0);
    g_assert_cmpuint (count_rows (there, "0471"), ==, 1);
}

/* Whoever never had the pupil learns nothing of where it is. */
static void
test_stranger (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (SzRecord) seen = world_get (world, "pupil", &file->pupil->id);
    g_autofree char *receipt = world_edit (world, &world->chris, seen, "phone", "0470");

    g_assert_nonnull (strstr (receipt, "\"not-allowed\""));
}

static void
test_refused (void)
{
    g_autoptr (File) file = file_new ();
    World *world = file->world;
    g_autoptr (GError) error = NULL;
    SzId nobody = sz_id_new (world->env);

    g_assert_true (sz_db_begin (world->core->db, NULL));
    g_assert_false (sz_transfer (world->core, &nobody, "centre:115", &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND);
    g_clear_error (&error);
    g_assert_false (sz_transfer (world->core, &file->pupil->id, "centre:999", &error));
    g_assert_error (error, SZ_DB_ERROR, SZ_DB_ERROR_NOT_FOUND);
    sz_db_rollback (world->core->db);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/transfer/one-line-each", test_one_line_each);
    g_test_add_func ("/transfer/changed-after", test_changed_after);
    g_test_add_func ("/transfer/counts", test_counts);
    g_test_add_func ("/transfer/back", test_back);
    g_test_add_func ("/transfer/too-late", test_too_late);
    g_test_add_func ("/transfer/mixed", test_mixed);
    g_test_add_func ("/transfer/came-by-edit", test_came_by_edit);
    g_test_add_func ("/transfer/reviews", test_reviews);
    g_test_add_func ("/transfer/stranger", test_stranger);
    g_test_add_func ("/transfer/refused", test_refused);
    return g_test_run ();
}
