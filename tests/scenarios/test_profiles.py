"""A vendor writes a profile with `host_stub profile`, through the real plugin."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from harness import HOST_STUB

GOOD = """\
name: lakeside
title: Lakeside SIS
version: 1
oneroster: "1.2"
evidence: {all: vendor-page, grades_written: vendor-page}
before_you_start: [Switch OneRoster on under Settings.]
documents:
  title_max: 40
"""


class Profiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "lakeside.yaml"

    def profile(self, *arguments):
        return subprocess.run([HOST_STUB, "profile", *map(str, arguments)], capture_output=True, text=True, check=False)

    def check(self, text):
        self.file.write_text(text, encoding="utf-8")
        return self.profile("check", self.file)

    def test_a_good_file_is_said_to_be_good(self):
        done = self.check(GOOD)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, f"{self.file}: the profile lakeside can be used.\n")

    def test_a_misspelt_field_is_named_by_file_and_line_and_the_exit_code_is_2(self):
        done = self.check(GOOD.replace("title_max", "titel_max"))
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{self.file}:8: unknown key 'titel_max'; did you mean 'title_max'?", done.stderr)

    def test_a_field_without_a_source_is_a_warning(self):
        done = self.check(GOOD.replace("all: vendor-page, ", "all: unverified, "))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{self.file}:8: nothing under 'evidence' says where documents.title_max comes from", done.stdout)

    def test_what_a_file_of_ones_own_does_is_said_in_plain_words(self):
        self.check(GOOD)
        done = self.profile("show", self.file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("A title longer than 40 characters is shortened", done.stdout)
        self.assertIn("Switch OneRoster on under Settings.", done.stdout)
        document = json.loads(self.profile("show", self.file, "--json").stdout)
        self.assertEqual(document["name"], "lakeside")
        self.assertEqual(document["standing"], "confirmed")

    def test_every_profile_that_is_listed_can_be_shown_and_checked(self):
        done = self.profile("list", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        names = [profile["name"] for profile in json.loads(done.stdout)["profiles"]]
        self.assertIn("powerschool", names)
        self.assertIn("generic-1.2", names)
        for name in names:
            with self.subTest(profile=name):
                shown = self.profile("show", name)
                self.assertEqual(shown.returncode, 0, shown.stderr)
                for section in ("Address", "Sign-in", "What a line item says", "What a result says", "Taking back", "Limits"):
                    self.assertIn(f"\n{section}\n", shown.stdout)

    def test_those_that_are_not_confirmed_stand_last_in_the_list(self):
        listed = self.profile("list").stdout
        self.assertLess(listed.index("aeries"), listed.index("generic-1.1"))
        self.assertLess(listed.index("generic-1.1"), listed.index("Not confirmed"))
        self.assertLess(listed.index("Not confirmed"), listed.index("classlink"))

    def test_a_name_that_there_is_not_says_which_there_are(self):
        done = self.profile("show", "lakeside")
        self.assertEqual(done.returncode, 2)
        self.assertIn("There is neither a file nor a profile lakeside.", done.stderr)
        self.assertIn("powerschool", done.stderr)


if __name__ == "__main__":
    unittest.main()
