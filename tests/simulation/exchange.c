/* SPDX-License-Identifier: EUPL-1.2 */
/* An exchange as cycle.c runs it: session, push until nothing waits, pull of every scope. Between the two ends is a network
 * that loses, repeats, delays and cuts, and either end may die at any step. */
#include "world.h"

#include "base/errors.h"
#include "server/cursor.h"
#include "server/pull.h"
#include "server/push.h"
#include "server/seal.h"
#include "sync/outbox.h"
#include "sync/receiver.h"
#include "sync/resync.h"

#include <string.h>

#define BATCH 4
#define ROUNDS 40

typedef enum {
    ANSWERED,
    LOST,        /* nothing came back */
    NEW_HISTORY, /* 409 epoch */
    FORKED,      /* 412 */
    FROM_START,  /* 409 resync */
} Outcome;

/*
 * The server's side
 */

static Outcome
refusal (const GError *error)
{
    if (error->domain != SZ_SERVER_ERROR)
        return LOST;
    return error->code == SZ_SERVER_ERROR_EPOCH    ? NEW_HISTORY
           : error->code == SZ_SERVER_ERROR_FORK   ? FORKED
           : error->code == SZ_SERVER_ERROR_RESYNC ? FROM_START
                                                   : LOST;
}

/* The receipts so far; an operation that is refused ends them, as does a server that dies after a commit. */
static Outcome
serve_push (World *world, const SzSession *who, const char *body, GString *answer)
{
    g_auto (GStrv) lines = g_strsplit (body, "\n", -1);

    for (unsigned i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_autoptr (GError) error = NULL;

        /* What is sealed is never the same twice. */
        if (strstr (lines[i], "\"sealed\"") == NULL)
            world_note (world, lines[i]);
        g_autofree char *receipt =
            sz_push (server_any (world), who, lines[i], strlen (lines[i]), &error);

        if (receipt == NULL)
            return i == 0 ? refusal (error) : ANSWERED;
        g_string_append_printf (answer, "%s\n", receipt);
        world_note (world, receipt);
        if (world_happens (world, 2)) {
            server_kill (world);
            server_start (world);
            return ANSWERED;
        }
    }
    g_string_append (answer, "{\"end\":1}\n");
    return ANSWERED;
}

static Outcome
serve_pull (World *world,
            const SzSession *who,
            const char *scope,
            const char *cursor,
            const char *seen,
            GString *answer)
{
    g_autoptr (GError) error = NULL;
    SzCore *core = server_any (world);
    g_autoptr (SzPull) pull = sz_pull_new (core, who, scope, cursor, seen, &error);

    while (pull != NULL && !sz_pull_is_done (pull))
        if (!sz_pull_next (pull, answer, 4096, &error))
            return LOST;
    world_note (world, answer->str);
    if (pull != NULL)
        return ANSWERED;
    /* As http_pull.c does. */
    if (refusal (error) == NEW_HISTORY) {
        g_autofree char *epoch = g_strdup (core->epoch);
        (void) !sz_core_leave_epoch (core, epoch, NULL);
    }
    return refusal (error);
}

/*
 * The network
 */

/* A bit in a row or in what says what its values are. TLS would notice it sooner, and anywhere. */
static void
flip (World *world, GString *answer)
{
    size_t at = world_below (world, (unsigned) answer->len);
    size_t start = at;

    while (start > 0 && answer->str[start - 1] != '\n')
        start--;
    if (answer->str[start] == '[' || g_str_has_prefix (answer->str + start, "{\"kind\""))
        answer->str[at] ^= 1;
}

/* What arrives of an answer. */
static void
damage (World *world, GString *answer)
{
    if (answer->len > 0 && world_happens (world, 8))
        g_string_truncate (answer, world_below (world, (unsigned) answer->len));
    else if (answer->len > 0 && world_happens (world, 2))
        flip (world, answer);
}

static void
keep_for_later (World *world, unsigned desk, const char *body)
{
    Late late = { desk, g_strdup (body) };

    g_array_append_val (world->late, late);
}

/* A request of the history that the server goes by did what it could do now. */
static void
note_late (World *world, const char *body, const char *answer)
{
    if (!world_moves (world) || strstr (body, world->nodes[0]->epoch) == NULL)
        return;
    for (unsigned i = 0; i < world->saves->len; i++) {
        Save *save = &g_array_index (world->saves, Save, i);
        g_autofree char *op = sz_id_to_string (&save->op);

        save->came_late = save->came_late || strstr (answer, op) != NULL;
    }
}

/* Requests that were believed lost reach the server; nobody hears the answers. */
void
deliver_late (World *world)
{
    while (world->late->len > 0) {
        Late *late = &g_array_index (world->late, Late, 0);
        g_autofree char *body = late->body;
        g_autoptr (GString) answer = g_string_new (NULL);
        unsigned desk = late->desk;

        g_array_remove_index (world->late, 0);
        (void) serve_push (world, &world->desks[desk].who, body, answer);
        note_late (world, body, answer->str);
    }
}

/*
 * The desk's side
 */

typedef struct {
    const Desk *desk;
    const char *epoch;
    int64_t server_ms;
    const char *seal; /* (nullable) */
} Session;

static bool
take_session (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Session *session = data;
    g_autofree char *device = sz_id_to_string (&session->desk->device);

    if (session->seal != NULL &&
        (!sz_cache_set_fact (db, "seal", session->seal, error) ||
         !sz_cache_set_fact (db, "centre-number", session->desk->who.centre, error)))
        return false;
    return sz_cache_set_fact (db, "device", device, error) &&
           sz_resync_epoch (db, session->epoch, touched, error) &&
           sz_cache_set_server_ms (db, session->server_ms, error) &&
           sz_cache_trim_journal (db, session->server_ms, error);
}

static bool
session (World *world, Desk *desk)
{
    SzCore *core = server_any (world);
    g_autofree char *seal = world_moves (world) ? sz_seal_public (core) : NULL;
    Session both = { desk, core->epoch, sz_env_now_ms (core->env), seal };
    GError *error = NULL;

    if (world_happens (world, 8) || !sz_core_refresh (core, NULL))
        return false;
    if (sz_writer_commit (desk->cache, take_session, &both, &error))
        return true;
    world_must (world, "a desk cannot take a session", error);
    return false;
}

static Outcome
push_once (World *world, unsigned index, bool *more)
{
    Desk *desk = &world->desks[index];
    GError *error = NULL;
    g_autoptr (GBytes) bytes =
        sz_outbox_body (desk->cache, 1 + (int) world_below (world, BATCH), &error);
    g_autoptr (GString) answer = g_string_new (NULL);
    g_autofree char *body = NULL;
    unsigned kept = 0;
    Outcome outcome;
    size_t n;

    world_must (world, "a desk cannot send", error);
    if (bytes == NULL)
        return LOST;
    body = g_strndup (g_bytes_get_data (bytes, &n), g_bytes_get_size (bytes));
    *more = g_bytes_get_size (bytes) > 0;
    if (!*more)
        return ANSWERED;
    if (world_happens (world, 5))
        keep_for_later (world, index, body);
    if (world_happens (world, 8))
        return LOST;
    outcome = serve_push (world, &desk->who, body, answer);
    if (outcome != ANSWERED || world_happens (world, 8))
        return outcome == ANSWERED ? LOST : outcome;
    damage (world, answer);
    if (!sz_outbox_answer (desk->cache, answer->str, &kept, NULL) || kept == 0)
        return LOST;
    return ANSWERED;
}

static bool
push (World *world, unsigned index, Outcome *outcome)
{
    Desk *desk = &world->desks[index];
    bool more = true;

    for (unsigned i = 0; more && i < ROUNDS; i++) {
        *outcome = push_once (world, index, &more);
        if (*outcome == FORKED) {
            desk->device = sz_id_new (&desk->clock.env);
            desk->who.device = desk->device;
            if (!sz_outbox_fork (desk->cache, &desk->device, NULL))
                return false;
        } else if (*outcome != ANSWERED) {
            return false;
        }
    }
    return !more;
}

/* As pull.c does: what was checked stays, the sweep comes with the end. */
static bool
take_answer (World *world, Desk *desk, const char *scope, GString *answer)
{
    g_autoptr (SzReceiver) receiver = sz_receiver_new (scope, "identity", NULL);
    size_t at = 0;

    damage (world, answer);
    while (at < answer->len) {
        size_t some = 1 + world_below (world, 2000);
        size_t n = MIN (answer->len - at, some);
        g_autoptr (GBytes) piece = g_bytes_new (answer->str + at, n);

        if (!sz_receiver_feed (receiver, desk->cache, piece, NULL) || world_happens (world, 1))
            return false;
        at += n;
    }
    if (!sz_receiver_finish (receiver, desk->cache, NULL))
        return false;
    return !sz_resync_is_due (desk->cache, scope) || sz_resync_sweep (desk->cache, scope, NULL);
}

static bool
pull (World *world, Desk *desk, const char *scope, Outcome *outcome)
{
    for (unsigned attempt = 0; attempt < 2; attempt++) {
        g_autofree char *cursor = sz_resync_cursor (desk->cache, scope, NULL);
        g_autofree char *seen = sz_cache_witnesses (sz_writer_db (desk->cache), scope, NULL);
        g_autoptr (GString) answer = g_string_new (NULL);

        if (world_happens (world, 6))
            return false;
        *outcome = serve_pull (world, &desk->who, scope, cursor, seen, answer);
        if (*outcome == ANSWERED)
            return !world_happens (world, 6) && take_answer (world, desk, scope, answer);
        if (*outcome != FROM_START || !sz_resync_mark (desk->cache, scope, NULL))
            return false;
    }
    return false;
}

static bool
keep_change (SzDb *db, SzTouched *touched, void *data, GError **error)
{
    const Desk *desk = data;
    const char *const scopes[] = { "reference", desk->scope, NULL };

    return sz_cache_keep_scopes (db, scopes, touched, error);
}

static bool
keep_scopes (World *world, Desk *desk)
{
    GError *error = NULL;

    if (sz_writer_commit (desk->cache, keep_change, desk, &error))
        return true;
    world_must (world, "a desk cannot let a scope go", error);
    return false;
}

static bool
exchange_once (World *world, unsigned index)
{
    Desk *desk = &world->desks[index];
    const char *const scopes[] = { "reference", desk->scope };

    for (unsigned attempt = 0; attempt < 2; attempt++) {
        Outcome outcome = ANSWERED;
        bool whole = session (world, desk) && push (world, index, &outcome);

        for (size_t i = 0; whole && i < G_N_ELEMENTS (scopes); i++)
            whole = pull (world, desk, scopes[i], &outcome);
        whole = whole && keep_scopes (world, desk);
        if (whole || outcome != NEW_HISTORY)
            return whole;
    }
    return false;
}

bool
exchange (World *world, unsigned index)
{
    bool whole;

    clock_use (&world->desks[index].clock);
    whole = exchange_once (world, index);
    world_note (world, whole ? "whole" : "not whole");
    /* A disk that is full may not let us read either. */
    if (whole && !world->calm && world_below (world, 4) == 0 && !world->troubled &&
        desk_is_idle (world, index))
        judge_desk (world, index);
    return whole;
}
