/* SPDX-License-Identifier: EUPL-1.2 */
/* The lazy list of pupils (pupil_list.h): eight bytes a row, pages of row objects on demand. A new
 * question is answered at once for the first rows and by the store's thread for the rest; row objects
 * in use are refilled, not replaced, because GTK asks for every replaced row again. */
#define G_LOG_DOMAIN "sz-pupil-list"

#include "config.h"

#include "store/pupil_list.h"

#include "store/pupil_index.h"
#include "store/pupil_list_private.h"
#include "store/writer.h"

#include <string.h>

#define FIRST_ROWS 500
#define NO_LIMIT INT64_MAX
#define PAGE 64
#define MAX_PAGES 32

typedef struct {
    unsigned number;
    uint64_t used;
    SzPupilRow *rows[PAGE]; /* (owned) (nullable) */
} Page;

/* A question in a form that outlives its asker. */
typedef struct {
    char *match; /* (owned) (nullable) */
    SzId school;
    SzId class_group;
    bool has_school;
    bool has_class;
    SzPupilOrder order;
    bool descending;
} Question;

struct _SzPupilList {
    GObject parent_instance;

    SzStore *store;    /* (owned) */
    GArray *ranks;     /* (owned) (element-type int64_t) */
    GHashTable *pages; /* (owned) number -> Page */
    uint64_t clock;    /* of page use */
    Question question;
    unsigned asked;            /* counts questions: an answer to an old one is dropped */
    GCancellable *cancellable; /* (owned) */
};

enum {
    REFILL,
    COMPLETED,
    N_SIGNALS,
};

static unsigned signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SzPupilList,
                               sz_pupil_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/*
 * Pages
 */

static void
page_free (void *data)
{
    Page *page = data;

    for (size_t i = 0; i < PAGE; i++)
        g_clear_object (&page->rows[i]);
    g_free (page);
}

static void
drop_oldest (SzPupilList *self)
{
    GHashTableIter iter;
    void *value;
    Page *oldest = NULL;

    g_hash_table_iter_init (&iter, self->pages);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        Page *page = value;

        if (oldest == NULL || page->used < oldest->used)
            oldest = page;
    }
    g_hash_table_remove (self->pages, GUINT_TO_POINTER (oldest->number));
}

static SzPupilRow **
slot (SzPupilList *self, unsigned position)
{
    unsigned number = position / PAGE;
    Page *page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (number));

    if (page == NULL) {
        if (g_hash_table_size (self->pages) >= MAX_PAGES)
            drop_oldest (self);
        page = g_new0 (Page, 1);
        page->number = number;
        g_hash_table_insert (self->pages, GUINT_TO_POINTER (number), page);
    }
    page->used = ++self->clock;
    return &page->rows[position % PAGE];
}

static SzPupilRow *
load (SzPupilList *self, unsigned position)
{
    return sz_pupil_row_load (sz_store_reader (self->store),
                              g_array_index (self->ranks, int64_t, position));
}

/*
 * Asking
 */

static void
question_clear (Question *question)
{
    g_free (question->match);
    *question = (Question){ 0 };
}

static Question
question_copy (const Question *question)
{
    Question copy = *question;

    copy.match = g_strdup (question->match);
    return copy;
}

static const char *
resource_for (const Question *question)
{
    static const char *const up[] = { "store/list_by_name", "store/list_by_birth_date",
                                      "store/list_by_school", "store/list_by_class",
                                      "store/list_by_municipality" };
    static const char *const down[] = { "store/list_by_name_down", "store/list_by_birth_date_down",
                                        "store/list_by_school_down", "store/list_by_class_down",
                                        "store/list_by_municipality_down" };
    bool filtered = question->has_school || question->has_class;

    if (question->match != NULL)
        return question->order == SZ_PUPIL_BY_NAME && !filtered ? "store/search_by_name"
                                                                : "store/search_ordered";
    if (question->has_school)
        return "store/list_of_school";
    if (question->has_class)
        return "store/list_of_class";
    return question->descending ? down[question->order] : up[question->order];
}

/* Whether the statement knows only one direction, and the answer must be turned round. */
static bool
must_turn (const Question *question)
{
    return question->descending &&
           (question->match != NULL || question->has_school || question->has_class);
}

static void
bind_question (SzStatement *statement, const Question *question, int64_t limit)
{
    if (question->match != NULL)
        sz_bind_text (statement, "words", question->match);
    if (sz_bind_position (statement, "school") >= 0 && question->has_school)
        sz_bind_id (statement, "school", &question->school);
    if (sz_bind_position (statement, "class_group") >= 0 && question->has_class)
        sz_bind_id (statement, "class_group", &question->class_group);
    if (sz_bind_position (statement, "order") >= 0)
        sz_bind_integer (statement, "order", question->order);
    sz_bind_integer (statement, "limit", limit);
}

static void
turn (GArray *ranks)
{
    for (unsigned i = 0; i < ranks->len / 2; i++) {
        int64_t *a = &g_array_index (ranks, int64_t, i);
        int64_t *b = &g_array_index (ranks, int64_t, ranks->len - 1 - i);
        int64_t keep = *a;

        *a = *b;
        *b = keep;
    }
}

/* The answer, in the order asked; NULL on error. */
static GArray *
ask (SzDb *db, const Question *question, int64_t limit, GError **error)
{
    g_autoptr (GArray) ranks = g_array_new (FALSE, FALSE, sizeof (int64_t));
    SzStatement *statement = sz_db_statement (db, resource_for (question), error);
    SzStep step;

    if (statement == NULL)
        return NULL;
    bind_question (statement, question, limit);
    while ((step = sz_step (statement, error)) == SZ_STEP_ROW) {
        int64_t rank = sz_column_integer (statement, 0);

        g_array_append_val (ranks, rank);
    }
    if (step != SZ_STEP_DONE)
        return NULL;
    if (must_turn (question))
        turn (ranks);
    return g_steal_pointer (&ranks);
}

/* Shows an answer: rows in use are refilled, and the length changes at the end. */
static void
show (SzPupilList *self, GArray *ranks)
{
    unsigned before = self->ranks->len, after = ranks->len;

    g_array_unref (self->ranks);
    self->ranks = ranks;
    g_hash_table_remove_all (self->pages);
    g_signal_emit (self, signals[REFILL], 0);
    if (after < before)
        g_list_model_items_changed (G_LIST_MODEL (self), after, before - after, 0);
    else if (after > before)
        g_list_model_items_changed (G_LIST_MODEL (self), before, 0, after - before);
}

typedef struct {
    Question question;
    unsigned number;
    GArray *ranks; /* (owned) (nullable) */
} Asking;

static void
asking_free (Asking *asking)
{
    question_clear (&asking->question);
    g_clear_pointer (&asking->ranks, g_array_unref);
    g_free (asking);
}

typedef struct {
    SzPupilList *list; /* (owned) */
    Asking *asking;    /* (owned) */
} Waiting;

static bool
ask_work (SzWriter *writer, void *data, GError **error)
{
    Asking *asking = data;

    asking->ranks = ask (sz_writer_db (writer), &asking->question, NO_LIMIT, error);
    return asking->ranks != NULL;
}

static void
asked_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autofree Waiting *waiting = data;
    g_autoptr (SzPupilList) self = waiting->list;
    g_autoptr (GError) error = NULL;

    if (!sz_store_work_finish (SZ_STORE (source), result, &error))
        g_debug ("a list was not answered: %s", error->message);
    else if (waiting->asking->number == self->asked) {
        show (self, g_steal_pointer (&waiting->asking->ranks));
        g_signal_emit (self, signals[COMPLETED], 0);
    }
    asking_free (waiting->asking);
}

static void
ask_for_all (SzPupilList *self)
{
    Waiting *waiting = g_new (Waiting, 1);

    waiting->list = g_object_ref (self);
    waiting->asking = g_new0 (Asking, 1);
    waiting->asking->question = question_copy (&self->question);
    waiting->asking->number = self->asked;
    sz_store_work_async (self->store, SZ_PRIORITY_URGENT, ask_work, waiting->asking,
                         self->cancellable, asked_cb, waiting);
}

void
sz_pupil_list_query (SzPupilList *self, const SzPupilQuery *query)
{
    g_autoptr (GArray) first = NULL;

    g_return_if_fail (SZ_IS_PUPIL_LIST (self));
    question_clear (&self->question);
    self->question.match = query->search != NULL ? sz_pupil_index_match (query->search) : NULL;
    self->question.has_school = query->school != NULL;
    self->question.has_class = query->class_group != NULL;
    if (query->school != NULL)
        self->question.school = *query->school;
    if (query->class_group != NULL)
        self->question.class_group = *query->class_group;
    self->question.order = query->order;
    self->question.descending = query->descending;
    self->asked++;
    /* What is turned round has its first rows at the end: only the whole answer will do. */
    first = must_turn (&self->question)
                ? NULL
                : ask (sz_store_reader (self->store), &self->question, FIRST_ROWS, NULL);
    if (first != NULL && first->len < FIRST_ROWS) {
        show (self, g_steal_pointer (&first));
        g_signal_emit (self, signals[COMPLETED], 0);
        return;
    }
    if (first != NULL)
        show (self, g_steal_pointer (&first));
    ask_for_all (self);
}

void
sz_pupil_list_refresh (SzPupilList *self)
{
    g_return_if_fail (SZ_IS_PUPIL_LIST (self));
    self->asked++;
    ask_for_all (self);
}

int
sz_pupil_list_find (SzPupilList *self, const SzId *id)
{
    SzStatement *statement =
        sz_db_statement (sz_store_reader (self->store), "store/pupil_order_find", NULL);
    int64_t rank = -1;

    if (statement == NULL)
        return -1;
    sz_bind_id (statement, "pupil", id);
    if (sz_step (statement, NULL) == SZ_STEP_ROW)
        rank = sz_column_integer (statement, 0);
    sz_reset (statement);
    for (unsigned i = 0; rank >= 0 && i < self->ranks->len; i++) {
        if (g_array_index (self->ranks, int64_t, i) == rank)
            return (int) i;
    }
    return -1;
}

void
sz_pupil_list_keep (SzPupilList *self, unsigned position, SzPupilRow *row)
{
    SzPupilRow **at;
    g_autoptr (SzPupilRow) fresh = NULL;

    if (position >= self->ranks->len)
        return;
    at = slot (self, position);
    if (*at == row)
        return;
    fresh = *at != NULL ? g_steal_pointer (at) : load (self, position);
    sz_pupil_row_take (row, fresh);
    *at = g_object_ref (row);
}

/*
 * GListModel
 */

static GType
get_item_type (GListModel *list)
{
    return SZ_TYPE_PUPIL_ROW;
}

static unsigned
get_n_items (GListModel *list)
{
    return SZ_PUPIL_LIST (list)->ranks->len;
}

static void *
get_item (GListModel *list, unsigned position)
{
    SzPupilList *self = SZ_PUPIL_LIST (list);
    SzPupilRow **at;

    if (position >= self->ranks->len)
        return NULL;
    at = slot (self, position);
    if (*at == NULL)
        *at = load (self, position);
    return g_object_ref (*at);
}

static void
list_model_init (GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
sz_pupil_list_dispose (GObject *object)
{
    SzPupilList *self = SZ_PUPIL_LIST (object);

    g_cancellable_cancel (self->cancellable);
    g_hash_table_remove_all (self->pages);
    G_OBJECT_CLASS (sz_pupil_list_parent_class)->dispose (object);
}

static void
sz_pupil_list_finalize (GObject *object)
{
    SzPupilList *self = SZ_PUPIL_LIST (object);

    question_clear (&self->question);
    g_array_unref (self->ranks);
    g_hash_table_unref (self->pages);
    g_clear_object (&self->cancellable);
    g_clear_object (&self->store);
    G_OBJECT_CLASS (sz_pupil_list_parent_class)->finalize (object);
}

static void
sz_pupil_list_class_init (SzPupilListClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = sz_pupil_list_dispose;
    object_class->finalize = sz_pupil_list_finalize;
    signals[REFILL] = g_signal_new ("refill", SZ_TYPE_PUPIL_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
    signals[COMPLETED] = g_signal_new ("completed", SZ_TYPE_PUPIL_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
sz_pupil_list_init (SzPupilList *self)
{
    self->ranks = g_array_new (FALSE, FALSE, sizeof (int64_t));
    self->pages = g_hash_table_new_full (NULL, NULL, NULL, page_free);
    self->cancellable = g_cancellable_new ();
}

SzPupilList *
sz_pupil_list_new (SzStore *store)
{
    SzPupilList *self = g_object_new (SZ_TYPE_PUPIL_LIST, NULL);

    self->store = g_object_ref (store);
    return self;
}
