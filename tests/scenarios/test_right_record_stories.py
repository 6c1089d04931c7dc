"""Whose record a grade is in at the end, when ids and links were wrong at first. Told through the real programs."""

import shutil
import unittest

from harness import CLASS, ROSTER, Lms, Scenario, Sis, quick_plugin

KEEPS = "documents:\n  withdrawal: unsupported\n  clearing: unsupported\n"
CLEARS = "documents:\n  withdrawal: unsupported\n"


class RightRecord(Scenario):
    def scores(self, sis):
        """{(SIS class, student): score or scoreStatus} of everything that the SIS has."""
        classes = {i: v["class"]["sourcedId"] for i, v in sis.records("lineItems").items()}
        return {(classes[v["lineItem"]["sourcedId"]], v["student"]["sourcedId"]):
                float(v["score"]) if "score" in v else v["scoreStatus"]
                for v in sis.records("results").values()}

    def records(self, lms, class_id=CLASS):
        return lms.status("--class", class_id)["plugin"]["records"]

    def words(self, lms, class_id=CLASS):
        return sorted(r["words"] for r in self.records(lms, class_id) if r["kind"] == "result")

    def with_profile(self, sections):
        sis = self.sis()
        lms = self.lms("lms", ["--manifest", quick_plugin(self.folder / "plugin", ours=sections)])
        lms.configure(lms.settings(sis, "1.2", profile="ours"))
        lms.activity()
        return sis, lms

    # A student's id.

    def test_a_grade_that_waits_to_go_goes_to_the_student_that_the_roster_names_last(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.link("user", "u-1001", "u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1004"): 90.0})

    def test_an_id_that_is_corrected_after_the_grade_went_takes_it_out_of_the_wrong_record(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 90.0})
        lms.link("user", "u-1001", "u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1004"): 90.0})
        self.assertEqual(self.words(lms), ["Accepted by Test SIS", "Moved to the right record"])
        lines = [[line["event"] for line in lms.item("sync_grades_to_sis", op="history", id=r["id"])["lines"]]
                 for r in self.records(lms) if r["kind"] == "result"]
        self.assertTrue(all("moved" in events for events in lines), lines)
        # A later grade goes to the right student alone.
        lms.score(95, student="u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1004"): 95.0})

    def test_a_new_grade_with_another_id_leaves_nothing_with_the_student_before(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        lms.link("user", "u-1001", "u-1004")
        lms.score(95, student="u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1004"): 95.0})

    def test_where_nothing_can_be_deleted_the_wrong_record_is_cleared(self):
        sis, lms = self.with_profile(CLEARS)
        lms.score(90)
        lms.deliver()
        lms.link("user", "u-1001", "u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): "not submitted", (CLASS, "u-1004"): 90.0})

    def test_where_nothing_can_be_taken_back_a_person_is_told_what_to_remove_by_hand(self):
        sis, lms = self.with_profile(KEEPS)
        lms.score(90)
        lms.deliver()
        lms.link("user", "u-1001", "u-1004")
        lms.deliver(expect=None)
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 90.0, (CLASS, "u-1004"): 90.0})
        self.assertEqual(self.words(lms), ["Accepted by Test SIS", "Needs your attention"])
        reasons = [r["reason"]["code"] for r in self.records(lms) if r["words"] == "Needs your attention"]
        self.assertEqual(reasons, ["record.wrong_record"])

    def test_a_grade_that_was_refused_for_a_wrong_id_goes_when_the_id_is_right(self):
        sis, lms = self.ready()
        sis.faults({"method": "PUT", "path": "/results/", "count": 1, "action": {"status": 422}})
        lms.score(90)
        lms.deliver(expect=None)
        self.assertEqual(self.words(lms), ["Test SIS did not accept it"])
        lms.link("user", "u-1001", "u-1004")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1004"): 90.0})

    def test_an_id_that_was_right_at_first_is_right_again(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        lms.link("user", "u-1001", "u-1004")
        lms.deliver()
        lms.link("user", "u-1004", "u-1001")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 90.0})

    # Several students' ids at once: whoever leaves a record is out before the next one is in.

    def corrected(self, sis, lms, grades, now_by_before):
        for student, points in grades.items():
            lms.score(points, student=student)
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, s): float(p) for s, p in grades.items()})
        sis.faults({"method": "DELETE", "path": "/results/", "count": len(grades), "action": {"status": 503}})
        lms.link_all("user", now_by_before)
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, now_by_before[s]): float(p) for s, p in grades.items()})
        self.assertEqual(self.words(lms), ["Accepted by Test SIS"] * len(grades) + ["Moved to the right record"] * len(grades))

    def test_a_roster_that_was_one_row_off_loses_nobody_the_grade(self):
        grades = {"u-1001": 51, "u-1002": 52, "u-1003": 53, "u-1004": 54}
        off_by_one = {"u-1001": "u-1002", "u-1002": "u-1003", "u-1003": "u-1004", "u-1004": "u-1005"}
        for second in ("keep", "refuse", "rewrite"):
            with self.subTest(second_result=second):
                sis = self.sis_in(self.folder / f"sis-{second}", config={"second_result": second})
                lms = self.lms(f"lms-{second}")
                lms.configure(lms.settings(sis, "1.2"))
                lms.activity()
                self.corrected(sis, lms, grades, off_by_one)

    def test_two_students_that_were_mixed_up_keep_their_grades_where_the_sis_gives_the_ids(self):
        sis = self.sis(profile="eschoolplus")
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2", profile="eschoolplus"))
        lms.activity()
        self.corrected(sis, lms, {"u-1001": 51, "u-1002": 52}, {"u-1001": "u-1002", "u-1002": "u-1001"})

    def test_a_result_that_somebody_removed_in_the_sis_comes_back_with_the_next_score(self):
        sis = self.sis(profile="eschoolplus")
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.2", profile="eschoolplus"))
        lms.activity()
        lms.score(90)
        lms.deliver()
        sis.delete_by_hand("results", next(iter(sis.records("results"))))
        lms.score(95)
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 95.0})
        self.assertEqual(self.words(lms), ["Accepted by Test SIS"])

    # A student's enrolments.

    def test_of_two_enrolments_in_one_class_the_active_one_counts_in_either_order(self):
        dropped = "e-x1,tobedeleted,,c-4011,s-9101,u-1001,student,false,2026-08-17,2026-09-01\n"
        active = "e-x2,active,,c-4011,s-9101,u-1001,student,false,2026-09-10,2026-12-18\n"
        for name, rows in (("dropped-first", [dropped, active]), ("active-first", [active, dropped])):
            with self.subTest(order=name):
                roster = self.folder / name
                shutil.copytree(ROSTER, roster)
                file = roster / "enrollments.csv"
                lines = file.read_text().splitlines(keepends=True)
                file.write_text("".join([l for l in lines if "c-4011" not in l or "u-1001" not in l] + rows))
                sis = self.sis()
                lms = Lms(self.folder / f"lms-{name}")
                lms.run("import", roster)
                lms.configure(lms.settings(sis))
                lms.activity()
                lms.score(90)
                lms.deliver()
                self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 90.0})

    # A class's link.

    def test_a_class_that_was_linked_by_mistake_takes_its_grades_with_it(self):
        sis, lms = self.ready()
        lms.score(80, student="u-1005")
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1005"): 80.0})
        lms.link("class", CLASS, "c-4012")
        lms.deliver()
        self.assertEqual(self.scores(sis), {("c-4012", "u-1005"): 80.0})
        self.assertEqual(sorted(v["class"]["sourcedId"] for v in sis.records("lineItems").values()), ["c-4012"])
        self.assertEqual(self.words(lms, "c-4012"), ["Accepted by Test SIS", "Moved to the right record"])
        # A withdrawal leaves nothing anywhere.
        lms.score("", student="u-1005", class_id="c-4012", status="withdrawn")
        lms.deliver()
        self.assertEqual(self.scores(sis), {})

    def test_a_class_that_is_linked_anew_before_anything_went_sends_to_the_new_one_only(self):
        sis, lms = self.ready()
        lms.score(80, student="u-1005")
        lms.link("class", CLASS, "c-4012")
        lms.deliver()
        self.assertEqual(self.scores(sis), {("c-4012", "u-1005"): 80.0})

    # Another SIS.

    def other_sis(self):
        other = Sis(self.folder / "other")
        self.addCleanup(other.popen.stdout.close)
        self.addCleanup(other.kill)
        return other

    def test_what_waits_when_a_school_gets_its_own_sis_goes_there(self):
        sis, lms = self.ready()
        lms.score(90)
        harbor = self.other_sis()
        lms.configure(lms.settings(harbor, sis_name="Harbor SIS"), domain="s-9101")
        lms.deliver()
        self.assertEqual((self.scores(sis), self.scores(harbor)), ({}, {(CLASS, "u-1001"): 90.0}))

    def test_what_the_sis_before_has_is_offered_to_the_new_one(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        harbor = self.other_sis()
        lms.configure(lms.settings(harbor, sis_name="Harbor SIS"), domain="s-9101")
        lms.score(70, student="u-1002")
        lms.deliver(expect=None)
        self.assertEqual(self.scores(harbor), {(CLASS, "u-1002"): 70.0})
        self.assertIn("Was sent to Test SIS. Send to Harbor SIS too?", self.words(lms))
        preview = lms.item("sync_grades_to_sis", op="preview")
        offered = [c["student_id"] for c in preview["cells"] if c["kind"] == "result" and c["will_send"]]
        self.assertEqual(len(offered), 1, preview)
        sent = lms.item("sync_grades_to_sis", op="send", all=True, token=preview["token"])
        self.assertEqual(sent["skipped"], [])
        lms.deliver()
        self.assertEqual(self.scores(harbor), {(CLASS, "u-1001"): 90.0, (CLASS, "u-1002"): 70.0})
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 90.0})
        self.assertIn("Moved: Test SIS keeps its own", self.words(lms))

    def test_a_connection_that_is_removed_and_entered_again_leaves_one_column_in_the_sis(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        lms.configure({"connection": None})
        lms.deliver(expect=None)
        asked = lms.configure(lms.settings(sis), expect=None)
        self.assertEqual([p["field"] for p in asked["problems"]], ["address_change"])
        lms.configure(lms.settings(sis) | {"address_change": "same"})
        lms.score(95)
        lms.deliver()
        self.assertEqual(self.scores(sis), {(CLASS, "u-1001"): 95.0})
        self.assertEqual(len(sis.records("lineItems")), 1)

    def test_sending_again_takes_the_offer(self):
        sis, lms = self.ready()
        lms.score(90)
        lms.deliver()
        harbor = self.other_sis()
        settings = lms.settings(harbor, sis_name="Harbor SIS") | {"address_change": "other"}
        lms.configure(settings)
        lms.deliver(expect=None)
        told = lms.item("sync_grades_to_sis", op="retry", all=True)
        self.assertGreater(told["released"], 0, told)
        lms.deliver()
        self.assertEqual(self.scores(harbor), {(CLASS, "u-1001"): 90.0})


if __name__ == "__main__":
    unittest.main()
