/* SPDX-License-Identifier: EUPL-1.2 */
/* One run of the simulation: a server and a few desks in one thread, on real databases, with one seed that decides everything.
 * The code is the programs' own: the server's core, the desk's cache, outbox, intake and resync; what is played is only the
 * network between them, the people and the accidents. */
#pragma once

#include "server/session.h"
#include "store/writer.h"

#define DESKS_MAX 4
#define CENTRE "centre:114"
#define VALUE_MAX 24

typedef struct {
    SzEnv *env;      /* (owned): of its ids and clock */
    SzWriter *cache; /* (owned) (nullable): NULL while it is down */
    char *path;      /* (owned) */
    SzSession who;   /* as the server knows it */
    SzId device;
    unsigned made;      /* saves */
    unsigned copied_at; /* saves in all when the copy of its files was made; 0: there is none */
} Desk;

/* A save, and what must never be lost of it. */
typedef struct {
    SzId op;
    unsigned desk;
    char value[VALUE_MAX]; /* written nowhere else; "" for a deletion */
    char base
        [VALUE_MAX]; /* what its author saw there; "" when that was nothing, or when several were written at once */
    bool forgotten; /* its desk was put back from before it */
    bool accepted;  /* its desk has seen that the server took it */
} Save;

/* A request that the network kept for later. */
typedef struct {
    unsigned desk;
    char *body; /* (owned) */
} Late;

typedef struct {
    uint64_t seed;
    uint64_t state; /* of the world's own dice */
    char *folder;   /* (owned) */
    SzEnv *env;     /* (owned): the server's */
    SzCore *core;   /* (owned) */
    char *path;     /* (owned) */
    Desk desks[DESKS_MAX];
    unsigned n_desks;
    GArray *saves; /* (owned) (element-type Save) */
    GArray *late;  /* (owned) (element-type Late) */
    bool calm;     /* no accidents any more */
    bool has_copy;
    unsigned restores;
    unsigned values;
    const char *failure; /* the first broken rule */
    char *detail;        /* (owned) (nullable) */
} World;

/* `template` is a folder with the files of an empty server and an empty desk, which are slow to make. */
World *world_new (uint64_t seed, const char *folder, const char *templates);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
void world_make_templates (const char *folder);

unsigned world_below (World *world, unsigned bound);
bool world_happens (World *world, unsigned percent); /* never when it is calm */
void world_fail (World *world, const char *rule, const char *format, ...) G_GNUC_PRINTF (3, 4);

void desk_start (World *world, unsigned desk);
void desk_stop (World *world, unsigned desk);
void desk_kill (World *world, unsigned desk);
/* A copy of the profile, and that copy put back: only while nothing waits that nobody else has. */
void desk_copy (World *world, unsigned desk);
void desk_put_back (World *world, unsigned desk);

void server_start (World *world);
void server_stop (World *world);
void server_kill (World *world);
void server_copy (World *world);
void server_put_back (World *world);

/* exchange.c: one exchange of a desk, with what the network does to it. False when it did not come to its end. */
bool exchange (World *world, unsigned desk);
void deliver_late (World *world);

/* Whether a desk has nothing on its way. */
bool desk_is_idle (World *world, unsigned desk);

/* people.c */
void save_something (World *world, unsigned desk);
void judge_view (World *world, unsigned desk);

/* judge.c: when all is calm and quiet. */
void judge (World *world);
