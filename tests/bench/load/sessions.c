/* SPDX-License-Identifier: EUPL-1.2 */
/* Signs desks in by hand, into the data of a server that does not run: 3,500 passwords would take five minutes of processor. One
 * person a centre, as many sessions as it has desks. Prints "epoch fingerprint", then "token centre device" a desk.
 * usage: load-sessions DATA CENTRES DESKS */
#include "server/account.h"
#include "server/core.h"
#include "server/data_directory.h"

#include <stdio.h>

#define FIRST_CENTRE 9001

static unsigned
read_number (const char *text)
{
    uint64_t number;
    if (!g_ascii_string_to_unsigned (text, 10, 1, 100000, &number, NULL))
        g_error ("%s is no number", text);
    return (unsigned) number;
}

static void
add_account (SzCore *core, const char *name, const char *centre)
{
    g_autoptr (GError) error = NULL;
    const SzAccount account = { .name = (char *) name,
                                .display_name = (char *) name,
                                .role = sz_role_parse ("worker"),
                                .centre = (char *) centre };
    if (!sz_account_add (core, &account, "een lang woord", &error))
        g_error ("%s", error->message);
}

static void
sign_in (SzCore *core, const char *name, const char *centre)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *token = NULL;
    SzSignIn visit;
    SzId device = sz_id_new (core->env);
    char text[SZ_ID_TEXT];
    if (sz_sign_in_begin (core, name, name, &visit, &error))
        token = sz_sign_in_finish (core, &visit, &device, "load", "0.1.0", &error);
    if (token == NULL)
        g_error ("%s", error->message);
    sz_id_format (&device, text);
    printf ("%s %s %s\n", token, centre, text);
}

int
main (int argc, char **argv)
{
    g_autoptr (GError) error = NULL;
    if (argc != 4)
        return fprintf (stderr, "usage: load-sessions DATA CENTRES DESKS\n"), 2;
    unsigned centres = read_number (argv[2]);
    unsigned desks = read_number (argv[3]);
    g_autoptr (SzDataDirectory) directory = sz_data_directory_open (argv[1], NULL, true, &error);
    g_autoptr (SzCore) core = directory != NULL ? sz_core_open (directory->database, directory->key,
                                                                sz_env_default (), &error)
                                                : NULL;
    g_autoptr (GTlsCertificate) certificate =
        core != NULL ? sz_data_directory_certificate (directory, NULL, NULL, &error) : NULL;
    if (certificate == NULL)
        g_error ("%s", error->message);
    g_autofree char *fingerprint = sz_certificate_fingerprint (certificate);
    printf ("%s %s\n", core->epoch, fingerprint);
    for (unsigned i = 0; i < centres; i++) {
        g_autofree char *centre = g_strdup_printf ("%u", FIRST_CENTRE + i);
        g_autofree char *name = g_strdup_printf ("load%u", i);
        add_account (core, name, centre);
        for (unsigned k = i; k < desks; k += centres)
            sign_in (core, name, centre);
    }
    return 0;
}
