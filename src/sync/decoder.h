/* SPDX-License-Identifier: EUPL-1.2 */
/* Undoes the coding of a pull (zstd, gzip, identity) and cuts it into lines. No I/O, any thread. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct SzDecoder SzDecoder;

/* SZ_WIRE_ERROR_UNKNOWN for another coding; NULL or "" is identity. */
SzDecoder *sz_decoder_new (const char *coding, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sz_decoder_free (SzDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzDecoder, sz_decoder_free)

/* Called for each whole line, without its newline; `line` may be written into. */
typedef bool (*SzLineFunc) (char *line, size_t length, void *data, GError **error);

/* Feeds bytes as they came. False with the error of the coding or of `func`; a line over 1 MiB is SZ_WIRE_ERROR_TOO_BIG. */
bool sz_decoder_feed (SzDecoder *decoder,
                      const void *bytes,
                      size_t n,
                      SzLineFunc func,
                      void *data,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
