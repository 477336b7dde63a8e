/* SPDX-License-Identifier: EUPL-1.2 */
/* Who sits in a class (class_pupils.h). */
#define G_LOG_DOMAIN "sz-class-pupils"

#include "config.h"

#include "views/class_pupils.h"

#include "base/text.h"

#include <string.h>

static int
compare_names (const void *a, const void *b)
{
    const SzRecord *const *x = a;
    const SzRecord *const *y = b;
    g_autofree char *first = g_strconcat (sz_record_text (*x, "last_name"), " ",
                                          sz_record_text (*x, "first_name"), NULL);
    g_autofree char *second = g_strconcat (sz_record_text (*y, "last_name"), " ",
                                           sz_record_text (*y, "first_name"), NULL);
    g_autofree char *first_key = sz_text_sort_key (first != NULL ? first : "");
    g_autofree char *second_key = sz_text_sort_key (second != NULL ? second : "");

    return strcmp (first_key, second_key);
}

static gboolean
is_enrolled (const SzRecord *enrolment, SzDate day)
{
    SzDate from = sz_record_date (enrolment, "valid_from");
    SzDate until = sz_record_date (enrolment, "valid_until");

    return from <= day && (until == SZ_DATE_NONE || day <= until);
}

GPtrArray *
sz_class_pupils (SzStore *store, const SzId *class_group, SzDate day)
{
    const SzValue value = { .type = SZ_VALUE_ID, .id = *class_group };
    GPtrArray *pupils = g_ptr_array_new_with_free_func ((GDestroyNotify) sz_record_free);
    g_autoptr (GPtrArray) enrolments =
        sz_store_list (store, sz_kind_by_name ("enrolment"), "class_group", &value, NULL);

    for (guint i = 0; enrolments != NULL && i < enrolments->len; i++) {
        const SzRecord *enrolment = g_ptr_array_index (enrolments, i);
        const SzId *id = sz_record_reference (enrolment, "pupil");
        SzRecord *pupil = NULL;

        if (id != NULL && is_enrolled (enrolment, day))
            pupil = sz_store_get (store, sz_kind_by_name ("pupil"), id, NULL);
        if (pupil != NULL)
            g_ptr_array_add (pupils, pupil);
    }
    g_ptr_array_sort (pupils, compare_names);
    return pupils;
}
