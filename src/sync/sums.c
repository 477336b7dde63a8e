/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the server's sums, line by line (sums.h). */
#define G_LOG_DOMAIN "sz-their-sums"

#include "config.h"

#include "sync/sums.h"

#include "base/errors.h"
#include "record/control.h"

void
sz_their_sums_free (SzTheirSums *theirs)
{
    if (theirs == NULL)
        return;
    sz_sums_free (theirs->sums);
    g_free (theirs->epoch);
    g_free (theirs);
}

static void
take_start (SzTheirSums *theirs, SzControl *line)
{
    g_free (theirs->epoch);
    theirs->epoch = g_strdup (sz_control_text (line, "epoch"));
    theirs->seq = sz_control_integer (line, "to", -1);
    theirs->unlike = sz_control_integer (line, "generation", 0) != sz_catalogue_generation ();
}

/* A kind of the future is not here to be compared. */
static bool
take_kind (SzTheirSums *theirs, SzControl *line)
{
    const SzKind *kind = sz_kind_by_number ((int) sz_control_integer (line, "kind", -1));
    const char *text = sz_control_text (line, "sums");

    return kind == NULL ||
           (text != NULL &&
            sz_sums_parse (theirs->sums, kind->number, sz_control_integer (line, "rows", 0), text));
}

SzTheirSums *
sz_their_sums_read (const char *answer, GError **error)
{
    g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
    g_autoptr (SzTheirSums) theirs = g_new0 (SzTheirSums, 1);
    int64_t kinds = -1; /* the first line is none */

    theirs->sums = sz_sums_new ();
    for (char **line = lines; *line != NULL && **line != '\0'; line++, kinds++) {
        g_autoptr (SzControl) control = sz_control_parse (*line, -1, error);

        if (control == NULL)
            return NULL;
        if (kinds < 0)
            take_start (theirs, control);
        else if (sz_control_integer (control, "n", -1) == kinds)
            return g_steal_pointer (&theirs);
        else if (!take_kind (theirs, control))
            break;
    }
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TRUNCATED, "sums that are not whole");
    return NULL;
}
