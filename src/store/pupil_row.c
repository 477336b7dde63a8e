/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of SzPupilList: texts for cells to bind to, refilled in place when the list is asked anew. */
#define G_LOG_DOMAIN "sz-pupil-row"

#include "config.h"

#include "base/national_number.h"
#include "store/pupil_list_private.h"

struct _SzPupilRow {
    GObject parent_instance;

    SzId id;
    char *texts[N_TEXTS]; /* (owned) */
};

typedef enum {
    PROP_NAME = 1,
    PROP_BIRTH_DATE,
    PROP_NATIONAL_NUMBER,
    PROP_SCHOOL,
    PROP_CLASS_NAME,
    PROP_MUNICIPALITY,
    N_PROPS,
} SzPupilRowProperty;

static GParamSpec *properties[N_PROPS];
static unsigned changed_signal;

G_DEFINE_FINAL_TYPE (SzPupilRow, sz_pupil_row, G_TYPE_OBJECT)

static void
sz_pupil_row_get_property (GObject *object, unsigned prop_id, GValue *value, GParamSpec *pspec)
{
    SzPupilRow *self = SZ_PUPIL_ROW (object);

    /* The properties stand in the order of the texts. */
    if (prop_id >= PROP_NAME && prop_id < N_PROPS)
        g_value_set_string (value, self->texts[prop_id - PROP_NAME]);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sz_pupil_row_finalize (GObject *object)
{
    SzPupilRow *self = SZ_PUPIL_ROW (object);

    for (size_t i = 0; i < N_TEXTS; i++)
        g_free (self->texts[i]);
    G_OBJECT_CLASS (sz_pupil_row_parent_class)->finalize (object);
}

static void
sz_pupil_row_class_init (SzPupilRowClass *klass)
{
    static const char *const names[] = { "name",   "birth-date", "national-number",
                                         "school", "class-name", "municipality" };
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->get_property = sz_pupil_row_get_property;
    object_class->finalize = sz_pupil_row_finalize;
    for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
        properties[PROP_NAME + i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, properties);
    changed_signal = g_signal_new ("changed", SZ_TYPE_PUPIL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
sz_pupil_row_init (SzPupilRow *self)
{
}

const SzId *
sz_pupil_row_get_id (SzPupilRow *self)
{
    return &self->id;
}

const char *
sz_pupil_row_get_name (SzPupilRow *self)
{
    return self->texts[TEXT_NAME];
}

static void
fill (SzPupilRow *self, SzStatement *statement)
{
    sz_column_id (statement, 0, &self->id);
    for (int i = 0; i < N_TEXTS; i++) {
        const char *text = sz_column_text (statement, i + 1);

        g_free (self->texts[i]);
        self->texts[i] = i == TEXT_NATIONAL_NUMBER ? sz_national_number_masked (text)
                                                   : g_strdup (text != NULL ? text : "");
    }
}

SzPupilRow *
sz_pupil_row_load (SzDb *db, int64_t rank)
{
    SzPupilRow *self = g_object_new (SZ_TYPE_PUPIL_ROW, NULL);
    SzStatement *statement = sz_db_statement (db, "store/pupil_row", NULL);

    if (statement == NULL)
        return self;
    sz_bind_integer (statement, "rank", rank);
    /* A row that went away under the list stays empty until the list is asked anew. */
    if (sz_step (statement, NULL) == SZ_STEP_ROW)
        fill (self, statement);
    sz_reset (statement);
    return self;
}

void
sz_pupil_row_take (SzPupilRow *self, SzPupilRow *from)
{
    self->id = from->id;
    for (size_t i = 0; i < N_TEXTS; i++) {
        g_free (self->texts[i]);
        self->texts[i] = g_steal_pointer (&from->texts[i]);
    }
    for (unsigned i = PROP_NAME; i < N_PROPS; i++)
        g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
    g_signal_emit (self, changed_signal, 0);
}
