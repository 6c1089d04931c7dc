"""Grades that go to an SIS as files: read back they are the same gradebook, and the API goes on where a file ended."""

import csv
import io
import shutil
import sqlite3
import unittest
import zipfile

from harness import CLASS, ROSTER, Scenario, quick_plugin

STUDENTS = ["u-1001", "u-1002", "u-1003", "u-1004", "u-1005"]
# (student, what the score command says); of the second activity.
SCORES = [
    ("u-1001", dict(points="17.25", comment='Well done; "see" page 3,\nNäherung')),
    ("u-1002", dict(points="0.0000001")),
    ("u-1003", dict(points="12", status="exempt")),
    ("u-1004", dict(points="15", status="late")),
    ("u-1005", dict(points="0", status="missing")),
]
# Host-side marks that both gradebooks have; "submitted" is what an import makes of any grade.
MARKS = {"exempt": 16, "missing": 32, "late": 64, "incomplete": 128}


def gradebook_of(lms, version):
    """The activities and scores of a gradebook by what people know them as; 1.1 has no column for late and missing."""
    marks = MARKS if version == "1.2" else {"exempt": MARKS["exempt"]}
    book = sqlite3.connect(f"file:{lms.folder / 'gradebook.sqlite'}?mode=ro", uri=True)
    try:
        activities = book.execute(
            "SELECT a.title, a.description, a.points_possible, a.assign_date, a.due_date, c.sis_id, k.sis_id, p.sis_id FROM activity a "
            "JOIN class c ON c.id = a.class_id LEFT JOIN category k ON k.id = a.category_id LEFT JOIN session p ON p.id = a.period_id "
            "WHERE NOT a.deleted").fetchall()
        scores = book.execute(
            "SELECT a.title, u.sis_id, s.points, s.flags, s.comment, s.text_score FROM score s "
            "JOIN activity a ON a.id = s.activity_id JOIN user u ON u.id = s.student_id").fetchall()
    finally:
        book.close()
    marked = [(t, u, points, [m for m, bit in marks.items() if flags & bit], comment, text) for t, u, points, flags, comment, text in scores]
    return {"activities": sorted(activities), "scores": sorted(marked, key=repr)}


class FileWay(Scenario):
    maxDiff = None

    def settings(self, version, **changes):
        connection = {"sis_name": "Test SIS", "profile": f"generic-{version}", "way": "file", "time_zone": "America/Denver"} | changes
        return {"allow_grades": True, "send_automatically": True, "connection": connection}

    def graded(self, version):
        """An LMS with two graded activities, whose grades go as files."""
        lms = self.lms()
        lms.configure(self.settings(version))
        lms.activity("A1", "Essay", period="q-2027-1", assigned="2026-09-14", description="Two pages, \"neatly\"")
        lms.activity("A2", "Quiz, part 1", category="cat-quiz", period="q-2027-1", assigned="2026-09-14", due="2026-09-18")
        for student, said in SCORES:
            lms.score(student=student, activity="A2", **said)
        lms.score("88.5", student="u-1001", activity="A1")
        if version == "1.2":
            lms.score("", student="u-1002", activity="A1", text_score="B+")
            lms.score("", student="u-1003", activity="A1", status="exempt")
        return lms

    def make(self, lms, out):
        return lms.run("file", "make", "--class", CLASS, "--out", out)

    def counts(self, lms):
        return {line["state"]: line for line in lms.status("--class", CLASS)["plugin"]["counts"]}

    def roster_with(self, made):
        """The SIS's own roster, with what it took over from the file."""
        folder = self.folder / "taken"
        shutil.copytree(ROSTER, folder)
        for name in ("lineItems.csv", "results.csv"):
            shutil.copy(made / name, folder / name)
        return folder

    def test_the_file_read_back_is_the_same_gradebook(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version):
                self.setUp()
                lms = self.graded(version)
                out = self.folder / "grades.zip"
                made = self.make(lms, out)
                self.assertEqual(made["file"]["rows"]["line_items"], 2)
                self.assertEqual(made["skipped"], [])
                with zipfile.ZipFile(out) as archive:
                    self.assertIsNone(archive.testzip())
                    self.assertEqual(archive.namelist(), ["manifest.csv", "lineItems.csv", "results.csv"])
                    for name in archive.namelist():
                        text = archive.read(name).decode("utf-8")
                        self.assertFalse(text.startswith("\ufeff"), name)
                        self.assertTrue(text.endswith("\r\n"), name)
                        rows = list(csv.reader(io.StringIO(text, newline="")))
                        self.assertEqual({len(row) for row in rows}, {len(rows[0])}, name)
                other = self.lms("other")
                other.run("import", out)
                self.assertEqual(gradebook_of(other, version), gradebook_of(lms, version))

    def test_a_file_waits_for_a_word_and_a_newer_grade_for_the_next_file(self):
        lms = self.graded("1.2")
        self.assertIn("for_file", self.counts(lms))
        whole = {line["state"]: line for line in lms.status()["plugin"]["counts"]}
        self.assertNotIn("on_its_way", whole)
        self.assertEqual((whole["for_file"]["line_items"], whole["for_file"]["results"]), (2, 8), whole)
        done = lms.deliver()
        self.assertEqual(lms.status()["plugin"]["accounts"], [], "there is nobody to speak to")
        self.assertIsNotNone(done)
        first = self.make(lms, self.folder / "first")
        self.assertEqual(set(self.counts(lms)) & {"for_file", "in_file"}, {"in_file"})
        lms.score("91", student="u-1001", activity="A1")
        self.assertIn("changed_since_file", self.counts(lms))
        lms.run("file", "taken", str(first["file"]["id"]), "--class", CLASS)
        self.assertEqual(self.counts(lms)["for_file"]["results"], 1)
        second = self.make(lms, self.folder / "second")
        self.assertEqual(second["file"]["rows"], {"categories": 0, "line_items": 0, "results": 1, "withdrawn": 0})
        lms.run("file", "not-taken", str(second["file"]["id"]), "--class", CLASS)
        self.assertEqual(self.counts(lms)["for_file"]["results"], 1)
        self.assertEqual([f["state"] for f in lms.run("file", "list", "--class", CLASS)["made"]], ["not_taken", "taken"])
        lms.run("file", "get", str(first["file"]["id"]), "--class", CLASS, "--out", self.folder / "again")
        for name in ("manifest.csv", "lineItems.csv", "results.csv"):
            self.assertEqual((self.folder / "again" / name).read_bytes(), (self.folder / "first" / name).read_bytes())

    def switched(self, version, answer):
        """From the file to the API of the SIS that has taken it over."""
        lms = self.graded(version)
        made = self.make(lms, self.folder / "made")
        if answer:
            lms.run("file", answer, str(made["file"]["id"]), "--class", CLASS)
        sis = self.sis_in(self.folder / "sis", roster=self.roster_with(self.folder / "made"))
        self.assertEqual(len(sis.records("lineItems")), 2)
        lms.configure(lms.settings(sis, version, time_zone="America/Denver", way="api"))
        return lms, sis

    def assert_nothing_doubled(self, lms, sis):
        self.assertEqual(sorted(v["title"] for v in sis.records("lineItems").values()), ["Essay", "Quiz, part 1"])
        cells = [(v["lineItem"]["sourcedId"], v["student"]["sourcedId"]) for v in sis.records("results").values()]
        self.assertEqual(len(cells), len(set(cells)))
        self.assertEqual(sis.requests("POST", "lineItems|results"), [])

    def test_the_api_goes_on_where_the_file_that_was_taken_ended(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version):
                self.setUp()
                lms, sis = self.switched(version, "taken")
                before = set(sis.records("results"))
                lms.deliver()
                self.assertEqual(sis.requests("PUT"), [], "nothing has changed since the file")
                lms.score("91", student="u-1001", activity="A1")
                lms.deliver()
                self.assertEqual(len(sis.requests("PUT", "/results/")), 1)
                self.assertEqual(set(sis.records("results")), before)
                self.assertEqual(sis.scores()["Essay", "u-1001"], 91)
                self.assert_nothing_doubled(lms, sis)

    def test_a_file_that_nobody_spoke_for_is_sent_again_to_the_same_ids(self):
        lms, sis = self.switched("1.2", None)
        before = set(sis.records("results"))
        lms.deliver()
        self.assertGreaterEqual(len(sis.requests("PUT", "/results/")), len(before))
        self.assertEqual(set(sis.records("results")), before)
        self.assert_nothing_doubled(lms, sis)

    def test_scores_are_a_csv_for_each_activity_in_the_columns_of_the_profile(self):
        manifest = quick_plugin(self.folder / "plugin", numbers=(
            'file:\n  form: scores\n  columns: ["Student Number={student}", "Mark={score}", "Note={comment}"]\n'
            '  delimiter: semicolon\n  decimal_mark: comma\n'))
        lms = self.lms(site=["--manifest", manifest])
        lms.configure(self.settings("1.2", profile="numbers"))
        lms.activity("A1", "Essay")
        lms.activity("A2", "Quiz, part 1", category="")
        lms.score("88.5", student="u-1001", activity="A1", comment="Good; really")
        lms.score("17", student="u-1001", activity="A2")
        lms.score("12", student="u-1002", activity="A2")
        out = self.folder / "scores"
        made = lms.run("file", "make", "--class", CLASS, "--out", out)
        names = sorted(file.name for file in out.iterdir())
        self.assertEqual([name.rsplit("-", 1)[0] for name in names], ["Essay", "Quiz, part 1"])
        self.assertEqual((out / names[0]).read_bytes(), b'Student Number;Mark;Note\r\nu-1001;88,5;"Good; really"\r\n')
        self.assertEqual(sorted((out / names[1]).read_text().splitlines()[1:]), ["u-1001;17;", "u-1002;12;"])
        lms.run("file", "taken", str(made["file"]["id"]), "--class", CLASS)
        self.assertEqual(self.counts(lms)["accepted"]["results"], 3)


if __name__ == "__main__":
    unittest.main()
