"""What an administrator learns about a connection before the first grade, told through the real programs."""

import csv
import json
import subprocess
import unittest

from harness import CLASS, Scenario, quick_plugin


def outcome(report, check):
    return {c["id"]: c["outcome"] for c in report["checks"]}.get(check)


class Connection(Scenario):
    def test_a_good_connection_is_said_to_work_in_both_versions_and_nothing_is_written(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version=version):
                sis = self.sis()
                lms = self.lms(f"lms-{version}")
                lms.configure(lms.settings(sis, version))
                job = lms.run("connection", "test")
                self.assertEqual(job["state"], "done")
                self.assertNotEqual(job["report"]["outcome"], "failed", job["report"])
                self.assertEqual(outcome(job["report"], "read_classes"), "ok")
                self.assertEqual(sis.requests("PUT"), [])

    def test_a_wrong_secret_is_said_in_plain_words_with_a_next_step(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2", api_secret="wrong"))
        done = subprocess.run([str(a) for a in lms.arguments("connection", "test")],
                              capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("FAILED", done.stdout)
        self.assertIn("API Secret", done.stdout)
        self.assertNotIn("wrong", done.stdout + done.stderr)

    def test_an_sis_that_is_not_there_is_said_to_be_unreachable(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.1", token_url=None))
        sis.kill()
        job = lms.run("connection", "test", expect=1)
        self.assertEqual(outcome(job["report"], "read_classes"), "failed")

    def test_without_settings_there_is_nothing_to_test(self):
        lms = self.lms()
        lms.run("connection", "test", expect=4)

    def test_a_test_grade_goes_through_every_step_and_leaves_nothing(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version=version):
                sis = self.sis()
                lms = self.lms(f"lms-{version}")
                lms.configure(lms.settings(sis, version))
                recording = self.folder / f"recording-{version}.json"
                job = lms.run("connection", "test-grade", "--class", CLASS, "--student", "u-1001",
                              "--recording", recording)
                self.assertEqual(job["report"]["left"], [])
                self.assertEqual(outcome(job["report"], "score"), "ok", job["report"])
                self.assertEqual(sis.records("lineItems"), {})
                self.assertEqual(sis.records("results"), {})
                text = recording.read_text()
                self.assertEqual(json.loads(text)["kind"], "test_grade")
                for hidden in ("u-1001", "lms-secret"):
                    self.assertNotIn(hidden, text)

    def test_a_profile_of_the_assessment_routes_can_be_tested_too(self):
        sis = self.sis()
        lms = self.lms("lms", ["--manifest", quick_plugin(self.folder / "plugin", **{
            "assessing": "documents:\n  gradebook: assessment\n  school: never\n  grading_period: never\n"})])
        lms.configure(lms.settings(sis, "1.2", profile="assessing"))
        job = lms.run("connection", "test")
        self.assertNotEqual(job["report"]["outcome"], "failed", job["report"])
        self.assertEqual(outcome(job["report"], "read_classes"), "ok")

    def test_a_test_grade_goes_to_an_sis_that_gives_the_ids_itself_and_leaves_nothing(self):
        sis = self.sis(profile="eschoolplus")
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2", profile="eschoolplus"))
        recording = self.folder / "recording.json"
        job = lms.run("connection", "test-grade", "--class", CLASS, "--student", "u-1001", "--recording", recording)
        for check in ("line_item", "score", "edit", "exempt", "clear", "delete", "clean_up"):
            self.assertIn(outcome(job["report"], check), ("ok", "skipped"), job["report"])
        self.assertEqual(job["report"]["left"], [])
        self.assertEqual(len(sis.requests("POST", "/ims/")), 2)
        self.assertEqual(sis.records("lineItems"), {})
        self.assertEqual(sis.records("results"), {})
        self.assertNotIn("u-1001", recording.read_text())

    def test_an_sis_without_delete_has_to_be_confirmed_and_what_stays_is_listed(self):
        scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/"
        scopes = [scope + s for s in ("roster-core.readonly", "gradebook.readonly", "gradebook.createput")]
        sis = self.sis({"clients": [{"id": "lms", "secret": "lms-secret", "scopes": scopes}]})
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2"))
        grade = ("connection", "test-grade", "--class", CLASS, "--student", "u-1001")
        lms.run("connection", "test", expect=None)
        found = lms.run(*grade, expect=None)
        if "error" in found:
            self.assertIn("--confirm", found["error"]["next_step"])
            self.assertEqual(sis.requests("PUT"), [])
            found = lms.run(*grade, "--confirm", expect=None)
        self.assertTrue(found["report"]["left"] or found["report"]["outcome"] == "failed", found)

    def test_readiness_lists_whom_the_sis_does_not_know(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2"))
        table = self.folder / "attention.csv"
        job = lms.run("readiness", "--csv", table, expect=None)
        self.assertEqual(job["state"], "done", job)
        counts = job["counts"]
        self.assertGreater(counts["classes"]["total"], 0)
        self.assertGreater(counts["students"]["with_sis_id"], 0)
        self.assertEqual(counts["students"]["unknown_in_sis"], 0, job["report"])
        rows = list(csv.DictReader(table.read_text().splitlines()))
        self.assertEqual(len(rows), len(job["list"]))

    def test_a_teacher_gets_the_categories_of_the_sis_to_choose_from(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2"))
        lms.run("readiness", expect=None)  # tells the plugin the roster
        item = ("action", "--user", "admin", "--class", CLASS, "--item", "sync_grades_settings")
        started = lms.run(*item, "--input", '{"op":"refresh_categories"}')
        self.assertTrue(started["ok"], started)
        lms.deliver()
        for _ in range(20):
            if lms.run(*item, "--input", '{"op":"job"}')["state"] in ("done", "failed"):
                break
            lms.run("deliver", "--seconds", 1)
        form = lms.run(*item)
        choices = {f["name"]: f.get("choices") for f in form["fields"]}["category_map"]
        self.assertTrue(choices, form)
        self.assertIn("read", json.dumps(form["notes"]))


if __name__ == "__main__":
    unittest.main()
