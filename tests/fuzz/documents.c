/* SPDX-License-Identifier: EUPL-1.2 */
/* Fuzz target: JSON of records, operations and control documents. What is taken, written again, reads the same. */
#define G_LOG_DOMAIN "fuzz-documents"

#include "record/control.h"
#include "record/json.h"

#include "fuzz/target.h"

#include <string.h>

static void
try_record (const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzRecord) record = sz_record_from_json (text, &error), back = NULL;
    g_autofree char *written = NULL, *again = NULL;

    g_assert_true ((record == NULL) == (error != NULL));
    if (record == NULL)
        return;
    g_assert_true (sz_record_check (record, true, true, &error) == (error == NULL));
    written = sz_record_to_json (record);
    back = sz_record_from_json (written, NULL);
    g_assert_nonnull (back);
    again = sz_record_to_json (back);
    g_assert_cmpstr (again, ==, written);
}

static void
try_operation (const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzOperation) op = sz_operation_from_json (text, &error), back = NULL, inverse = NULL;
    g_autofree char *written = NULL, *again = NULL;

    g_assert_true ((op == NULL) == (error != NULL));
    if (op == NULL)
        return;
    inverse = sz_operation_invert (op, NULL);
    written = sz_operation_to_json (op);
    back = sz_operation_from_json (written, NULL);
    g_assert_nonnull (back);
    again = sz_operation_to_json (back);
    g_assert_cmpstr (again, ==, written);
}

static void
try_control (const char *text, size_t size)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (SzControl) control = sz_control_parse (text, (gssize) size, &error);

    g_assert_true ((control == NULL) == (error != NULL));
    if (control == NULL)
        return;
    sz_control_text (control, "kind");
    sz_control_integer (control, "rev", 0);
    for (size_t i = sz_control_count (control, "parts"); i > 0; i--)
        sz_control_item (control, "parts", i - 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
    g_autofree char *text = g_strndup ((const char *) bytes, size);

    try_control ((const char *) bytes, size);
    try_record (text);
    try_operation (text);
    return 0;
}
