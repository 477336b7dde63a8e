/* SPDX-License-Identifier: EUPL-1.2 */
/* A small centre, the same at each run: what reports, screens and the server are tested with. All people are
 * invented and have numbers of the test range.
 *
 * Centre 114 has the schools A (classes K3A, L1A, L5A) and B (SO1A, SO1B), centre 115 has school C (L1B), all in school
 * year 2020. Each class has 10 pupils; fixture_add says the rest. Every record's id follows from its kind and a name. */
#pragma once

#include "db/records.h"

G_BEGIN_DECLS

#define FIXTURE_PUPILS 60
#define FIXTURE_DAY "2020-11-15" /* when every pupil but two is enrolled */

/* Codes of the fixture's vaccines and disease. */
#define FIXTURE_MMR "871831003"
#define FIXTURE_TETANUS "863911006"
#define FIXTURE_COVID "covid19"

/* The id of a record: "school" "A", "class_group" "L5A", "pupil" "7", "staff_member" "s1", "vaccine" FIXTURE_MMR. */
SzId fixture_id (const char *kind, const char *name);

/* As text, for parameters of reports; free with g_free. */
char *fixture_id_text (const char *kind, const char *name);

/* Puts everything, in one transaction. */
void fixture_add (SzDb *db);

/* One more record of any kind, for tests of their own: `text` is "field=value" lines, as schoolzicht-cli takes them;
 * a value "@kind:name" is the id of that record of the fixture. */
void
fixture_put (SzDb *db, const char *scope, const char *kind, const char *name, const char *text);

G_END_DECLS
