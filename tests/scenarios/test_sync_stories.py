"""A teacher's way at a terminal: `host_stub sync`. Told through the real programs, in both versions."""

import csv
import json
import subprocess
import unittest

from harness import CLASS, Scenario

VERSIONS = ("1.1", "1.2")


class TeachersWay(Scenario):
    def class_by_hand(self, version):
        """An SIS, and a class that is sent by its teacher; two students have a grade for the essay."""
        sis = self.sis_in(self.folder / f"sis-{version}")
        lms = self.lms(f"lms-{version}")
        lms.configure(lms.settings(sis, version) | {"send_automatically": False})
        lms.activity()
        lms.score(80, comment="Good.")
        lms.score(70, student="u-1002")
        return sis, lms

    def type(self, lms, command, *rest, expect=0):
        """What a person reads who types this; never an id where there is a name."""
        done = subprocess.run([str(word) for word in lms.arguments(command, *rest)], capture_output=True, text=True,
                              timeout=90, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        self.assertNotRegex(done.stdout, r"\buser-\d")
        return done.stdout + done.stderr

    def sync(self, lms, what, *rest, expect=0):
        return self.type(lms, "sync", what, "--class", CLASS, *rest, expect=expect)

    def test_she_looks_sends_and_sees_what_became_of_it(self):
        for version in VERSIONS:
            with self.subTest(version=version):
                sis, lms = self.class_by_hand(version)
                said = self.sync(lms, "preview")
                for words in ("Algebra 1, Period 2", "Amara Okafor", "Liam Bergström", "Essay", "Good.", "With a send: 1 activity and 2 grades.",
                              "Next: host_stub sync send "):
                    self.assertIn(words, said)
                self.assertIn("on the way", self.sync(lms, "send", "--yes"))
                lms.deliver()
                self.assertEqual(sis.scores(), {("Essay", "u-1001"): 80.0, ("Essay", "u-1002"): 70.0})
                said = self.sync(lms, "history", "--activity", "A1", "--student", "u-1001")
                for words in ("Essay, Amara Okafor: Accepted by Test SIS", "In the LMS: 80. In the SIS: 80", "saved in the gradebook", "Ruth Kaplan",
                              "accepted by the SIS"):
                    self.assertIn(words, said)
                self.assertIn("Nothing to do: 1 activity and 2 grades.", self.sync(lms, "preview"))

    def test_a_change_is_shown_from_and_to_and_only_what_she_named_goes(self):
        for version in VERSIONS:
            with self.subTest(version=version):
                sis, lms = self.class_by_hand(version)
                self.sync(lms, "send", "--yes")
                lms.deliver()
                lms.score(85, comment="Good.")
                lms.activity("A2", "Quiz")
                lms.score(5, activity="A2")
                said = self.sync(lms, "preview", "--activity", "A1")
                self.assertRegex(said, r"Essay +Amara Okafor +score +80 +85\n")
                self.assertNotIn("Quiz", said)
                self.sync(lms, "send", "--activity", "A1", "--yes")
                lms.deliver()
                self.assertEqual(sis.scores(), {("Essay", "u-1001"): 85.0, ("Essay", "u-1002"): 70.0})

    def test_nothing_goes_before_somebody_says_yes(self):
        sis, lms = self.class_by_hand("1.2")
        said = self.sync(lms, "send", expect=2)
        self.assertIn("Nothing was sent. To send what stands above: host_stub sync send ", said)
        self.assertIn("Amara Okafor", said)
        refused = lms.run("sync", "send", "--class", CLASS, expect=2)
        self.assertIn("--yes", refused["error"]["next_step"])
        lms.deliver()
        self.assertEqual(sis.scores(), {})
        sent = lms.run("sync", "send", "--class", CLASS, "--yes")
        self.assertEqual((sent["released"], sent["preview"]["cells"][-1]["student_name"]), (2, "Liam Bergström"))

    def test_what_will_not_go_is_named_with_what_to_do(self):
        sis, lms = self.class_by_hand("1.2")
        lms.activity("A2", "")
        lms.score(5, activity="A2", student="u-1003")
        said = self.sync(lms, "preview")
        self.assertIn("Give the activity a title.", said)
        self.assertIn("Noor Haddad", said)
        self.assertIn("Will not go as it is: 1 activity and 1 grade.", said)
        self.sync(lms, "send", "--yes")
        said = self.type(lms, "deliver", "--until-empty")
        self.assertIn("Algebra 1, Period 2: A2: The activity has no title.", said)
        self.assertEqual(len(sis.scores()), 2)
        self.assertIn("Noor Haddad", self.type(lms, "status", "--class", CLASS))

    def test_what_the_sis_refused_goes_again(self):
        sis, lms = self.class_by_hand("1.2")
        sis.faults({"method": "PUT", "path": "/results/", "action": {"status": 422}})
        self.sync(lms, "send", "--yes")
        lms.deliver()
        self.assertIn("Test SIS did not accept it", self.sync(lms, "preview"))
        sis.no_faults()
        self.sync(lms, "send", "--again", "--yes")
        lms.deliver()
        self.assertEqual(len(sis.scores()), 2)

    def test_what_is_gone_from_the_gradebook_is_asked_about_and_answered(self):
        for answer, left in (("take_back", {}), ("keep_in_sis", {("Essay", "u-1001"): 80.0, ("Essay", "u-1002"): 70.0})):
            with self.subTest(answer=answer):
                sis, lms = self.class_by_hand("1.1" if left else "1.2")
                self.sync(lms, "send", "--yes")
                lms.deliver()
                lms.run("activity", "--class", CLASS, "--activity", "A1", "--withdraw")
                said = self.sync(lms, "preview")
                self.assertIn("Asked: Take back ", said)
                self.assertIn("To answer: host_stub sync answer ", said)
                self.sync(lms, "answer", answer)
                lms.deliver()
                self.assertEqual(sis.scores(), left)
                self.assertIn("Nothing is asked of this class.", self.sync(lms, "answer", answer))

    def test_she_takes_the_list_of_her_class_along(self):
        for version in VERSIONS:
            with self.subTest(version=version):
                sis, lms = self.class_by_hand(version)
                self.sync(lms, "send", "--yes")
                lms.deliver()
                lms.score(75, student="u-1002")
                self.sync(lms, "export", "--out", self.folder / "essay.csv")
                with open(self.folder / "essay.csv", encoding="utf-8", newline="") as file:
                    rows = {row["student"]: row for row in csv.DictReader(file)}
                self.assertEqual(rows["Amara Okafor"]["state"], "Accepted by Test SIS")
                self.assertEqual((rows["Amara Okafor"]["in_lms"], rows["Amara Okafor"]["in_sis"]), ("80", "80"))
                self.assertEqual((rows["Liam Bergström"]["activity"], rows["Liam Bergström"]["state"]), ("Essay", "Changed since last sent"))
                self.sync(lms, "export", "--out", self.folder / "essay.json", "--activity", "A1")
                listed = json.loads((self.folder / "essay.json").read_text())
                self.assertEqual({row.get("student_name", "") for row in listed}, {"", "Amara Okafor", "Liam Bergström"})

    def test_she_chooses_by_names_what_her_administrator_left_open(self):
        sis, lms = self.class_by_hand("1.2")
        self.assertIn("send_automatically", self.sync(lms, "settings"))
        self.assertIn("Saved.", self.sync(lms, "settings", "excluded_activities=Essay"))
        self.assertRegex(self.sync(lms, "settings"), r"excluded_activities +[^\n]+Essay\n")
        self.assertIn("Not synced", self.sync(lms, "preview"))
        said = self.sync(lms, "settings", "colour=red", expect=2)
        self.assertIn('There is no setting "colour".', said)
        lms.configure({"locked": {"send_comments": True}})
        said = self.sync(lms, "settings", "send_comments=no", expect=4)
        self.assertIn("send_comments: ", said)
        self.assertIn("Nothing was saved.", said)


if __name__ == "__main__":
    unittest.main()
