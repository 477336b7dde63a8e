/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
/* "SELECT" in a comment is nothing */
static const char *const one = "SELECT id FROM pupil";
static const char *const two = "sql/select.sql";
static const char *const three = "  update pupil";
static const char *const four = "DELETE FROM pupil";
