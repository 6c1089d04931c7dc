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

KILLS = int(os.environ.get("PASSBACK_KILLS", "60"))
SEED = int(os.environ.get("PASSBACK_SEED", "20261123"))


class Crash(Scenario):
    def setUp(self):
        super().setUp()
        print(f"seed {SEED} (PASSBACK_SEED), {KILLS} kills (PASSBACK_KILLS)", flush=True)
        self.dice = random.Random(SEED)
        self.sis_server = self.sis()
        self.lms_host = self.lms()
        self.lms_host.configure(self.lms_host.settings(self.sis_server, "1.1"))
        self.students = [f"u-{n}" for n in range(1001, 1006)]
        self.activities = [f"A{n}" for n in range(1, 6)]
        for activity in self.activities:
            self.lms_host.activity(activity=activity, title=f"Essay {activity}")
        # A slow SIS whose answers sometimes get lost, so that a kill finds requests in every state.
        self.sis_server.faults({"method": "PUT", "probability": 0.2, "action": {"delay_after_store_ms": 30}},
                               {"method": "PUT", "probability": 0.05, "action": {"store_then_drop": True}},
                               {"method": "PUT", "action": {"delay_before_ms": 5}}, seed=SEED)
        self.expected, self.killed_at_work = {}, 0

    def change_scores(self):
        dice = self.dice
        changes = [(dice.choice(self.activities), dice.choice(self.students), dice.randrange(0, 10000) / 100)
                   for _ in range(4)]
        path = self.folder / "scores.csv"
        path.write_text("class,activity,student,points\n" +
                        "".join(f"c-4011,{a},{s},{p}\n" for a, s, p in changes))
        self.lms_host.run("score", "--from", path)
        for activity, student, points in changes:
            self.expected[(f"Essay {activity}", student)] = points

    def kill(self, worker):
        self.killed_at_work += worker.popen.poll() is None
        worker.send(signal.SIGKILL)
        worker.wait()

    def say_progress(self, kills):
        if kills % 20 == 0:
            print(f"{kills} kills, {len(self.sis_server.requests('PUT'))} writes seen by the SIS", flush=True)

    def check_that_all_arrived(self):
        sis = self.sis_server
        sis.no_faults()
        self.lms_host.deliver()
        self.assertEqual(self.killed_at_work, KILLS)
        self.assertGreater(len(sis.requests("PUT", "/results/")), len(self.expected))
        self.assertEqual(sis.scores(), self.expected)
        self.assertEqual(len(sis.records("results")), len(self.expected), "a score is there more than once")
        self.assertEqual(len(sis.records("lineItems")), len(self.activities))

    def test_every_accepted_score_arrives_once_with_its_last_value(self):
        sis = self.sis_server
        for round_ in range(KILLS):
            self.change_scores()
            seen = len(sis.requests("PUT"))
            worker = self.keep(self.lms_host.start_deliver())
            # A random moment: of its start, or of its work.
            if self.dice.random() < 0.5:
                wait_until(lambda: len(sis.requests("PUT")) > seen, "the process sends something")
            time.sleep(self.dice.uniform(0.0, 0.15))
            self.kill(worker)
            self.say_progress(round_ + 1)
        self.check_that_all_arrived()

    def test_two_processes_that_deliver_lose_and_double_nothing(self):
        workers = [self.keep(self.lms_host.start_deliver(seconds=900)) for _ in range(2)]
        for round_ in range(KILLS):
            self.change_scores()
            time.sleep(self.dice.uniform(0.0, 0.15))
            # The owner of the account or the one that waits for it: what the owner left is the other one's.
            which = self.dice.randrange(2)
            self.kill(workers[which])
            workers[which] = self.keep(self.lms_host.start_deliver(seconds=900))
            self.say_progress(round_ + 1)
        for worker in workers:
            worker.kill()
        self.check_that_all_arrived()


if __name__ == "__main__":
    unittest.main()
