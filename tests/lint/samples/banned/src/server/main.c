/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
int
main (void)
{
    g_main_loop_run (loop);
    g_print ("ready\n");
    return system ("true");
}
