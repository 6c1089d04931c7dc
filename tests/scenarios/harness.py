"""Drives the real programs: `host_stub` as the LMS, `host_stub sis` as the SIS. Standard library only.

The folder of the built programs comes in the environment variable PASSBACK_BIN.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.request

BIN = pathlib.Path(os.environ["PASSBACK_BIN"])
# How many times slower than usual: the sanitizers.
SLOW = int(os.environ.get("PASSBACK_SLOW", "1"))
HOST_STUB = BIN / "host_stub"
ROSTER = pathlib.Path(__file__).resolve().parents[2] / "host_stub" / "sample" / "roster"

PROFILES = pathlib.Path(__file__).resolve().parents[2] / "manifests" / "sis"

# Of the sample roster.
CLASS = "c-4011"


def quick_plugin(folder, pace=None, **own):
    """A copy of the plugin whose profiles are as fast as a test wants to be; its manifest.

    `pace`: members of every profile's pace. `own`: profiles of the test's own, by name, for OneRoster 1.2.
    """
    pace = {"requests_per_second": 300} | (pace or {})
    lines = "pace:\n" + "".join(f"  {name}: {value}\n" for name, value in pace.items())
    (folder / "sis").mkdir(parents=True)
    shutil.copy(BIN / "oneroster_passback.so", folder)
    shutil.copy(BIN / "plugin.yaml", folder)
    for file in PROFILES.glob("*.yaml"):
        text = file.read_text()
        for name in pace:
            text = re.sub(rf"(?m)^  {name}: .*", "", text)
        has_pace = re.search(r"(?m)^pace:", text)
        text = re.sub(r"(?m)^pace:.*\n", lines, text) if has_pace else text + "\n" + lines
        (folder / "sis" / file.name).write_text(text)
    for name, sections in own.items():
        head = f'name: {name}\ntitle: {name}\nversion: 1\noneroster: "1.2"\n'
        (folder / "sis" / f"{name}.yaml").write_text(head + lines + sections)
    return folder / "plugin.yaml"


def wait_until(condition, what, timeout=30.0 * SLOW):
    """Polls until `condition()` is true; fails with `what` otherwise. Returns the true value."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited {timeout} s in vain: {what}")


class Process:
    """A child process that is ended, by its own id, when the test is over."""

    def __init__(self, arguments, **options):
        self.popen = subprocess.Popen([str(a) for a in arguments], **options)

    @property
    def pid(self):
        return self.popen.pid

    def send(self, number):
        os.kill(self.pid, number)

    def kill(self):
        if self.popen.poll() is None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGKILL)
        self.popen.wait()

    def wait(self, timeout=60):
        return self.popen.wait(timeout)


class Sis(Process):
    """A running strict provider, or one that plays a profile. `config` is its configuration file's content."""

    def __init__(self, folder, config=None, port=0, data=None, profile=None, roster=ROSTER):
        folder.mkdir(parents=True, exist_ok=True)
        arguments = [HOST_STUB, "sis", "--port", port, "--roster", roster]
        if profile:
            arguments += ["--profile", profile]
        if config:
            path = folder / "sis.json"
            path.write_text(json.dumps(config))
            arguments += ["--config", path]
        if data:
            arguments += ["--data", data]
        super().__init__(arguments, stdout=subprocess.PIPE, text=True)
        line = self.popen.stdout.readline()
        match = re.search(r"https?://\S+", line)
        if not match:
            raise AssertionError(f"the SIS did not start: {line!r}")
        self.url = match.group(0).rstrip("/")
        self.port = int(self.url.rsplit(":", 1)[1])

    def _call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def records(self, kind):
        """Values of the records of a kind ("results"), by sourcedId."""
        return {r["sourcedId"]: r["value"] for r in self._call("GET", f"/_sis/records?kind={kind}")[kind]}

    def scores(self):
        """{(line item title, student): score or scoreStatus}"""
        titles = {i: v["title"] for i, v in self.records("lineItems").items()}
        return {(titles[v["lineItem"]["sourcedId"]], v["student"]["sourcedId"]):
                float(v["score"]) if "score" in v else v["scoreStatus"]
                for v in self.records("results").values()}

    def averages(self, class_id=CLASS):
        """{student: average} as the SIS works it out by itself."""
        students = self._call("GET", f"/_sis/averages?class={class_id}")["students"]
        return {student: figures["average"] for student, figures in students.items()}

    def slots(self, class_id=CLASS):
        """{student: {line item: score}} of the places for period and final grades."""
        return self._call("GET", f"/_sis/averages?class={class_id}")["slots"]

    def by_hand(self, kind, record, **members):
        """What a person changes in the SIS's own screens."""
        self._call("POST", "/_sis/by_hand", {"kind": kind, "sourcedId": record, "set": members})

    def delete_by_hand(self, kind, record):
        """What a person deletes in the SIS's own screens."""
        self._call("POST", "/_sis/by_hand", {"kind": kind, "sourcedId": record, "delete": True})

    def requests(self, method=None, path=None):
        """Received OneRoster and token requests, in order."""
        found = self._call("GET", "/_sis/requests")["requests"]
        return [r for r in found if (method is None or r["method"] == method)
                and (path is None or re.search(path, r["path"]))]

    def forget_requests(self):
        self._call("DELETE", "/_sis/requests")

    def faults(self, *rules, seed=1):
        self._call("POST", "/_sis/faults", {"seed": seed, "replace": True, "rules": list(rules)})

    def faults_fired(self):
        return [rule["fired"] for rule in self._call("GET", "/_sis/faults")["rules"]]

    def no_faults(self):
        self._call("DELETE", "/_sis/faults")


class Lms:
    """A data folder of host_stub and the commands on it."""

    def __init__(self, folder, site=None):
        self.folder = folder
        self.site = site or []

    def arguments(self, command, *rest):
        return [HOST_STUB, command, "--data", self.folder, *self.site, *rest]

    def run(self, command, *rest, expect=0, timeout=90):
        """Runs a command with --json and returns its document."""
        done = subprocess.run([str(a) for a in self.arguments(command, *rest, "--json")],
                              capture_output=True, text=True, timeout=timeout)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"{command} {rest} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def settings(self, sis, version="1.1", **changes):
        connection = {"sis_name": "Test SIS", "profile": f"generic-{version}", "version": version,
                      "base_url": sis.url, "api_key": "lms", "api_secret": "lms-secret",
                      "token_url": sis.url + "/oauth/token", "time_zone": "UTC"}
        connection.update(changes)
        return {"allow_grades": True, "send_automatically": True,
                "connection": {k: v for k, v in connection.items() if v is not None}}

    def configure(self, settings, domain="root", expect=0):
        path = self.folder / "settings.json"
        path.write_text(json.dumps(settings))
        return self.run("configure", "--domain", domain, "--set", path, expect=expect)

    def answer_card(self, op, domain="root", **members):
        """An administrator answers a question of the SIS settings card."""
        return self.run("action", "--user", "admin", "--domain", domain, "--item", "sis_settings",
                        "--input", json.dumps({"op": op} | members))

    def activity(self, activity="A1", title="Essay", class_id=CLASS, category="cat-hw", due="2026-10-01", **more):
        extra = [word for name, value in more.items() for word in (f"--{name.replace('_', '-')}", value)]
        return self.run("activity", "--class", class_id, "--activity", activity, "--title", title,
                        "--category", category, "--points", 100, "--due", due, *extra)

    def score(self, points, student="u-1001", activity="A1", class_id=CLASS, **more):
        extra = [word for name, value in more.items() for word in (f"--{name.replace('_', '-')}", value)]
        return self.run("score", "--class", class_id, "--activity", activity, "--student", student,
                        "--points", points, *extra)

    def link(self, table, before, now):
        """An administrator links what the LMS knows as `before` in the SIS to `now`: a user or a class."""
        self.link_all(table, {before: now})

    def link_all(self, table, now_by_before):
        """The same for several at once."""
        with contextlib.closing(sqlite3.connect(self.folder / "gradebook.sqlite")) as book, book:
            rows = {before: book.execute(f"SELECT rowid FROM {table} WHERE sis_id = ?", (before,)).fetchone()[0]
                    for before in now_by_before}
            for sis_id in {*now_by_before, *now_by_before.values()}:
                book.execute(f"UPDATE {table} SET sis_id = NULL WHERE sis_id = ?", (sis_id,))
            for before, now in now_by_before.items():
                book.execute(f"UPDATE {table} SET sis_id = ? WHERE rowid = ?", (now, rows[before]))
            book.execute("INSERT INTO fact(name, value) VALUES ('roster_untold', '1') "
                         "ON CONFLICT(name) DO UPDATE SET value = '1'")

    def an_hour_later(self, *times):
        """What the outbox noted at these times, it noted an hour earlier."""
        hour = 60 * 60 * 1000
        with contextlib.closing(sqlite3.connect(self.folder / "plugin" / "outbox.sqlite3")) as outbox, outbox:
            outbox.execute("UPDATE sis_record SET " + ", ".join(f"{name} = max(0, {name} - {hour})" for name in times))

    def deliver(self, expect=0, timeout=60 * SLOW):
        return self.run("deliver", "--until-empty", "--timeout", timeout, expect=expect, timeout=timeout + 30)

    def start_deliver(self, seconds=120, *more, quiet=True):
        output = subprocess.DEVNULL if quiet else None
        return Process(self.arguments("deliver", "--seconds", seconds, *more), stdout=output, stderr=output)

    def status(self, *more):
        return self.run("status", *more)

    def item(self, item, class_id=CLASS, **members):
        """Uses a menu item of the gradebook; without `members`, opens it."""
        more = ["--input", json.dumps(members)] if members else []
        return self.run("action", "--user", "admin", "--class", class_id, "--item", item, *more)


class Scenario(unittest.TestCase):
    """A test with a folder of its own; what it starts is ended behind it."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="passback-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def sis(self, config=None, **options):
        return self.sis_in(self.folder / "sis", config=config, **options)

    def sis_in(self, folder, roster=ROSTER, **options):
        sis = Sis(folder, roster=roster, **options)
        self.addCleanup(sis.popen.stdout.close)
        self.addCleanup(sis.kill)
        return sis

    def lms(self, name="lms", site=None, roster=ROSTER):
        lms = Lms(self.folder / name, site)
        lms.run("import", roster)
        return lms

    def keep(self, process):
        self.addCleanup(process.kill)
        return process

    def ready(self, version="1.1", config=None, **changes):
        """A SIS and an LMS that is connected to it, with one activity."""
        sis = self.sis(config)
        lms = self.lms()
        lms.configure(lms.settings(sis, version, **changes))
        lms.activity()
        return sis, lms
