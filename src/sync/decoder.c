/* SPDX-License-Identifier: EUPL-1.2 */
/* Stream decoding and line cutting for pulls (decoder.h). */
#define G_LOG_DOMAIN "sz-decoder"

#include "config.h"

#include "sync/decoder.h"

#include "base/errors.h"

#include <string.h>
#include <zstd.h>

#define PIECE (256 << 10)
#define LONGEST_LINE (1 << 20)

struct SzDecoder {
    ZSTD_DStream *zstd; /* (owned) (nullable) */
    GConverter *gzip;   /* (owned) (nullable) */
    char *piece;        /* (owned): PIECE decoded bytes */
    GByteArray *rest;   /* (owned): a line that has not ended */
};

SzDecoder *
sz_decoder_new (const char *coding, GError **error)
{
    g_autoptr (SzDecoder) decoder = g_new0 (SzDecoder, 1);

    decoder->piece = g_malloc (PIECE);
    decoder->rest = g_byte_array_new ();
    if (g_strcmp0 (coding, "zstd") == 0)
        decoder->zstd = ZSTD_createDStream ();
    else if (g_strcmp0 (coding, "gzip") == 0)
        decoder->gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    else if (coding != NULL && *coding != '\0' && strcmp (coding, "identity") != 0) {
        g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_UNKNOWN, "an unknown coding");
        return NULL;
    }
    return g_steal_pointer (&decoder);
}

void
sz_decoder_free (SzDecoder *decoder)
{
    if (decoder == NULL)
        return;
    ZSTD_freeDStream (decoder->zstd);
    g_clear_object (&decoder->gzip);
    g_byte_array_unref (decoder->rest);
    g_free (decoder->piece);
    g_free (decoder);
}

static bool
too_long (GError **error)
{
    g_set_error_literal (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_TOO_BIG, "a line of more than 1 MiB");
    return false;
}

/* Lines within `bytes`, the first of which may have begun before. */
static bool
cut (SzDecoder *decoder, char *bytes, size_t n, SzLineFunc func, void *data, GError **error)
{
    char *end = bytes + n;

    for (;;) {
        char *newline = memchr (bytes, '\n', (size_t) (end - bytes));

        if (newline == NULL)
            break;
        if (decoder->rest->len > 0) {
            g_byte_array_append (decoder->rest, (uint8_t *) bytes, (unsigned) (newline - bytes));
            if (decoder->rest->len > LONGEST_LINE)
                return too_long (error);
            if (!func ((char *) decoder->rest->data, decoder->rest->len, data, error))
                return false;
            g_byte_array_set_size (decoder->rest, 0);
        } else if (!func (bytes, (size_t) (newline - bytes), data, error)) {
            return false;
        }
        bytes = newline + 1;
    }
    if (decoder->rest->len + (size_t) (end - bytes) > LONGEST_LINE)
        return too_long (error);
    g_byte_array_append (decoder->rest, (uint8_t *) bytes, (unsigned) (end - bytes));
    return true;
}

static bool
feed_zstd (SzDecoder *decoder,
           const void *bytes,
           size_t n,
           SzLineFunc func,
           void *data,
           GError **error)
{
    ZSTD_inBuffer in = { bytes, n, 0 };
    bool full = true;

    while (in.pos < in.size || full) {
        ZSTD_outBuffer out = { decoder->piece, PIECE, 0 };
        size_t result = ZSTD_decompressStream (decoder->zstd, &out, &in);

        if (ZSTD_isError (result)) {
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, "zstd: %s",
                         ZSTD_getErrorName (result));
            return false;
        }
        if (!cut (decoder, decoder->piece, out.pos, func, data, error))
            return false;
        full = out.pos == out.size;
    }
    return true;
}

static bool
feed_gzip (SzDecoder *decoder,
           const char *bytes,
           size_t n,
           SzLineFunc func,
           void *data,
           GError **error)
{
    while (n > 0) {
        g_autoptr (GError) local = NULL;
        size_t read = 0, written = 0;
        GConverterResult result = g_converter_convert (decoder->gzip, bytes, n, decoder->piece,
                                                       PIECE, 0, &read, &written, &local);

        if (result == G_CONVERTER_ERROR) {
            /* All of a piece is taken in before more is wanted. */
            if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
                return true;
            g_set_error (error, SZ_WIRE_ERROR, SZ_WIRE_ERROR_SYNTAX, "gzip: %s", local->message);
            return false;
        }
        bytes += read;
        n -= read;
        if (!cut (decoder, decoder->piece, written, func, data, error))
            return false;
        if (result == G_CONVERTER_FINISHED)
            return true;
    }
    return true;
}

bool
sz_decoder_feed (SzDecoder *decoder,
                 const void *bytes,
                 size_t n,
                 SzLineFunc func,
                 void *data,
                 GError **error)
{
    g_autofree char *copy = NULL;

    if (decoder->zstd != NULL)
        return feed_zstd (decoder, bytes, n, func, data, error);
    if (decoder->gzip != NULL)
        return feed_gzip (decoder, bytes, n, func, data, error);
    copy = g_memdup2 (bytes, n);
    return n == 0 || cut (decoder, copy, n, func, data, error);
}
