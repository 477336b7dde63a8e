/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of problems; see problem.h. */
#define G_LOG_DOMAIN "sz-problem"

#include "server/problem.h"

#include "base/errors.h"

#include <gio/gio.h>
#include <string.h>

static const SzProblem problems[] = {
    { 400, "bad-request", "The request is not what the protocol says." },
    { 400, "garbled", "The request changed on its way: send it again." },
    { 401, "unauthorized", "There is no such session, or it ended." },
    { 401, "password", "The name or the password is wrong." },
    { 403, "forbidden", "This person may not do or have this." },
    { 403, "wiped", "This device must wipe what it holds." },
    { 404, "not-found", "There is nothing here." },
    { 405, "bad-request", "This cannot be asked here." },
    { 409, "epoch", "The operation was made against another history of this server." },
    { 409, "resync", "The cursor is of no use any more: pull from the start." },
    { 412, "device-fork", "Another operation has this device's number." },
    { 413, "too-big", "The request is too big." },
    { 426, "version", "Program and server are too far apart in age." },
    { 429, "too-many", "Too many tries: wait." },
    { 500, "failed", "The server could not do it." },
    { 503, "unavailable", "The server cannot do it now: try again." },
};

const SzProblem *
sz_problem_named (const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS (problems); i++)
        if (strcmp (problems[i].name, name) == 0)
            return &problems[i];
    return NULL;
}

static const char *
name_of_server_error (SzServerError code)
{
    switch (code) {
    case SZ_SERVER_ERROR_BAD_REQUEST:
        return "bad-request";
    case SZ_SERVER_ERROR_UNAUTHORIZED:
        return "unauthorized";
    case SZ_SERVER_ERROR_PASSWORD:
        return "password";
    case SZ_SERVER_ERROR_FORBIDDEN:
        return "forbidden";
    case SZ_SERVER_ERROR_NOT_FOUND:
        return "not-found";
    case SZ_SERVER_ERROR_TOO_BIG:
        return "too-big";
    case SZ_SERVER_ERROR_TOO_MANY:
        return "too-many";
    case SZ_SERVER_ERROR_EPOCH:
        return "epoch";
    case SZ_SERVER_ERROR_RESYNC:
        return "resync";
    case SZ_SERVER_ERROR_FORK:
        return "device-fork";
    case SZ_SERVER_ERROR_VERSION:
        return "version";
    case SZ_SERVER_ERROR_WIPED:
        return "wiped";
    case SZ_SERVER_ERROR_UNAVAILABLE:
        return "unavailable";
    case SZ_SERVER_ERROR_FAILED:
    default:
        return "failed";
    }
}

const SzProblem *
sz_problem_of (const GError *error)
{
    if (error->domain == SZ_SERVER_ERROR)
        return sz_problem_named (name_of_server_error (error->code));
    if (g_error_matches (error, SZ_DB_ERROR, SZ_DB_ERROR_BUSY) ||
        g_error_matches (error, SZ_DB_ERROR, SZ_DB_ERROR_FULL) ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return sz_problem_named ("unavailable");
    return sz_problem_named ("failed");
}

char *
sz_problem_to_json (const SzProblem *problem)
{
    return g_strdup_printf (
        "{\"type\":\"urn:schoolzicht:problem:%s\",\"title\":\"%s\",\"status\":%d}", problem->name,
        problem->title, problem->status);
}
