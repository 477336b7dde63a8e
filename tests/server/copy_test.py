#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A server moves from its file to PostgreSQL: its desks go on at the same address, nothing is lost or there twice, and nobody
serves the file any more. Runs beside a PostgreSQL (tests/support/postgres.sh)."""
import json
import os
import re
import secrets
import signal
import subprocess
import time
import unittest

from http_test import PASSWORD, Person, read_stream
from programs import SERVER, Desk, Failed, Server, run, run_both

WORDS = os.environ.pop("SCHOOLZICHT_POSTGRESQL")
HOST, USER = (word.split("=", 1)[1] for word in WORDS.split())
PATIENCE = 60
LOCK = 4711

# Makes a trigger of the test on one table of the copy, as soon as that is made.
MEDDLE = """
CREATE FUNCTION public.meddle () RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
    FOR made IN SELECT * FROM pg_event_trigger_ddl_commands () LOOP
        IF made.object_identity = 'public.{table}' THEN EXECUTE '{trigger}'; END IF;
    END LOOP;
END $$;
CREATE EVENT TRIGGER meddle ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.meddle ();
"""
# Waits as long as the test holds the lock.
WAIT = f"""
CREATE FUNCTION public.hold_up () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock ({LOCK}); RETURN NEW; END $$;
"""
SPOIL = """
CREATE FUNCTION public.spoil () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.last_name = 'Other'; RETURN NEW; END $$;
"""
AFTER = "CREATE {kind} TRIGGER t {when} ON public.{table} {deferred} FOR EACH ROW EXECUTE FUNCTION public.{function} ()"


def psql(statement, name="postgres"):
    return run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement, f"{WORDS} dbname={name}"]).strip()


class Copy(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        for name in ("an", "bert"):
            self.server.add_user(name, PASSWORD, centre="114")
        self.name = f"copy_{secrets.token_hex(8)}"
        self.url = f"postgresql:///{self.name}?host={HOST}&user={USER}"
        psql(f"CREATE DATABASE {self.name} TEMPLATE template0")
        self.addCleanup(psql, f"DROP DATABASE {self.name} WITH (FORCE)")

    def desk(self, name):
        desk = self.enterContext(Desk(self.server, name, PASSWORD))
        desk.sync()
        return desk

    def pupil(self, desk, last_name):
        return desk.add("pupil", first_name="Lotte", last_name=last_name, birth_date="2010-03-04")

    def words(self, url=None):
        return [SERVER, "copy", "--from", self.server.data, "--to", url or self.url]

    def copy(self):
        return run(self.words())

    def refused(self, *words):
        return run_both(words, expect=1)[1]

    def tables(self):
        return int(psql("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'", self.name))

    def is_moved(self):
        """Whether the file serves nobody any more, and says why."""
        place = os.path.join(self.server.data, "database")
        kept = place + ".kept"
        if os.path.exists(place):
            os.rename(place, kept)
        said = run_both([SERVER, "check", "--data", self.server.data], expect=(0, 1))[1]
        if os.path.exists(kept):
            os.rename(kept, place)
        return f"moved to the PostgreSQL database {self.name} ({HOST})" in said

    def hold(self):
        """The lock that a trigger of the test waits for; closing its input lets it go."""
        holder = subprocess.Popen(["psql", "-qAtX", f"{WORDS} dbname={self.name}"], stdin=subprocess.PIPE, text=True)
        self.addCleanup(holder.wait, PATIENCE)
        self.addCleanup(holder.stdin.close)
        holder.stdin.write(f"SELECT pg_advisory_lock ({LOCK});\n")
        holder.stdin.flush()
        self.until(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK} AND granted")
        return holder

    def until(self, question):
        end = time.monotonic() + PATIENCE
        while psql(question, self.name) == "0":
            self.assertLess(time.monotonic(), end, question)
            time.sleep(0.05)

    def meddle(self, function, table, kind="", when="BEFORE INSERT", deferred=""):
        trigger = AFTER.format(kind=kind, when=when, table=table, deferred=deferred, function=function)
        psql((SPOIL if function == "spoil" else WAIT) + MEDDLE.format(table=table, trigger=trigger), self.name)

    def stop_meddling(self):
        psql("DROP EVENT TRIGGER meddle; DROP FUNCTION meddle; DROP FUNCTION hold_up CASCADE", self.name)

    def start_held(self, table, **trigger):
        """A copy that waits within its work on a table."""
        self.meddle("hold_up", table, **trigger)
        holder = self.hold()
        copy = subprocess.Popen(self.words(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(copy.communicate)
        self.until("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database ()")
        return copy, holder

    def end_others(self):
        """What the killed program had asked for does not happen any more."""
        psql(f"SELECT pg_terminate_backend (pid) FROM pg_stat_activity WHERE datname = '{self.name}' AND wait_event = 'advisory'")
        self.until(f"SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = '{self.name}' AND wait_event = 'advisory'")

    def test_desks_go_on(self):
        an, bert = self.desk("an"), self.desk("bert")
        person = Person(self.server, "an")
        operation = person.create_staff("S1")
        status, receipts = person.push(operation)
        self.assertEqual((status, receipts[0]["outcome"]), (200, "applied"))
        shared = self.pupil(an, "Acknowledged")
        an.sync()
        bert.sync()
        self.assertIn(shared, bert.list("pupil"))
        _, _, body = person.pull("centre:114")
        cursor = read_stream(body)[1]["cursor"]
        self.server.stop()
        self.pupil(an, "Unsent")
        bert.set("pupil", shared, phone="012")
        said = self.copy()
        rows = dict(line.split("\t")[:2] for line in said.splitlines() if re.fullmatch(r"\w+\t\d+\t[0-9a-f]{32}", line))
        self.assertEqual((rows["pupil"], rows["staff_member"], rows["receipt"], rows["account"]), ("1", "1", "2", "2"))
        self.server.start()
        # The answer of before, and only what is new since: one and the same history.
        self.assertEqual(person.push(operation), (200, receipts))
        for desk in (an, bert, an):
            desk.sync()
            self.assertEqual(desk.status()["waiting"], 0)
        _, _, body = person.pull("centre:114", cursor)
        self.assertEqual(len(read_stream(body)[0]), 2)
        self.assertEqual(person.open_session()["epoch"], person.session["epoch"])
        pupils = an.list("pupil")
        self.assertEqual(pupils, bert.list("pupil"))
        self.assertEqual(sorted(each["last_name"] for each in pupils.values()), ["Acknowledged", "Unsent"])
        self.assertEqual(pupils[shared]["phone"], "012")
        # Numbers go on after the last: whoever signs in is noted, and history is written.
        self.assertEqual(len(self.desk("bert").list("pupil")), 2)
        self.server.command("check")
        self.assertEqual(psql("SELECT count(*) FROM pupil", self.name), "2")
        self.assertTrue(self.is_moved())

    def test_place_in_the_directory(self):
        """The address is not on the command line, where everybody on the machine reads it; another one there is a mistake."""
        self.server.stop()
        self.server.set_place(self.url)
        said = run_both(self.words(self.url + "&connect_timeout=2"), expect=2)[1]
        self.assertIn("another database than --to", said)
        run([SERVER, "copy", "--from", self.server.data])
        self.server.start()
        self.desk("an")

    def test_not_while_it_serves(self):
        self.assertIn("serves the data", self.refused(*self.words()))
        self.assertEqual(self.tables(), 0)
        self.desk("an")

    def test_not_empty(self):
        psql("CREATE TABLE mine (n int)", self.name)
        self.server.stop()
        self.assertIn("is not empty", self.refused(*self.words()))
        self.assertEqual(self.tables(), 1)
        self.assertFalse(self.is_moved())
        self.server.start()
        self.desk("an")

    def test_not_twice(self):
        """Neither over what is there, nor to another place."""
        self.server.stop()
        self.copy()
        self.assertIn("is not empty", self.refused(*self.words()))
        os.unlink(os.path.join(self.server.data, "database"))
        other = self.name + "_other"
        psql(f"CREATE DATABASE {other} TEMPLATE template0")
        self.addCleanup(psql, f"DROP DATABASE {other} WITH (FORCE)")
        self.assertIn(f"moved to the PostgreSQL database {self.name}", self.refused(*self.words(self.url.replace(self.name, other))))

    def test_another_row(self):
        """What came is not what went: nothing stays."""
        an = self.desk("an")
        self.pupil(an, "Peeters")
        an.sync()
        self.server.stop()
        self.meddle("spoil", "pupil")
        self.assertIn("pupil: not the same", self.refused(*self.words()))
        self.assertEqual(self.tables(), 0)
        self.assertFalse(self.is_moved())
        self.server.start()
        an.sync()

    def test_killed_half_way(self):
        an = self.desk("an")
        self.pupil(an, "Peeters")
        an.sync()
        self.server.stop()
        copy, holder = self.start_held("receipt")
        copy.send_signal(signal.SIGKILL)
        copy.wait()
        holder.stdin.close()
        self.until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database () AND pid <> pg_backend_pid ()")
        self.assertEqual(self.tables(), 0)
        self.assertFalse(self.is_moved())
        self.server.start()
        an.sync()
        self.server.stop()
        self.stop_meddling()
        self.copy()
        self.server.start()
        self.assertEqual(len(self.desk("bert").list("pupil")), 1)
        self.server.command("check")

    # Its row of a deferred trigger is the last thing before PostgreSQL's commit; the file has been marked then.
    AT_COMMIT = {"kind": "CONSTRAINT", "when": "AFTER INSERT", "deferred": "DEFERRABLE INITIALLY DEFERRED"}

    def test_killed_at_the_end(self):
        """Nobody serves, and the same command makes it good."""
        self.server.stop()
        copy, holder = self.start_held("meta", **self.AT_COMMIT)
        copy.send_signal(signal.SIGKILL)
        copy.wait()
        self.end_others()
        holder.stdin.close()
        self.assertEqual(self.tables(), 0)
        self.assertTrue(self.is_moved())
        self.stop_meddling()
        self.copy()
        self.server.start()
        self.desk("an")

    def test_connection_lost_at_the_end(self):
        """It is seen that nothing has come: the file serves on."""
        self.server.stop()
        copy, holder = self.start_held("meta", **self.AT_COMMIT)
        self.end_others()
        self.assertEqual(copy.wait(PATIENCE), 1)
        self.assertEqual(self.tables(), 0)
        self.assertFalse(self.is_moved())
        self.server.start()
        self.desk("an")

    def test_without_arguments(self):
        self.server.stop()
        for words in ((), ("--from", self.server.data), ("--from", self.server.data, "--to", "a file")):
            with self.assertRaises(Failed) as failed:
                run([SERVER, "copy", *words])
            self.assertIn("status 2", str(failed.exception))
        self.assertIn("No server", self.refused(SERVER, "copy", "--from", self.server.data + "x", "--to", self.url))

    def test_secret_is_not_told(self):
        url = self.url.replace("?", "?password=geheim&")
        said = self.refused(SERVER, "copy", "--from", self.server.data, "--to", url.replace(HOST, "/nowhere"))
        self.server.stop()
        said += "".join(run_both(self.words(url)))
        said += self.refused(*self.words(url))
        self.assertNotIn("geheim", said)
        with open(os.path.join(self.server.data, "database")) as file:
            self.assertEqual(file.read(), url + "\n")
        self.assertEqual(os.stat(os.path.join(self.server.data, "database")).st_mode & 0o777, 0o600)
        self.server.start()
        self.assertEqual(json.loads(Person(self.server, "an").ask("GET", "/v1/health")[2])["ok"], True)


if __name__ == "__main__":
    unittest.main()
