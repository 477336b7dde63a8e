/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a pull's own lines and adds them up, or passes a few of them on; see digest.h. */
#define G_LOG_DOMAIN "sz-digest"

#include "server/digest.h"

#include "db/sums.h"
#include "record/control.h"
#include "record/line.h"
#include "server/hex.h"

#include <sodium.h>
#include <string.h>

#define HASH_BYTES 16

struct SzDigest {
    SzSums *sums;       /* (owned) (nullable): NULL for a bucket */
    const SzKind *kind; /* of the bucket */
    int bucket;
    int64_t rows; /* passed on */
    crypto_generichash_state hash;
};

/* A row of the stream: [seq,kind,"id",rev,… */
typedef struct {
    int kind;
    SzId id;
    const char *record; /* from the kind on, as sums.h wants it */
    size_t length;
    bool put;
} Row;

SzDigest *
sz_digest_new_sums (void)
{
    SzDigest *self = g_new0 (SzDigest, 1);
    self->sums = sz_sums_new ();
    return self;
}

SzDigest *
sz_digest_new_bucket (const char *kind, const char *bucket)
{
    uint64_t number;
    const SzKind *of = kind != NULL ? sz_kind_by_name (kind) : NULL;
    if (of == NULL || bucket == NULL ||
        !g_ascii_string_to_unsigned (bucket, 10, 0, SZ_BUCKETS - 1, &number, NULL))
        return NULL;
    SzDigest *self = g_new0 (SzDigest, 1);
    self->kind = of;
    self->bucket = (int) number;
    crypto_generichash_init (&self->hash, NULL, 0, HASH_BYTES);
    return self;
}

void
sz_digest_free (SzDigest *self)
{
    if (self == NULL)
        return;
    sz_sums_free (self->sums);
    g_free (self);
}

/* Lines of our own making: there is nothing wrong with them. */
static Row
read_row (const char *line, size_t length)
{
    Row row = { .record = memchr (line, ',', length) };
    char *end;
    char id[SZ_ID_TEXT] = { 0 };
    row.record++;
    row.length = length - (size_t) (row.record - line) - strlen ("]\n");
    row.kind = (int) g_ascii_strtoll (row.record, &end, 10);
    memcpy (id, end + 2, sizeof id - 1);
    if (!sz_id_parse (id, &row.id))
        g_assert_not_reached ();
    row.put = end[2 + sizeof id + 1] != '-'; /* ,"id",rev */
    return row;
}

static void
pass_on (SzDigest *self, GString *out, const char *line, size_t length)
{
    g_string_append_len (out, line, (gssize) length);
    crypto_generichash_update (&self->hash, (const uint8_t *) line, length);
}

static void
append_sums (SzDigest *self, GString *out, SzControl *end)
{
    unsigned n_kinds = 0;
    size_t n;
    const SzKind *const *kinds = sz_catalogue_kinds (&n);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *text = sz_sums_format (self->sums, kinds[i]->number);
        if (text == NULL)
            continue;
        n_kinds++;
        g_string_append_printf (out,
                                "{\"kind\":%d,\"name\":\"%s\",\"rows\":%" G_GINT64_FORMAT
                                ",\"sums\":\"%s\"}\n",
                                kinds[i]->number, kinds[i]->name,
                                sz_sums_rows_of (self->sums, kinds[i]->number), text);
    }
    g_string_append_printf (out, "{\"end\":%" G_GINT64_FORMAT ",\"n\":%u}\n",
                            sz_control_integer (end, "end", 0), n_kinds);
}

static void
append_bucket_end (SzDigest *self, GString *out, SzControl *end)
{
    uint8_t hash[HASH_BYTES];
    char text[2 * HASH_BYTES + 1];
    crypto_generichash_final (&self->hash, hash, sizeof hash);
    sz_hex_encode (hash, sizeof hash, text);
    g_string_append_printf (out,
                            "{\"end\":%" G_GINT64_FORMAT ",\"n\":%" G_GINT64_FORMAT
                            ",\"h\":\"%s\"}\n",
                            sz_control_integer (end, "end", 0), self->rows, text);
}

static void
append_start (GString *out, SzControl *start)
{
    g_string_append (out, "{\"v\":1,\"scope\":");
    sz_line_append_text (out, sz_control_text (start, "scope"));
    g_string_append_printf (out,
                            ",\"epoch\":\"%s\",\"generation\":%d,\"to\":%" G_GINT64_FORMAT "}\n",
                            sz_control_text (start, "epoch"), sz_catalogue_generation (),
                            sz_control_integer (start, "to", 0));
}

static void
take_control (SzDigest *self, GString *out, const char *line, size_t length)
{
    g_autoptr (SzControl) control = sz_control_parse (line, (gssize) length, NULL);
    g_assert (control != NULL);
    if (sz_control_has (control, "v"))
        append_start (out, control);
    else if (sz_control_has (control, "end") && self->sums != NULL)
        append_sums (self, out, control);
    else if (sz_control_has (control, "end"))
        append_bucket_end (self, out, control);
    else if (self->sums == NULL && sz_control_integer (control, "kind", -1) == self->kind->number)
        pass_on (self, out, line, length);
}

/* With the newline. */
static void
take_line (SzDigest *self, GString *out, const char *line, size_t length)
{
    if (*line == '{') {
        take_control (self, out, line, length);
        return;
    }
    Row row = read_row (line, length);
    if (!row.put)
        return;
    if (self->sums != NULL) {
        sz_sums_add (self->sums, row.kind, &row.id, row.record, row.length);
    } else if (row.kind == self->kind->number && sz_bucket_of (&row.id) == self->bucket) {
        pass_on (self, out, line, length);
        self->rows++;
    }
}

void
sz_digest_take (SzDigest *self, GString *lines)
{
    g_autoptr (GString) out = g_string_new (NULL);
    for (const char *line = lines->str; *line != '\0';) {
        const char *end = strchr (line, '\n') + 1;
        take_line (self, out, line, (size_t) (end - line));
        line = end;
    }
    g_string_truncate (lines, 0);
    g_string_append_len (lines, out->str, (gssize) out->len);
}
