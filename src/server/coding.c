/* SPDX-License-Identifier: EUPL-1.2 */
/* zstd by its own library, gzip by GLib; see coding.h. */
#define G_LOG_DOMAIN "sz-coding"

#include "server/coding.h"

#include <gio/gio.h>
#include <string.h>
#include <zstd.h>

#define PIECE (64 * 1024)
#define ZSTD_LEVEL 1
#define GZIP_LEVEL 1

struct SzCoder {
    const char *name;
    ZSTD_CCtx *zstd;  /* (owned) (nullable) */
    GConverter *gzip; /* (owned) (nullable) */
};

static bool
accepts (const char *accept, const char *name)
{
    g_auto (GStrv) names = g_strsplit (accept != NULL ? accept : "", ",", 8);
    for (char **at = names; *at != NULL; at++)
        if (g_ascii_strcasecmp (g_strstrip (*at), name) == 0)
            return true;
    return false;
}

SzCoder *
sz_coder_new (const char *accept)
{
    SzCoder *coder = g_new0 (SzCoder, 1);
    coder->name = "identity";
    if (accepts (accept, "zstd")) {
        coder->name = "zstd";
        coder->zstd = ZSTD_createCCtx ();
        ZSTD_CCtx_setParameter (coder->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
    } else if (accepts (accept, "gzip")) {
        coder->name = "gzip";
        coder->gzip =
            G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL));
    }
    return coder;
}

void
sz_coder_free (SzCoder *coder)
{
    if (coder == NULL)
        return;
    g_clear_pointer (&coder->zstd, ZSTD_freeCCtx);
    g_clear_object (&coder->gzip);
    g_free (coder);
}

const char *
sz_coder_name (const SzCoder *coder)
{
    return coder->name;
}

static void
code_zstd (SzCoder *coder, const char *text, size_t length, bool last, GByteArray *out)
{
    ZSTD_inBuffer in = { text, length, 0 };
    ZSTD_EndDirective directive = last ? ZSTD_e_end : ZSTD_e_continue;
    size_t left;
    do {
        unsigned start = out->len;
        g_byte_array_set_size (out, start + PIECE);
        ZSTD_outBuffer room = { out->data + start, PIECE, 0 };
        left = ZSTD_compressStream2 (coder->zstd, &room, &in, directive);
        g_assert (!ZSTD_isError (left));
        g_byte_array_set_size (out, start + (unsigned) room.pos);
    } while (last ? left > 0 : in.pos < in.size);
}

static void
code_gzip (SzCoder *coder, const char *text, size_t length, bool last, GByteArray *out)
{
    GConverterResult result = G_CONVERTER_CONVERTED;
    while (last ? result != G_CONVERTER_FINISHED : length > 0) {
        size_t taken = 0;
        size_t given = 0;
        unsigned start = out->len;
        g_byte_array_set_size (out, start + PIECE);
        result = g_converter_convert (coder->gzip, text, length, out->data + start, PIECE,
                                      last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                      &taken, &given, NULL);
        g_assert (result != G_CONVERTER_ERROR);
        g_byte_array_set_size (out, start + (unsigned) given);
        text += taken;
        length -= taken;
    }
}

void
sz_coder_code (SzCoder *coder, const char *text, size_t length, bool last, GByteArray *out)
{
    if (coder->zstd != NULL)
        code_zstd (coder, text, length, last, out);
    else if (coder->gzip != NULL)
        code_gzip (coder, text, length, last, out);
    else
        g_byte_array_append (out, (const uint8_t *) text, (unsigned) length);
}
