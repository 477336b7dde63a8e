/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static void
copy (char *to, const char *from)
{
    /* strcpy (to, from) in a comment is nothing */
    const char *word = "system (rm)";
    strcpy (to, from);
    if (atoi (from))
        goto end;
    g_print ("%s", word);
    self->time (word);
    g_task_run_in_thread (task, copy);
end:
    g_main_loop_run (loop);
}
