/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs a fuzz target over stored samples, whole, cut short, and with a byte changed, where no fuzzing engine is
 * linked: an ordinary test. Arguments: folders of samples. */
#define G_LOG_DOMAIN "fuzz-driver"

#include "fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>

#define CUTS 64
#define CHANGES 256

/* In a block of exactly that size, so that the sanitizer sees a step beside it. */
static void
run (const char *bytes, size_t size)
{
    g_autofree uint8_t *copy = size > 0 ? g_memdup2 (bytes, size) : g_malloc (1);

    LLVMFuzzerTestOneInput (copy, size);
}

static void
run_variants (const char *bytes, size_t size, GRand *random)
{
    run (bytes, size);
    for (unsigned i = 0; i < CUTS && size > 0; i++)
        run (bytes, (size_t) g_rand_int_range (random, 0, (int) size));
    for (unsigned i = 0; i < CHANGES && size > 0; i++) {
        g_autofree char *changed = g_memdup2 (bytes, size);

        for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
            changed[g_rand_int_range (random, 0, (int) size)] =
                (char) g_rand_int_range (random, 0, 256);
        run (changed, size);
    }
}

static unsigned
run_folder (const char *folder, GRand *random)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
    const char *name;
    unsigned n = 0;

    if (dir == NULL)
        g_error ("%s", error->message);
    while ((name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
        size_t size;

        if (!g_file_get_contents (path, &bytes, &size, &error))
            g_error ("%s", error->message);
        run_variants (bytes, size, random);
        n++;
    }
    return n;
}

int
main (int argc, char **argv)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (1);
    unsigned n = 0;

    for (int i = 1; i < argc; i++)
        n += run_folder (argv[i], random);
    printf ("%u samples, each with %u cuts and %u changes\n", n, CUTS, CHANGES);
    return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
