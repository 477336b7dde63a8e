/* SPDX-License-Identifier: EUPL-1.2 */
/* What is made of a whole pull (pull.h) on its way to the network when a desk asks not for the records of a scope but for their
 * checksums, or for those of one bucket only (PROTOCOL.md section 5). So both are what a desk would have been sent, with the same rights. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

typedef struct SzDigest SzDigest;

SzDigest *sz_digest_new_sums (void);

/* Of the kind of this name, a bucket in figures; NULL when it is none. */
SzDigest *sz_digest_new_bucket (const char *kind, const char *bucket);
void sz_digest_free (SzDigest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SzDigest, sz_digest_free)

/* Takes whole lines of the pull, from the first on, and leaves in their place what is to be sent. */
void sz_digest_take (SzDigest *self, GString *lines);

G_END_DECLS
