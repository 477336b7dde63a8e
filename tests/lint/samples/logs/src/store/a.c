/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static void
save (Pupil *pupil)
{
    g_debug ("saved %s, without its nickname", id);
    g_debug ("saved %s", pupil->nickname);
    g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED, "no grade %d", pupil->grade);
    g_set_error (error, SZ_DB_ERROR, SZ_DB_ERROR_FAILED, "not run: %s",
                 statement->sql);
    keep (pupil->national_number);
}
