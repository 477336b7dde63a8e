/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzicht-cli: the client without a window, for scripts and tests. What its commands (cli_*.c) share. */
#pragma once

#include "store/store.h"
#include "sync/engine.h"

G_BEGIN_DECLS

/* Exit statuses, as --help tells them. */
enum {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_USAGE = 2,
    CLI_OFFLINE = 4,   /* kept here; the server could not be reached */
    CLI_CONFLICTS = 5, /* done, and something waits for a person */
};

typedef struct {
    /* options */
    char *profile_dir;
    char *passphrase_file;
    gboolean json;
    gboolean sync; /* exchange at once after a change */

    /* what open makes */
    SzProfile *profile; /* (owned) */
    char *passphrase;   /* (owned) (nullable) */
    SzStore *store;     /* (owned) (nullable) */
    SzEngine *engine;   /* (owned) (nullable) */
    bool wiped;         /* by this program: nothing is here any more */
} Cli;

/* A GAsyncReadyCallback whose result cli_wait gives. */
void cli_done_cb (GObject *source, GAsyncResult *result, void *data);
GAsyncResult *cli_wait (GAsyncResult **result);

/* Profile, passphrase, key, cache. Explains itself on stderr when it cannot. */
bool cli_load_profile (Cli *cli);
bool cli_open (Cli *cli);
void cli_clear (Cli *cli);

/* A sentence for a person, on stderr; gives the exit status that fits. */
int cli_explain (const GError *error);

/* Saves `op` (taken) and exchanges when --sync was given. */
int cli_save (Cli *cli, SzOperation *op);
int cli_exchange (Cli *cli);

/* One record as one line of JSON, or as name: value lines. */
void cli_print (const Cli *cli, const SzRecord *record);

/* Sets name=value; a reference may be given by the key of what it refers to. Explains itself. */
bool cli_assign (Cli *cli, SzRecord *record, const char *assignment);

/* The kind of that name; explains itself. */
const SzKind *cli_kind (const char *name);
bool cli_id (const char *text, SzId *id);

/* Commands: argv[0] is the command's name. */
int cli_sign_in (Cli *cli, int argc, char **argv);
int cli_sync (Cli *cli, int argc, char **argv);
int cli_verify (Cli *cli, int argc, char **argv);
int cli_status (Cli *cli, int argc, char **argv);
int cli_list (Cli *cli, int argc, char **argv);
int cli_get (Cli *cli, int argc, char **argv);
int cli_set (Cli *cli, int argc, char **argv);
int cli_add (Cli *cli, int argc, char **argv);
int cli_delete (Cli *cli, int argc, char **argv);
int cli_undo (Cli *cli, int argc, char **argv);
int cli_search (Cli *cli, int argc, char **argv);
int cli_report (Cli *cli, int argc, char **argv);
int cli_conflicts (Cli *cli, int argc, char **argv);
int cli_resolve (Cli *cli, int argc, char **argv);

/* Reads a command's own options; false when it has said why not. */
bool cli_options (int *argc, char ***argv, const char *arguments, const GOptionEntry *entries);

G_END_DECLS
