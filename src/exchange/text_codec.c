/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds and turns the encodings of official files; the reader in csv_reader.c decides when. */

#include "exchange/text_codec.h"

#include <stdint.h>
#include <string.h>

/* Windows-1252 from 0x80 to 0x9f; above it is Latin-1, so the byte is the character. */
static const uint16_t HIGH[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

bool
sz_bytes_are_ascii (const char *bytes, size_t n)
{
    uint64_t word = 0;
    size_t i = 0;

    for (; i + sizeof word <= n; i += sizeof word) {
        memcpy (&word, bytes + i, sizeof word);
        if (word & UINT64_C (0x8080808080808080))
            return false;
    }
    for (; i < n; i++) {
        if (bytes[i] & 0x80)
            return false;
    }
    return true;
}

bool
sz_bytes_begin_as_utf8 (const char *bytes, size_t n)
{
    const char *end = NULL;

    if (g_utf8_validate_len (bytes, n, &end))
        return true;

    size_t left = n - (size_t) (end - bytes);
    return left < 6 && g_utf8_get_char_validated (end, (gssize) left) == (gunichar) -2;
}

void
sz_append_windows_1252 (GString *text, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char) bytes[i];

        if (byte == 0)
            g_string_append_unichar (text, 0xfffd);
        else if (byte < 0x80)
            g_string_append_c (text, (char) byte);
        else if (byte < 0xa0)
            g_string_append_unichar (text, HIGH[byte - 0x80]);
        else
            g_string_append_unichar (text, byte);
    }
}
