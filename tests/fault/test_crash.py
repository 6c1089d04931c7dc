"""Kills delivering processes at random moments and then looks for every accepted score."""

import os
import pathlib
import random
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenarios"))
from harness import Scenario, wait_until  # noqa: E402

KILLS = int(os.environ.get("PASSBACK_KILLS", "100"))
SEED = int(os.environ.get("PASSBACK_SEED", "20261123"))


class Crash(Scenario):
    def test_every_accepted_score_arrives_once_with_its_last_value(self):
        print(f"seed {SEED} (PASSBACK_SEED), {KILLS} kills (PASSBACK_KILLS)", flush=True)
        dice = random.Random(SEED)
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis, "1.1"))
        students = [f"u-{n}" for n in range(1001, 1006)]
        activities = [f"A{n}" for n in range(1, 6)]
        for activity in activities:
            lms.activity(activity=activity, title=f"Essay {activity}")
        # A slow SIS whose answers sometimes get lost, so that a kill finds requests in every state.
        sis.faults({"method": "PUT", "probability": 0.2, "action": {"delay_after_store_ms": 30}},
                   {"method": "PUT", "probability": 0.05, "action": {"store_then_drop": True}},
                   {"method": "PUT", "action": {"delay_before_ms": 5}}, seed=SEED)

        expected, killed_at_work = {}, 0
        for round_ in range(KILLS):
            changes = [(dice.choice(activities), dice.choice(students), dice.randrange(0, 10000) / 100)
                       for _ in range(4)]
            path = self.folder / "scores.csv"
            path.write_text("class,activity,student,points\n" +
                            "".join(f"c-4011,{a},{s},{p}\n" for a, s, p in changes))
            lms.run("score", "--from", path)
            for activity, student, points in changes:
                expected[(f"Essay {activity}", student)] = points
            seen = len(sis.requests("PUT"))
            worker = self.keep(lms.start_deliver())
            # A random moment: of its start, or of its work.
            if dice.random() < 0.5:
                wait_until(lambda: len(sis.requests("PUT")) > seen, "the process sends something")
            time.sleep(dice.uniform(0.0, 0.15))
            killed_at_work += worker.popen.poll() is None
            worker.send(signal.SIGKILL)
            worker.wait()
            if (round_ + 1) % 20 == 0:
                print(f"{round_ + 1} kills, {len(sis.requests('PUT'))} writes seen by the SIS", flush=True)

        sis.no_faults()
        lms.deliver()
        self.assertEqual(killed_at_work, KILLS)
        self.assertGreater(len(sis.requests("PUT", "/results/")), len(expected))
        self.assertEqual(sis.scores(), expected)
        self.assertEqual(len(sis.records("results")), len(expected), "a score is there more than once")
        self.assertEqual(len(sis.records("lineItems")), len(activities))


if __name__ == "__main__":
    unittest.main()
