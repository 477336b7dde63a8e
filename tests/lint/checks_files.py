# SPDX-License-Identifier: EUPL-1.2
"""Checks of the files that are not C: widget descriptions, JSON, XML, scripts."""
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree

READ_ALOUD = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text", "heading", "text"}
ICON_BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton"}
# Deprecated in newer GTK and libadwaita; each has a lasting form that Debian 12 has too.
LEAVING = re.compile(
    r"\b(GtkDialog|GtkMessageDialog|GtkFileChooser(Dialog|Widget|Button)|GtkComboBox(Text)?|GtkTreeView|GtkListStore|"
    r"GtkInfoBar|GtkStatusbar|GtkEntryCompletion|GtkShortcutsWindow|GtkAssistant|GtkIconView|GtkVolumeButton|"
    r"AdwMessageDialog|AdwAboutWindow|AdwPreferencesWindow|AdwLeaflet|AdwFlap|AdwSqueezer|AdwViewSwitcherTitle)\b"
)


def properties(node):
    return {p.get("name"): p for p in node.findall("property")}


def check_widgets(tree):
    """A .ui file is well formed, is built in, can be translated and read aloud."""
    built = "".join(tree.text(p) for p in tree.files("*.gresource.xml"))
    for path in tree.files("ui/*.ui"):
        name = path.split("/")[-1]
        if name not in built:
            yield path, 1, "in no .gresource.xml"
        try:
            root = ElementTree.fromstring(tree.text(path))
        except ElementTree.ParseError as error:
            yield path, error.position[0], "not well formed"
            continue
        for number, line in tree.lines(path):
            if LEAVING.search(line):
                yield path, number, f"{LEAVING.search(line).group()} leaves GTK or libadwaita"
        for node in root.iter():
            if node.tag == "property" and node.get("name") in READ_ALOUD and not node.get("translatable"):
                if node.text and re.search(r"[A-Za-z]{2,}", node.text) and not node.get("bind-source"):
                    yield path, 1, f"{node.get('name')} {node.text.strip()!r} is not translatable"
            if node.tag == "object" and node.get("class") in ICON_BUTTONS:
                own = properties(node)
                spoken = node.find("accessibility/property[@name='label']") is not None
                if "icon-name" in own and not spoken and not {"tooltip-text", "label"} & set(own):
                    yield path, 1, f"the button {own['icon-name'].text} has no name to read aloud"


def unique(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice in one object")
    return dict(pairs)


def check_data(tree):
    """JSON and XML are well formed, scripts can be read by their shell, python compiles."""
    for path in tree.files("*.json"):
        try:
            json.loads(tree.text(path), object_pairs_hook=unique)
        except ValueError as error:
            yield path, getattr(error, "lineno", 0), str(error)
    for path in tree.files("*.xml", "*.xml.in", "*.svg"):
        try:
            ElementTree.fromstring(tree.text(path))
        except ElementTree.ParseError as error:
            yield path, error.position[0], "not well formed"
    for path in tree.files("*.sh", "data/setup/*", "data/demo/*", "tests/run", ".ci/run"):
        first = tree.text(path).split("\n", 1)[0]
        if first.startswith("#!") and first.endswith("sh"):
            shell = "bash" if "bash" in first else "sh"
            if subprocess.run([shell, "-n", path], cwd=tree.root, capture_output=True).returncode:
                yield path, 1, f"{shell} cannot read it"
    for path in tree.files("*.py"):
        try:
            compile(tree.text(path), path, "exec")
        except SyntaxError as error:
            yield path, error.lineno, "not python"


TOP = {"src", "data", "po", "ui", "tests", "flatpak", "meson.build", "meson_options.txt", "README.md", "CHANGELOG.md", "LICENSE"}


def check_house(tree):
    """Nothing stands at the top but what the architecture names."""
    for name in sorted({path.split("/")[0] for path in tree.files("*")}):
        if name not in TOP and not name.startswith("."):
            yield name, 0, "the architecture has no place for it at the top"


CHECKS = {"widgets": check_widgets, "data": check_data, "house": check_house}
