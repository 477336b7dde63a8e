# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the desktop share: a small demonstration centre, and the window as a person handles it."""
import os
import re

from atdrive import App, Timeout, wait
from programs import BUILD, DESKTOP, Desk, Server

PUPILS = 300
SEED = 7


class DemoServer(Server):
    """The demonstration centre in small."""

    def __init__(self):
        super().__init__(demo=(PUPILS, SEED))

    @property
    def password(self):
        with open(os.path.join(self.data, "demo-password")) as file:
            return file.read().strip()

    def desk(self):
        """A new desk, signed in and up to date."""
        desk = Desk(self, "demo", self.password)
        desk.sync()
        return desk


class Window(App):
    """The application on a desk, its first list on screen."""

    def __init__(self, desk, *words, filled=True, env=None):
        super().__init__(desk.window_command(*words), os.path.basename(DESKTOP), env, timeout=60)
        self.main = self.window()
        if filled:
            self.label("pupils$")

    def __exit__(self, kind, error, trace):
        if error is not None and self.process.poll() is None:
            self.screenshot(os.path.join(BUILD, "meson-logs", "desktop-fault.png"))
        super().__exit__(kind, error, trace)

    def label(self, pattern, timeout=60):
        """A label on screen whose text has the pattern; waits for it."""
        return self.main.find("label", re.compile(pattern), timeout, laid_out=True)

    def texts(self, pattern):
        return [node.name for node in self.main.find_all("label", re.compile(pattern), laid_out=True)]

    def dialog(self, title):
        return wait(lambda: next((n for n in self.node.children if n.name == title and n.role != "application"), None),
                    f"window {title!r}", 30)

    def press(self, pattern, inside=None):
        """The button of that name."""
        (inside or self.main).find("push button", re.compile(pattern), 30).do()

    def search(self, text):
        self.focus()
        self.key("ctrl+f")
        self.key("ctrl+a")
        self.type(text)

    def open_pupil(self, text):
        """Finds a pupil by what is typed and opens the first."""
        self.search(text)
        self.label(r"^\d+ pupils?$")
        wait(lambda: self.texts(r"^[1-9]\d? pupils?$"), "a short list", 30)
        self.key("Return")
        self.label("^Enrolments$")

    def choose(self, drop_down, text):
        """Opens a drop-down, looks for an option and takes it."""
        self.open_options(drop_down)
        self.type(text)
        wait(lambda: len(drop_down.find_all("list item", laid_out=True, rows=True)) == 1, f"only {text}", 30)
        self.key("Return")

    def open_options(self, drop_down):
        """A click that comes while the last popover still closes is lost, as it is to a person: who clicks again."""
        for attempt in range(5):
            self.click(drop_down)
            try:
                wait(lambda: drop_down.find_all("list item", laid_out=True, limit=1, rows=True), "the options", 5)
                return
            except Timeout:
                continue
        raise Timeout(f"{drop_down} does not open")

    def choose_second(self, drop_down):
        """The first option after the one that means none."""
        self.open_options(drop_down)
        self.key("Down")
        self.key("Return")
