#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A device that is handed in, or was lost, wipes itself because the server says so, and says when it is done."""
import hashlib
import json
import os
import shutil
import unittest
import urllib.error
import urllib.request

from centre import CENTRE, PASSWORD, Centre
from faults import Steps, full_from, killed_at
from programs import UNVERIFIED, Failed, run_both

CANARY = "Zwartbekkanarie"
GONE = ("toestel is gewist", "centrum")


class Wipe(Centre):
    def desk_of(self, name):
        """A desk that holds something, and its device."""
        self.server.add_user(name, PASSWORD, centre=CENTRE)
        desk = self.desk(name)
        pupil = self.pupil(desk, street=CANARY + "straat")
        desk.sync()
        with open(os.path.join(desk.profile, "profile.json")) as file:
            return desk, json.load(file)["device"], pupil

    def wipe(self, how, device, **more):
        self.server.command("device", "wipe", how, device, **more)

    def state(self, device):
        """What the list of devices says of one."""
        rows = [line.split("\t") for line in self.server.command("device", "list").splitlines()]
        return next(row[3] for row in rows if row[0] == device)

    def files(self, desk):
        return sorted(os.listdir(desk.profile))

    def ask(self, path, token=None, body=None):
        """A request by hand: its status, and the name of the problem."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.server.address + path, data, headers)
        try:
            with urllib.request.urlopen(request, context=UNVERIFIED) as answer:
                return answer.status, None
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)["type"].rsplit(":", 1)[1]

    def assert_gone(self, desk, device):
        """Nothing is left, the server knows, and the same person begins anew as another device."""
        self.assertEqual(self.files(desk), [])
        self.assertRegex(self.state(device), r"^wiped \d")
        desk.sign_in()
        desk.sync()
        with open(os.path.join(desk.profile, "profile.json")) as file:
            self.assertNotEqual(json.load(file)["device"], device)

    def test_after_upload(self):
        """What was saved without a connection comes in first."""
        desk, device, pupil = self.desk_of("leaver")
        desk.set("pupil", pupil, phone="0470 11 22 33")
        made = self.pupil(desk)
        self.wipe("--after-upload", device)
        self.assertEqual(self.state(device), "to be wiped after upload")
        self.assert_told(desk.told("sync"), *GONE)
        self.an.sync()
        self.assertEqual(self.an.get("pupil", pupil)["phone"], "0470 11 22 33")
        self.assertIn(made, self.an.list("pupil"))
        self.assert_gone(desk, device)
        self.assertIn(made, desk.list("pupil"))
        self.server.command("check")

    def test_after_upload_signed_out(self):
        """Who has no session any more signs in first: nothing that was saved is lost."""
        desk, device, pupil = self.desk_of("sleeper")
        desk.set("pupil", pupil, phone="0470 22 33 44")
        self.wipe("--after-upload", device)
        self.server.command("session", "revoke", "sleeper")
        desk.told("sync")
        self.assertEqual(desk.get("pupil", pupil)["phone"], "0470 22 33 44")
        desk.sign_in()
        self.assert_told(desk.told("sync"), *GONE)
        self.an.sync()
        self.assertEqual(self.an.get("pupil", pupil)["phone"], "0470 22 33 44")
        self.assert_gone(desk, device)

    def test_now(self):
        """Stolen: nothing is taken from it any more and nothing given."""
        desk, device, pupil = self.desk_of("loser")
        self.pupil(self.an, street="Merelstraat")
        self.an.sync()
        desk.set("pupil", pupil, phone="0470 33 44 55")
        self.wipe("--now", device)
        self.assertEqual(self.state(device), "to be wiped now")
        self.assertTrue(desk.has_trace(CANARY))
        self.assert_told(desk.told("sync"), *GONE)
        self.an.sync()
        self.assertNotEqual(self.an.get("pupil", pupil)["phone"], "0470 33 44 55")
        self.assert_gone(desk, device)
        self.assertNotEqual(desk.get("pupil", pupil)["phone"], "0470 33 44 55")

    def test_now_shut_out(self):
        """As an administrator does when something is stolen: the person cannot sign in either. The token is of no use, but says whose it is."""
        desk, device, _ = self.desk_of("robbed")
        self.wipe("--now", device)
        self.server.command("user", "disable", "robbed")
        self.assert_told(desk.told("sync"), *GONE)
        self.assertEqual(self.files(desk), [])
        self.assertRegex(self.state(device), r"^wiped \d")

    def test_copy(self):
        """A copy of what was wiped is wiped as well, also when somebody signs in on it."""
        desk, device, _ = self.desk_of("copier")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.wipe("--after-upload", device)
        desk.told("sync")
        for signs_in in (False, True):
            shutil.rmtree(desk.profile)
            shutil.copytree(kept, desk.profile)
            if signs_in:
                desk.sign_in()
            self.assert_told(desk.told("sync"), *GONE)
            self.assertEqual(self.files(desk), [])

    def test_copy_with_saves(self):
        """Two desks with one device id: the one that comes second takes another, and is wiped as well when all it has is in."""
        desk, device, _ = self.desk_of("twin")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.pupil(desk)
        desk.sync()
        shutil.rmtree(desk.profile)
        shutil.copytree(kept, desk.profile)
        made = self.pupil(desk)
        self.wipe("--after-upload", device)
        self.assert_told(desk.told("sync"), *GONE)
        self.assertEqual(self.files(desk), [])
        self.assertRegex(self.state(device), r"^wiped \d")
        self.an.sync()
        self.assertIn(made, self.an.list("pupil"))

    def test_other_id(self):
        """A desk that has taken another id since is still the one that was told to."""
        desk, device, _ = self.desk_of("changed")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.pupil(desk)
        desk.sync()
        shutil.rmtree(desk.profile)
        shutil.copytree(kept, desk.profile)
        made = self.pupil(desk)
        # Its session was had before, so that the next is the first under the new id.
        desk.sync()
        self.wipe("--after-upload", device)
        self.assert_told(desk.told("sync"), *GONE)
        self.assertEqual(self.files(desk), [])
        self.an.sync()
        self.assertIn(made, self.an.list("pupil"))

    def test_cancelled(self):
        """Found again in time; once it is wiped there is nothing to take back."""
        desk, device, pupil = self.desk_of("finder")
        self.wipe("--now", device)
        self.wipe("--cancel", device)
        self.assertEqual(self.state(device), "-")
        desk.sync()
        self.assertIn(pupil, desk.list("pupil"))
        self.wipe("--now", device)
        desk.told("sync")
        self.wipe("--cancel", device, expect=1)
        self.wipe("--now", "00000000-0000-7000-8000-000000000000", expect=1)

    def test_who_may_say_so(self):
        """The receipt is believed of who had a token of a device that was told to; everything else is refused while it waits."""
        desk, device, _ = self.desk_of("liar")
        token = self.token("liar", device)
        wrong = {"proof": "00" * 32}
        self.assertEqual(self.ask("/v1/wiped", body=wrong), (404, "not-found"))
        self.assertEqual(self.ask("/v1/wiped", body={"proof": self.proof(token)}), (404, "not-found"))
        self.wipe("--now", device)
        self.assertEqual(self.ask("/v1/wiped", body=wrong), (404, "not-found"))
        self.assertEqual(self.ask("/v1/wiped", body={"proof": "no hex"}), (400, "bad-request"))
        self.assertEqual(self.state(device), "to be wiped now")
        self.assertEqual(self.ask("/v1/pull?scope=reference", token), (403, "wiped"))
        self.assertEqual(self.ask("/v1/events", token), (403, "wiped"))
        self.assertEqual(self.ask("/v1/push", token, {}), (403, "wiped"))
        self.assertEqual(self.ask("/v1/session", token, {"device": device, "protocol": 1}), (403, "wiped"))
        # Another name for the device is no way around it.
        other = {"device": "01900000-0000-7000-8000-000000000000", "protocol": 1}
        self.assertEqual(self.ask("/v1/session", token, other), (403, "wiped"))
        for _ in range(2):
            self.assertEqual(self.ask("/v1/wiped", body={"proof": self.proof(token)}), (200, None))
            self.assertRegex(self.state(device), r"^wiped \d")
        self.assertEqual(self.ask("/v1/pull?scope=reference", token), (403, "wiped"))

    def proof(self, token):
        return hashlib.blake2b(token.encode(), digest_size=32).hexdigest()

    def token(self, name, device):
        body = {"name": name, "password": PASSWORD, "device": device}
        request = urllib.request.Request(self.server.address + "/v1/sign-in", json.dumps(body).encode())
        with urllib.request.urlopen(request, context=UNVERIFIED) as answer:
            return json.load(answer)["token"]

    def test_cut_while_it_goes(self):
        """Wherever it is cut: the key goes before anything else, the rest at the next start without the server, and then the server is told."""
        desk, device, _ = self.desk_of("cutter")
        desk.set("pupil", self.pupil(desk), phone="0470 66 77 88")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.wipe("--now", device)
        note = os.path.join(desk.profile, "wipe.json")
        steps = Steps()
        cut = 0
        for n in steps:
            shutil.rmtree(desk.profile)
            shutil.copytree(kept, desk.profile)
            killed = self.cut(desk, killed_at(n, "/profile", note))
            steps.lived = not killed
            with self.subTest(n):
                left = self.files(desk)
                if killed:
                    cut += 1
                    self.assertIn("wipe.json", left)
                    if not {"cache.db", "cache.db.lock", "cache.db.reserve", "profile.json"} <= set(left):
                        self.assertNotIn("key.wrap", left)
                    self.server.stop()
                    self.assert_told(desk.told("list", "pupil"), *GONE)
                    self.assertEqual(self.files(desk), ["wipe.json"])
                    self.server.start()
                    desk.told("status")
                self.assertEqual(self.files(desk), [])
        self.assertGreater(cut, 10)
        self.assert_gone(desk, device)

    def test_cut_before_it_is_noted(self):
        """Then nothing has gone, and the server says it again."""
        desk, device, _ = self.desk_of("early")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.wipe("--now", device)
        steps = Steps()
        for n in steps:
            shutil.rmtree(desk.profile)
            shutil.copytree(kept, desk.profile)
            steps.lived = not self.cut(desk, killed_at(n, "/wipe.json"))
            desk.told("sync", expect=(1,) if not steps.lived else (0, 1, 2))
            with self.subTest(n):
                self.assertEqual(self.files(desk), [])
        self.assert_gone(desk, device)

    def test_no_room(self):
        """A disk without room for the note: it is wiped all the same, and the server told."""
        desk, device, _ = self.desk_of("hoarder")
        self.wipe("--now", device)
        said = run_both(desk.command("sync"), 1, env={**full_from(1, "/wipe.json"), "LANGUAGE": "nl"})[1]
        self.assertIn(GONE[0], said)
        self.assert_gone(desk, device)

    def test_receipt_waits(self):
        """Cut while the server is told: the next start tells it, also that of somebody who has signed in anew."""
        desk, device, _ = self.desk_of("teller")
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        self.wipe("--now", device)
        note = os.path.join(desk.profile, "wipe.json")
        for n in range(1, 100):
            self.assertTrue(self.cut(desk, killed_at(n, "socket:", note)), n)
            if self.files(desk) == ["wipe.json"]:
                break
            shutil.rmtree(desk.profile)
            shutil.copytree(kept, desk.profile)
        self.assertEqual(self.state(device), "to be wiped now")
        with open(note) as file:
            self.assertNotIn("an.", file.read())
        desk.sign_in()
        self.assertFalse(os.path.exists(note))
        self.assertRegex(self.state(device), r"^wiped \d")
        desk.sync()

    def cut(self, desk, env):
        """Whether it was killed; the end of a wipe that is not cut has status 1."""
        try:
            return desk.killed(env, "sync")[0]
        except Failed:
            return False


if __name__ == "__main__":
    unittest.main()
