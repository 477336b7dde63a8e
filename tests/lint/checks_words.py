# SPDX-License-Identifier: EUPL-1.2
"""Checks of what stands between quotes: SQL, texts for people, personal data in logs, translations, paths of a machine."""
import os
import re
import subprocess
import tempfile

from tree import call_end, line_of

STRING = r'"(?:\\.|[^"\\\n])*"'

# Scripts: steps of the schema, and the settings of a connection.
SQL_SCRIPT = r".*/(schema-\w+|script-[\w-]+|(open|begin)\w*)\.sql"
SQL = r'"\s*\b(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|WITH|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|ATTACH)\b'


def check_sql(tree):
    """No SQL in C; a .sql file holds one statement that names its columns, unless it is a script."""
    for path in tree.files("src/*.c", "src/*.h"):
        code = tree.code(path, strings=True)
        for match in re.finditer(SQL, code):
            yield path, line_of(code, match.start()), f"{match[1]} in C: put it in a .sql file"
    for path in tree.files("src/*.sql", "data/*.sql"):
        text = re.sub(r"--[^\n]*|/\*.*?\*/|'[^']*'", lambda m: re.sub(r"[^\n]", " ", m.group()), tree.text(path), flags=re.DOTALL)
        if text.strip().rstrip(";").count(";") and not re.fullmatch(SQL_SCRIPT, path):
            yield path, line_of(text, text.index(";")), "more than one statement"
        for match in re.finditer(r"\bSELECT\s+(DISTINCT\s+)?(\w+\.)?\*", text, re.IGNORECASE):
            yield path, line_of(text, match.start()), "name the columns"


# Calls whose texts are for programmers or for the log, not for people at the screen.
PROGRAMMERS = re.compile(
    r"\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?|pgettext|"
    r"g_(debug|info|message|warning|critical|error|set_error|set_error_literal|prefix_error|propagate_prefixed_error|"
    r"error_new|error_new_literal|return_\w+|assert\w*|warn_\w+|test_\w+|param_spec_\w+|signal_new\w*|log\w*|"
    r"quark_from_\w+|task_return_new_error)|G_DEFINE_QUARK|g_task_set_name)\s*\("
)
PEOPLE = re.compile(r'"[^"]*(?:[A-Za-z]{2,}[,:]? [a-z]{2,}|[A-Z][a-z]{2,}[.!?:]?")')
# The name of the program, and keys ("<Alt>Left").
NO_WORDS = re.compile(r'"(%s – )?Schoolzicht"|"(<\w+>)+\w+"')
SHOWN = re.compile(
    r"\b(gtk_label_(new|set_(text|label|markup))|gtk_button_(new_with_label|set_label)|gtk_window_set_title|"
    r"gtk_widget_set_tooltip_text|adw_toast_new|adw_\w+_set_(title|subtitle|description|heading|body)|"
    r"gtk_entry_set_placeholder_text|gtk_column_view_column_(new|set_title)|g_menu_append)\s*\("
)


def blank_calls(code, plain, pattern):
    """`code` with what stands inside the calls of `pattern` blanked; `plain` is the same without strings."""
    parts, last = [], 0
    for match in pattern.finditer(plain):
        if match.start() < last:
            continue
        end = call_end(plain, match.end() - 1)
        parts += [code[last:match.end()], re.sub(r"[^\n]", " ", code[match.end():end])]
        last = end
    return "".join(parts) + code[last:]


def check_text(tree):
    """What people read goes through gettext: sentences anywhere, any word in a call that shows it."""
    for path in tree.files("src/views/*.c", "src/widgets/*.c", "src/app/*.c"):
        plain = tree.code(path)
        code = blank_calls(tree.code(path, strings=True), plain, PROGRAMMERS)
        code = re.sub(r"^[ \t]*#.*$", lambda m: " " * len(m.group()), code, flags=re.MULTILINE)
        found = {line_of(code, m.start()) for m in re.finditer(STRING, code) if PEOPLE.match(m.group()) and not NO_WORDS.fullmatch(m.group())}
        for match in SHOWN.finditer(plain):
            inside = code[match.end():call_end(plain, match.end() - 1)]
            for text in re.finditer(STRING, inside):
                if not NO_WORDS.fullmatch(text.group()) and re.search(r"[A-Za-z]{2,}", re.sub(r"%[-+#0-9.*]*[a-z]+|</?\w[^>]*>", "", text.group())):
                    found.add(line_of(code, match.end() + text.start()))
        for line in sorted(found):
            yield path, line, "a text for people outside gettext"


LOGGING = re.compile(
    r"\b(g_(debug|info|message|warning|critical|error|printerr|log\w*|set_error\w*|prefix_error\w*|error_new\w*|"
    r"propagate_prefixed_error|task_return_new_error))\s*\("
)
SECRETS = {
    "national_number", "insz", "first_name", "last_name", "birth_date", "street", "phone", "email", "note", "remark",
    "password", "passphrase", "token", "authorization", "sql", "body", "value_text", "search", "cookie", "key_hex",
}


def personal_fields(tree):
    """The names of the catalogue's personal and medical fields that hold a text or a day."""
    fields = r"^.*\bSZ_TYPE_(?:TEXT|DATE)\b.*\b(?:SZ_FIELD_)?(?:PERSONAL|MEDICAL)\b.*$"
    for path in tree.files("src/record/catalogue*.c"):
        for line in re.findall(fields, tree.text(path), re.MULTILINE):
            name = re.search(r'"([a-z_]+)"', line)
            if name:
                yield name[1]


def check_logs(tree):
    """No personal data, secret or statement in a log line or an error message: ids of records only."""
    names = SECRETS | set(personal_fields(tree))
    for path in tree.files("src/*.c", "src/*.h"):
        code = tree.code(path)
        for match in LOGGING.finditer(code):
            inside = code[match.end():call_end(code, match.end() - 1)]
            for word in re.finditer(r"\b[a-z_]+\b(?!\s*\()", inside):
                if word.group() in names:
                    yield path, line_of(code, match.end() + word.start()), f"{word.group()} in {match[1]}"


MARKED = re.compile(r"(?<![\w])(_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*\"")
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]


def marked_files(tree):
    """The files that hold a text to translate; a report has its titles in the comment at its head."""
    for path in tree.files("src/*.c", "src/*.h"):
        if MARKED.search(tree.code(path, strings=True)):
            yield path
    for path in tree.files("data/reports/*.sql"):
        if MARKED.search(tree.text(path)):
            yield path
    for path in tree.files("ui/*.ui"):
        if re.search(r'translatable="(yes|true|1)"', tree.text(path)):
            yield path
    yield from tree.files("data/*.desktop.in", "data/*.metainfo.xml.in")


def check_translations(tree):
    """po/POTFILES names every file with texts, and po/nl.po has each of them, none doubtful."""
    listed = [line for _, line in tree.lines("po/POTFILES") if line and not line.startswith("#")]
    marked = set(marked_files(tree))
    for path in sorted(marked - set(listed)):
        yield "po/POTFILES", 0, f"{path} is not named"
    for path in sorted(set(listed) - marked):
        yield "po/POTFILES", 0, f"{path} has no text to translate or is not there"
    if listed != sorted(set(listed)):
        yield "po/POTFILES", 0, "not in alphabetical order, or a name twice"
    with tempfile.TemporaryDirectory() as folder:
        template, merged = os.path.join(folder, "template.pot"), os.path.join(folder, "merged.po")
        words = [f"--keyword={word}" for word in KEYWORDS]
        for command in (
            ["xgettext", "--from-code=UTF-8", "--keyword", *words, f"--output={template}", *sorted(marked)],
            ["msgfmt", "--check", f"--output-file={os.devnull}", "po/nl.po"],
            ["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", f"--output-file={merged}", "po/nl.po", template],
        ):
            run = subprocess.run(command, cwd=tree.root, capture_output=True, text=True)
            if run.returncode:
                yield "po/nl.po", 0, f"{command[0]}: {run.stderr.strip()}"
                return
        for option, fault in (("--untranslated", "not translated"), ("--only-fuzzy", "doubtful (fuzzy)")):
            command = ["msgattrib", "--no-obsolete", "--no-wrap", option, merged]
            run = subprocess.run(command, capture_output=True, text=True)
            for text in re.findall(r'^msgid ((?:".*"\n?)+)', run.stdout, re.MULTILINE):
                if text.strip() != '""':
                    yield "po/nl.po", 0, f"{fault}: {text.strip()}"


PATHS = [
    (r"(?<![\w./}$-])/(work|farm|root|home/\w+|Users/\w+)/", "a path of one machine"),
    (r"https?://(deb|mirror|registry|packages|pypi|ftp)[\w-]*\.", "the address of a registry or mirror"),
]


def check_paths(tree):
    """Nothing names a folder of a developer's machine, or a host that packages come from."""
    for path in tree.files("*"):
        if path.endswith((".png", ".csv", ".gz", ".zst", ".db")) or path.startswith("tests/lint/checks_words"):
            continue
        for number, line in tree.lines(path):
            for pattern, reason in PATHS:
                if re.search(pattern, line):
                    yield path, number, reason


CHECKS = {
    "sql": check_sql,
    "text": check_text,
    "logs": check_logs,
    "translations": check_translations,
    "paths": check_paths,
}
