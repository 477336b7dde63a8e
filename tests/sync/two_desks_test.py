#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Two desks of one centre: what one writes the other gets, and nothing is lost when both write."""
import json
import unittest

from centre import PASSWORD, Centre

GHENT = "44021"


class TwoDesks(Centre):
    def both_know(self):
        """A pupil that both desks have."""
        pupil = self.pupil(self.an)
        self.an.sync()
        self.bert.sync()
        return pupil

    def at_both(self, kind, record):
        """The record's fields, alike at both desks after they have exchanged."""
        for desk in (self.an, self.bert, self.an):
            desk.sync()
        fields = self.an.get(kind, record)
        self.assertEqual(fields, self.bert.get(kind, record))
        return fields

    def one_conflict(self, pupil):
        """The only thing that waits for a person about a pupil, the same at both desks."""
        found = [{k: v for k, v in desk.conflicts().items() if v["about_id"] == pupil} for desk in (self.an, self.bert)]
        self.assertEqual(len(found[0]), 1)
        self.assertEqual(found[0], found[1])
        return next(iter(found[0].items()))

    def test_first_sync(self):
        """Everything the server has, the reference data with it; again brings nothing new."""
        pupil = self.both_know()
        third = self.desk("bert")
        self.assertEqual(third.list("pupil"), self.bert.list("pupil"))
        self.assertEqual(third.get("pupil", pupil)["first_name"], "Lotte")
        self.assertGreater(len(third.list("municipality")), 300)
        self.assertEqual([each["name"] for each in third.list("municipality", nis=GHENT).values()], ["Gent"])
        status = third.status()
        self.assertEqual(status["waiting"], 0)
        self.assertIsNotNone(status["last_verified"])
        before = third.list("pupil")
        third.sync()
        self.assertEqual(third.list("pupil"), before)

    def test_arrives(self):
        pupil = self.pupil(self.an, phone="09 123 45 67")
        self.assertEqual(self.an.status()["waiting"], 1)
        self.assertNotIn(pupil, self.bert.list("pupil"))
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "09 123 45 67")
        self.assertEqual(self.an.status()["waiting"], 0)
        self.bert.set("pupil", pupil, phone="02 765 43 21")
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "02 765 43 21")
        self.an.run("delete", "pupil", pupil)
        self.an.sync()
        self.bert.sync()
        self.assertNotIn(pupil, self.bert.list("pupil"))
        self.bert.told("get", "pupil", pupil)

    def test_sync_option(self):
        """--sync sends at once, without a second command."""
        pupil = self.pupil(self.an)
        self.an.run("--sync", "set", "pupil", pupil, "phone=1", expect=(0, 5))
        self.assertEqual(self.an.status()["waiting"], 0)
        self.bert.sync()
        self.assertEqual(self.bert.get("pupil", pupil)["phone"], "1")

    def test_different_units(self):
        """Telephone here, street there: both are kept and nobody is asked."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, phone="1", first_name="Lotje")
        self.bert.set("pupil", pupil, street="Kerkstraat", city="Gent")
        fields = self.at_both("pupil", pupil)
        self.assertEqual(
            [fields[name] for name in ("phone", "first_name", "street", "city")], ["1", "Lotje", "Kerkstraat", "Gent"]
        )
        self.assertNotIn(pupil, [each["about_id"] for each in self.an.conflicts().values()])

    def test_one_unit_of_two_fields(self):
        """The address is one thing: the street of one colleague never meets the city of the other."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, street="Veldstraat", city="Gent")
        self.bert.set("pupil", pupil, street="Meir", city="Antwerpen", phone="2")
        fields = self.at_both("pupil", pupil)
        self.assertEqual((fields["street"], fields["city"], fields["phone"]), ("Veldstraat", "Gent", "2"))
        _, review = self.one_conflict(pupil)
        self.assertEqual(review["unit"], "address")
        self.assertEqual(json.loads(review["mine"])["city"], "Antwerpen")

    def conflict(self):
        """an and bert gave one pupil different telephones; an was first."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, phone="an")
        self.bert.set("pupil", pupil, phone="bert")
        self.an.sync()
        self.bert.sync(expect=5)
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "an")
        return pupil, *self.one_conflict(pupil)

    def test_same_unit(self):
        """Both values are kept and seen by both."""
        pupil, _, review = self.conflict()
        self.assertEqual((review["reason"], review["about_kind"], review["unit"]), ("conflict", "pupil", "phone"))
        self.assertEqual((review["author"], review["colleague"], review["state"]), ("bert", "an", "open"))
        values = [json.loads(review[name])["phone"] for name in ("base", "theirs", "mine")]
        self.assertEqual(values, [None, "an", "bert"])
        for desk in (self.an, self.bert):
            self.assertEqual(desk.status()["waiting"], 0)
            self.assertGreaterEqual(desk.status()["reviews"], 1)

    def test_same_value(self):
        """Two people who write the same have nothing to decide."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, phone="3")
        self.bert.set("pupil", pupil, phone="3")
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "3")
        self.assertNotIn(pupil, [each["about_id"] for each in self.bert.conflicts().values()])

    def test_resolve_mine(self):
        """One decision, for everybody, by whoever sees it first."""
        pupil, conflict, _ = self.conflict()
        self.an.run("resolve", conflict, "mine")
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "bert")
        for desk in (self.an, self.bert):
            self.assertNotIn(conflict, desk.conflicts())
            self.assertEqual(desk.get("review", conflict)["state"], "kept_mine")
        self.bert.told("resolve", conflict, "theirs")

    def test_resolve_theirs(self):
        pupil, conflict, _ = self.conflict()
        self.bert.run("resolve", conflict, "theirs")
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "an")
        for desk in (self.an, self.bert):
            self.assertNotIn(conflict, desk.conflicts())
            self.assertEqual(desk.get("review", conflict)["state"], "kept_theirs")

    def test_delete_and_edit(self):
        """A deletion does not win from an edit that its author had not seen: the record stays, a person decides."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, phone="4")
        self.bert.run("delete", "pupil", pupil)
        self.an.sync()
        self.bert.sync(expect=5)
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "4")
        conflict, review = self.one_conflict(pupil)
        self.assertEqual((review["reason"], review["detail"], review["colleague"]), ("conflict", "deleted", "an"))
        self.bert.run("resolve", conflict, "mine")
        self.bert.sync()
        self.an.sync()
        self.assertNotIn(pupil, self.an.list("pupil"))

    def test_edit_of_a_deleted(self):
        """The edit brings the record back, with everything that was in it."""
        pupil = self.both_know()
        self.an.run("delete", "pupil", pupil)
        self.bert.set("pupil", pupil, phone="5")
        fields = self.at_both("pupil", pupil)
        self.assertEqual((fields["phone"], fields["first_name"]), ("5", "Lotte"))

    def test_parked(self):
        """What the server may not take is kept and told, and does not hold up what comes after it."""
        number = "10630412448"
        self.pupil(self.an, national_number=number)
        self.an.sync()
        twin = self.pupil(self.bert, national_number=number)
        after = self.pupil(self.bert)
        self.bert.sync(expect=5)
        self.assertEqual(self.bert.status()["waiting"], 0)
        parked = [each for each in self.bert.conflicts().values() if each["reason"] == "parked"]
        self.assertEqual([(each["detail"], each["author"]) for each in parked], [("duplicate-key", "bert")])
        self.assertEqual(json.loads(parked[0]["mine"])["parts"][0]["id"], twin)
        self.an.sync()
        self.assertIn(after, self.an.list("pupil"))
        self.assertNotIn(twin, self.an.list("pupil"))
        self.assertNotIn(twin, self.bert.list("pupil"))
        # Sent again and parked again, it waits once.
        before = {key for key, each in self.bert.conflicts().items() if each["reason"] == "parked"}
        self.bert.run("resolve", next(iter(before)), "mine")
        self.bert.sync(expect=5)
        again = {key for key, each in self.bert.conflicts().items() if each["reason"] == "parked"}
        self.assertEqual(len(again), len(before))
        self.assertNotEqual(again, before)

    def test_undo(self):
        """Taking back is an ordinary change: it reaches the other desk too."""
        pupil = self.both_know()
        self.an.set("pupil", pupil, phone="6")
        self.assertEqual(self.at_both("pupil", pupil)["phone"], "6")
        self.an.run("undo")
        self.assertIsNone(self.at_both("pupil", pupil)["phone"])

    def test_search(self):
        """What arrives is found by name, without accents."""
        pupil = self.pupil(self.an, first_name="Zoë", last_name="Çelik")
        self.at_both("pupil", pupil)
        self.bert_finds("celik zo", pupil)
        self.an.set("pupil", pupil, last_name="Yılmaz")
        self.at_both("pupil", pupil)
        self.bert_finds("celik", None)

    def bert_finds(self, words, pupil):
        found = [line.split("\t")[0] for line in self.bert.text("search", words).splitlines()]
        self.assertEqual(found, [pupil] if pupil else [])

    def test_other_centre(self):
        """What one centre writes is nowhere on the desk of another."""
        pupil = self.both_know()
        self.server.add_user("chris", PASSWORD, role="director", centre="115")
        chris = self.desk("chris")
        self.assertEqual(chris.list("pupil"), {})
        chris.told("get", "pupil", pupil)


if __name__ == "__main__":
    unittest.main()
