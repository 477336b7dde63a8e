/* SPDX-License-Identifier: EUPL-1.2 */
/* The words that files use for the catalogue's choices, Dutch and English. */
#define G_LOG_DOMAIN "sz-import-words"

#include "config.h"

#include "exchange/import_row.h"

#include "base/text.h"
#include "record/catalogue.h"

#include <string.h>

typedef struct {
    const char *word; /* folded */
    const char *code;
} Word;

static const char *
find_word (const Word *words, size_t n, const char *text)
{
    g_autofree char *folded = sz_text_fold (text);

    for (size_t i = 0; i < n; i++) {
        if (g_str_equal (words[i].word, folded))
            return words[i].code;
    }
    return NULL;
}

/* A code of the field itself, in any case. */
static const char *
find_code (const char *kind, const char *field, const char *text)
{
    for (const SzChoice *choice = sz_kind_field (sz_kind_by_name (kind), field)->choices;
         choice->code != NULL; choice++) {
        if (g_ascii_strcasecmp (choice->code, text) == 0)
            return choice->code;
    }
    return NULL;
}

/* 0, 1 and 2 are the codes of the national register. */
const char *
sz_word_sex (const char *text)
{
    static const Word WORDS[] = {
        { "m", "M" },      { "1", "M" }, { "man", "M" }, { "jongen", "M" },   { "mannelijk", "M" },
        { "v", "F" },      { "f", "F" }, { "2", "F" },   { "vrouw", "F" },    { "vrouwelijk", "F" },
        { "meisje", "F" }, { "x", "X" }, { "0", "X" },   { "onbekend", "X" }, { "andere", "X" },
    };

    return find_word (WORDS, G_N_ELEMENTS (WORDS), text);
}

const char *
sz_word_function (const char *text)
{
    static const Word WORDS[] = {
        { "arts", "doctor" },
        { "clb arts", "doctor" },
        { "verpleegkundige", "nurse" },
        { "paramedisch werker", "nurse" },
        { "psycholoog", "psychologist" },
        { "maatschappelijk werker", "social_worker" },
        { "pedagoog", "pedagogue" },
        { "psychopedagogisch werker", "pedagogue" },
        { "psycho pedagogisch werker", "pedagogue" },
        { "administratief medewerker", "administrative" },
        { "administratie", "administrative" },
        { "directeur", "director" },
        { "andere", "other" },
    };
    const char *code = find_code ("activity", "function", text);

    return code ? code : find_word (WORDS, G_N_ELEMENTS (WORDS), text);
}

const char *
sz_word_domain (const char *text)
{
    static const Word WORDS[] = {
        { "leren en studeren", "learning" },
        { "onderwijsloopbaan", "career" },
        { "psychisch en sociaal functioneren", "psychosocial" },
        { "preventieve gezondheidszorg", "health" },
        { "systeemgerichte preventieve aanpak", "systemic" },
        { "schoolondersteuning", "systemic" },
        { "diversen", "miscellaneous" },
    };
    const char *code = find_code ("activity", "domain", text);

    return code ? code : find_word (WORDS, G_N_ELEMENTS (WORDS), text);
}

const char *
sz_word_client (const char *text)
{
    static const Word WORDS[] = {
        { "leerling", "pupil" }, { "ouder", "parent" }, { "ouders", "parent" },
        { "school", "school" },  { "klas", "class" },   { "klasgroep", "class" },
        { "andere", "other" },
    };
    const char *code = find_code ("activity", "client_type", text);

    return code ? code : find_word (WORDS, G_N_ELEMENTS (WORDS), text);
}

/* What an administrative group says of the grade: "2e leerjaar in de 3e graad Kantoor BSO" is SO6. */
static const char *
secondary_grade (const char *folded)
{
    static const char *const GRADES[3][3] = { { "SO1", "SO2", NULL },
                                              { "SO3", "SO4", NULL },
                                              { "SO5", "SO6", "SO7" } };
    const char *degree = strstr (folded, "in de ");

    if (strstr (folded, "onthaal") != NULL)
        return "OKAN";
    if (g_str_has_prefix (folded, "beroepsvoorbereidend leerjaar"))
        return "SO2";
    if (g_str_has_prefix (folded, "1ste leerjaar"))
        return "SO1";
    if (degree == NULL || strstr (folded, "leerjaar") == NULL)
        return "other";

    int year = folded[0] - '1';
    int third = degree[strlen ("in de ")] - '1';
    if (year < 0 || year > 2 || third < 0 || third > 2 || GRADES[third][year] == NULL)
        return "other";
    return GRADES[third][year];
}

static const char *
numbered_grade (char digit, const char *level)
{
    static const char *const NURSERY[] = { "K1", "K2", "K3" };
    static const char *const PRIMARY[] = { "L1", "L2", "L3", "L4", "L5", "L6" };
    static const char *const SECONDARY[] = { "SO1", "SO2", "SO3", "SO4", "SO5", "SO6", "SO7" };
    size_t index = (size_t) (digit - '1');

    if (g_strcmp0 (level, "nursery") == 0)
        return index < G_N_ELEMENTS (NURSERY) ? NURSERY[index] : NULL;
    if (g_strcmp0 (level, "primary") == 0 || g_strcmp0 (level, "basic") == 0)
        return index < G_N_ELEMENTS (PRIMARY) ? PRIMARY[index] : NULL;
    if (g_strcmp0 (level, "secondary") == 0)
        return index < G_N_ELEMENTS (SECONDARY) ? SECONDARY[index] : NULL;
    return NULL;
}

/* "L3", "3", "3de leerjaar", "2KO", "SO4", or the name of an administrative group; `level` says what a bare number
 * counts. */
const char *
sz_word_grade (const char *text, const char *level)
{
    g_autofree char *folded = sz_text_fold (text);
    const char *code = find_code ("class_group", "grade", text);

    if (code != NULL)
        return code;
    if (strstr (folded, "kleuter") != NULL)
        return g_str_has_prefix (folded, "laatste") ? "K3" : numbered_grade (folded[0], "nursery");
    if (g_strcmp0 (level, "secondary") == 0 && strlen (folded) > 2)
        return secondary_grade (folded);
    if (g_str_has_suffix (folded, "ko") && strlen (folded) == 3)
        return numbered_grade (folded[0], "nursery");
    if (g_str_has_suffix (folded, "lo") && strlen (folded) == 3)
        return numbered_grade (folded[0], "primary");
    if (g_ascii_isdigit (folded[0]) && (folded[1] == '\0' || strstr (folded, "leerjaar") != NULL))
        return numbered_grade (folded[0], level);
    return NULL;
}
