/* SPDX-License-Identifier: EUPL-1.2 */
/* Reviews in words (review_text.h). */
#define G_LOG_DOMAIN "sz-review-text"

#include "config.h"

#include "views/review_text.h"

#include "record/json.h"
#include "views/field_text.h"
#include "widgets/format.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *code;
    const char *sentence;
    gboolean may_succeed;
} reasons[] = {
    { "duplicate-key",
      N_ ("There is already another one with the same key, such as the same national number. Change it in one of the two."),
      FALSE },
    { "invalid", N_ ("Something that was filled in is not valid on the server."), FALSE },
    { "not-allowed", N_ ("The author may not change this. Ask your coordinator."), TRUE },
    { "unknown-record", N_ ("What it is about is no longer there, or never reached the server."),
      FALSE },
    { "unknown-kind", N_ ("The server does not know this yet: it is older than this program."),
      TRUE },
    { "append-only",
      N_ ("This may only be added to: a mistake is corrected by a new line, not by a change."),
      FALSE },
    { "moved",
      N_ ("The pupil has gone to a school of another centre, and the file with it. What was saved here afterwards waits there for a "
          "colleague."),
      FALSE },
    { "left-centre",
      N_ ("The author works at another centre by now. What was saved before that waits here for a colleague."),
      TRUE },
    { "former-centre",
      N_ ("This was saved at the centre that had the file before, when it had already come here."),
      TRUE },
    { "referenced", N_ ("It cannot be deleted while something else still points to it."), FALSE },
};

gboolean
sz_review_is_parked (const SzRecord *review)
{
    return g_strcmp0 (sz_record_text (review, "reason"), "parked") == 0;
}

gboolean
sz_review_is_deletion (const SzRecord *review)
{
    return !sz_review_is_parked (review) && sz_record_text (review, "mine") == NULL;
}

gboolean
sz_review_is_notice (const SzRecord *review)
{
    return sz_review_is_parked (review) && sz_record_text (review, "mine") == NULL;
}

const char *
sz_review_reason (const SzRecord *review)
{
    const char *detail = sz_record_text (review, "detail");

    if (!sz_review_is_parked (review))
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
        if (g_strcmp0 (reasons[i].code, detail) == 0)
            return _ (reasons[i].sentence);
    }
    return _ ("The server does not take it over as it is. Ask your coordinator.");
}

/* A good save that only came when its author no longer had the right. */
static gboolean
is_of_elsewhere (const SzRecord *review)
{
    const char *detail = sz_record_text (review, "detail");

    return g_strcmp0 (detail, "former-centre") == 0 || g_strcmp0 (detail, "left-centre") == 0;
}

gboolean
sz_review_may_succeed (const SzRecord *review)
{
    const char *detail = sz_record_text (review, "detail");

    for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
        if (g_strcmp0 (reasons[i].code, detail) == 0)
            return reasons[i].may_succeed;
    }
    return TRUE;
}

SzOperation *
sz_review_operation (const SzRecord *review)
{
    const char *json = sz_record_text (review, "mine");
    g_autoptr (GError) error = NULL;
    SzOperation *op;

    if (json == NULL || !sz_review_is_parked (review))
        return NULL;
    op = sz_operation_from_json (json, &error);
    if (op == NULL)
        g_info ("review: %s", error->message);
    return op;
}

const SzKind *
sz_review_kind (const SzRecord *review)
{
    const char *about = sz_record_text (review, "about_kind");

    return about != NULL ? sz_kind_by_name (about) : NULL;
}

/*
 * What it is about
 */

/* The record as it is here, or else as it was saved. */
static SzRecord *
find_subject (SzStore *store, const SzRecord *review)
{
    const SzKind *kind = sz_review_kind (review);
    const SzId *id = sz_record_reference (review, "about_id");
    g_autoptr (SzOperation) op = NULL;
    const SzPart *part;
    SzRecord *record = kind != NULL && id != NULL ? sz_store_get (store, kind, id, NULL) : NULL;

    if (record != NULL)
        return record;
    op = sz_review_operation (review);
    if (op == NULL || op->parts->len == 0)
        return NULL;
    part = g_ptr_array_index (op->parts, 0);
    return sz_record_copy (part->verb == SZ_VERB_DELETE && part->base != NULL ? part->base
                                                                              : part->set);
}

/* The pupil itself, or the one a record belongs to. */
static const SzId *
pupil_of (const SzRecord *record)
{
    if (g_str_equal (record->kind->name, "pupil"))
        return &record->id;
    return sz_kind_field (record->kind, "pupil") != NULL ? sz_record_reference (record, "pupil")
                                                         : NULL;
}

gboolean
sz_review_pupil (SzStore *store, const SzRecord *review, SzId *pupil)
{
    g_autoptr (SzRecord) subject = find_subject (store, review);
    const SzId *id = subject != NULL ? pupil_of (subject) : NULL;
    g_autoptr (SzRecord) found =
        id != NULL ? sz_store_get (store, sz_kind_by_name ("pupil"), id, NULL) : NULL;

    if (found == NULL)
        return FALSE;
    *pupil = found->id;
    return TRUE;
}

char *
sz_review_title (SzStore *store, const SzRecord *review)
{
    g_autoptr (SzRecord) subject = find_subject (store, review);
    const SzId *pupil = subject != NULL ? pupil_of (subject) : NULL;
    g_autofree char *title = subject != NULL ? sz_record_title (store, subject) : NULL;
    g_autofree char *name = pupil != NULL ? sz_reference_title (store, "pupil", pupil) : NULL;
    const char *kind;

    if (subject == NULL)
        return g_strdup (sz_review_is_notice (review) ? _ ("A pupil who has gone")
                                                      : _ ("A change"));
    kind = sz_kind_label (subject->kind);
    if (g_str_equal (subject->kind->name, "pupil"))
        return g_steal_pointer (&title);
    if (name != NULL && *name != '\0')
        return g_strdup_printf ("%s · %s", name, kind);
    return g_str_equal (title, kind) ? g_strdup (kind) : g_strdup_printf ("%s · %s", kind, title);
}

/*
 * Who and when
 */

/* "today at 12:04", "5/10/2020 at 12:04" */
static char *
when (const SzRecord *review)
{
    int64_t ms = sz_record_integer (review, "raised_at");
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
    g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
    g_autofree char *time = sz_format_time (ms);
    g_autofree char *day = NULL;
    SzDate date;

    if (local == NULL)
        return g_strdup ("");
    date = sz_date_new (g_date_time_get_year (local), g_date_time_get_month (local),
                        g_date_time_get_day_of_month (local));
    if (date == sz_date_today ())
        return g_strdup_printf (_ ("today at %s"), time);
    day = sz_format_date (date);
    return g_strdup_printf (_ ("%s at %s"), day, time);
}

static const char *
author_of (const SzRecord *review)
{
    const char *author = sz_record_text (review, "author");

    return author != NULL ? author : _ ("a colleague");
}

/* NULL when it is not known, or the same person at another desk. */
static const char *
colleague_of (const SzRecord *review)
{
    const char *colleague = sz_record_text (review, "colleague");

    return g_strcmp0 (colleague, sz_record_text (review, "author")) != 0 ? colleague : NULL;
}

static gboolean
is_mine (SzStore *store, const SzRecord *review)
{
    const char *author = sz_record_text (review, "author");

    return author != NULL && g_strcmp0 (author, sz_store_fact (store, "display-name")) == 0;
}

static char *
notice_sentence (SzStore *store, const SzRecord *review, const char *at)
{
    const char *centre = sz_record_text (review, "colleague");

    if (is_mine (store, review))
        return g_strdup_printf (_ ("What you saved waits at %s (%s). Nothing of it is lost."),
                                centre, at);
    return g_strdup_printf (_ ("What %s saved waits at %s (%s). Nothing of it is lost."),
                            author_of (review), centre, at);
}

static char *
parked_sentence (SzStore *store, const SzRecord *review, const char *at)
{
    if (sz_review_is_notice (review))
        return notice_sentence (store, review, at);
    if (is_mine (store, review))
        return g_strdup_printf (
            _ ("What you saved could not be taken over (%s). It is kept here, all of it."), at);
    return g_strdup_printf (
        _ ("What %s saved could not be taken over (%s). It is kept here, all of it."),
        author_of (review), at);
}

static char *
deletion_sentence (SzStore *store, const SzRecord *review, const char *at)
{
    const char *colleague = colleague_of (review);

    colleague = colleague != NULL ? colleague : _ ("a colleague");
    if (is_mine (store, review))
        return g_strdup_printf (
            _ ("You deleted this while %s changed it (%s). It is still there until you choose."),
            colleague, at);
    return g_strdup_printf (
        _ ("%s deleted this while %s changed it (%s). It is still there until somebody chooses."),
        author_of (review), colleague, at);
}

char *
sz_review_sentence (SzStore *store, const SzRecord *review)
{
    g_autofree char *at = when (review);
    const char *colleague = colleague_of (review);

    if (sz_review_is_parked (review))
        return parked_sentence (store, review, at);
    if (sz_review_is_deletion (review))
        return deletion_sentence (store, review, at);
    colleague = colleague != NULL ? colleague : _ ("a colleague");
    if (is_mine (store, review))
        return g_strdup_printf (
            _ ("You and %s both changed this (%s). What %s filled in stands now; your version is kept here until you choose."),
            colleague, at, colleague);
    return g_strdup_printf (
        _ ("%s and %s both changed this (%s). What %s filled in stands now; the other version is kept here until somebody chooses."),
        author_of (review), colleague, at, colleague);
}

char *
sz_review_theirs (const SzRecord *review)
{
    const char *colleague = colleague_of (review);

    return g_strdup (colleague != NULL ? colleague : _ ("Stands now"));
}

char *
sz_review_mine (SzStore *store, const SzRecord *review)
{
    return g_strdup (is_mine (store, review) ? _ ("You") : author_of (review));
}

char *
sz_review_keep_label (const SzRecord *review)
{
    const char *colleague = colleague_of (review);

    if (sz_review_is_notice (review))
        return g_strdup (_ ("Understood"));
    if (sz_review_is_parked (review))
        return g_strdup (_ ("Leave out"));
    if (sz_review_is_deletion (review))
        return g_strdup (_ ("Keep it"));
    return colleague != NULL ? g_strdup_printf (_ ("Keep that of %s"), colleague)
                             : g_strdup (_ ("Keep what stands now"));
}

char *
sz_review_take_label (SzStore *store, const SzRecord *review)
{
    if (sz_review_is_parked (review))
        return g_strdup (is_of_elsewhere (review) ? _ ("Take it over") : _ ("Try again"));
    if (sz_review_is_deletion (review))
        return g_strdup (_ ("Delete it after all"));
    return is_mine (store, review) ? g_strdup (_ ("Take my version"))
                                   : g_strdup_printf (_ ("Take that of %s"), author_of (review));
}
