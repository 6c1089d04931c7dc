"""What was graded where no event could be taken: before the switch, while excluded, or unheard. Told through the real programs."""

import contextlib
import signal
import sqlite3
import unittest

from harness import CLASS, Scenario, wait_until

SCHOOL = "s-9101"
STUDENTS = [f"u-{n}" for n in range(1001, 1006)]


def unheard(lms, activities=1, first=1, points=50.0):
    """Writes activities with a score of each student into the LMS's own database, and tells nobody. How many scores."""
    with contextlib.closing(sqlite3.connect(lms.folder / "gradebook.sqlite")) as book, book:
        (class_id,) = book.execute("SELECT id FROM class WHERE sis_id = ?", (CLASS,)).fetchone()
        (category,) = book.execute("SELECT id FROM category WHERE sis_id = 'cat-hw'").fetchone()
        students = [book.execute("SELECT id FROM user WHERE sis_id = ?", (s,)).fetchone()[0] for s in STUDENTS]
        for n in range(first, first + activities):
            book.execute("INSERT INTO activity (id, class_id, title, description, category_id, assign_date, due_date, "
                         "points_possible, kind, published, counts, extra_credit, deleted, revision) "
                         "VALUES (?, ?, ?, '', ?, '', '2026-10-01', 100, 'activity', 1, 1, 0, 0, 1)",
                         (f"B{n:04}", class_id, f"Quiz {n}", category))
            book.executemany("INSERT INTO score (activity_id, student_id, points, flags, comment, text_score, scored_unix_ms, "
                             "host_rev) VALUES (?, ?, ?, 1, '', '', 1790000000000, 1)",
                             [(f"B{n:04}", s, points) for s in students])
    return activities * len(students)


def back_up(lms):
    """The files of the outbox, and nothing else of the folder; no process may have it open."""
    return {file: file.read_bytes() for file in (lms.folder / "plugin").glob("outbox.sqlite3*")}


def put_back(lms, files):
    for file in (lms.folder / "plugin").glob("outbox.sqlite3*"):
        file.unlink()
    for file, content in files.items():
        file.write_bytes(content)


def unread(document):
    """How many scores are not looked at yet, as the whole status says; None = nothing is left to look at."""
    left = document["plugin"].get("not_looked_at")
    return left and left["scores"]


class Sweep(Scenario):
    def before(self, **settings):
        """A SIS, and an LMS that has been graded in under other settings than those that `on()` saves."""
        self.the_sis = self.sis()
        lms = self.lms()
        self.on = lambda: lms.configure(lms.settings(self.the_sis))
        lms.configure(lms.settings(self.the_sis) | settings)
        lms.activity()
        return lms

    def arrived_once(self, lms, expected):
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {("Essay", student): score for student, score in expected.items()})
        self.assertEqual(len(self.the_sis.requests("PUT", "/results/")), len(expected))

    def test_scores_from_before_the_switch_arrive_once_with_their_last_value(self):
        lms = self.before(allow_grades=False)
        lms.score(80)
        lms.score(90)
        lms.score(70, student="u-1002")
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {})
        self.on()
        self.arrived_once(lms, {"u-1001": 90.0, "u-1002": 70.0})
        lms.deliver()
        self.assertEqual(len(self.the_sis.requests("PUT", "/results/")), 2)

    def test_scores_from_before_an_sis_was_connected_arrive(self):
        self.the_sis = self.sis()
        lms = self.lms()
        lms.configure({"allow_grades": True, "send_automatically": True})
        lms.activity()
        lms.score(80)
        lms.configure(lms.settings(self.the_sis))
        self.arrived_once(lms, {"u-1001": 80.0})

    def test_scores_of_a_school_that_was_excluded_arrive(self):
        lms = self.before(excluded_domains=[SCHOOL])
        lms.score(80)
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {})
        lms.configure({"excluded_domains": []})
        self.arrived_once(lms, {"u-1001": 80.0})

    def test_scores_of_an_activity_that_was_excluded_arrive(self):
        lms = self.before()
        excluded = next(f for f in self.fields(lms) if f["name"] == "excluded_activities")["choices"][0]["value"]
        lms.item("sync_grades_settings", op="save", excluded_activities=[excluded])
        lms.score(80)
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {})
        lms.item("sync_grades_settings", op="save", excluded_activities=[])
        self.arrived_once(lms, {"u-1001": 80.0})

    def fields(self, lms):
        return lms.item("sync_grades_settings")["fields"]

    def test_a_score_that_changes_again_after_the_switch_arrives_as_it_is_now(self):
        lms = self.before(allow_grades=False)
        lms.score(80)
        lms.score(70, student="u-1002")
        self.on()
        lms.score(95)
        self.arrived_once(lms, {"u-1001": 95.0, "u-1002": 70.0})

    def test_a_host_that_answers_later_is_read_too(self):
        lms = self.before(allow_grades=False)
        lms.score(80)
        lms.site = ["--late-answers"]
        self.on()
        self.arrived_once(lms, {"u-1001": 80.0})

    def test_what_no_event_told_of_is_found_by_hand(self):
        lms = self.before()
        lms.deliver()
        unheard(lms, points=61.0)
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {})
        for where in (["--class", CLASS], ["--domain", SCHOOL], []):
            with self.subTest(where=where):
                lms.run("reconcile", *where)
                lms.deliver()
                self.assertEqual(self.the_sis.scores(), {("Quiz 1", s): 61.0 for s in STUDENTS})
                self.assertEqual(len(self.the_sis.requests("PUT", "/results/")), len(STUDENTS))

    def test_an_outbox_that_was_put_back_believes_nothing_that_it_calls_confirmed(self):
        lms = self.before()
        lms.score(80)
        lms.score(70, student="u-1002")
        lms.deliver()
        backup = back_up(lms)
        lms.score(95)
        lms.score(75, student="u-1002")
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {("Essay", "u-1001"): 95.0, ("Essay", "u-1002"): 75.0})

        put_back(lms, backup)
        lms.score(80)  # set back by hand, to what the backup calls confirmed
        lms.deliver()
        self.assertEqual(self.the_sis.scores(), {("Essay", "u-1001"): 80.0, ("Essay", "u-1002"): 75.0})
        notices = [n for n in lms.status()["host"]["notices"] if n["key"] == "outbox"]
        self.assertEqual(len(notices), 1)

        self.the_sis.forget_requests()
        lms.run("reconcile")
        lms.deliver()
        self.assertEqual(self.the_sis.requests("PUT"), [], "each grade goes once more, and only once")

    def test_a_large_class_is_read_in_pieces_and_says_how_much_is_left(self):
        lms = self.before(allow_grades=False)
        scores = unheard(lms, activities=600)
        self.assertEqual(scores, 3000)
        lms.configure({"allow_grades": True, "send_automatically": False})
        left = unread(lms.run("status"))
        self.assertGreater(left, scores - 500, "a pump reads a page or two")
        preview = lms.item("sync_grades_to_sis", op="preview")
        self.assertGreater(preview["not_looked_at"]["scores"], scores - 1000)
        self.assertEqual(preview["not_looked_at"]["reason"]["code"], "sweep.not_looked_at")

        # A process that dies in the middle leaves what it has read, and the next one goes on there.
        worker = self.keep(lms.start_deliver())
        before = wait_until(lambda: (now := unread(lms.run("status"))) is not None and now < left - 500 and now,
                            "a good part is read")
        worker.send(signal.SIGKILL)
        worker.wait()
        after = unread(lms.run("status"))
        self.assertIsNotNone(after, "it was killed too late to show anything")
        self.assertLessEqual(after, before)
        lms.deliver(expect=0)
        status = lms.run("status", "--class", CLASS)["plugin"]
        self.assertNotIn("not_looked_at", status)
        kept = {line["words"]: line.get("results", 0) for line in status["counts"]}
        self.assertEqual(kept.get("Not sent yet"), scores)
        self.assertNotIn("not_looked_at", lms.item("sync_grades_to_sis", op="preview", activity_id="B0001"))

    def test_a_host_that_does_not_show_its_gradebook_is_told_once_and_everybody_reads_it(self):
        lms = self.before(allow_grades=False)
        lms.score(80)
        lms.site = ["--closed-gradebook"]
        self.on()
        left = lms.deliver()["left"]
        self.assertEqual(len([line for line in left if "not looked at" in line]), 1, left)
        notices = [n for n in lms.status()["host"]["notices"] if n["key"] == "sweep"]
        self.assertEqual(len(notices), 1)
        self.assertEqual(lms.item("sync_grades_to_sis", op="preview")["not_looked_at"]["reason"]["code"], "sweep.not_listed")
        refused = lms.run("reconcile", expect=4)
        self.assertEqual(refused["error"]["code"], "host.missing")

        # A release of the LMS that shows it.
        lms.site = []
        self.arrived_once(lms, {"u-1001": 80.0})


if __name__ == "__main__":
    unittest.main()
