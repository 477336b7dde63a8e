/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of the demonstration centre share; include from demo*.c only. */
#pragma once

#include "server/demo_sink.h"

#include "base/date.h"
#include "base/errors.h"

G_BEGIN_DECLS

/* The day on which the demonstration centre stands still: the Friday after the autumn holiday of 2020. */
#define DEMO_TODAY (sz_date_new (2020, 11, 6))
#define DEMO_YEAR 2020
#define N_GRADES 15 /* K1 K2 K3 L1..L6 SO1..SO6 */
#define FIRST_SECONDARY 9
#define CLASS_SIZE 22

typedef struct {
    SzId id;
    SzId municipality;
    char *street;
    char *house_number;
    char *postal_code;
    char *city;
    SzId site;
    bool secondary;
    bool special;
    int first_grade;
    int last_grade;
    double zeal;                  /* how well vaccination goes here: 0.85 .. 1 */
    unsigned filled[2][N_GRADES]; /* pupils placed, by year (0 now, 1 the year before) and grade */
    GArray *classes[2][N_GRADES]; /* (owned) (element-type SzId) */
} DemoSchool;

typedef struct {
    SzId id;
    SzId class_group;
    SzId school;
    int grade;
} DemoPupil;

typedef struct {
    char *text;
    unsigned upto; /* running sum of the weights */
} DemoName;

typedef struct {
    GArray *first[2]; /* (element-type DemoName): girls, boys */
    GArray *last;
} DemoOrigin;

typedef struct {
    SzDate week;
    double share[2]; /* of all cases of the wave: ages 0-9, 10-19 */
} DemoWeek;

typedef struct {
    SzId id;
    const char *function;
    double fte;
} DemoStaff;

typedef struct {
    const SzDemo *demo;   /* (borrowed) */
    SzEnv *env;           /* (owned) */
    GHashTable *known;    /* (owned) "kind key" -> SzId, of the reference records looked up */
    GHashTable *origins;  /* (owned) utf8 -> DemoOrigin */
    GArray *streets;      /* (owned) (element-type DemoName) */
    GArray *school_names; /* (owned) (element-type DemoName): for invented schools */
    GArray *wave;         /* (owned) (element-type DemoWeek) */
    GPtrArray *
        real; /* (owned) (element-type GStrv): rows of schools.csv not used yet, first come first */
    unsigned next_real;
    unsigned invented; /* schools invented so far */
    uint16_t *numbers; /* (owned): national numbers given out by day of birth and sex */

    /* of the centre that is being made */
    char *scope; /* (owned) */
    SzId centre;
    GPtrArray *schools; /* (owned) (element-type DemoSchool) */
    GArray *pupils;     /* (owned) (element-type DemoPupil) */
    GArray *staff;      /* (owned) (element-type DemoStaff) */
    int64_t done;
} DemoMaker;

/* demo_names.c */
bool demo_names_load (DemoMaker *maker, GError **error);
const char *demo_name_pick (DemoMaker *maker, GArray *names);
DemoOrigin *demo_origin_pick (DemoMaker *maker);
const char *demo_street (DemoMaker *maker);
GPtrArray *demo_rows (const char *file, GError **error); /* (element-type GStrv) */
void demo_maker_clear (DemoMaker *maker);

/* demo_schools.c */
bool demo_make_centre (DemoMaker *maker, unsigned index, GError **error);
bool demo_make_schools (DemoMaker *maker, unsigned n, GError **error);
bool
demo_class (DemoMaker *maker, DemoSchool *school, int year, int grade, SzId *id, GError **error);
const char *demo_grade_code (int grade);

/* demo_pupils.c */
bool demo_make_pupils (DemoMaker *maker, int64_t n, GError **error);

/* demo_shots.c */
typedef struct {
    SzId pupil;
    SzDate birth;
    int grade;
    double care;     /* of the family: 0 refuses all .. 1 never misses one */
    double zeal;     /* of the school */
    uint64_t school; /* tells the schools' vaccination days apart */
} DemoChild;
bool demo_make_shots (DemoMaker *maker, const DemoChild *child, GError **error);

/* demo_wave.c */
bool demo_make_wave (DemoMaker *maker, GError **error);

/* demo_work.c */
bool demo_make_staff (DemoMaker *maker, unsigned n, GError **error);
bool demo_make_activities (DemoMaker *maker, GError **error);

/* Everything goes through here: counts nothing, forgets nothing. Takes the record. */
bool demo_put (DemoMaker *maker, SzRecord *record, const char *scope, GError **error);
SzRecord *demo_record (DemoMaker *maker, const char *kind);
bool demo_find (DemoMaker *maker,
                const char *kind,
                const char *field,
                const char *key,
                SzId *id,
                GError **error);
bool demo_chance (DemoMaker *maker, double p);
SzDate demo_day_between (DemoMaker *maker, SzDate first, SzDate last);
SzDate demo_working_day (SzDate day);

G_END_DECLS
