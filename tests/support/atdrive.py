# SPDX-License-Identifier: EUPL-1.2
"""Drives a GTK 4 application as a person does: looks through the accessibility tree, acts with mouse and keyboard.

For use under xrun.sh with WM=openbox. What it knows about GTK 4.8:
  - every action of a widget and of its window is on its accessible: frame.do("win.undo"), button.do()
  - rows of a list box, column titles and table rows have no action: click them, or select them through their list
  - places are relative to the window's content inside its shadow; App.click adds the rest
  - hidden widgets are not in the tree, stack pages that are not shown are: ask for laid_out
  - a button with a mnemonic is called "_Add Add": match with re, or give it an accessible label
  - a column view has only the rows it keeps widgets for (some 200), each as table row > table cell > label
"""
import os
import signal
import subprocess
import time

# What is fatal to the programs under test is not to this one: the accessibility bus itself warns.
DEBUG = {"G_DEBUG": os.environ.pop("G_DEBUG", "")}

import gi

gi.require_version("Atspi", "2.0")
import pyatspi
from gi.repository import GLib

# Two clicks within this time are a double click, which a column title ignores.
DOUBLE_CLICK = 0.5
# Things vanish while one looks at them; look again.
VANISHED = (GLib.Error, RuntimeError, LookupError, NotImplementedError)


class Timeout(Exception):
    pass


def wait(question, what, timeout=15, step=0.05):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + timeout
    fault = None
    while time.monotonic() < end:
        try:
            answer = question()
            if answer:
                return answer
        except VANISHED as error:
            fault = error
        time.sleep(step)
    raise Timeout(f"waited {timeout} s for {what}" + (f" ({fault})" if fault else ""))


class Node:
    """One accessible."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"

    @property
    def role(self):
        role = self.accessible.getRoleName()
        return "push button" if role == "button" else role  # the name since at-spi 2.56

    @property
    def name(self):
        name = self.accessible.name
        if not name and self.role == "menu item":  # GTK 4.18 gives menu items no name of their own
            name = " ".join(filter(None, (child.accessible.name for child in self.children)))
        return name or ""

    @property
    def description(self):
        return self.accessible.description or ""

    @property
    def children(self):
        found = (self.accessible.getChildAtIndex(i) for i in range(self.accessible.childCount))
        return [Node(child) for child in found if child is not None]

    @property
    def states(self):
        return {pyatspi.stateToString(state) for state in self.accessible.getState().getStates()}

    @property
    def laid_out(self):
        """Whether it was ever shown: GTK 4.8 has the state "showing" for windows only."""
        return self.extents[2] > 0

    @property
    def extents(self):
        """x, y, width, height within the window."""
        box = self.accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return box.x, box.y, box.width, box.height

    def walk(self, rows=False):
        """Itself and all below, depth first. Each is a question over the bus, so table rows are passed by unless asked for."""
        yield self
        for child in self.children:
            try:
                if not rows and self.role == "list" and child.role in ("table row", "table cell"):
                    continue
                yield from child.walk(rows)
            except GLib.Error:
                continue

    def find_all(self, role=None, name=None, laid_out=None, limit=None, rows=False):
        """All below with this role and this name (a text, or a pattern to search for)."""
        found = []
        for node in self.walk(rows):
            try:
                fits = role is None or node.role == role
                if fits and name is not None:
                    fits = bool(name.search(node.name)) if hasattr(name, "search") else node.name == name
                if fits and laid_out is not None:
                    fits = node.laid_out == laid_out
            except VANISHED:
                continue
            if fits:
                found.append(node)
                if limit and len(found) >= limit:
                    break
        return found

    def find(self, role=None, name=None, timeout=15, laid_out=None, rows=False):
        """The first of find_all, waiting for it."""
        return wait(lambda: self.find_all(role, name, laid_out, 1, rows), f"{role} {name!r}", timeout)[0]

    def wait_gone(self, role, name, timeout=15):
        wait(lambda: not self.find_all(role, name, True, 1), f"{role} {name!r} to go", timeout)

    @property
    def actions(self):
        action = self.accessible.queryAction()
        return [action.getName(i) for i in range(action.nActions)]

    def do(self, action="click"):
        return self.accessible.queryAction().doAction(self.actions.index(action))

    def select_child(self, position):
        return self.accessible.querySelection().selectChild(position)

    @property
    def text(self):
        text = self.accessible.queryText()
        return text.getText(0, text.characterCount)

    @text.setter
    def text(self, value):
        self.accessible.queryEditableText().setTextContents(value)

    def row_nodes(self, limit=None):
        """The rows of a column view (a node of role "tree table")."""
        body = [child for child in self.children if child.role in ("list", "table")][-1:] or [self]
        return body[0].children[:limit]

    def rows(self, limit=None):
        """The texts of the cells of a column view."""
        return [
            [next((node.name for node in cell.walk() if node.role == "label"), "") for cell in row.children]
            for row in self.row_nodes(limit)
        ]


class App:
    """A program that was started, and its place in the accessibility tree (`name`: of its application)."""

    def __init__(self, command, name, env=None, timeout=30):
        self.name = name
        self.process = subprocess.Popen(command, env={**os.environ, **DEBUG, **(env or {})})
        self._last_click = 0
        try:
            self.node = wait(self._look, f"application {name!r}", timeout)
        except Timeout:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.close()

    def _look(self):
        if self.process.poll() is not None:
            raise Timeout(f"the application ended by itself with {self.process.returncode}")
        desktop = pyatspi.Registry.getDesktop(0)
        for position in range(desktop.childCount):
            application = desktop.getChildAtIndex(position)
            if application is not None and application.name == self.name:
                if application.get_process_id() == self.process.pid:
                    return Node(application)
        return None

    def window(self, title=None, timeout=15):
        """A window by its title, or the first."""
        return wait(
            lambda: next((child for child in self.node.children if title in (None, child.name)), None),
            f"window {title!r}",
            timeout,
        )

    def x_window(self):
        """The newest visible X window of the process."""
        search = ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)]
        return wait(lambda: subprocess.run(search, capture_output=True, text=True).stdout.split(), "an X window")[-1]

    def click(self, node, button=1, repeat=1, x=0.5, y=0.5):
        """Clicks into a node, at this part of its width and height."""
        window = self.x_window()
        left, top, width, height = node.extents
        frame = node.accessible
        while frame.parent is not None and frame.parent.getRoleName() != "application":
            frame = frame.parent
        frame_left, frame_top, frame_width, frame_height = Node(frame).extents
        shape = subprocess.check_output(["xdotool", "getwindowgeometry", "--shell", window], text=True)
        outer = dict(line.split("=") for line in shape.split())
        # The window's shadow: 4.8 leaves it out of the frame's size, 4.18 gives the frame a negative origin.
        left += (int(outer["WIDTH"]) - frame_width) // 2 - frame_left
        top += (int(outer["HEIGHT"]) - frame_height) // 2 - frame_top
        time.sleep(max(0, DOUBLE_CLICK - (time.monotonic() - self._last_click)))
        self._last_click = time.monotonic()
        place = [str(int(left + width * x)), str(int(top + height * y))]
        subprocess.check_call(
            ["xdotool", "mousemove", "--window", window, *place, "click", "--repeat", str(repeat), "--delay", "60", str(button)]
        )

    def key(self, *keys):
        subprocess.check_call(["xdotool", "key", "--clearmodifiers", *keys])

    def type(self, text):
        subprocess.check_call(["xdotool", "type", "--delay", "15", text])

    def focus(self):
        window = self.x_window()
        subprocess.check_call(["xdotool", "windowraise", window, "windowfocus", "--sync", window])

    def screenshot(self, path):
        subprocess.check_call(["import", "-window", "root", path])

    def kill(self):
        """As a power cut: no word to the program."""
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode
