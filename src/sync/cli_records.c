/* SPDX-License-Identifier: EUPL-1.2 */
/* schoolzicht-cli: records one by one. */
#define G_LOG_DOMAIN "sz-cli-records"

#include "config.h"

#include "sync/cli.h"

#include "base/errors.h"
#include "store/pupil_list.h"
#include "store/undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
usage (const char *text)
{
    g_printerr (_ ("Usage: schoolzicht-cli %s\n"), text);
    return CLI_USAGE;
}

/* A reference given by the first key field of what it refers to: vaccine=871831003. */
static bool
set_by_key (Cli *cli, SzRecord *record, const SzField *field, const char *key)
{
    const SzKind *kind = sz_kind_by_name (field->refers_to);
    g_autoptr (SzRecord) probe = sz_record_new (kind, NULL);
    g_autoptr (GPtrArray) found = NULL;
    size_t i = 0;

    while (i < kind->n_fields && (kind->fields[i].flags & SZ_FIELD_KEY) == 0)
        i++;
    if (i == kind->n_fields || !sz_record_set_from_text (probe, kind->fields[i].name, key, NULL))
        return false;
    found = sz_store_list (cli->store, kind, kind->fields[i].name, &probe->values[i], NULL);
    if (found == NULL || found->len != 1)
        return false;
    sz_record_set_id (record, field->name, &((SzRecord *) g_ptr_array_index (found, 0))->id);
    return true;
}

bool
cli_assign (Cli *cli, SzRecord *record, const char *assignment)
{
    const char *equals = strchr (assignment, '=');
    g_autofree char *name =
        equals != NULL ? g_strndup (assignment, (size_t) (equals - assignment)) : NULL;
    const SzField *field = name != NULL ? sz_kind_field (record->kind, name) : NULL;
    g_autoptr (GError) error = NULL;

    if (field == NULL) {
        g_printerr (_ ("“%s” is not field=value of a field that %s has.\n"), assignment,
                    record->kind->name);
        return false;
    }
    if (sz_record_set_from_text (record, name, equals + 1, &error))
        return true;
    if (field->type == SZ_TYPE_REFERENCE && set_by_key (cli, record, field, equals + 1))
        return true;
    g_printerr ("%s\n", error->message);
    return false;
}

int
cli_list (Cli *cli, int argc, char **argv)
{
    g_auto (GStrv) wheres = NULL;
    int limit = -1;
    const GOptionEntry entries[] = {
        { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wheres, N_ ("Only those with this value"),
          "FIELD=VALUE" },
        { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), "N" },
        { NULL },
    };
    const SzKind *kind;
    g_autoptr (SzRecord) wanted = NULL;
    g_autoptr (GPtrArray) records = NULL;
    g_autoptr (GError) error = NULL;
    size_t first;

    if (!cli_options (&argc, &argv, "KIND", entries))
        return CLI_USAGE;
    if (argc != 2)
        return usage ("list KIND [--where FIELD=VALUE]… [--limit N]");
    kind = cli_kind (argv[1]);
    if (kind == NULL || !cli_open (cli))
        return CLI_FAILED;
    wanted = sz_record_new (kind, NULL);
    for (char **where = wheres; where != NULL && *where != NULL; where++) {
        if (!cli_assign (cli, wanted, *where))
            return CLI_USAGE;
    }
    for (first = 0; first < kind->n_fields && !((wanted->present >> first) & 1); first++)
        ;
    records =
        sz_store_list (cli->store, kind, first < kind->n_fields ? kind->fields[first].name : NULL,
                       first < kind->n_fields ? &wanted->values[first] : NULL, &error);
    if (records == NULL)
        return cli_explain (error);
    for (unsigned i = 0; i < records->len && limit != 0; i++) {
        const SzRecord *record = g_ptr_array_index (records, i);
        bool fits = true;

        for (size_t k = 0; k < kind->n_fields; k++)
            fits = fits && (!((wanted->present >> k) & 1) ||
                            sz_value_equal (&wanted->values[k], &record->values[k]));
        if (fits) {
            cli_print (cli, record);
            limit--;
        }
    }
    return CLI_DONE;
}

/* The record that KIND ID name on the command line. */
static SzRecord *
named_record (Cli *cli, char **argv, int *status)
{
    const SzKind *kind = cli_kind (argv[1]);
    g_autoptr (GError) error = NULL;
    SzRecord *record;
    SzId id;

    *status = CLI_FAILED;
    if (kind == NULL || !cli_id (argv[2], &id) || !cli_open (cli))
        return NULL;
    record = sz_store_get (cli->store, kind, &id, &error);
    if (record == NULL)
        *status = cli_explain (error);
    return record;
}

int
cli_get (Cli *cli, int argc, char **argv)
{
    g_autoptr (SzRecord) record = NULL;
    int status;

    if (argc != 3)
        return usage ("get KIND ID");
    record = named_record (cli, argv, &status);
    if (record == NULL)
        return status;
    cli_print (cli, record);
    return CLI_DONE;
}

int
cli_set (Cli *cli, int argc, char **argv)
{
    g_autoptr (SzRecord) before = NULL;
    g_autoptr (SzRecord) after = NULL;
    g_autoptr (SzOperation) op = NULL;
    int status;

    if (argc < 4)
        return usage ("set KIND ID FIELD=VALUE…");
    before = named_record (cli, argv, &status);
    if (before == NULL)
        return status;
    after = sz_record_copy (before);
    for (int i = 3; i < argc; i++) {
        if (!cli_assign (cli, after, argv[i]))
            return CLI_USAGE;
    }
    op = sz_operation_new (sz_env_default ());
    if (!sz_operation_edit (op, before, after)) {
        g_printerr ("%s\n", _ ("The record has these values already."));
        return CLI_DONE;
    }
    return cli_save (cli, g_steal_pointer (&op));
}

int
cli_add (Cli *cli, int argc, char **argv)
{
    const SzKind *kind;
    SzId id = sz_id_new (sz_env_default ());
    g_autofree char *text = sz_id_to_string (&id);
    g_autoptr (SzRecord) record = NULL;
    g_autoptr (SzOperation) op = NULL;
    int status;

    if (argc < 3)
        return usage ("add KIND FIELD=VALUE…");
    kind = cli_kind (argv[1]);
    if (kind == NULL || !cli_open (cli))
        return CLI_FAILED;
    record = sz_record_new (kind, &id);
    for (int i = 2; i < argc; i++) {
        if (!cli_assign (cli, record, argv[i]))
            return CLI_USAGE;
    }
    op = sz_operation_new (sz_env_default ());
    sz_operation_create (op, g_steal_pointer (&record));
    status = cli_save (cli, g_steal_pointer (&op));
    if (status != CLI_FAILED)
        g_print (cli->json ? "{\"id\":\"%s\"}\n" : "%s\n", text);
    return status;
}

int
cli_delete (Cli *cli, int argc, char **argv)
{
    g_autoptr (SzRecord) record = NULL;
    SzOperation *op;
    int status;

    if (argc != 3)
        return usage ("delete KIND ID");
    record = named_record (cli, argv, &status);
    if (record == NULL)
        return status;
    op = sz_operation_new (sz_env_default ());
    sz_operation_delete (op, record);
    return cli_save (cli, op);
}

int
cli_undo (Cli *cli, int argc, char **argv)
{
    GAsyncResult *done = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (SzOperation) last = NULL;
    g_autoptr (GError) error = NULL;

    if (argc != 1)
        return usage ("undo");
    if (!cli_open (cli))
        return CLI_FAILED;
    last = sz_store_last_undoable (cli->store);
    if (last == NULL) {
        g_printerr ("%s\n", _ ("Nothing was changed here that can be taken back."));
        return CLI_FAILED;
    }
    sz_store_undo_async (cli->store, NULL, cli_done_cb, &done);
    result = cli_wait (&done);
    if (!sz_store_undo_finish (cli->store, result, &error))
        return cli_explain (error);
    return cli->sync ? cli_exchange (cli) : CLI_DONE;
}

int
cli_search (Cli *cli, int argc, char **argv)
{
    g_autofree char *words = NULL;
    g_autoptr (SzPupilList) list = NULL;
    SzPupilQuery query = { 0 };

    if (argc < 2)
        return usage ("search WORD…");
    if (!cli_open (cli))
        return CLI_FAILED;
    words = g_strjoinv (" ", argv + 1);
    query.search = words;
    list = sz_pupil_list_new (cli->store);
    sz_pupil_list_query (list, &query);
    for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
        g_autoptr (SzPupilRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);
        g_autofree char *id = sz_id_to_string (sz_pupil_row_get_id (row));
        g_autofree char *school = NULL;
        g_autofree char *class_name = NULL;

        g_object_get (row, "school", &school, "class-name", &class_name, NULL);
        g_print ("%s\t%s\t%s\t%s\n", id, sz_pupil_row_get_name (row), class_name, school);
    }
    return CLI_DONE;
}
