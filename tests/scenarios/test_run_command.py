"""What `host_stub run` and `host_stub connection replay` say when something is not as it should be."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

from harness import HOST_STUB, Scenario

RECORDINGS = pathlib.Path(__file__).resolve().parents[1] / "data" / "recordings"
CONNECTED = """story: {title}
about: [card.allow_grades]
versions: ["1.2"]
steps:
  - connect the SIS: {{allow_grades: true, send_automatically: true}}
  - activity: {{class: Algebra 1, activity: quiz-1, title: Quiz 1, points: 10, category: cat-quiz, due: 2026-10-01}}
  - score: {{activity: Quiz 1, student: Amara Okafor, points: 9}}
  - deliver
  - {last}
"""


def host_stub(*arguments):
    return subprocess.run([str(a) for a in (HOST_STUB, *arguments)], capture_output=True, text=True, timeout=240)


class Run(Scenario):
    def story(self, last):
        file = self.folder / "story.yaml"
        file.write_text(CONNECTED.format(title="A quiz", last=last))
        return file

    def test_a_step_that_is_not_true_says_what_was_expected_what_there_is_and_what_comes_next(self):
        for last, expected, there in (
                ("the SIS has: {line item: Quiz 1, student: Amara Okafor, score: 8}", "Lakeside SIS has it so", 'score is "9", not "8"'),
                ("the SIS does not have: {line item: Quiz 1}", "does not have it", 'line item "Quiz 1"'),
                ("the SIS has in all: {results: 2}", "has 2 results", "it has 1"),
                ("the SIS was asked: {method: PUT, path: /results/, times: 2}", "2 times", "1 times"),
                ("the status says: {activity: Quiz 1, student: Amara Okafor, words: On its way}", "On its way", "Accepted by Lakeside SIS"),
                ("the log says: on fire", "the log says: on fire", ""),
                ("a notice says: on fire", "on fire", "there is no notice"),
                ("the preview will send: {grades: 5}", "5 grades", "0"),
                ("the card says: No such words", "No such words", ""),
                ("score: {activity: Quiz 2, student: Amara Okafor}", 'activity "Quiz 2"', "none"),
                ("save SIS settings: {allow_grades: false, refused: never}", "refused", "done"),
                ("use an item: {item: sync_grades_to_sis, input: {op: open}, answer: {allowed: never}}", "allowed", "never")):
            with self.subTest(last=last):
                told = host_stub("run", self.story(last))
                folder = re.search(r"kept in (\S+): ", told.stdout)
                self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
                self.assertTrue(folder, told.stdout)
                self.addCleanup(shutil.rmtree, pathlib.Path(folder.group(1)).parent, ignore_errors=True)
                self.assertIn("story.yaml, line 9: " + last.split(":")[0], told.stdout)
                self.assertIn(expected, told.stdout)
                self.assertIn(there, told.stdout)
                self.assertRegex(told.stdout, r"\n  Next: (host_stub|curl|less) ")
                self.assertTrue((pathlib.Path(folder.group(1)) / "sis-1" / "records.json").is_file())

    def test_a_file_that_is_no_story_is_refused_before_anything_is_done(self):
        told = host_stub("run", self.story("delivr"))
        self.assertEqual(told.returncode, 2)
        self.assertIn('line 9: nobody knows how to do "delivr". Did you mean "deliver"?', told.stderr)

    def test_stories_are_listed_with_what_they_stand_for(self):
        told = host_stub("run", "--list", self.story("deliver"))
        self.assertEqual(told.returncode, 0)
        self.assertIn("A quiz (1.2)", told.stdout)
        self.assertIn("about card.allow_grades", told.stdout)


class Replay(Scenario):
    def changed(self, change):
        text = (RECORDINGS / "simulator-test-grade-1.2.json").read_text()
        again = change(text)
        self.assertNotEqual(text, again)
        file = self.folder / "recording.json"
        file.write_text(again)
        return host_stub("connection", "replay", file, "--json")

    def test_an_answer_that_says_another_thing_changes_the_conclusion(self):
        def otherwise(text):
            recording = json.loads(text)
            shown = [e["answer"]["body"]["result"] for e in recording["exchanges"] if e["step"] == "edit" and e["method"] == "GET"]
            shown[0]["score"] = 12
            return json.dumps(recording)
        told = self.changed(otherwise)
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        document = json.loads(told.stdout)
        self.assertFalse(document["same"])
        self.assertIn("edit", [one["id"] for one in document["changed"]])

    def test_a_talk_that_would_go_another_way_now_names_where(self):
        told = self.changed(lambda text: text.replace("/users/person-1\"", "/people/person-1\""))
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        self.assertIn("/people/person-1", json.loads(told.stdout)["way_left"])

    def test_what_is_no_recording_is_refused(self):
        file = self.folder / "recording.json"
        file.write_text("{}")
        told = host_stub("connection", "replay", file)
        self.assertEqual(told.returncode, 2, told.stdout)
        self.assertIn("--recording", told.stderr)


if __name__ == "__main__":
    unittest.main()
