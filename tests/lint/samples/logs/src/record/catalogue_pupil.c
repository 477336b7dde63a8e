/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static const SzField fields[] = {
    { "nickname", N_("Nickname"), SZ_TYPE_TEXT, SZ_FIELD_PERSONAL },
    { "grade", N_("Grade"), SZ_TYPE_INTEGER },
};
