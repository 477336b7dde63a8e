/* SPDX-License-Identifier: EUPL-1.2 */
/* Operations in memory: made from what a form changed, copied, taken back. The merge is merge.c. */
#define G_LOG_DOMAIN "sz-operation"

#include "config.h"

#include "record/operation.h"

#include <string.h>

static void
part_free (void *data)
{
    SzPart *part = data;

    sz_record_free (part->base);
    sz_record_free (part->set);
    g_free (part);
}

static SzPart *
add_part (SzOperation *op, SzVerb verb, SzRecord *base, SzRecord *set)
{
    SzPart *part = g_new0 (SzPart, 1);

    part->verb = verb;
    part->base = base;
    part->set = set;
    g_ptr_array_add (op->parts, part);
    return part;
}

SzOperation *
sz_operation_new (const SzEnv *env)
{
    SzOperation *op = g_new0 (SzOperation, 1);

    op->parts = g_ptr_array_new_with_free_func (part_free);
    op->generation = sz_catalogue_generation ();
    if (env != NULL) {
        op->op_id = sz_id_new (env);
        op->at_ms = sz_env_now_ms (env);
    }
    return op;
}

SzOperation *
sz_operation_copy (const SzOperation *op)
{
    SzOperation *copy = sz_operation_new (NULL);

    copy->op_id = op->op_id;
    copy->device = op->device;
    copy->n = op->n;
    copy->scope = g_strdup (op->scope);
    copy->epoch = g_strdup (op->epoch);
    copy->generation = op->generation;
    copy->at_ms = op->at_ms;
    copy->reason = g_strdup (op->reason);
    copy->sealed = g_strdup (op->sealed);
    for (unsigned i = 0; i < op->parts->len; i++) {
        const SzPart *part = g_ptr_array_index (op->parts, i);

        add_part (copy, part->verb, part->base != NULL ? sz_record_copy (part->base) : NULL,
                  sz_record_copy (part->set));
    }
    return copy;
}

void
sz_operation_free (SzOperation *op)
{
    if (op == NULL)
        return;
    g_ptr_array_unref (op->parts);
    g_free (op->scope);
    g_free (op->epoch);
    g_free (op->reason);
    g_free (op->sealed);
    g_free (op);
}

void
sz_operation_create (SzOperation *op, SzRecord *record)
{
    add_part (op, SZ_VERB_CREATE, NULL, record);
}

/* Marks every field of a unit as present in `record`. */
static void
take_unit (SzRecord *record, const SzRecord *from, const char *unit)
{
    for (size_t i = 0; i < from->kind->n_fields; i++) {
        if (strcmp (sz_field_unit (&from->kind->fields[i]), unit) == 0)
            sz_record_set_value (record, i, &from->values[i]);
    }
}

bool
sz_operation_edit (SzOperation *op, const SzRecord *before, const SzRecord *after)
{
    g_autoptr (SzRecord) base = sz_record_new (before->kind, &before->id);
    g_autoptr (SzRecord) set = sz_record_new (before->kind, &before->id);

    g_return_val_if_fail (before->kind == after->kind, false);
    base->rev = before->rev;
    for (size_t i = 0; i < before->kind->n_fields; i++) {
        if (!((after->present >> i) & 1) || sz_value_equal (&before->values[i], &after->values[i]))
            continue;
        sz_record_set_value (set, i, &after->values[i]);
        take_unit (base, before, sz_field_unit (&before->kind->fields[i]));
    }
    if (set->present == 0)
        return false;
    add_part (op, SZ_VERB_EDIT, g_steal_pointer (&base), g_steal_pointer (&set));
    return true;
}

void
sz_operation_delete (SzOperation *op, const SzRecord *before)
{
    SzRecord *base = sz_record_copy (before);

    base->present =
        before->kind->n_fields == 64 ? UINT64_MAX : (UINT64_C (1) << before->kind->n_fields) - 1;
    add_part (op, SZ_VERB_DELETE, base, sz_record_new (before->kind, &before->id));
}

/* What an edit's base looks like once its set has been written over it. */
static SzRecord *
apply_over (const SzRecord *base, const SzRecord *set)
{
    SzRecord *result = sz_record_copy (base);

    for (size_t i = 0; i < set->kind->n_fields; i++) {
        if ((set->present >> i) & 1)
            sz_record_set_value (result, i, &set->values[i]);
    }
    return result;
}

static void
invert_part (SzOperation *inverse, const SzPart *part)
{
    g_autoptr (SzRecord) after = NULL;

    switch (part->verb) {
    case SZ_VERB_CREATE:
        sz_operation_delete (inverse, part->set);
        break;
    case SZ_VERB_DELETE:
        sz_operation_create (inverse, sz_record_copy (part->base));
        break;
    case SZ_VERB_EDIT:
        after = apply_over (part->base, part->set);
        sz_operation_edit (inverse, after, part->base);
        break;
    default:
        g_assert_not_reached ();
    }
}

/* Last part first: a record made for another one goes before that one comes back. */
SzOperation *
sz_operation_invert (const SzOperation *op, const SzEnv *env)
{
    SzOperation *inverse = sz_operation_new (env);

    for (unsigned i = op->parts->len; i > 0; i--)
        invert_part (inverse, g_ptr_array_index (op->parts, i - 1));
    return inverse;
}
