# SPDX-License-Identifier: EUPL-1.2
"""Checks of the C sources: format, who includes whom, lengths, calls that are not made, first lines."""
import re
import shutil
import subprocess

from tree import line_of

SOURCES = ("src/*.c", "src/*.h", "tests/*.c", "tests/*.h")


def check_format(tree):
    """clang-format 14 decides."""
    files = tree.files(*SOURCES)
    tool = shutil.which("clang-format-14")
    if tool is None:
        yield "", 0, "clang-format-14 is not installed"
        return
    if not files:
        return
    run = subprocess.run([tool, "--dry-run", "--style=file", *files], cwd=tree.root, capture_output=True, text=True)
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: (?:warning|error): ", run.stderr, re.MULTILINE):
        yield path, int(line), "not as clang-format 14 writes it"


# The house: what each room may include besides itself.
ROOMS = {
    "base": "",
    "record": "base",
    "rules": "base record",
    "db": "base record",
    "exchange": "base record",
    "store": "base record rules db",
    "sync": "base record rules db store",
    "server": "base record rules db exchange",
    "widgets": "base",
    "views": "base record rules store widgets exchange",
    "app": "base record rules db exchange store sync widgets views",
}
# Libraries that only some rooms (or one file) may see.
LIBRARIES = {
    r"sqlite3\.h": ("src/db/sqlite.c",),
    r"libpq-fe\.h": ("src/db/postgres_private.h",),
    r"json-glib/": ("src/record/", "src/exchange/"),
    r"libsoup/": ("src/sync/", "src/server/"),
    r"libsecret/": ("src/sync/",),
    r"sodium\.h": ("src/sync/", "src/server/", "src/store/seal.c", "src/db/postgres_copy.c", "src/db/sums.c"),
    r"zstd\.h": ("src/sync/", "src/server/"),
    r"(gtk|gdk|gsk|adwaita|adw)[/.]": ("src/widgets/", "src/views/", "src/app/"),
}


def inclusions(tree, path):
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', tree.code(path, strings=True), re.MULTILINE):
        yield line_of(tree.text(path), match.start()), match[1] == '"', match[2]


def check_includes(tree):
    """A room includes only the rooms named to its right in the architecture; libraries stay in their rooms."""
    graph = {}
    for path in tree.files("src/*/*.c", "src/*/*.h"):
        room = path.split("/")[1]
        allowed = ROOMS.get(room)
        if allowed is None:
            yield path, 1, f"the architecture knows no room {room}"
            continue
        for line, own, name in inclusions(tree, path):
            if own and name != "config.h":
                other = name.split("/")[0]
                if "/" not in name:
                    yield path, line, f'"{name}" is not written from the root of src'
                elif other != room and other not in allowed.split():
                    yield path, line, f"{room} may not include {other}"
                graph.setdefault(path, []).append("src/" + name)
            for library, places in LIBRARIES.items():
                if re.match(library, name) and not path.startswith(places):
                    yield path, line, f"{name} belongs in {' '.join(places)} only"
    yield from circles(graph)


def circles(graph):
    done, trail = set(), []

    def visit(path):
        if path in trail:
            yield path, 1, "includes itself: " + " > ".join(trail[trail.index(path):] + [path])
        elif path not in done:
            trail.append(path)
            for other in graph.get(path, []):
                yield from visit(other)
            trail.pop()
            done.add(path)

    for path in sorted(graph):
        yield from visit(path)


FILE_LINES = 500
FUNCTION_LINES = 60


def check_length(tree):
    """Files of at most 500 lines, functions of at most 60."""
    for path in tree.files(*SOURCES, "ui/*.ui", "ui/*.css", "*.py", "*.sh", "*.sql", "*/meson.build"):
        n = tree.text(path).count("\n")
        if n > FILE_LINES:
            yield path, n, f"{n} lines, more than {FILE_LINES}"
    for path in tree.files("src/*.c", "tests/*.c"):
        begin = 0
        for number, line in tree.lines(path):
            if line == "{":
                begin = number
            elif line == "}" and begin:
                if number - begin - 1 > FUNCTION_LINES:
                    yield path, begin, f"a function of {number - begin - 1} lines, more than {FUNCTION_LINES}"
                begin = 0


# The files that are a program's own: its main function and its commands.
PROGRAMS = r"src/\w+/((main|cli|command)\w*|\w*_main)\.c"
# What is not called, why, and where it is allowed after all.
BANNED = [
    (r"(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|alloca)\s*\(", "use GLib's, which knows the length", ()),
    (r"(system|popen)\s*\(", "no shell", ()),
    (r"(atoi|atol|atoll|atof|strtod|strtol)\s*\(", "use g_ascii_string_to_signed or g_ascii_strtod: they see faults", ()),
    (r"g_task_run_in_thread(_sync)?\s*\(", "use SzWorker: one thread, in order", ()),
    (r"g_main_loop_run\s*\(", "no main loop inside another", (PROGRAMS, r"tests/")),
    (r"goto\b", "no goto", ()),
    (r"(g_print|g_printerr|printf|puts|fputs)\s*\(", "only the programs' own command files speak to the terminal",
     (PROGRAMS, r"tests/")),
    (r"(rand|random|srand|g_random_\w+|g_rand_\w+)\s*\(", "use SzEnv: a run must be repeatable", (r"src/base/env\.c", r"tests/")),
    (r"(time|gettimeofday|g_get_real_time|g_date_time_new_now\w*)\s*\(", "use SzEnv: a run must be repeatable",
     (r"src/base/", r"src/(widgets|views|app)/", r"tests/")),
    (r"sqlite3_(expanded_sql|serialize|enable_load_extension)\s*\(", "gives data away", (r"tests/",)),
]


def check_banned(tree):
    """Calls that are not made."""
    for path in tree.files("src/*.c", "src/*.h", "tests/*.c"):
        code = tree.code(path)
        for call, reason, places in BANNED:
            if any(re.match(place, path) for place in places):
                continue
            for match in re.finditer(r"(?<![\w.>])" + call, code):
                yield path, line_of(code, match.start()), f"{match.group().rstrip('( ')}: {reason}"


LICENCE = "SPDX-License-Identifier: EUPL-1.2"


def check_first_lines(tree):
    """Each file says its licence and what it is."""
    for path in tree.files(*SOURCES):
        lines = tree.text(path).splitlines() + ["", ""]
        if lines[0] != f"/* {LICENCE} */":
            yield path, 1, f"the first line is not /* {LICENCE} */"
        elif not lines[1].startswith("/* "):
            yield path, 2, "no sentence says what the file is"
    for path in tree.files("*.py"):
        if not any(line == f"# {LICENCE}" for line in tree.text(path).splitlines()[:2]):
            yield path, 1, f"no line # {LICENCE}"
    for path in tree.files("*.sql"):
        if not tree.text(path).startswith(("--", "/*")):
            yield path, 1, "no comment says what the statement is for"
    for path in tree.files("ui/*.ui"):
        if "<!--" not in tree.text(path)[:400]:
            yield path, 1, "no comment says what the widget is"


CHECKS = {
    "format": check_format,
    "includes": check_includes,
    "length": check_length,
    "banned": check_banned,
    "first-lines": check_first_lines,
}
