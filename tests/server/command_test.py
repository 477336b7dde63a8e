#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""schoolzichtd at an administrator's hands: what is somebody else's stays, and nobody is shut out for good."""
import os
import socket
import subprocess
import time
import unittest

from programs import SERVER, Desk, Folder, Server, run_both

OLD, NEW = "een lang woord", "een ander lang woord"


class Command(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(Folder("command.")).path
        self.data = os.path.join(self.folder, "data")

    def path(self, name, text=""):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def serve_on(self, path, expect):
        return run_both(["timeout", "20", SERVER, "serve", "--data", self.data, "--listen-unix", path], expect)[1]

    def test_a_file_is_no_socket(self):
        path = self.path("precious.txt", "hours of work")
        self.assertIn("no socket", self.serve_on(path, 1))
        with open(path) as file:
            self.assertEqual(file.read(), "hours of work")

    def test_a_socket_that_answers(self):
        path = os.path.join(self.folder, "socket")
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(path)
            other.listen()
            self.assertIn("Another program listens", self.serve_on(path, 1))
        self.assertTrue(os.path.exists(path))

    def test_one_server_for_one_directory(self):
        with Server() as server:
            self.assertIn("process", run_both([SERVER, "serve", "--data", server.data, "--listen", "127.0.0.1:0"], 1)[1])

    def test_a_socket_goes_with_its_server(self):
        path = os.path.join(self.folder, "socket")
        with subprocess.Popen([SERVER, "serve", "--data", self.data, "--listen-unix", path], stdout=subprocess.DEVNULL) as server:
            for _ in range(200):
                if os.path.exists(path):
                    break
                time.sleep(0.1)
            self.assertTrue(os.path.exists(path))
            server.terminate()
            self.assertEqual(server.wait(20), 0)
        self.assertFalse(os.path.exists(path))

    def test_words_that_mean_nothing(self):
        """An empty table would read as "none"."""
        nowhere = os.path.join(self.folder, "nowhere")
        self.assertIn(nowhere, run_both([SERVER, "check", "--data", nowhere], 1)[1])
        self.assertFalse(os.path.exists(nowhere))
        run_both([SERVER, "check"], 2)
        with Server() as server:
            for words, said in (
                (["coverage_school", "--set", "vaccine=nonsense", "--set", "school_year=2020"], "vaccine=nonsense"),
                (["infections_list", "--set", "from=2020-12-01", "--set", "until=2020-11-01"], "before the first"),
                (["workload", "--set", "centre=99999999"], "centre=99999999"),
                (["workload", "--set", "from=2020-11-01", "--set", "until=2020-12-01", "--set", "weeks=1"], "weeks"),
                (["workload", "extra"], "extra"),
                (["nonsense"], "nonsense"),
            ):
                self.assertIn(said, run_both([SERVER, "report", "--data", server.data, *words], 2)[1])
            run_both([SERVER, "user", "--data", server.data, "add", "an", "--role", "boss"], 2)
            run_both([SERVER, "session", "--data", server.data, "revoke", "nobody"], 1)

    @unittest.skipIf(os.geteuid() == 0 and "SCHOOLZICHT_POSTGRESQL" in os.environ, "the file is the test's own")
    def test_a_database_password_is_not_for_everybody(self):
        with Server() as server:
            path = os.path.join(server.data, "database")
            with open(path, "w") as file:
                file.write("postgresql://somebody:secret@nowhere/none")
            os.chmod(path, 0o644)
            self.assertIn("chmod 600", run_both([SERVER, "check", "--data", server.data], 1)[1])

    def test_a_database_on_the_command_line(self):
        """It must be one of PostgreSQL, and what it holds besides (a password) is not shown."""
        words = [SERVER, "check", "--data", self.data, "--database"]
        said = "".join(run_both([*words, "mysql://an:verborgen@host/db"], 2))
        self.assertIn("postgresql://", said)
        self.assertNotIn("verborgen", said)

    @unittest.skipUnless("SCHOOLZICHT_POSTGRESQL" in os.environ, "only beside PostgreSQL")
    def test_a_database_on_the_command_line_goes_first(self):
        here, there = self.enterContext(Server()), self.enterContext(Server())
        with open(os.path.join(there.data, "database")) as file:
            place = file.read().strip()
        here.command("user", "add", "elders", "--role", "administrator", "--database", place, "--password-stdin", text=NEW + "\n")
        self.assertIn("elders", there.command("user", "list"))
        self.assertNotIn("elders", here.command("user", "list"))
        nowhere = "postgresql://an:verborgen@/nergens?host=/nonexistent"
        said = "".join(run_both([SERVER, "check", "--data", here.data, "--database", nowhere], 1))
        self.assertNotIn("verborgen", said)

    def test_rejects_go_nowhere_else(self):
        head = "schoolnummer;intern_vplnummer;naam;niscode;onderwijsniveau;clb\n"
        path = self.path("schools.csv", head + "34165;1;Sint-Jan;44021;Basisonderwijs;CLB Gent\nno;1;X;44021;Basisonderwijs;CLB Gent\n")
        with open(path) as file:
            before = file.read()
        command = [SERVER, "import", "schools", path, "--data", self.data]
        self.assertIn("holds something else", run_both([*command, "--rejects", path], 1)[1])
        with open(path) as file:
            self.assertEqual(file.read(), before)
        told = run_both(command, 3)[1]
        self.assertIn("Line 3:", told)
        self.assertIn("--rejects FILE", told)
        rejects = os.path.join(self.folder, "rejects.csv")
        for _ in range(2):
            run_both([*command, "--rejects", rejects], 3)

    def test_a_forgotten_password(self):
        with Server() as server:
            server.add_user("an", OLD, centre="114")
            Desk(server, "an", OLD).__exit__()
            server.command("user", "password", "an", "--password-stdin", text=NEW + "\n")
            with Desk(server, "an", OLD, sign_in=False) as desk:
                desk.sign_in(expect=(1, 3))
            server.command("user", "disable", "an")
            server.command("user", "enable", "an")
            with Desk(server, "an", NEW) as desk:
                desk.sync()
            server.command("user", "enable", "nobody", expect=1)
            server.command("user", "add", "bo", "--role", "population_manager", "--zone", "ELZ1", "--password-stdin", text=NEW + "\n")

    def test_who_was_away_too_long(self):
        """What was deleted meanwhile goes, though nobody says so any more; what was saved meanwhile goes through."""
        with Server() as server:
            server.add_user("an", OLD, centre="114")
            server.add_user("bo", NEW, centre="114")
            with Desk(server, "an", OLD) as an, Desk(server, "bo", NEW) as bo:
                gone, stays = (an.add("pupil", first_name=name, last_name="Peeters", birth_date="2010-03-04") for name in ("Lotte", "Jef"))
                an.sync()
                bo.sync()
                an.run("delete", "pupil", gone)
                an.set("pupil", stays, phone="03 1")
                an.sync()
                bo.set("pupil", stays, email="jef@example.be")
                self.assertIn("\t0", server.command("tidy"))
                self.assertIn("\t1", server.command("tidy", "--days", 0))
                bo.sync()
                an.sync()
                self.assertEqual(list(bo.list("pupil")), [stays])
                self.assertEqual(an.list("pupil"), bo.list("pupil"))
                self.assertEqual(an.get("pupil", stays)["email"], "jef@example.be")
            server.command("check")
            run_both([SERVER, "tidy", "--data", server.data, "--days", "-1"], 2)


if __name__ == "__main__":
    unittest.main()
