/* SPDX-License-Identifier: EUPL-1.2 */
/* One run of the simulation: a server and the desks of one or two centres in one thread, on real databases, with one seed
 * that decides everything. The code is the programs' own: the server's core, the desk's cache, outbox, intake and resync;
 * what is played is only the network between them, the people and the accidents. */
#pragma once

#include "disk.h"

#include "server/session.h"
#include "store/writer.h"

#define DESKS_MAX 4
#define NODES_MAX 2
#define VALUE_MAX 24

/* The time and dice of one machine. */
typedef struct {
    SzEnv env;
    SzEnv *seeded;    /* (owned) */
    int64_t ahead_ms; /* of the right time */
} Clock;

typedef struct {
    Clock clock;
    SzWriter *cache; /* (owned) (nullable): NULL while it is down */
    char *path;      /* (owned) */
    char *scope;     /* (owned): of its centre */
    SzSession who;   /* as the server knows it */
    SzId device;
    const char *centre_in_copy; /* where its person works, as the copy of the server has it */
    unsigned made;              /* saves */
    unsigned copied_at; /* saves in all when the copy of its files was made; 0: there is none */
} Desk;

/* A save, and what must never be lost of it. */
typedef struct {
    SzId op;
    unsigned desk;
    unsigned parts;
    char value[VALUE_MAX]; /* written nowhere else; "" when there is none, as in a deletion */
    char base
        [2 *
         VALUE_MAX]; /* what its author saw there, as in the history; "" when that was several things at once */
    bool refused;   /* the disk failed: it may be there and it may not */
    bool forgotten; /* its desk was put back from before it */
    bool accepted;  /* its desk has seen that the server took it */
    bool
        came_late; /* an old request with it reached the server, in the history that it was made in */
} Save;

/* A request that the network kept for later. */
typedef struct {
    unsigned desk;
    char *body; /* (owned) */
} Late;

typedef struct {
    uint64_t seed;
    uint64_t state; /* of the world's own dice */
    uint64_t trace; /* of all that happened: the same seed gives the same */
    char *folder;   /* (owned) */
    Clock clock;    /* the server's */
    SzCore
        *nodes[NODES_MAX]; /* (owned): programs on one database; each request reaches any of them */
    unsigned n_nodes;
    char *path; /* (owned) */
    Desk desks[DESKS_MAX];
    unsigned n_desks;
    GArray *saves;      /* (owned) (element-type Save) */
    GPtrArray *imports; /* (owned) (element-type utf8): values that no desk wrote */
    GArray *late;       /* (owned) (element-type Late) */
    bool calm;          /* no accidents any more */
    bool troubled;      /* a disk is about to fail: what does not succeed may not succeed */
    bool has_copy;
    unsigned pupils, pupils_in_copy; /* imported */
    bool lost_pupils;                /* with the server, and nobody makes them again */
    unsigned restores;
    unsigned values;
    const char *failure; /* the first broken rule */
    char *detail;        /* (owned) (nullable) */
} World;

/* `templates` is a folder with the files of an empty server and an empty desk, which are slow to make. */
World *world_new (uint64_t seed, const char *folder, const char *templates);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
void world_make_templates (const char *folder);

unsigned world_below (World *world, unsigned bound);
bool world_happens (World *world, unsigned percent); /* never when it is calm */
void world_note (World *world, const char *text);    /* into the trace, and told */
void world_fail (World *world, const char *rule, const char *format, ...) G_GNUC_PRINTF (3, 4);
void world_must (World *world, const char *what, GError *error); /* takes the error */
void world_tell (bool told); /* what happens, line by line, from now on */
const uint8_t *world_key (const World *world);

/* The program that has `path` open dies with all that is in memory only, and at times its machine with it. */
void world_crash (World *world, const char *path);

/* clock.c */
void clock_start (Clock *clock, uint64_t seed);
void clock_end (Clock *clock);
void clock_use (const Clock *clock); /* for code that asks for the time by itself */
void clock_jump (World *world, Clock *clock);

/* desk.c */
void desk_init (World *world, unsigned desk, const char *template);
void desk_end (World *world, unsigned desk);
void desk_start (World *world, unsigned desk);
void desk_stop (World *world, unsigned desk);
void desk_kill (World *world, unsigned desk);
/* A copy of the profile, and that copy put back: only while nothing waits that nobody else has. */
void desk_copy (World *world, unsigned desk);
void desk_put_back (World *world, unsigned desk);
bool desk_is_idle (World *world, unsigned desk); /* nothing is on its way */
SzDb *desk_db (World *world, unsigned desk);
void desk_remove_beside (const char *path);

/* site.c: the server's side */
void server_start (World *world);
void server_stop (World *world);
void server_kill (World *world);
void server_copy (World *world);
void server_put_back (World *world);
void server_import (World *world);
bool world_tidies (const World *world);
void server_tidy (World *world);
SzCore *server_any (World *world); /* one of its programs */

/* moves.c */
bool world_moves (const World *world);
void server_found_centres (World *world);
void server_transfer (World *world); /* some pupil, to some centre */
void desk_work_at (World *world, unsigned desk, const char *centre);
void server_assign (World *world,
                    unsigned desk); /* its person works at the other centre from now on */
void world_rush (World *world);

/* exchange.c: one exchange of a desk, with what the network does to it. False when it did not come to its end. */
bool exchange (World *world, unsigned desk);
void deliver_late (World *world);

/* people.c */
void save_something (World *world, unsigned desk);
void decide_something (World *world, unsigned desk);
void take_something_back (World *world, unsigned desk);
void judge_view (World *world, unsigned desk);

/* verify.c */
bool world_verifies (const World *world);
void desk_verify (World *world, unsigned desk); /* something of it goes wrong, and is found */
void judge_sums (World *world, unsigned desk);  /* of one that has everything */

/* judge.c */
void judge_desk (World *world, unsigned desk); /* one that has everything */
void judge (World *world);                     /* all, when it is calm and quiet */
