/* SPDX-License-Identifier: EUPL-1.2 */
/* Adds and compares checksums; see sums.h. */
#define G_LOG_DOMAIN "sz-sums"
#include "config.h"

#include "db/sums.h"

#include "base/mutant.h"

#include <sodium.h>
#include <string.h>

#define KINDS 64
#define DIGITS 32 /* of a sum */

typedef struct {
    int64_t rows;
    SzSum buckets[SZ_BUCKETS];
} Kind;

struct SzSums {
    Kind *kinds[KINDS]; /* (owned) (nullable): by number */
};

SzSum
sz_sum_of (const char *line, size_t length)
{
    uint64_t hash[2];

    crypto_generichash ((uint8_t *) hash, sizeof hash, (const uint8_t *) line, length, NULL, 0);
    return (SzSum){ GUINT64_FROM_BE (hash[0]), GUINT64_FROM_BE (hash[1]) };
}

bool
sz_sum_equal (const SzSum *a, const SzSum *b)
{
    return a->high == b->high && a->low == b->low;
}

SzSums *
sz_sums_new (void)
{
    return g_new0 (SzSums, 1);
}

void
sz_sums_free (SzSums *self)
{
    if (self == NULL)
        return;
    for (size_t i = 0; i < KINDS; i++)
        g_free (self->kinds[i]);
    g_free (self);
}

static Kind *
kind_of (SzSums *self, int kind)
{
    g_assert (kind >= 0 && kind < KINDS);
    if (self->kinds[kind] == NULL)
        self->kinds[kind] = g_new0 (Kind, 1);
    return self->kinds[kind];
}

void
sz_sums_add (SzSums *self, int kind, const SzId *id, const char *line, size_t length)
{
    Kind *of = kind_of (self, kind);
    SzSum *sum = &of->buckets[sz_bucket_of (id)];
    SzSum more = sz_sum_of (line, length);

    of->rows++;
    sum->low += more.low;
    sum->high += more.high + (sum->low < more.low ? 1 : 0);
}

int64_t
sz_sums_rows_of (const SzSums *self, int kind)
{
    return kind >= 0 && kind < KINDS && self->kinds[kind] != NULL ? self->kinds[kind]->rows : 0;
}

int64_t
sz_sums_rows (const SzSums *self)
{
    int64_t rows = 0;

    for (int i = 0; i < KINDS; i++)
        rows += sz_sums_rows_of (self, i);
    return rows;
}

bool
sz_sums_bucket_equal (const SzSums *a, const SzSums *b, int kind, int bucket)
{
    static const SzSum none;
    const Kind *x = a->kinds[kind];
    const Kind *y = b->kinds[kind];

    if (SZ_MUTANT ("sums-ignored"))
        return true;
    return sz_sum_equal (x != NULL ? &x->buckets[bucket] : &none,
                         y != NULL ? &y->buckets[bucket] : &none);
}

bool
sz_sums_equal (const SzSums *a, const SzSums *b)
{
    for (int kind = 0; kind < KINDS; kind++)
        for (int bucket = 0; bucket < SZ_BUCKETS; bucket++)
            if (!sz_sums_bucket_equal (a, b, kind, bucket))
                return false;
    return true;
}

char *
sz_sums_format (const SzSums *self, int kind)
{
    const Kind *of = self->kinds[kind];
    GString *text;

    if (of == NULL || of->rows == 0)
        return NULL;
    text = g_string_sized_new (SZ_BUCKETS * DIGITS);
    for (size_t i = 0; i < SZ_BUCKETS; i++)
        g_string_append_printf (text, "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                                of->buckets[i].high, of->buckets[i].low);
    return g_string_free (text, FALSE);
}

static bool
parse_half (const char *text, uint64_t *half)
{
    char digits[DIGITS / 2 + 1] = { 0 };

    memcpy (digits, text, DIGITS / 2);
    return g_ascii_string_to_unsigned (digits, 16, 0, UINT64_MAX, half, NULL);
}

bool
sz_sums_parse (SzSums *self, int kind, int64_t rows, const char *text)
{
    Kind *of;

    if (kind < 0 || kind >= KINDS || strlen (text) != SZ_BUCKETS * DIGITS)
        return false;
    of = kind_of (self, kind);
    of->rows = rows;
    for (size_t i = 0; i < SZ_BUCKETS; i++)
        if (!parse_half (text + i * DIGITS, &of->buckets[i].high) ||
            !parse_half (text + i * DIGITS + DIGITS / 2, &of->buckets[i].low))
            return false;
    return true;
}
