"""What an administrator does about all classes at once. Told through the real programs."""

import json
import shutil
import unittest

from harness import CLASS, ROSTER, Scenario


class Console(Scenario):
    def test_a_pause_keeps_grades_back_until_it_ends_and_outlives_every_process(self):
        sis, lms = self.ready()
        lms.run("console", "--domain", "d-9100", "--pause")
        self.assertEqual(lms.score(80)["scores"][0]["reason"], "policy.paused")
        lms.deliver(expect=None)
        self.assertEqual(sis.scores(), {})
        self.assertEqual(lms.run("console", "--domain", "d-9100")["paused"]["by"], "admin")
        lms.run("console", "--domain", "d-9100", "--resume")
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 80.0})

    def test_a_preview_student_has_no_record_in_the_sis(self):
        roster = self.folder / "roster"
        shutil.copytree(ROSTER, roster)
        enrolments = roster / "enrollments.csv"
        lines = enrolments.read_text().splitlines(keepends=True)
        enrolments.write_text("".join(line.replace(",student,", ",ext:previewStudent,") if ",c-4011," in line and ",u-1002," in line
                                      else line for line in lines))
        sis = self.sis()
        lms = self.lms(roster=roster)
        lms.configure(lms.settings(sis))
        lms.activity()
        lms.score(80)
        lms.deliver()
        lms.score(70, student="u-1002")
        lms.deliver(expect=None)
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 80.0})
        records = lms.status("--class", CLASS)["plugin"]["records"]
        self.assertIn("policy.preview_student", json.dumps(records))


if __name__ == "__main__":
    unittest.main()
