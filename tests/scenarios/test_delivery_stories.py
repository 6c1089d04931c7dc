"""What a teacher and an administrator rely on, told through the real programs."""

import json
import shutil
import signal
import subprocess
import time
import unittest

from harness import ROSTER, SLOW, Lms, Scenario, wait_until


class Delivery(Scenario):
    def test_a_score_accepted_by_one_process_is_delivered_by_a_later_one(self):
        for version in ("1.1", "1.2"):
            with self.subTest(version=version):
                sis = self.sis()
                lms = self.lms(f"lms-{version}")
                lms.configure(lms.settings(sis, version))
                lms.activity()
                lms.score(87.5)
                self.assertEqual(sis.scores(), {})
                lms.deliver()
                self.assertEqual(sis.scores(), {("Essay", "u-1001"): 87.5})

    def test_fifty_scores_of_one_cell_cost_one_request_and_delivering_again_costs_none(self):
        sis, lms = self.ready()
        for points in range(50):
            lms.score(points)
        lms.deliver()
        self.assertEqual(len(sis.requests("PUT", "/results/")), 1)
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 49.0})
        sis.forget_requests()
        lms.deliver()
        self.assertEqual(sis.requests("PUT"), [])
        lms.score(49)
        lms.deliver()
        self.assertEqual(sis.requests("PUT"), [])

    def test_a_lost_answer_is_in_doubt_until_the_sis_says_what_the_teacher_typed_last(self):
        sis, lms = self.ready()
        lms.score(80)
        lms.deliver()
        # The SIS stores 90, and its answer never comes.
        sis.faults({"method": "PUT", "path": "/results/", "count": 1, "action": {"store_then_drop": True}})
        lms.score(90)
        worker = self.keep(lms.start_deliver())
        wait_until(lambda: sis.scores().get(("Essay", "u-1001")) == 90.0, "the SIS stores 90")
        worker.kill()
        lms.score(80)
        lms.deliver()
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 80.0})

    def test_an_owner_that_was_paused_does_not_write_over_its_successor(self):
        # The SIS holds the first result back long enough to stop the owner while its next request is planned.
        sis, lms = self.ready()
        lms.score(50, student="u-1001")
        lms.deliver()
        sis.faults({"method": "PUT", "path": "/results/", "count": 1, "action": {"delay_before_ms": 1500}})
        lms.score(60, student="u-1001")
        first = self.keep(lms.start_deliver(60, "--lease-ms", 2000))
        wait_until(lambda: [r for r in sis.requests("PUT", "/results/")][1:] or
                   sis._call("GET", "/_sis/faults")["rules"][0]["matched"], "the owner's request is on its way")
        first.send(signal.SIGSTOP)
        lms.score(70, student="u-1001")
        second = self.keep(lms.start_deliver(60, "--lease-ms", 2000))
        wait_until(lambda: sis.scores()[("Essay", "u-1001")] == 70.0, "the successor delivers 70")
        first.send(signal.SIGCONT)
        # Whatever the first one does now, the newer value stands at the end.
        wait_until(lambda: lms.status()["pending"] == 0, "nothing is left to do")
        self.assertEqual(sis.scores()[("Essay", "u-1001")], 70.0)
        second.kill()

    def test_the_successor_of_a_killed_owner_takes_over_within_a_second(self):
        sis, lms = self.ready()
        first = self.keep(lms.start_deliver())
        lms.score(10)
        wait_until(lambda: sis.scores().get(("Essay", "u-1001")) == 10.0, "the first owner delivers")
        second = self.keep(lms.start_deliver())
        time.sleep(1)  # both are up; the first has the lease
        lms.score(20)
        wait_until(lambda: sis.scores()[("Essay", "u-1001")] == 20.0, "the first owner delivers again")
        first.send(signal.SIGKILL)
        first.wait()
        killed = time.monotonic()
        lms.score(30)
        wait_until(lambda: sis.scores()[("Essay", "u-1001")] == 30.0, "the second takes over")
        self.assertLess(time.monotonic() - killed, 1.0 * SLOW)
        second.kill()

    def test_two_hosts_on_one_folder_send_every_record_once_and_none_twice_at_a_time(self):
        sis, lms = self.ready()
        sis.faults({"method": "PUT", "action": {"delay_before_ms": 20}})
        one = self.keep(lms.start_deliver())
        two = self.keep(lms.start_deliver())
        students = [f"u-{n}" for n in range(1001, 1006)]
        for points in (1, 2, 3):
            for student in students:
                lms.score(points, student=student)
        wait_until(lambda: sis.scores() == {("Essay", s): 3.0 for s in students}, "all arrive")
        wait_until(lambda: lms.status()["pending"] == 0, "nothing is left to do")
        spans = {}
        for request in sis.requests("PUT"):
            spans.setdefault(request["path"], []).append((request["started_us"], request["ended_us"]))
        for path, times in spans.items():
            times.sort()
            for (_, ended), (started, _) in zip(times, times[1:]):
                self.assertLessEqual(ended, started, f"{path} was in flight twice at a time")
        sis.forget_requests()
        one.kill()
        two.kill()
        lms.deliver()
        self.assertEqual(sis.requests("PUT"), [])


class Outage(Scenario):
    def test_a_score_returns_at_once_while_the_sis_is_down_and_arrives_when_it_is_back(self):
        sis, lms = self.ready()
        port = sis.port
        sis.kill()
        worker = self.keep(lms.start_deliver())
        self.assertLess(lms.score(77)["plugin_ms"], 500 * SLOW)
        wait_until(lambda: any(a["state"] == "down" for a in lms.status()["plugin"]["accounts"]), "the account is down")
        back = self.sis(port=port)
        wait_until(lambda: back.scores() == {("Essay", "u-1001"): 77.0}, "it arrives by itself", 60)
        worker.kill()


class Told(Scenario):
    """What `deliver --until-empty` says at its end."""

    DELIVERED = "Everything is delivered."

    def told(self, lms, expect=0, timeout=60):
        done = subprocess.run([str(a) for a in lms.arguments("deliver", "--until-empty", "--timeout", timeout)],
                              capture_output=True, text=True, timeout=timeout + 30)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout

    def test_that_all_is_delivered_only_when_it_is(self):
        sis, lms = self.ready()
        lms.score(90)
        self.assertIn(self.DELIVERED, self.told(lms))
        self.assertEqual(len(sis.scores()), 1)

    def test_what_waits_for_a_person_to_send_it(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis) | {"send_automatically": False})
        lms.activity()
        lms.score(90)
        lms.score(80, student="u-1002")
        told = self.told(lms)
        self.assertNotIn(self.DELIVERED, told)
        self.assertIn("2 grades", told)
        self.assertIn("until somebody uses", told)
        self.assertEqual(sis.scores(), {})

    def test_what_stays_because_sending_is_switched_off(self):
        sis = self.sis()
        lms = self.lms()
        lms.configure(lms.settings(sis) | {"allow_grades": False})
        lms.activity()
        lms.score(90)
        lms.score(80, student="u-1002")
        told = self.told(lms)
        self.assertNotIn(self.DELIVERED, told)
        self.assertIn("2 grades: Sending grades to the SIS is switched off here.", told)
        self.assertIn("SIS settings", told)
        lms.configure(lms.settings(sis))
        self.assertIn(self.DELIVERED, self.told(lms))
        self.assertEqual(len(sis.scores()), 2)

    def test_what_is_held_and_what_needs_somebodys_attention(self):
        sis, lms = self.ready()
        lms.score(90, status="draft")
        lms.activity("A2", title="Quiz", category="")
        lms.score(10, activity="A2", student="u-1002")
        told = self.told(lms)
        self.assertNotIn(self.DELIVERED, told)
        self.assertIn("1 grade", told)
        self.assertIn("released to students", told)
        self.assertIn("attention", told)

    def test_what_waits_for_the_answer_whether_the_site_moved(self):
        sis, lms = self.ready()
        lms.score(91)
        lms.deliver()
        sis.forget_requests()
        moved = Lms(lms.folder, site=["--site-id", "another-site"])
        self.assertEqual(moved.score(5)["scores"][0]["reason"], "policy.site_moved")
        told = self.told(moved, expect=3)
        self.assertNotIn(self.DELIVERED, told)
        self.assertIn("an administrator must say whether this site moved", told)
        self.assertEqual(sis.requests(), [])
        self.told(moved, expect=3)
        notices = [n for n in moved.status()["host"]["notices"] if "site" in n["title"].lower()]
        self.assertEqual(len(notices), 1, notices)

    def test_what_waits_for_the_sis(self):
        sis, lms = self.ready()
        sis.kill()
        lms.score(77)
        told = self.told(lms, expect=3, timeout=30)
        self.assertNotIn(self.DELIVERED, told)
        self.assertIn("cannot be reached", told)

    def test_a_list_that_was_asked_for_is_waited_for(self):
        sis, lms = self.ready()
        sis.faults({"method": "GET", "path": "/categories", "action": {"delay_before_ms": 3000}})
        lms.item("sync_grades_settings", op="refresh_categories")
        self.assertIn(self.DELIVERED, self.told(lms))
        self.assertEqual(lms.item("sync_grades_settings", op="job")["state"], "done")


class Excluded(Scenario):
    def test_domains_are_excluded_by_the_ids_that_domain_takes_and_must_exist(self):
        sis, lms = self.ready()
        refused = lms.configure(lms.settings(sis) | {"excluded_domains": ["s-9101", "nope"]}, expect=4)
        said = json.dumps(refused["problems"])
        self.assertIn("nope", said)
        self.assertNotIn("s-9101", said)
        lms.configure(lms.settings(sis) | {"excluded_domains": ["s-9101"]})
        self.assertEqual(lms.score(5)["scores"][0]["disposition"], "excluded")
        lms.run("action", "--user", "admin", "--item", "sis_settings", "--input",
                json.dumps({"op": "save", "excluded_domains": ["s-9102"]}))
        self.assertEqual(lms.score(6)["scores"][0]["disposition"], "queued")


class Identity(Scenario):
    def test_the_same_ids_in_the_next_school_year_leave_last_years_records_alone(self):
        sis, lms = self.ready()
        lms.score(91)
        lms.deliver()
        before = sis.records("results")
        next_year = self.folder / "next-year"
        shutil.copytree(ROSTER, next_year)
        sessions = next_year / "academicSessions.csv"
        sessions.write_text(sessions.read_text().replace("2027", "2028").replace("2026", "2027"))
        classes = next_year / "classes.csv"
        classes.write_text(classes.read_text().replace("t-2027", "t-2028"))
        lms.run("import", next_year)
        lms.activity(title="Essay of the new year")
        lms.score(12)
        lms.deliver()
        after = sis.records("results")
        self.assertEqual({i: after[i]["score"] for i in before}, {i: before[i]["score"] for i in before})
        self.assertEqual(len(after), len(before) + 1)

    def test_a_copy_of_the_folder_on_another_site_sends_nothing_and_says_why(self):
        sis, lms = self.ready()
        lms.score(91)
        lms.deliver()
        copy = self.folder / "copy"
        shutil.copytree(lms.folder, copy)
        sis.forget_requests()
        clone = Lms(copy, site=["--site-id", "another-site"])
        clone.score(5)
        worker = self.keep(clone.start_deliver(3))
        worker.wait()
        self.assertEqual(sis.requests(), [])
        self.assertIn("policy.site_moved", json.dumps(clone.status()))
        self.assertEqual(sis.scores(), {("Essay", "u-1001"): 91.0})


class NoRostering(Scenario):
    """An SIS that takes grades and does not show its classes."""

    def test_the_school_that_the_lms_knows_is_enough(self):
        for status in (404, 403):
            with self.subTest(status=status):
                sis = self.sis()
                no = {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "No."}
                sis.faults({"method": "GET", "path": "/rostering/", "action": {"status": status, "body": no}})
                lms = self.lms(f"lms-{status}")
                lms.configure(lms.settings(sis, "1.2"))
                lms.activity()
                lms.score(87.5)
                lms.deliver()
                self.assertEqual(sis.scores(), {("Essay", "u-1001"): 87.5})
                (line_item,) = sis.records("lineItems").values()
                self.assertEqual(line_item["school"]["sourcedId"], "s-9101")


class SignIn(Scenario):
    WAYS = {
        "OAuth 2, credentials in the header": ("1.2", {}, {"accept_body_credentials": False}),
        "OAuth 2 on 1.1": ("1.1", {}, {}),
        "OAuth 1.0a": ("1.1", {"token_url": None}, {"accept_oauth2": False, "accept_bearer": False}),
        "a fixed token on 1.1": ("1.1", {"token_url": None, "api_key": None, "api_secret": None, "access_token": "lms-token"}, {"accept_oauth2": False, "accept_oauth1": False}),
        "a fixed token on 1.2": ("1.2", {"token_url": None, "api_key": None, "api_secret": None, "access_token": "lms-token"}, {"accept_oauth2": False}),
        "a secret that must be form-encoded": ("1.2", {"api_secret": "p+a%s: é&="}, {"clients": [{"id": "lms", "secret": "p+a%s: é&="}]}),
    }

    def test_every_way_of_signing_in_works_against_a_strict_provider(self):
        for name, (version, changes, config) in self.WAYS.items():
            with self.subTest(way=name):
                sis = self.sis(config)
                lms = self.lms("lms-" + "".join(c for c in name if c.isalnum() and c.isascii()))
                lms.configure(lms.settings(sis, version, **changes))
                lms.activity()
                lms.score(66.25)
                lms.deliver()
                self.assertEqual(sis.scores(), {("Essay", "u-1001"): 66.25})
                sis.kill()

    def test_a_wrong_secret_gives_one_clear_status_and_no_storm_of_requests(self):
        for name, changes in {"OAuth 2": {"api_secret": "wrong"},
                              "OAuth 1.0a": {"api_secret": "wrong", "token_url": None},
                              "a fixed token": {"token_url": None, "api_key": None, "api_secret": None, "access_token": "wrong"}}.items():
            with self.subTest(way=name):
                sis = self.sis()
                lms = self.lms("lms-" + "".join(c for c in name if c.isalnum()))
                lms.configure(lms.settings(sis, "1.1", **changes))
                lms.activity()
                for student in ("u-1001", "u-1002", "u-1003"):
                    lms.score(5, student=student)
                self.keep(lms.start_deliver(5)).wait()
                self.assertLessEqual(len(sis.requests()), 6)
                states = [a["state"] for a in lms.status()["plugin"]["accounts"]]
                self.assertEqual(states, ["unauthorised"])
                self.assertEqual(sis.scores(), {})
                sis.kill()


if __name__ == "__main__":
    unittest.main()
