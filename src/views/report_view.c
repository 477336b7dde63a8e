/* SPDX-License-Identifier: EUPL-1.2 */
/* Views over reports (report_view.h). First the periods are asked for, then what the view wants; a newer round
 * makes an older one void. */
#define G_LOG_DOMAIN "sz-report-view"

#include "config.h"

#include "views/report_view.h"

#include "base/error_text.h"

#include <glib/gi18n-lib.h>

typedef struct {
    SzStatePage *state;                 /* (borrowed): in the template */
    SzStore *store;                     /* (owned) (nullable) */
    SzTable *periods;                   /* (owned) (nullable) */
    GCancellable *round;                /* (owned) (nullable): the round under way */
    SzTable *answers[SZ_QUESTIONS_MAX]; /* (owned) (nullable) */
    guint n_questions;
    guint n_answers;
    gboolean stale; /* must ask when shown */
} SzReportViewPrivate;

/* One question under way. */
typedef struct {
    SzReportView *view;  /* (owned) */
    GCancellable *round; /* (owned) */
    guint place;
} Question;

static void view_init (SzViewInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SzReportView,
                                  sz_report_view,
                                  GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (SzReportView)
                                      G_IMPLEMENT_INTERFACE (SZ_TYPE_VIEW, view_init))

static SzReportViewPrivate *
get_private (SzReportView *self)
{
    return sz_report_view_get_instance_private (self);
}

static void
forget_answers (SzReportViewPrivate *priv)
{
    for (guint i = 0; i < SZ_QUESTIONS_MAX; i++)
        g_clear_pointer (&priv->answers[i], sz_table_free);
    priv->n_questions = priv->n_answers = 0;
}

static void
end_round (SzReportViewPrivate *priv)
{
    if (priv->round != NULL)
        g_cancellable_cancel (priv->round);
    g_clear_object (&priv->round);
    forget_answers (priv);
}

static void
question_free (Question *question)
{
    g_object_unref (question->view);
    g_object_unref (question->round);
    g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
fail (SzReportView *self, const GError *error)
{
    SzReportViewPrivate *priv = get_private (self);

    g_warning ("a report failed: %s", error->message);
    end_round (priv);
    sz_state_page_show_failed (priv->state, _ ("This could not be worked out"),
                               sz_error_text (error), _ ("Try again"), "report.reload");
}

/* NULL when the answer is not to be used any more, or was a fault. */
static SzTable *
take_answer (Question *question, GObject *source, GAsyncResult *result)
{
    g_autoptr (GError) error = NULL;
    SzTable *table = sz_store_report_finish (SZ_STORE (source), result, &error);

    if (g_cancellable_is_cancelled (question->round)) {
        g_clear_pointer (&table, sz_table_free);
        return NULL;
    }
    if (table == NULL)
        fail (question->view, error);
    return table;
}

static void
answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (Question) question = data;
    SzReportViewPrivate *priv = get_private (question->view);
    SzTable *table = take_answer (question, source, result);

    if (table == NULL)
        return;
    priv->answers[question->place] = table;
    if (++priv->n_answers < priv->n_questions)
        return;
    g_clear_object (&priv->round);
    sz_state_page_show_content (priv->state);
    SZ_REPORT_VIEW_GET_CLASS (question->view)->show (question->view, priv->answers);
    forget_answers (priv);
}

static Question *
new_question (SzReportView *self)
{
    Question *question = g_new0 (Question, 1);

    question->view = g_object_ref (self);
    question->round = g_object_ref (get_private (self)->round);
    return question;
}

static void
periods_answered_cb (GObject *source, GAsyncResult *result, void *data)
{
    g_autoptr (Question) question = data;
    SzReportView *self = question->view;
    SzReportViewPrivate *priv = get_private (self);
    SzTable *table = take_answer (question, source, result);

    if (table == NULL)
        return;
    g_clear_pointer (&priv->periods, sz_table_free);
    priv->periods = table;
    SZ_REPORT_VIEW_GET_CLASS (self)->prepare (self, table);
    SZ_REPORT_VIEW_GET_CLASS (self)->ask (self);
}

static void
start_round (SzReportView *self)
{
    SzReportViewPrivate *priv = get_private (self);

    end_round (priv);
    priv->stale = FALSE;
    priv->round = g_cancellable_new ();
    sz_state_page_show_loading (priv->state, _ ("Working it out…"));
}

static void
load_all (SzReportView *self)
{
    SzReportViewPrivate *priv = get_private (self);

    start_round (self);
    sz_store_report_async (priv->store, "periods", NULL, priv->round, periods_answered_cb,
                           new_question (self));
}

void
sz_report_view_ask (SzReportView *self, const char *report, GHashTable *params)
{
    SzReportViewPrivate *priv = get_private (self);
    Question *question;

    g_return_if_fail (priv->round != NULL && priv->n_questions < SZ_QUESTIONS_MAX);
    question = new_question (self);
    question->place = priv->n_questions++;
    sz_store_report_async (priv->store, report, params, priv->round, answered_cb, question);
    g_hash_table_unref (params);
}

void
sz_report_view_reload (SzReportView *self)
{
    SzReportViewPrivate *priv = get_private (self);

    g_return_if_fail (SZ_IS_REPORT_VIEW (self));
    if (priv->store == NULL)
        return;
    if (priv->periods == NULL) {
        load_all (self);
        return;
    }
    start_round (self);
    SZ_REPORT_VIEW_GET_CLASS (self)->ask (self);
}

const SzTable *
sz_report_view_get_periods (SzReportView *self)
{
    return get_private (self)->periods;
}

SzStore *
sz_report_view_get_store (SzReportView *self)
{
    return get_private (self)->store;
}

void
sz_report_view_set_state (SzReportView *self, SzStatePage *state)
{
    get_private (self)->state = state;
}

void
sz_params_set (GHashTable *params, const char *name, const char *value)
{
    if (value != NULL && *value != '\0')
        g_hash_table_insert (params, g_strdup (name), g_strdup (value));
}

void
sz_params_set_date (GHashTable *params, const char *name, SzDate value)
{
    char text[SZ_DATE_TEXT];

    sz_date_format (value, text);
    sz_params_set (params, name, text);
}

GHashTable *
sz_report_view_new_params (SzReportView *self)
{
    GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    sz_params_set (params, "centre", sz_store_fact (get_private (self)->store, "centre-number"));
    return params;
}

/*
 * The interface
 */

static void
set_store (SzView *view, SzStore *store)
{
    SzReportViewPrivate *priv = get_private (SZ_REPORT_VIEW (view));

    end_round (priv);
    g_clear_pointer (&priv->periods, sz_table_free);
    g_set_object (&priv->store, store);
    priv->stale = TRUE;
}

static void
load (SzView *view)
{
    SzReportViewPrivate *priv = get_private (SZ_REPORT_VIEW (view));

    if (priv->stale && priv->store != NULL)
        load_all (SZ_REPORT_VIEW (view));
}

static void
records_changed (SzView *view, uint64_t kinds)
{
    SzReportViewPrivate *priv = get_private (SZ_REPORT_VIEW (view));
    uint64_t mine = 0;

    for (const char *const *name = SZ_REPORT_VIEW_GET_CLASS (view)->kinds; *name != NULL; name++)
        mine |= sz_view_kind_bit (*name);
    if ((mine & kinds) == 0)
        return;
    priv->stale = TRUE;
    if (gtk_widget_get_mapped (GTK_WIDGET (view)))
        load (view);
}

static gboolean
is_filled (SzView *view)
{
    SzReportViewPrivate *priv = get_private (SZ_REPORT_VIEW (view));

    return priv->round == NULL && !priv->stale;
}

static gboolean
can_go_back (SzView *view)
{
    SzReportViewClass *klass = SZ_REPORT_VIEW_GET_CLASS (view);

    return klass->can_go_back != NULL && klass->can_go_back (SZ_REPORT_VIEW (view));
}

static void
go_back (SzView *view)
{
    SZ_REPORT_VIEW_GET_CLASS (view)->go_back (SZ_REPORT_VIEW (view));
}

static void
export_csv (SzView *view, SzCsvFunc done, void *data)
{
    SzCsv *csv = sz_csv_new ();
    const char *name = SZ_REPORT_VIEW_GET_CLASS (view)->export(SZ_REPORT_VIEW (view), csv);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = sz_csv_finish (csv, &error);

    done (name, bytes, error, data);
}

static void
view_init (SzViewInterface *iface)
{
    iface->set_store = set_store;
    iface->load = load;
    iface->records_changed = records_changed;
    iface->is_filled = is_filled;
    iface->can_go_back = can_go_back;
    iface->go_back = go_back;
    iface->export_csv = export_csv;
}

static void
reload_activated_cb (GSimpleAction *action, GVariant *parameter, void *data)
{
    sz_report_view_reload (data);
}

static void
sz_report_view_dispose (GObject *object)
{
    SzReportViewPrivate *priv = get_private (SZ_REPORT_VIEW (object));
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
        gtk_widget_unparent (child);
    end_round (priv);
    g_clear_pointer (&priv->periods, sz_table_free);
    g_clear_object (&priv->store);
    G_OBJECT_CLASS (sz_report_view_parent_class)->dispose (object);
}

static void
sz_report_view_class_init (SzReportViewClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = sz_report_view_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sz_report_view_init (SzReportView *self)
{
    static const GActionEntry entries[] = {
        { "reload", reload_activated_cb, NULL, NULL, NULL, { 0 } },
    };
    g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

    get_private (self)->stale = TRUE;
    g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
    gtk_widget_insert_action_group (GTK_WIDGET (self), "report", G_ACTION_GROUP (actions));
}
