#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""schoolzichtd import on files as they are really found: encodings, dirt, the same file twice, a dry run."""
import csv
import os
import random
import unittest

from programs import SERVER, Folder, run_both

AGODI = [
    "schoolnummer", "intern_vplnummer", "net", "naam", "hoofdzetel", "straat", "huisnummer", "busnummer", "postcode", "gemeente",
    "niscode", "lx", "ly", "telefoon", "e-mail", "website", "beheerder(s)", "soort instelling", "onderwijsniveau",
    "instellingstype", "begindatum", "einddatum", "clb", "bestuur",
]
SCHOOLS = 4000
CENTRES = 61

PUPILS = (
    "insz;voornaam;naam;geslacht;geboortedatum;straat;huisnummer;bus;postcode;gemeente;instellingsnummer;vestigingsplaats;leerjaar;"
    "klas;administratieve_groep;van;tot;reden_uitschrijving"
)


def number(birth, sequence):
    """A national number of the test range (month + 60) for a birth date yyyy-mm-dd."""
    year, month, day = map(int, birth.split("-"))
    body = f"{year % 100:02}{month + 60:02}{day:02}{sequence:03}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return f"{body}{check:02}"


LOTTE = number("2012-05-14", 2)
RUBEN = number("2011-11-03", 1)


def agodi_file(path):
    """One row a school, columns in any order, Latin-1, and a last line that was cut off."""
    columns = AGODI[:]
    random.Random(1).shuffle(columns)
    rows = []
    for i in range(SCHOOLS):
        row = dict.fromkeys(AGODI, "")
        row.update({
            "schoolnummer": str(100000 + i), "intern_vplnummer": "1", "net": "Vrij onderwijs", "naam": f"Sint-Andréschool {i}",
            "hoofdzetel": "True", "straat": "Kerkstraat", "huisnummer": str(i % 90 + 1), "postcode": "9000", "gemeente": "Gent",
            "niscode": "44021", "onderwijsniveau": "Basisonderwijs", "instellingstype": "Gewoon basisonderwijs",
            "soort instelling": "School", "begindatum": "01/09/2000", "clb": f"CLB nummer {i % CENTRES}",
        })
        rows.append(";".join(row[column] for column in columns))
    text = ";".join(columns) + "\r\n" + "\r\n".join(rows)
    with open(path, "wb") as file:
        file.write((text + "\r\n" + rows[0][: len(rows[0]) // 3]).encode("latin-1"))


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(Folder("import.")).path
        self.data = os.path.join(self.folder, "data")
        self.rejects = os.path.join(self.folder, "rejects.csv")

    def path(self, name, text=None, encoding="utf-8"):
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w", encoding=encoding, newline="") as file:
                file.write(text)
        return path

    def take(self, kind, path, *options, expect=0):
        """What the command says in its last line."""
        words = [SERVER, "import", kind, path, "--data", self.data, "--rejects", self.rejects, "--allow-test-numbers", *options]
        return run_both(words, expect)[1].strip().splitlines()[-1]

    def rejected(self):
        with open(self.rejects, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def counts(self):
        """Records by kind."""
        text = run_both([SERVER, "report", "counts", "--data", self.data, "--format", "csv"])[0]
        return {row["kind"]: int(row["count"]) for row in csv.DictReader(text.splitlines())}

    def check(self):
        self.assertIn("whole", run_both([SERVER, "check", "--data", self.data])[0])

    def small_school(self):
        rows = "schoolnummer;intern_vplnummer;naam;niscode;onderwijsniveau;clb\n34165;1;Sint-Jan;44021;Basisonderwijs;CLB Gent\n"
        self.take("schools", self.path("school.csv", rows))

    def test_four_thousand_schools_in_latin_1(self):
        path = self.path("agodi.csv")
        agodi_file(path)
        said = self.take("schools", path, expect=3)
        self.assertIn("1 rejected", said)
        counts = self.counts()
        self.assertEqual((counts["school"], counts["centre"], counts["site"]), (SCHOOLS, CENTRES, SCHOOLS))
        self.assertEqual([int(row["line"]) for row in self.rejected()], [SCHOOLS + 2])
        self.check()
        again = self.take("schools", path, expect=3)
        self.assertIn(f"0 new, 0 changed, {SCHOOLS} as they were", again)
        self.assertEqual(self.counts(), counts)

    def test_pupils_are_merged_on_their_number(self):
        self.small_school()
        rows = [
            f"{LOTTE};Lotte;Janssens;V;2012-05-14;Dorp;1;;9000;Gent;34165;1;L2;2A;;2019-09-01;2020-08-31;einde schooljaar",
            f"{LOTTE};Lotte;Janssens;V;2012-05-14;Dorp;1;;9000;Gent;34165;1;L3;3A;;2020-09-01;;",
            f"{RUBEN};Ruben;Maes;M;03/11/2011;Dorp;2;;9000;Gent;34165;1;L3;3A;;2020-09-01;;",
            "12651400212;Fout;Cijfer;V;2012-05-14;Dorp;3;;9000;Gent;34165;1;L3;3A;;2020-09-01;;",
            f"{RUBEN};Ruben;Maes;M;2011-11-04;Dorp;2;;9000;Gent;34165;1;L3;3A;;2020-09-01;;",
            f"{RUBEN};Ruben;Maes;M;2011-11-03;Dorp;2;;9000;Gent;99999;1;L3;3A;;2020-09-01;;",
        ]
        path = self.path("pupils.csv", PUPILS + "\n" + "\n".join(rows) + "\n")
        self.assertIn("3 rejected", self.take("pupils", path, expect=3))
        self.assertEqual([row["line"] for row in self.rejected()], ["5", "6", "7"])
        self.assertTrue(all(row["reason"] and row["insz"] for row in self.rejected()))
        counts = self.counts()
        self.assertEqual((counts["pupil"], counts["enrolment"], counts["class_group"]), (2, 3, 2))
        self.assertIn("0 new, 0 changed", self.take("pupils", path, expect=3))
        self.assertEqual(self.counts(), counts)
        self.check()

    def test_vaccinations_and_activities_know_their_pupil(self):
        self.small_school()
        pupil = f"{LOTTE};Lotte;Janssens;V;2012-05-14;Dorp;1;;9000;Gent;34165;1;L3;3A;;2020-09-01;;"
        self.take("pupils", self.path("pupils.csv", f"{PUPILS}\n{pupil}\n"))
        centre = ["--centre", "1"]
        shots = f"insz;vaccin;datum;lot;toediener;plaats\n{LOTTE};871831003;2013-05-20;AB1;K&G;\n" \
                f"{LOTTE};Mazelen + bof + rubella;20/5/2019;;CLB;school\n{LOTTE};onbekend;2019-05-20;;;\n{RUBEN};871831003;2019-05-20;;;\n"
        # The pupil is in the centre of the school, whichever number that got.
        said = self.take("vaccinations", self.path("shots.csv", shots), *self.centre(centre), expect=3)
        self.assertIn("2 new", said)
        self.assertIn("2 rejected", said)
        work = f"medewerker;datum;functie;onderwerp;domein;type_client;minuten;insz\n" \
               f"An Peeters;2020-10-05;verpleegkundige;vaccinatie;preventieve gezondheidszorg;leerling;20;{LOTTE}\n"
        self.take("activities", self.path("work.csv", work), *self.centre(centre))
        counts = self.counts()
        self.assertEqual((counts["vaccination"], counts["activity"], counts["staff_member"]), (2, 1, 1))
        self.check()

    def centre(self, fallback):
        """The number that the school's centre was given."""
        text = run_both([SERVER, "report", "counts", "--data", self.data, "--format", "csv"])[0]
        scopes = [row["scope"] for row in csv.DictReader(text.splitlines()) if row["kind"] == "pupil"]
        return ["--centre", scopes[0].split(":", 1)[1]] if scopes else fallback

    def test_a_dry_run_writes_nothing(self):
        self.small_school()
        counts = self.counts()
        path = self.path("schools.csv", "schoolnummer;intern_vplnummer;naam;niscode;onderwijsniveau;clb\n40000;1;Nieuw;44021;Basisonderwijs;CLB Gent\n")
        self.assertIn("dry run", self.take("schools", path, "--dry-run"))
        self.assertEqual(self.counts(), counts)

    def test_incidence_in_both_layouts(self):
        daily = "DATE,NIS5,TX_DESCR_NL,CASES\n2020-03-01,44021,Gent,<5\n2020-03-02,44021,Gent,7\nNA,44021,Gent,<5\n2020-03-02,NA,NA,3\n"
        said = self.take("incidence", self.path("COVID19BE_CASES_MUNI_2020-06-15.csv", daily), expect=3)
        self.assertIn("2 new", said)
        self.assertIn("2 rejected", said)
        cumulative = "NIS5,TX_DESCR_NL,PROVINCE,REGION,CASES\n44021,Gent,OostVlaanderen,Flanders,1872\n11001,Aartselaar,Antwerpen,Flanders,<5\n"
        self.assertIn("2 new", self.take("incidence", self.path("COVID19BE_CASES_MUNI_CUM_2020-10-30.csv", cumulative)))
        self.assertEqual(self.counts()["incidence"], 4)

    def test_a_file_of_another_kind_is_refused_whole(self):
        path = self.path("wrong.csv", "a;b\n1;2\n")
        _, said = run_both([SERVER, "import", "pupils", path, "--data", self.data], 1)
        self.assertIn("insz", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
