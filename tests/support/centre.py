# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the exchange share: a server with one centre, colleagues who work there, a desk for each of them."""
import contextlib
import unittest

from programs import Desk, Server

PASSWORD = "een lang woord"
CENTRE = "114"


class Centre(unittest.TestCase):
    """One server for the class; an coordinates the centre, bert works there. Both have had their first sync."""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        cls.server = cls.stack.enter_context(Server())
        cls.server.add_user("an", PASSWORD, role="coordinator", centre=CENTRE)
        cls.server.add_user("bert", PASSWORD, centre=CENTRE)
        cls.an, cls.bert = cls.desk("an"), cls.desk("bert")

    @classmethod
    def desk(cls, name):
        desk = cls.stack.enter_context(Desk(cls.server, name, PASSWORD))
        desk.sync()
        return desk

    def tearDown(self):
        """No test leaves a stopped server to the next one, and none may have ended it."""
        if self.server.process is None:
            self.server.start()
        status = self.server.process.poll()
        self.assertIsNone(status, f"the server ended with {status}:\n{self.server.log()[-2000:]}")

    def pupil(self, desk, **values):
        """A pupil made at a desk: somebody with a name that no other test uses."""
        name = self.id().rsplit(".", 1)[1]
        return desk.add("pupil", **{"first_name": "Lotte", "last_name": name, "birth_date": "2010-03-04", **values})

    def assert_told(self, said, *words):
        """One line of sentences for a person, with these words; nothing from a log."""
        for word in words:
            self.assertIn(word, said)
        self.assertRegex(said, r"^[A-Z][^\n]*[.]\n$")
