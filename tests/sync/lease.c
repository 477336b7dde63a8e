/* SPDX-License-Identifier: EUPL-1.2 */
/* What a lease makes of the clocks of a machine (sync/lease.h). */
#include "sync/lease.h"

#define HOUR (INT64_C (3600) * 1000)
#define DAY (24 * HOUR)
#define NOON (INT64_C (1788264000) * 1000)

/* The first run of a machine has lasted an hour, and both clocks are right. */
static SzLease
begin (void)
{
    return (SzLease){ .seen_ms = NOON, .clock = { "one", HOUR, NOON } };
}

static int64_t
passed (SzLease *lease, const char *boot, int64_t boot_ms, int64_t wall_ms)
{
    SzLeaseClock now = { .boot_ms = boot_ms, .wall_ms = wall_ms };

    g_strlcpy (now.boot, boot, sizeof now.boot);
    sz_lease_advance (lease, &now);
    return lease->seen_ms - NOON;
}

/* Within a run of the machine the clock on the wall says nothing. */
static void
test_same_run (void)
{
    SzLease lease = begin ();

    g_assert_cmpint (passed (&lease, "one", 2 * HOUR, NOON + HOUR), ==, HOUR);
    g_assert_cmpint (passed (&lease, "one", 3 * HOUR, NOON - 300 * DAY), ==, 2 * HOUR);
    g_assert_cmpint (passed (&lease, "one", 4 * HOUR, NOON + 300 * DAY), ==, 3 * HOUR);
    g_assert_cmpint (passed (&lease, "one", 4 * HOUR, NOON), ==, 3 * HOUR);
}

/* Off for five days. */
static void
test_new_run (void)
{
    SzLease lease = begin ();

    g_assert_cmpint (passed (&lease, "two", HOUR / 2, NOON + 5 * DAY), ==, 5 * DAY);
    g_assert_cmpint (passed (&lease, "two", HOUR, NOON + 5 * DAY), ==, 5 * DAY + HOUR / 2);
}

/* Started with the clock set back: at least this run has passed, each time. */
static void
test_set_back (void)
{
    SzLease lease = begin ();

    g_assert_cmpint (passed (&lease, "two", 3 * HOUR, NOON - DAY), ==, 3 * HOUR);
    g_assert_cmpint (passed (&lease, "three", 2 * HOUR, NOON - 2 * DAY), ==, 5 * HOUR);
    /* Right again: since the greatest time that was seen. */
    g_assert_cmpint (passed (&lease, "four", HOUR, NOON + DAY), ==, 5 * HOUR + DAY);
}

/* An empty battery: the clock begins in 1970 and is put right later. */
static void
test_no_battery (void)
{
    SzLease lease = begin ();

    g_assert_cmpint (passed (&lease, "two", HOUR, HOUR), ==, HOUR);
    g_assert_cmpint (passed (&lease, "two", 2 * HOUR, NOON + 2 * HOUR), ==, 2 * HOUR);
    g_assert_cmpint (passed (&lease, "three", HOUR, HOUR), ==, 3 * HOUR);
}

int
main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/lease/same-run", test_same_run);
    g_test_add_func ("/lease/new-run", test_new_run);
    g_test_add_func ("/lease/set-back", test_set_back);
    g_test_add_func ("/lease/no-battery", test_no_battery);
    return g_test_run ();
}
