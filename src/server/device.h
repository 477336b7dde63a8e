/* SPDX-License-Identifier: EUPL-1.2 */
/* The devices that people have signed in on, and which of them must wipe what they hold. */
#pragma once

#include "server/core.h"

G_BEGIN_DECLS

#define SZ_TOKEN_HASH 32

typedef enum {
    SZ_WIPE_NONE,
    SZ_WIPE_AFTER_UPLOAD, /* what was saved there comes in first */
    SZ_WIPE_NOW,          /* nothing more is answered; also once it is done */
} SzWipe;

/* "none", "after-upload", "now". */
const char *sz_wipe_name (SzWipe wipe);

/* From two columns, device.wipe and device.wiped_at, the first of which is `column`. */
SzWipe sz_wipe_of_row (SzStatement *statement, int column);

/* Tells a device; SZ_WIPE_NONE takes it back. SZ_DB_ERROR_NOT_FOUND: no such device has signed in, or it has wiped itself. */
bool sz_device_wipe (SzCore *core, const SzId *device, SzWipe wipe, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* What `before` was told holds for `device`, which is the same desk. */
bool sz_device_follow (SzCore *core, const SzId *before, const SzId *device, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A device says that it has wiped itself: its sessions end. `token` is the hash of one of its tokens, and says which device that is
 * whatever id it has taken since. SZ_SERVER_ERROR_NOT_FOUND: it was not told to, or there never was such a token. */
bool sz_device_wiped (SzCore *core,
                      const uint8_t token[SZ_TOKEN_HASH],
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For how many days a desk may be read without this server. */
#define SZ_LEASE_DAYS 14 /* unless something else was said */
#define SZ_LEASE_DAYS_MAX 366

bool sz_device_lease (SzCore *core, int *days, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool sz_device_set_lease (SzCore *core, int days, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    SzId id;
    char *name;        /* of the person who signed in last */
    char *device_name; /* (nullable) */
    char *version;     /* (nullable) */
    int64_t last_used_ms;
    SzWipe wipe;
    int64_t wiped_ms; /* 0: not */
} SzDeviceRow;

/* (element-type SzDeviceRow) */
GPtrArray *sz_device_list (SzCore *core, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
