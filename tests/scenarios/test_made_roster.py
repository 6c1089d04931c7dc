"""`host_stub roster make`: what it makes is a roster for LMS and SIS, the same one each time."""

import csv
import subprocess
import unittest

from harness import HOST_STUB, Lms, Scenario

# Two schools, so that both kinds of courses occur.
SIZE = ["--schools", 2, "--classes", 4, "--students", 12, "--seed", 5]


def make(folder, *more, expect=0):
    done = subprocess.run([str(a) for a in [HOST_STUB, "roster", "make", folder, *more]], capture_output=True, text=True, timeout=60)
    if done.returncode != expect:
        raise AssertionError(f"roster make {more} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class MadeRoster(Scenario):
    def test_what_was_graded_in_a_made_gradebook_arrives_in_an_sis_of_the_same_people(self):
        graded, plain = self.folder / "graded", self.folder / "plain"
        make(graded, *SIZE, "--activities", 2, "--scores")
        make(plain, *SIZE)
        sis = self.sis(roster=plain)
        lms = Lms(self.folder / "lms")
        lms.run("import", graded)
        lms.configure(lms.settings(sis, "1.2"))
        lms.deliver()
        lms.answer_card("first_send_all")
        lms.deliver()
        classes = {row["sourcedId"]: (row["classSourcedId"], row["title"]) for row in rows(graded / "lineItems.csv")}
        wanted = {(*classes[row["lineItemSourcedId"]], row["studentSourcedId"]): float(row["score"])
                  for row in rows(graded / "results.csv") if row["score"]}
        items = {i: (v["class"]["sourcedId"], v["title"]) for i, v in sis.records("lineItems").items()}
        arrived = {(*items[v["lineItem"]["sourcedId"]], v["student"]["sourcedId"]): float(v["score"])
                   for v in sis.records("results").values() if "score" in v}
        self.assertGreater(len(wanted), 40)
        self.assertEqual(arrived, wanted)

    def test_the_same_size_and_seed_give_the_same_files_and_grades_change_no_other(self):
        one, again, graded, other = (self.folder / name for name in ("one", "again", "graded", "other"))
        make(one, *SIZE)
        make(again, *SIZE)
        make(graded, *SIZE, "--activities", 3, "--scores")
        make(other, *SIZE[:-1], 6)
        self.assertEqual(files(one), files(again))
        with_grades = files(graded)
        for name, content in files(one).items():
            if name != "manifest.csv":
                self.assertEqual(with_grades[name], content, name)
        self.assertEqual(set(with_grades) - set(files(one)), {"lineItems.csv", "results.csv"})
        self.assertNotEqual(files(other)["users.csv"], files(one)["users.csv"])

    def test_a_folder_with_something_in_it_is_left_alone(self):
        folder = self.folder / "mine"
        folder.mkdir()
        (folder / "orgs.csv").write_text("mine")
        told = make(folder, *SIZE, expect=2)
        self.assertIn("has something in it already", told)
        self.assertEqual(files(folder), {"orgs.csv": b"mine"})

    def test_what_cannot_be_made_is_refused_before_anything_is_written(self):
        for more, word in [(["--schools", 3, "--classes", 2, "--students", 9], "more schools than classes"),
                           (["--classes", 2, "--students", 9, "--scores"], "no activities")]:
            with self.subTest(word):
                self.assertIn(word, make(self.folder / "none", *more, expect=2))
                self.assertFalse((self.folder / "none").exists())


if __name__ == "__main__":
    unittest.main()
