/* SPDX-License-Identifier: EUPL-1.2 */
/* What a drop-down offers: a record by its name, or a choice by its label. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SZ_TYPE_OPTION (sz_option_get_type ())
G_DECLARE_FINAL_TYPE (SzOption, sz_option, SZ, OPTION, GObject)

/* Property "label". */
const char *sz_option_get_label (SzOption *self);

/* The stored value: a choice's code, or a record's id as text; NULL for the option that means none or all. */
const char *sz_option_get_value (SzOption *self);

/* FALSE for an option without a record. */
gboolean sz_option_get_id (SzOption *self, SzId *id);

/* A list of SzOption; the first is `none` (translated) unless that is NULL. Transfer full. */
GListStore *sz_options_new (const char *none);

void sz_options_add (GListStore *options, const char *value, const char *label);

/* The choices of a field. */
void sz_options_add_choices (GListStore *options, const SzField *field);

/* Records of a kind by name, in the order of their names; `by` (nullable) = `value` limits them. */
void sz_options_add_records (GListStore *options,
                             SzStore *store,
                             const SzKind *kind,
                             const char *by,
                             const SzValue *value);

/* The schools of the desk's centre; those of all centres are in the cache too. Transfer full. */
GListStore *sz_options_new_schools (SzStore *store, const char *none);

/* A drop-down over options, with a search where there are many. Takes `options`. */
GtkWidget *sz_option_drop_down_new (GListStore *options);
void sz_option_drop_down_set_options (GtkDropDown *drop_down, GListStore *options);

/* The chosen option; NULL when there is none. */
SzOption *sz_option_drop_down_get (GtkDropDown *drop_down);

/* Its value; NULL when nothing is chosen, or none. Borrowed. */
const char *sz_option_drop_down_get_value (GtkDropDown *drop_down);

/* Other options, with the same choice where it is still among them. Takes `options`. */
void sz_option_drop_down_refill (GtkDropDown *drop_down, GListStore *options);

/* Chooses by value; the first option when it is not there. */
void sz_option_drop_down_choose (GtkDropDown *drop_down, const char *value);

G_END_DECLS
