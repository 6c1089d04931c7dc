"""A roster that is read from an SIS over REST is the roster of its CSV bundle."""

import json
import sqlite3
import subprocess
import unittest
import urllib.error
import urllib.request

from harness import Lms, Scenario

WAYS = {
    "OAuth 2": (["--key", "lms", "--secret-file", "{secret}", "--token-url", "{url}/oauth/token"], {"accept_bearer": False, "accept_oauth1": False}),
    "OAuth 2 with the credentials in the form": (["--key", "lms", "--secret-file", "{secret}", "--token-url", "{url}/oauth/token"], {"accept_basic_credentials": False}),
    "OAuth 1.0a, SHA-1": (["--oauth1", "--key", "lms", "--secret-file", "{secret}"], {"accept_oauth2": False, "accept_bearer": False, "oauth1_methods": ["HMAC-SHA1"]}),
    "OAuth 1.0a, SHA-256": (["--oauth1", "--signature", "HMAC-SHA256", "--key", "lms", "--secret-file", "{secret}"], {"accept_oauth2": False, "accept_bearer": False, "oauth1_methods": ["HMAC-SHA256"]}),
    "a fixed token": (["--access-token-file", "{token}"], {"accept_oauth2": False, "accept_oauth1": False}),
}

# What a gradebook holds, without the host's own ids: they depend on the order in which things came.
FACTS = {
    "domains": "SELECT d.sis_id, d.title, d.kind, d.active, p.sis_id FROM domain d LEFT JOIN domain p ON p.id = d.parent_id",
    "sessions": "SELECT s.sis_id, s.title, s.kind, s.start_date, s.end_date, s.school_year, s.active, p.sis_id FROM session s LEFT JOIN session p ON p.id = s.parent_id",
    "courses": "SELECT c.sis_id, c.title, c.code, c.active, d.sis_id FROM course c LEFT JOIN domain d ON d.id = c.domain_id",
    "classes": "SELECT c.sis_id, c.title, c.code, c.school_year, c.active, d.sis_id, k.sis_id FROM class c JOIN domain d ON d.id = c.domain_id JOIN course k ON k.id = c.course_id",
    "terms": "SELECT c.sis_id, s.sis_id, t.place FROM class_term t JOIN class c ON c.id = t.class_id JOIN session s ON s.id = t.session_id",
    "people": "SELECT sis_id, username, given_name, family_name, email, active FROM user WHERE sis_id IS NOT NULL",
    "roles": "SELECT u.sis_id, d.sis_id, r.role FROM user_role r JOIN user u ON u.id = r.user_id JOIN domain d ON d.id = r.domain_id WHERE u.sis_id IS NOT NULL",
    "enrolments": "SELECT e.sis_id, c.sis_id, u.sis_id, e.role, e.is_primary, e.begin_date, e.end_date, e.active FROM enrolment e JOIN class c ON c.id = e.class_id JOIN user u ON u.id = e.user_id",
    "categories": "SELECT sis_id, title, weight, active FROM category",
}


def facts(lms):
    database = sqlite3.connect(f"file:{lms.folder / 'gradebook.sqlite'}?mode=ro", uri=True)
    try:
        return {name: sorted(map(repr, database.execute(query))) for name, query in FACTS.items()}
    finally:
        database.close()


class ImportFromSis(Scenario):
    maxDiff = None

    def setUp(self):
        super().setUp()
        (self.folder / "secret.txt").write_text("lms-secret\n")
        (self.folder / "token.txt").write_text("lms-token\n")

    def empty_lms(self, name):
        return Lms(self.folder / "".join(c for c in name if c.isalnum()))

    def command(self, lms, sis, version, way="OAuth 2", *more):
        words = [w.format(url=sis.url, secret=self.folder / "secret.txt", token=self.folder / "token.txt") for w in WAYS[way][0]]
        return lms.arguments("import", "--from-sis", sis.url, "--version", version, *words, *more)

    def read(self, lms, sis, version, way="OAuth 2", *more, expect=0):
        done = subprocess.run([str(w) for w in self.command(lms, sis, version, way, *more)], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def load(self, sis, **collections):
        body = json.dumps(collections).encode()
        urllib.request.urlopen(urllib.request.Request(sis.url + "/_sis/roster", data=body, method="POST"), timeout=20).read()

    def test_every_version_and_way_of_signing_in_gives_the_gradebook_of_the_csv_bundle(self):
        from_csv = facts(self.lms())
        for way, (_, config) in WAYS.items():
            for version in ("1.1", "1.2"):
                if version == "1.2" and way.startswith("OAuth 1"):
                    continue
                with self.subTest(way=way, version=version):
                    sis = self.sis(config)
                    lms = self.empty_lms(way + version)
                    self.read(lms, sis, version, way)
                    self.assertEqual(facts(lms), from_csv)
                    sis.kill()

    def test_small_clamped_pages_without_total_or_links_bring_everything(self):
        from_csv = facts(self.lms())
        for name, config in {"clamped": {"page_ceiling": 3},
                             "no total": {"page_ceiling": 3, "total_count": False},
                             "no links": {"page_ceiling": 3, "link_header": False},
                             "neither": {"page_ceiling": 3, "link_header": False, "total_count": False},
                             "hrefs that are no addresses": {"href_style": "tilde"}}.items():
            with self.subTest(name):
                sis = self.sis(config)
                lms = self.empty_lms(name)
                self.read(lms, sis, "1.2")
                self.assertEqual(facts(lms), from_csv)
                sis.kill()

    def test_importing_again_changes_nothing_and_what_the_sis_shows_no_more_has_ended(self):
        sis = self.sis()
        lms = self.empty_lms("lms")
        self.read(lms, sis, "1.2")
        before = facts(lms)
        self.read(lms, sis, "1.2")
        self.assertEqual(facts(lms), before)
        self.load(sis, enrollments=[{"sourcedId": "e-0008", "status": "tobedeleted", "dateLastModified": "2026-09-01T00:00:00.000Z",
                                     "class": {"sourcedId": "c-4011"}, "school": {"sourcedId": "s-9101"},
                                     "user": {"sourcedId": "u-1005"}, "role": "student", "primary": "false"}])
        self.read(lms, sis, "1.2")
        ended = [row for row in facts(lms)["enrolments"] if row.startswith("('e-0008'")]
        self.assertEqual(len(ended), 1)
        self.assertTrue(ended[0].endswith(", 0)"), ended)

    def test_one_class_brings_what_it_needs_and_leaves_the_others_alone(self):
        sis = self.sis()
        lms = self.empty_lms("lms")
        self.read(lms, sis, "1.2", "OAuth 2", "--class", "c-4021")
        found = facts(lms)
        self.assertEqual(len(found["classes"]), 1)
        self.assertEqual(len(found["enrolments"]), 5)
        self.assertEqual(len(found["people"]), 5)
        self.assertEqual([row.split("'")[1] for row in found["domains"] if row.startswith("('")], ["d-9100", "s-9102"])
        # Another class comes in beside it, and an enrolment of it that is gone ends.
        self.read(lms, sis, "1.2", "OAuth 2", "--class", "c-4012")
        self.load(sis, enrollments=[{"sourcedId": "e-0012", "status": "tobedeleted", "dateLastModified": "2026-09-01T00:00:00.000Z",
                                     "class": {"sourcedId": "c-4012"}, "school": {"sourcedId": "s-9101"},
                                     "user": {"sourcedId": "u-1008"}, "role": "student", "primary": "false"}])
        self.read(lms, sis, "1.1", "OAuth 2", "--class", "c-4012")
        found = facts(lms)
        self.assertEqual(len(found["classes"]), 2)
        active = [row for row in found["enrolments"] if row.endswith(", 1)")]
        self.assertEqual(len(active), 5 + 4)

    def test_one_school_brings_its_classes_and_people(self):
        sis = self.sis()
        lms = self.empty_lms("lms")
        self.read(lms, sis, "1.2", "OAuth 2", "--school", "s-9101")
        found = facts(lms)
        self.assertEqual([row.split("'")[1] for row in found["classes"]], ["c-4011", "c-4012"])
        self.assertEqual(len(found["enrolments"]), 11)

    def test_a_page_that_fails_once_is_asked_for_again(self):
        sis = self.sis({"page_ceiling": 5})
        lms = self.empty_lms("lms")
        sis.faults({"path": "/users$", "skip": 1, "count": 1, "action": {"status": 503, "retry_after": 0}},
                   {"path": "/classes$", "count": 1, "action": {"truncate_body": 20}})
        self.read(lms, sis, "1.2")
        self.assertEqual(len(facts(lms)["people"]), 17)

    def test_a_token_that_runs_out_on_the_way_is_replaced(self):
        sis = self.sis({"page_ceiling": 5})
        lms = self.empty_lms("lms")
        sis.faults({"path": "/users$", "skip": 1, "count": 1, "action": {"expire_tokens": True}})
        self.read(lms, sis, "1.2")
        self.assertEqual(len(facts(lms)["people"]), 17)

    def test_what_cannot_be_used_is_named_and_changes_nothing(self):
        page = '{"users":[{"sourcedId":"u-1","givenName":"A"'
        bad_roster, failed = 5, 1
        for name, code, config, rule, words in (
                ("a broken page", bad_roster, {}, {"path": "/users$", "action": {"status": 200, "body": page}}, ["/users", "no whole JSON document"]),
                ("a web page", bad_roster, {}, {"path": "/users$", "action": {"html": True, "status": 200}}, ["/users", "a web page, not JSON"]),
                ("a link that leads back", bad_roster, {"link_loop": True, "page_ceiling": 3}, None, ["leads back to a page that was read already"]),
                ("a total that is never reached", bad_roster, {}, {"path": "/enrollments$", "action": {"status": 200, "headers": {"X-Total-Count": "99"}, "body": '{"enrollments":[]}'}}, ["announces 99 objects", "only 0"]),
                ("another address", failed, {}, {"path": "/orgs$", "action": {"status": 302, "headers": {"Location": "https://elsewhere.example/"}}}, ["302", "points to another address"]),
                ("a refused scope", failed, {}, {"path": "/classes$", "action": {"status": 403}}, ["403", "may not read"]),
        ):
            with self.subTest(name):
                sis = self.sis(config)
                lms = self.empty_lms(name)
                if rule:
                    sis.faults({"method": "GET", **rule})
                said = self.read(lms, sis, "1.2", expect=code)
                for word in words:
                    self.assertIn(word, said)
                self.assertFalse((lms.folder / "gradebook.sqlite").exists())
                sis.kill()

    def test_a_wrong_secret_is_said_plainly_in_every_way_and_shown_in_none(self):
        (self.folder / "secret.txt").write_text("wr0ng-s3cret")
        (self.folder / "token.txt").write_text("wr0ng-s3cret")
        sis = self.sis()
        for way, words in {"OAuth 2": "gave no access token", "OAuth 1.0a, SHA-1": "does not take the signature",
                           "a fixed token": "does not take the access token"}.items():
            with self.subTest(way):
                said = self.read(self.empty_lms(way), sis, "1.1", way, expect=1)
                self.assertIn(words, said)
                self.assertIn("401", said)
                self.assertNotIn("wr0ng-s3cret", said)

    def test_a_wrong_address_or_version_is_said_plainly(self):
        sis = self.sis({"rostering_1p2": "/elsewhere/rostering/v1p2"})
        said = self.read(self.empty_lms("lms"), sis, "1.2", expect=1)
        self.assertIn("404", said)
        self.assertIn("--rostering-url", said)
        lms = self.empty_lms("other")
        self.read(lms, sis, "1.2", "OAuth 2", "--rostering-url", sis.url + "/elsewhere/rostering/v1p2")
        self.assertEqual(len(facts(lms)["people"]), 17)

    def test_http_is_refused_for_another_machine_before_a_secret_leaves(self):
        done = subprocess.run([str(w) for w in self.empty_lms("lms").arguments(
            "import", "--from-sis", "http://sis.example.org", "--oauth1", "--key", "k", "--secret-file", self.folder / "secret.txt")],
            capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 2)
        self.assertIn("is not https", done.stderr)

    def test_an_object_that_points_to_nothing_is_named_by_its_id_and_member(self):
        sis = self.sis()
        sis.faults({"method": "GET", "path": "/courses$", "action": {"status": 200, "body": {"courses": [
            {"sourcedId": "crs-alg1", "status": "active", "title": "Algebra 1", "org": {"sourcedId": "s-9101"}},
            {"sourcedId": "crs-bio", "status": "active", "title": None, "org": {"sourcedId": "s-9101"}}]}}})
        lms = self.empty_lms("lms")
        said = self.read(lms, sis, "1.2", expect=5)
        self.assertIn("courses, crs-bio, field title: It is empty", said)
        self.assertIn('classes, c-4021, field course: The SIS shows nothing with the sourcedId "crs-ela7" in courses.', said)


if __name__ == "__main__":
    unittest.main()
