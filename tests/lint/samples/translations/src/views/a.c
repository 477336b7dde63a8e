/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static const char *const a = N_("Pupils");
static const char *const b = N_("Infections");
static const char *const c = N_("Workload");
