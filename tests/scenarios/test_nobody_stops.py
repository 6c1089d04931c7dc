"""One record's trouble is its own: everybody else's grades arrive. Told through the real programs."""

import csv
import json
import unittest
from concurrent.futures import ThreadPoolExecutor

import golden_class
from harness import SLOW, Lms, Scenario, quick_plugin, wait_until

PAGE = {"status": 403, "headers": {"Content-Type": "text/html"},
        "body": "<html><head><title>Request blocked</title></head><body>No.</body></html>"}
NO = {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "No."}
WAYS = {
    "a firewall's page": PAGE,
    "401": {"status": 401, "body": NO},
    "403": {"status": 403, "body": NO},
    "404 with a page": {"status": 404, "html": True},
    "429 without a time": {"status": 429},
    "500": {"status": 500, "body": "boom"},
    "a redirect": {"status": 302, "headers": {"Location": "https://login.example/"}},
    "a reset": {"reset": True},
    "20 s of silence": {"hang": True},
    "a sign-in page with 200": {"status": 200, "html": True},
}
# 40 grades of 8 classes.
CLASSES = {f"c-{n}": [f"st-{n}{m}" for m in range(1, 6)] for n in range(1, 9)}
EVERYBODY = sum(len(students) for students in CLASSES.values())
POISONED_CLASS, POISONED = "c-1", "st-13"
# How many ways are tried at the same time; most of it is waiting.
SIDE_BY_SIDE = 4


def write_roster(folder):
    students = [s for students in CLASSES.values() for s in students]
    enrolments = [(f"e-{s}", c, "s-1", s, "student", "false") for c, students_of in CLASSES.items() for s in students_of]
    return golden_class.write_bundle(folder, {
        "orgs": [("d-1", "Lake District", "district", ""), ("s-1", "Lake High School", "school", "d-1")],
        "academicSessions": [("sy-2027", "2026-2027", "schoolYear", "2026-08-17", "2027-06-11", "", "2027"),
                             ("t-1", "Fall", "term", "2026-08-17", "2026-12-18", "sy-2027", "2027")],
        "courses": [("crs-1", "Algebra 1", "MATH-101", "s-1")],
        "classes": [(c, f"Algebra 1, {c}", "crs-1", c, "scheduled", "s-1", "t-1") for c in CLASSES],
        "users": [("t-ada", "true", "s-1", "teacher", "ada", "Ada", "Byron", "ada@lake.example")]
                 + [(s, "true", "s-1", "student", s, "Student", s, "") for s in students],
        "enrollments": [(f"e-ada-{c}", c, "s-1", "t-ada", "teacher", "true") for c in CLASSES] + enrolments,
        "categories": [("cat-hw", "Homework")],
    })


class NobodyStops(Scenario):
    def district(self, name):
        """An SIS, and an LMS that is connected to it with an activity in each of its classes."""
        folder = self.folder / name
        roster = write_roster(folder / "roster")
        sis = self.sis_in(folder / "sis", roster)
        lms = Lms(folder / "lms", ["--manifest", quick_plugin(folder / "plugin", {"request_timeout_s": 20})])
        lms.run("import", roster)
        lms.configure(lms.settings(sis, "1.2"))
        for class_id in CLASSES:
            lms.activity(f"A-{class_id}", f"Essay of {class_id}", class_id)
        return sis, lms

    def score_all(self, lms):
        rows = [(class_id, f"A-{class_id}", student, 50 + number)
                for class_id, students in CLASSES.items() for number, student in enumerate(students)]
        path = lms.folder / "scores.csv"
        with open(path, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["class", "activity", "student", "points"])
            out.writerows(rows)
        lms.run("score", "--from", path)

    def poison(self, sis, action):
        sis.faults({"method": "PUT", "path": "/results/", "body": f'"{POISONED}"', "action": action})

    def one_way(self, number, way, action):
        sis, lms = self.district(f"way-{number}")
        self.poison(sis, action)
        self.score_all(lms)
        worker = self.keep(lms.start_deliver())
        wait_until(lambda: len(sis.scores()) == EVERYBODY - 1, f"{way}: the others arrive", 30 * SLOW)
        self.assertNotIn(POISONED, {student for _, student in sis.scores()}, way)
        (account,) = lms.status()["plugin"]["accounts"]
        self.assertEqual(account["state"], "ok", f"{way}: {account}")
        # The cause is gone: it goes by itself, or, once it was set aside, when somebody sends it again.
        sis.no_faults()
        lms.item("sync_grades_to_sis", POISONED_CLASS, op="retry", all=True)
        wait_until(lambda: len(sis.scores()) == EVERYBODY, f"{way}: it goes when the cause is gone", 60 * SLOW)
        worker.kill()
        sis.kill()

    def test_the_others_arrive_within_half_a_minute_whatever_the_one_meets(self):
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            runs = [(way, pool.submit(self.one_way, number, way, action)) for number, (way, action) in enumerate(WAYS.items())]
        for way, run in runs:
            with self.subTest(way=way):
                run.result()

    def test_where_the_sis_names_a_time_all_wait_for_it_and_all_arrive(self):
        sis, lms = self.district("named-time")
        sis.faults({"method": "PUT", "path": "/results/", "count": 1, "action": {"status": 429, "retry_after": 5}})
        self.score_all(lms)
        worker = self.keep(lms.start_deliver())
        wait_until(lambda: len(sis.scores()) == EVERYBODY, "all arrive", 30 * SLOW)
        puts = sis.requests("PUT", "/results/")
        refused = next(r for r in puts if r["status"] == 429)
        # What was on its way when the answer came had left before it.
        early = [r for r in puts if refused["ended_us"] + 100_000 < r["started_us"] < refused["ended_us"] + 4_900_000]
        self.assertEqual(early, [], "asked before the time that the SIS named")
        worker.kill()

    def test_the_one_is_named_with_what_was_answered_and_goes_when_it_is_sent_again(self):
        sis, lms = self.district("named")
        self.poison(sis, PAGE)
        self.score_all(lms)
        worker = self.keep(lms.start_deliver())
        records = lambda: json.dumps(lms.status("--class", POISONED_CLASS)["plugin"]["records"])
        wait_until(lambda: "record.set_aside" in records(), "it is named", 60 * SLOW)
        self.assertIn("403", records())
        self.assertIn("Request blocked", records())
        sis.no_faults()
        lms.item("sync_grades_to_sis", POISONED_CLASS, op="retry", all=True)
        wait_until(lambda: len(sis.scores()) == EVERYBODY, "it goes when somebody sends it again", 30 * SLOW)
        worker.kill()


if __name__ == "__main__":
    unittest.main()
