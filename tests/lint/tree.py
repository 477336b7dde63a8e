# SPDX-License-Identifier: EUPL-1.2
"""What the checks see of a source tree: its files, their text, and C with comments or strings blanked out."""
import fnmatch
import os
import re

SKIPPED = re.compile(r"(^|/)(\.git|build[^/]*|__pycache__|samples)$")
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def blank(text):
    """The same number of lines and columns, with nothing on them."""
    return re.sub(r"[^\n]", " ", text)


class Tree:
    def __init__(self, root):
        self.root = root
        self._texts = {}
        self._paths = []
        for folder, names, files in os.walk(root):
            inside = os.path.relpath(folder, root)
            inside = "" if inside == "." else inside + "/"
            names[:] = sorted(n for n in names if not SKIPPED.search(inside + n))
            self._paths += [inside + f for f in sorted(files) if f != ".git"]

    def files(self, *patterns):
        """Paths from the root that match one of the patterns; `*` matches slashes too."""
        return [p for p in self._paths if any(fnmatch.fnmatch(p, q) for q in patterns)]

    def text(self, path):
        if path not in self._texts:
            with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
                self._texts[path] = file.read()
        return self._texts[path]

    def lines(self, path):
        """Numbered from 1."""
        return enumerate(self.text(path).splitlines(), 1)

    def code(self, path, strings=False):
        """A C file without its comments and, unless asked for, without what is in quotes; places stay."""

        def one(match):
            token = match.group()
            if token[0] == "/":
                return blank(token)
            return token if strings else token[0] + blank(token[1:-1]) + token[-1]

        return TOKEN.sub(one, self.text(path))


def line_of(text, place):
    return text.count("\n", 0, place) + 1


def call_end(code, start):
    """The place after the bracket that closes the one at or after `start`; strings must be blanked."""
    depth = 0
    for place in range(start, len(code)):
        if code[place] == "(":
            depth += 1
        elif code[place] == ")":
            depth -= 1
            if depth == 0:
                return place + 1
    return len(code)
