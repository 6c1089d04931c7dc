"""What stays the SIS's own when grades go into it, and what is gone from it. Told through the real programs."""

import json
import shutil
import signal
import unittest

from harness import CLASS, ROSTER, SLOW, Scenario, quick_plugin, wait_until

SETTINGS = "sync_grades_settings"


class Owners(Scenario):
    profiles = {"ours": "documents:\n  owner: {category: lms}\n"}

    def send_then_move_in_the_sis(self, version, name, **connection):
        """One score is sent, a teacher moves its activity to Tests in the SIS, and then renames it in the LMS."""
        sis = self.sis()
        lms = self.lms(name, ["--manifest", quick_plugin(self.folder / f"plugin-{name}", **self.profiles)])
        lms.configure(lms.settings(sis, version, **connection))
        lms.activity(category="cat-hw")
        lms.score(80)
        lms.deliver()
        (item,) = sis.records("lineItems")
        self.assertEqual(sis.records("lineItems")[item]["category"]["sourcedId"], "cat-hw")
        sis.by_hand("lineItems", item, category={"sourcedId": "cat-test"})
        lms.activity(title="Essay, second draft", category="cat-hw")
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay, second draft", "u-1001"): 80.0})
        return sis, lms, item

    def test_a_category_that_was_changed_by_hand_in_the_sis_survives_a_new_title_in_the_lms(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version=version):
                sis, lms, item = self.send_then_move_in_the_sis(version, f"lms-{version}")
                self.assertEqual(sis.records("lineItems")[item]["category"]["sourcedId"], "cat-test")
                # Neither does another category in the LMS move it: where it counts is the SIS's now.
                lms.activity(title="Essay, third draft", category="cat-quiz")
                lms.deliver()
                self.assertEqual(sis.records("lineItems")[item]["title"], "Essay, third draft")
                self.assertEqual(sis.records("lineItems")[item]["category"]["sourcedId"], "cat-test")

    def test_where_the_profile_says_that_the_lms_owns_the_category_it_goes_back(self):
        sis, _, item = self.send_then_move_in_the_sis("1.2", "lms-owned", profile="ours")
        self.assertEqual(sis.records("lineItems")[item]["category"]["sourcedId"], "cat-hw")


class Gone(Scenario):
    def words_of_line_item(self, lms):
        records = lms.status("--class", CLASS)["plugin"]["records"]
        return next(r["words"] for r in records if r["kind"] == "line_item")

    def test_a_score_of_a_student_who_left_waits_and_goes_when_the_student_is_back(self):
        sis, lms = self.ready()
        lms.score(80)
        lms.deliver()
        without = self.folder / "without"
        shutil.copytree(ROSTER, without)
        enrolments = without / "enrollments.csv"
        lines = enrolments.read_text().splitlines(keepends=True)
        enrolments.write_text("".join(l for l in lines if CLASS not in l or "u-1001" not in l))
        lms.score(90)
        lms.run("import", without)
        lms.deliver(expect=None)
        record = next(r for r in lms.status("--class", CLASS)["plugin"]["records"] if "student_id" in r)
        self.assertEqual(record["reason"]["code"], "result.student_not_enrolled")
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 80.0})

        lms.run("import", ROSTER)
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 90.0})

    def test_a_roster_that_was_cut_short_is_asked_about_before_anybody_leaves(self):
        sis, lms = self.ready()
        cut = self.folder / "cut"
        shutil.copytree(ROSTER, cut)
        enrolments = cut / "enrollments.csv"
        enrolments.write_text("".join(enrolments.read_text().splitlines(keepends=True)[:5]))
        refused = lms.run("import", cut, expect=5)
        self.assertFalse(refused["imported"])
        self.assertEqual([(one["of"], one["sis_id"], one["leaving"], one["students"]) for one in refused["leaving"]],
                         [("class", CLASS, 4, 5), ("school", "s-9101", 7, 8)])
        lms.score(80, student="u-1002")
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1002"): 80.0})

        lms.score(90, student="u-1002")
        lms.run("import", cut, "--accept-leavers")
        lms.deliver(expect=None)
        self.assertEqual(sis.scores(), {("Essay", "u-1002"): 80.0}, "it waits until the student is back")

    def ready_with_six_activities(self, **settings):
        """Six activities, each with a grade of one student, in the SIS."""
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis) | settings)
        for n in range(1, 7):
            lms.activity(f"A{n}", f"Quiz {n}")
            lms.score(80, activity=f"A{n}")
        lms.deliver()
        return sis, lms

    def withdraw(self, lms, numbers):
        return [lms.run("activity", "--class", CLASS, "--activity", f"A{n}", "--withdraw") for n in numbers]

    def test_an_activity_that_is_deleted_in_the_lms_stays_in_the_sis_until_a_person_answers(self):
        sis, lms = self.ready_with_six_activities()
        self.assertEqual([one["disposition"] for one in self.withdraw(lms, (1, 2))], ["stored"] * 2)
        lms.deliver(expect=None)
        self.assertEqual(sis.requests("DELETE", "/lineItems/"), [])

        lms.activity("A2", "Quiz 2")
        preview = lms.item("sync_grades_to_sis", op="preview")
        self.assertEqual(preview["will_send"], 0, "it is not sent along")
        (question,) = preview["questions"]
        self.assertTrue(question["text"].startswith("Take back 1 activity?"), question["text"])
        lms.item("sync_grades_to_sis", op="take_back", cause=question["cause"], upto=question["upto"])
        lms.deliver()
        self.assertEqual(len(sis.requests("DELETE", "/lineItems/")), 1)
        self.assertEqual(sis.requests("DELETE", "/results/"), [], "they go with their activities")

    def test_a_semester_that_the_lms_takes_out_at_once_stays_in_the_sis_also_where_removals_go_by_themselves(self):
        sis, lms = self.ready_with_six_activities(removals="by_itself")
        told = self.withdraw(lms, range(1, 7))
        self.assertEqual([one["disposition"] for one in told], ["queued"] * 3 + ["stored"] * 3)
        lms.deliver(expect=None)
        self.assertEqual(len(sis.requests("DELETE", "/lineItems/")), 3)
        (question,) = lms.item("sync_grades_to_sis")["questions"]
        self.assertEqual((question["cause"], question["line_items"]), ("record.many_withdrawn", 3))
        lms.item("sync_grades_to_sis", op="keep_in_sis", cause=question["cause"], upto=question["upto"])
        lms.deliver()
        self.assertEqual(len(sis.requests("DELETE", "/lineItems/")), 3)

    def test_of_what_was_graded_before_sync_was_switched_on_an_administrator_is_asked(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis) | {"allow_grades": False})
        for n in range(1, 4):
            lms.activity(f"A{n}", f"Quiz {n}")
            for student in ("u-1001", "u-1002", "u-1003", "u-1004"):
                lms.score(80, student=student, activity=f"A{n}")
        lms.configure({"allow_grades": True})
        lms.deliver(expect=None)
        self.assertEqual(sis.scores(), {})
        card = lms.run("action", "--user", "admin", "--domain", "root", "--item", "sis_settings")
        (question,) = [one for one in card["questions"] if one["name"] == "first_send"]
        self.assertIn("12", question["text"])
        lms.run("action", "--user", "admin", "--domain", "root", "--item", "sis_settings",
                "--input", json.dumps({"op": "first_send_all"}))
        lms.deliver()
        self.assertEqual(len(sis.scores()), 12)

    def test_five_edits_within_the_wait_are_one_request_and_what_a_teacher_sends_goes_at_once(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis) | {"wait_before_sending": 60})
        lms.activity()
        for points in (81, 82, 83, 84, 85):
            lms.score(points)
        preview = lms.item("sync_grades_to_sis", op="preview")
        waiting = [cell["words"] for cell in preview["cells"] if cell["words"].startswith("Goes at ")]
        self.assertTrue(waiting, preview["cells"])
        records = [{"id": cell["id"]} for cell in preview["cells"] if cell["kind"] == "result"]
        lms.item("sync_grades_to_sis", op="retry", records=records)
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 85.0})
        self.assertEqual(len(sis.requests("PUT", "/results/")), 1)

    def test_what_was_removed_in_the_sis_comes_back_with_all_its_scores_when_a_teacher_says_so(self):
        sis, lms = self.ready()
        lms.score(80, student="u-1001")
        lms.score(70, student="u-1002")
        lms.deliver()
        for kind in ("results", "lineItems"):
            for sourced_id in sis.records(kind):
                sis.delete_by_hand(kind, sourced_id)
        lms.score(85, student="u-1001")
        lms.deliver(expect=3, timeout=5)
        self.assertEqual(self.words_of_line_item(lms), "Waiting: Test SIS does not show it just now")
        lms.an_hour_later("confirmed_unix_ms", "missed_unix_ms", "next_attempt_unix_ms")
        lms.deliver(expect=None)
        self.assertEqual(self.words_of_line_item(lms), "Removed in Test SIS")
        records = lms.status("--class", CLASS)["plugin"]["records"]
        attention = [r["reason"]["code"] for r in records if r["words"] == "Needs your attention"]
        self.assertEqual(attention, ["line_item.gone"])
        self.assertEqual(sis.scores(), {})

        lms.run("action", "--user", "admin", "--class", CLASS, "--item", "sync_grades_to_sis",
                "--input", json.dumps({"op": "retry", "all": True}))
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 85.0, ("Essay", "u-1002"): 70.0})


class FinalGrades(Scenario):
    PLACES = "documents:\n  final_grades: sis_slot\n  final_slot: {metadata: {finalGrade: term}}\n"

    def with_two_assignments(self, **choices):
        """An SIS that works out averages and offers places for final grades, with scores of two assignments in it."""
        sis = self.sis(profile="example-final-slots")
        lms = self.lms(site=["--manifest", quick_plugin(self.folder / "plugin", places=self.PLACES)])
        lms.configure(lms.settings(sis, "1.2", profile="places") | choices)
        lms.activity()
        lms.activity("A2", "Test", category="cat-test")
        for activity, points in (("A1", 80), ("A2", 60)):
            lms.score(points, activity=activity)
        lms.deliver()
        self.assertEqual(sis.averages(), {"u-1001": 70.0})
        return sis, lms

    def final_grade(self, lms, points):
        lms.activity("final", "Final grade", kind="final_grade")
        lms.score(points, activity="final")
        lms.deliver()

    def choose_place(self, lms, term):
        """What a teacher does: has the SIS's places read, and chooses one."""
        lms.run("readiness", expect=None)  # tells the plugin the roster
        self.assertTrue(lms.item(SETTINGS, op="refresh_categories")["ok"])
        worker = self.keep(lms.start_deliver())
        wait_until(lambda: lms.item(SETTINGS, op="job").get("state") == "done", "the places are read")
        worker.send(signal.SIGTERM)
        worker.wait()
        (field,) = [f for f in lms.item(SETTINGS)["fields"] if f["name"] == "final_slots"]
        (key,) = field["value"]
        (place,) = [c["value"] for c in field["choices"] if term in c["value"]]
        self.assertTrue(lms.item(SETTINGS, op="save", final_slots={key: place})["ok"])
        return place

    def test_a_final_grade_in_the_place_that_the_sis_offers_does_not_move_its_average(self):
        sis, lms = self.with_two_assignments()
        self.final_grade(lms, 95)
        self.assertIn("line_item.final_slot_missing", json.dumps(lms.status("--class", CLASS)["plugin"]["records"]))
        self.assertEqual(sis.slots(), {})
        place = self.choose_place(lms, "t-2027-1")
        lms.deliver()
        self.assertEqual(sis.slots(), {"u-1001": {place: 95}})
        self.assertEqual(sis.averages(), {"u-1001": 70.0})
        lms.score(97, activity="final")
        lms.deliver()
        self.assertEqual(sis.slots(), {"u-1001": {place: 97}})
        self.assertEqual(sis.averages(), {"u-1001": 70.0})
        self.assertEqual(sis.requests("PUT", f"/lineItems/{place}"), [], "the place itself is the SIS's")

    def test_a_final_grade_that_goes_as_an_assignment_moves_the_average_and_people_are_told_so_before(self):
        sis, lms = self.with_two_assignments(final_as_assignment=True)
        # From now on by hand, so that there is a moment before it goes.
        lms.item(SETTINGS, op="save", send_automatically=False)
        lms.activity("final", "Final grade", kind="final_grade")
        lms.score(95, activity="final")
        preview = lms.item("sync_grades_to_sis", op="preview")
        told = [note["code"] for cell in preview["cells"] for note in cell.get("notes", [])]
        self.assertEqual(told, ["line_item.final_as_assignment"])
        self.assertEqual(sis.averages(), {"u-1001": 70.0})
        lms.item("sync_grades_to_sis", op="send", all=True, token=preview["token"])
        lms.deliver()
        self.assertEqual(sis.slots(), {})
        self.assertAlmostEqual(sis.averages()["u-1001"], (80 + 60 + 95) / 3)


class Periods(Scenario):
    def test_an_activity_that_several_grading_periods_fit_waits_and_goes_into_the_one_that_a_teacher_chooses(self):
        sis = self.sis(profile="example-final-slots")
        needs = "documents: {grading_period: required}\n"
        lms = self.lms(site=["--manifest", quick_plugin(self.folder / "plugin", needs=needs)])
        lms.configure(lms.settings(sis, "1.2", profile="needs"))
        lms.activity()
        lms.score(80)
        worker = self.keep(lms.start_deliver())
        wait_until(lambda: "line_item.grading_period_ambiguous" in json.dumps(lms.status("--class", CLASS)["plugin"]["records"]),
                   "the activity waits for a person")
        (field,) = [f for f in lms.item(SETTINGS)["fields"] if f["name"] == "activity_periods"]
        self.assertEqual({id_: row["title"] for id_, row in field["value"].items()}, {"A1": "Essay"})
        offered = {choice["label"]: choice["value"] for choice in field["choices"]}
        self.assertEqual(offered["Quarter 1, 2026-08-17 to 2026-10-16"], "q-2027-1")
        whole = offered["Whole term, 2026-08-17 to 2026-12-18"]
        self.assertEqual(sis.scores(), {})
        self.assertTrue(lms.item(SETTINGS, op="save", activity_periods={"A1": whole})["ok"])
        wait_until(lambda: sis.scores() == {("Essay", "u-1001"): 80.0}, "it goes by itself")
        worker.kill()
        (item,) = [value for value in sis.records("lineItems").values() if value["title"] == "Essay"]
        self.assertEqual(item["gradingPeriod"]["sourcedId"], whole)


    def test_a_class_of_the_whole_year_finds_the_quarter_of_a_due_date(self):
        roster = self.folder / "year"
        shutil.copytree(ROSTER, roster)
        classes = roster / "classes.csv"
        told = classes.read_text()
        self.assertIn('"t-2027-1,t-2027-2"', told)
        classes.write_text(told.replace('"t-2027-1,t-2027-2"', "sy-2027"))
        sis = self.sis(roster=roster)
        plugin = quick_plugin(self.folder / "plugin", **{"needs-period": "documents:\n  grading_period: required\n"})
        lms = self.lms("year-lms", ["--manifest", plugin], roster=roster)
        lms.configure(lms.settings(sis, "1.2", profile="needs-period"))
        lms.activity(due="2026-11-27")
        lms.score(80)
        lms.deliver()
        (item,) = sis.records("lineItems").values()
        self.assertEqual(item["gradingPeriod"]["sourcedId"], "q-2027-2")

    def test_where_the_sis_offers_the_list_of_classes_only_the_class_is_found_there(self):
        sis = self.sis()
        sis.faults({"method": "GET", "path": "/classes/[^/]+$", "action": {"status": 404}})
        plugin = quick_plugin(self.folder / "plugin", **{"needs-period": "documents:\n  grading_period: required\n"})
        lms = self.lms("lms", ["--manifest", plugin])
        lms.configure(lms.settings(sis, "1.2", profile="needs-period"))
        lms.activity(due="2026-11-27")
        lms.score(80)
        lms.deliver()
        (item,) = sis.records("lineItems").values()
        self.assertEqual(item["gradingPeriod"]["sourcedId"], "q-2027-2")

    def test_a_day_is_the_same_day_where_the_sis_is(self):
        sis, lms = self.ready(time_zone="America/Los_Angeles")
        lms.activity(due="2026-10-19")
        lms.score(80)
        lms.deliver()
        (item,) = sis.records("lineItems").values()
        self.assertEqual(item["dueDate"], "2026-10-19T07:00:00.000Z")
        self.assertEqual(item["gradingPeriod"]["sourcedId"], "q-2027-2")


class Standards(Scenario):
    def score(self, lms, standards, student="u-1001"):
        lms.run("score", "--class", CLASS, "--activity", "A1", "--student", student, "--standards", standards)

    def test_a_score_that_is_given_by_standards_only_arrives_as_their_weighted_sum(self):
        sis, lms = self.ready("1.1")
        self.score(lms, "R.1=3/4*2;R.2=1/4")
        lms.deliver()
        # (2 * 3/4 + 1 * 1/4) / 3 of 100 points, rounded once
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 58.3333})

    def test_standards_go_inside_the_result_where_the_sis_has_a_place_and_a_name_for_them(self):
        sis = self.sis()
        lms = self.lms()
        settings = lms.settings(sis, "1.2")
        settings["objectives"] = {"R.1": {"source": "local", "id": "sis-r1"}}
        lms.configure(settings)
        lms.activity()
        self.score(lms, "R.1=3/4;R.2=1/4")
        lms.deliver()
        (result,) = sis.records("results").values()
        scores = {s["learningObjectiveId"]: float(s["score"])
                  for of_source in result["learningObjectiveSet"] for s in of_source["learningObjectiveResults"]}
        self.assertEqual(scores, {"sis-r1": 3.0}, "R.2 has no name in the SIS")
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 50.0})

    def test_by_choice_each_standard_is_a_line_item_of_its_own_in_a_category_that_does_not_count(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.1") | {"standards": "line_items"})
        lms.activity()
        self.assertTrue(lms.item(SETTINGS, op="save", standards_category="cat-essay")["ok"])
        self.score(lms, "R.1=3/4;R.2=1/4")
        self.score(lms, "R.1=4/4", student="u-1002")
        lms.deliver()
        self.assertEqual(sis.scores(), {
            ("Essay", "u-1001"): 50.0, ("Essay: R.1", "u-1001"): 3.0, ("Essay: R.2", "u-1001"): 1.0,
            ("Essay", "u-1002"): 100.0, ("Essay: R.1", "u-1002"): 4.0})
        categories = {v["title"]: v["category"]["sourcedId"] for v in sis.records("lineItems").values()}
        self.assertEqual(categories, {"Essay": "cat-hw", "Essay: R.1": "cat-essay", "Essay: R.2": "cat-essay"})

        self.score(lms, "R.1=2/4")
        lms.deliver()
        scores = sis.scores()
        self.assertEqual(scores[("Essay: R.1", "u-1001")], 2.0)
        self.assertNotIn(("Essay: R.2", "u-1001"), scores, "taken back with the standard")


class LostAnswers(Scenario):
    def test_a_post_whose_answer_is_lost_leaves_one_record_where_the_sis_gives_the_ids(self):
        sis = self.sis(profile="eschoolplus")
        # A record whose POST was not answered rests as long as the SIS may still be at work on it.
        lms = self.lms(site=["--manifest", quick_plugin(self.folder / "plugin", {"request_timeout_s": 2 * SLOW})])
        lms.configure(lms.settings(sis, "1.2", profile="eschoolplus"))
        lost = {"method": "POST", "count": 1, "action": {"store_then_drop": True}}
        sis.faults(lost | {"path": "/classes/[^/]+/lineItems$"}, lost | {"path": "/lineItems/[^/]+/results$"})
        lms.activity()
        points = {f"u-{1000 + n}": 60.0 + n for n in range(1, 6)}
        for student, earned in points.items():
            lms.score(earned, student=student)
        lms.deliver()
        self.assertEqual(sis.faults_fired(), [1, 1], "both answers were lost")
        self.assertEqual(len(sis.records("lineItems")), 1)
        self.assertEqual(len(sis.records("results")), len(points))
        self.assertEqual(sis.scores(), {("Essay", student): earned for student, earned in points.items()})
        self.assertEqual(len(sis.requests("POST", "/classes/[^/]+/lineItems$")), 1, "looked for, not made again")
        # What was found again is changed under the id that the SIS gave.
        lms.score(99, student="u-1001")
        lms.deliver()
        self.assertEqual(sis.scores()[("Essay", "u-1001")], 99.0)
        self.assertEqual(len(sis.records("results")), len(points))
        (item,) = sis.records("lineItems")
        self.assertTrue(item.startswith("sis-"), item)


if __name__ == "__main__":
    unittest.main()
