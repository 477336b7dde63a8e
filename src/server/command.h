/* SPDX-License-Identifier: EUPL-1.2 */
/* What the commands of schoolzichtd share. Each command is one function in command_<name>.c that gets its
 * own arguments (argv[0] is the program and the command) and gives the exit status. */
#pragma once

#include "server/core.h"
#include "server/data_directory.h"

G_BEGIN_DECLS

enum {
    SZ_EXIT_DONE = 0,
    SZ_EXIT_FAILED = 1,   /* nothing was done; stderr says why */
    SZ_EXIT_USAGE = 2,    /* the command line cannot be understood */
    SZ_EXIT_REJECTED = 3, /* done, but for what the rejects file says */
};

int sz_command_serve (int argc, char **argv);
int sz_command_user (int argc, char **argv);
int sz_command_session (int argc, char **argv);
int sz_command_device (int argc, char **argv);
int sz_command_import (int argc, char **argv);
int sz_command_demo (int argc, char **argv);
int sz_command_report (int argc, char **argv);
int sz_command_check (int argc, char **argv);
int sz_command_tidy (int argc, char **argv);
int sz_command_copy (int argc, char **argv); /* with PostgreSQL only */

/* Where the server's data are: --data and --database. */
typedef struct {
    char *data;
    char *
        database; /* (nullable): the URL of a PostgreSQL database, in place of what the directory says */
} SzWhere;

void sz_where_clear (SzWhere *where);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SzWhere, sz_where_clear)

/* Reads the options of a command, and where its server is unless `where` is NULL; `arguments` names what follows them, `summary` says what it does. What is
 * left in argv afterwards are the arguments. False: already explained on stderr. */
bool sz_command_parse (int *argc,
                       char ***argv,
                       SzWhere *where,
                       const char *arguments,
                       const char *summary,
                       const GOptionEntry *entries);

/* A sentence for the person at the terminal. */
void sz_command_explain (const GError *error);

/* The directory of --data, and the database for writing. `create`: where there is none, a new one is made, filled with the
 * reference data that comes with the program, and told of. Explains itself on failure; *status is then how to exit. */
SzCore *
sz_command_open (const SzWhere *where, bool create, SzDataDirectory **directory, int *status);

/* "2026-09-01 08:00" in local time, "-" for 0. Free with g_free. */
char *sz_command_time (int64_t ms);

G_END_DECLS
