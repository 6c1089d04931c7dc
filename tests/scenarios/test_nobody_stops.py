"""One record's trouble is its own: everybody else's grades arrive. Told through the real programs."""

import json
import unittest

from harness import Scenario, quick_plugin, wait_until

PAGE = {"status": 403, "headers": {"Content-Type": "text/html"},
        "body": "<html><head><title>Request blocked</title></head><body>No.</body></html>"}
WAYS = {
    "a firewall's page": PAGE,
    "403": {"status": 403, "body": {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "No."}},
    "429 without a time": {"status": 429},
    "500": {"status": 500, "body": "boom"},
    "a redirect": {"status": 302, "headers": {"Location": "https://login.example/"}},
    "a reset": {"reset": True},
}
CLASSES = {"c-4011": ["u-1001", "u-1002", "u-1003", "u-1004", "u-1005"],
           "c-4012": ["u-1006", "u-1007", "u-1008"],
           "c-4021": ["u-1009", "u-1010", "u-1011", "u-1012"]}
EVERYBODY = sum(len(students) for students in CLASSES.values())
POISONED = "u-1003"


class NobodyStops(Scenario):
    def district(self, name):
        """An SIS, and an LMS that is connected to it with an activity in each of its classes."""
        sis = self.sis()
        lms = self.lms(f"lms-{name}", ["--manifest", quick_plugin(self.folder / f"plugin-{name}")])
        lms.configure(lms.settings(sis, "1.2"))
        for class_id in CLASSES:
            category = "cat-essay" if class_id == "c-4021" else "cat-hw"
            lms.activity(f"A-{class_id}", f"Essay of {class_id}", class_id, category)
        return sis, lms

    def score_all(self, lms):
        for class_id, students in CLASSES.items():
            for number, student in enumerate(students):
                lms.score(50 + number, student, f"A-{class_id}", class_id)

    def poison(self, sis, action):
        sis.faults({"method": "PUT", "path": "/results/", "body": f'"{POISONED}"', "action": action})

    def test_the_others_arrive_within_half_a_minute_whatever_the_one_meets(self):
        for number, (way, action) in enumerate(WAYS.items()):
            with self.subTest(way=way):
                sis, lms = self.district(number)
                self.poison(sis, action)
                self.score_all(lms)
                worker = self.keep(lms.start_deliver())
                wait_until(lambda: len(sis.scores()) == EVERYBODY - 1, "the others arrive", 30)
                self.assertNotIn(POISONED, {student for _, student in sis.scores()})
                (account,) = lms.status()["plugin"]["accounts"]
                self.assertEqual(account["state"], "ok", account)
                worker.kill()
                sis.kill()

    def test_the_one_is_named_with_what_was_answered_and_goes_when_it_is_sent_again(self):
        sis, lms = self.district("named")
        self.poison(sis, PAGE)
        self.score_all(lms)
        worker = self.keep(lms.start_deliver())
        records = lambda: json.dumps(lms.status("--class", "c-4011")["plugin"]["records"])
        wait_until(lambda: "record.set_aside" in records(), "it is named", 60)
        self.assertIn("403", records())
        self.assertIn("Request blocked", records())
        sis.no_faults()
        lms.item("sync_grades_to_sis", "c-4011", op="retry", all=True)
        wait_until(lambda: len(sis.scores()) == EVERYBODY, "it goes when somebody sends it again", 30)
        worker.kill()


if __name__ == "__main__":
    unittest.main()
