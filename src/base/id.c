/* SPDX-License-Identifier: EUPL-1.2 */
/* UUIDv7 record ids of base/id.h: 48 bits of ms, a 12-bit counter within the ms, 62 random bits. */
#define G_LOG_DOMAIN "sz-id"

#include "base/id.h"

#include <string.h>

#define COUNTER_MAX 0xfff

static void
set_version (SzId *id)
{
    id->bytes[6] = (id->bytes[6] & 0x0f) | 0x70;
    id->bytes[8] = (id->bytes[8] & 0x3f) | 0x80;
}

/* Moves the clock on: never back, and into the next ms when the counter of this one is full. */
static void
tick (SzIdClock *clock, int64_t now_ms)
{
    if (now_ms > clock->ms) {
        clock->ms = now_ms;
        clock->counter = 0;
    } else if (clock->counter < COUNTER_MAX) {
        clock->counter++;
    } else {
        clock->ms++;
        clock->counter = 0;
    }
}

SzId
sz_id_new (const SzEnv *env)
{
    static _Thread_local SzIdClock clock_of_thread;
    SzIdClock *clock = env->ids != NULL ? env->ids : &clock_of_thread;
    SzId id;

    tick (clock, sz_env_now_ms (env));
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t) ((uint64_t) clock->ms >> (40 - 8 * i));
    id.bytes[6] = (uint8_t) (clock->counter >> 8);
    id.bytes[7] = (uint8_t) clock->counter;
    sz_env_random (env, id.bytes + 8, 8);
    set_version (&id);
    return id;
}

SzId
sz_id_from_name (const char *space, const char *name)
{
    g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
    uint8_t digest[32];
    size_t length = sizeof digest;
    SzId id;

    /* The NUL of the space goes in too, so that ("a", "bc") and ("ab", "c") differ. */
    g_checksum_update (checksum, (const guchar *) space, (gssize) strlen (space) + 1);
    g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
    g_checksum_get_digest (checksum, digest, &length);
    memcpy (id.bytes, digest, sizeof id.bytes);
    set_version (&id);
    return id;
}

/* A hyphen stands before these bytes. */
static bool
starts_group (size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void
sz_id_format (const SzId *id, char text[static SZ_ID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    char *at = text;

    for (size_t i = 0; i < sizeof id->bytes; i++) {
        if (starts_group (i))
            *at++ = '-';
        *at++ = digits[id->bytes[i] >> 4];
        *at++ = digits[id->bytes[i] & 0x0f];
    }
    *at = '\0';
}

char *
sz_id_to_string (const SzId *id)
{
    char text[SZ_ID_TEXT];

    sz_id_format (id, text);
    return g_strdup (text);
}

/* By character: 1 + its value as a hex digit, 0 for all others. A first sync asks this a hundred million times. */
static const uint8_t hex_value[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool
sz_id_parse (const char *text, SzId *id)
{
    const char *at = text;
    SzId result;

    if (text == NULL)
        return false;

    for (size_t i = 0; i < sizeof result.bytes; i++) {
        int high, low;

        if (starts_group (i) && *at++ != '-')
            return false;
        high = hex_value[(uint8_t) at[0]];
        low = high > 0 ? hex_value[(uint8_t) at[1]] : 0;
        if (low == 0)
            return false;
        result.bytes[i] = (uint8_t) ((high - 1) << 4 | (low - 1));
        at += 2;
    }
    if (*at != '\0')
        return false;
    *id = result;
    return true;
}

bool
sz_id_is_null (const SzId *id)
{
    static const SzId null = { { 0 } };

    return sz_id_equal (id, &null);
}

bool
sz_id_equal (const SzId *a, const SzId *b)
{
    return sz_id_compare (a, b) == 0;
}

int
sz_id_compare (const SzId *a, const SzId *b)
{
    return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

unsigned
sz_id_hash (const void *id)
{
    /* The last bytes are random in every kind of id. */
    uint32_t hash;

    memcpy (&hash, ((const SzId *) id)->bytes + 12, sizeof hash);
    return hash;
}

gboolean
sz_id_hash_equal (const void *a, const void *b)
{
    return sz_id_equal (a, b);
}
