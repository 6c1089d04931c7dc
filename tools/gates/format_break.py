"""format_break.py OLD_MODULE OLD_HOST NEW_MODULE NEW_HOST : the story of tools/gates/format_break, told with these two modules
and with scores_host as it was compiled for each. PASSBACK_BIN is the folder of the new build. Exit code 0 only if it holds.
"""

import collections
import contextlib
import csv
import itertools
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "scenarios"))
from harness import HOST_STUB, Sis, wait_until  # noqa: E402
from format_break_verdict import Verdict  # noqa: E402
from scores_host import Feeder, Host, Report  # noqa: E402

OLD_FORMAT = 3
# The score whose request the SIS leaves lying for so long that the new module has sent a newer one long before. Twice the
# time-out of the profile is how late a request may come; then the module looks once more.
LATE_POINTS = 777
LATE_S = 50
LIMIT_S = 400
STORAGE = ("LMS_E_STORAGE", "storage.error")
STORE_VERSION = ("LMS_E_STORE_VERSION", "storage.version")


class Story:
    def __init__(self, folder, stack, old, new):
        self.folder, self.stack, self.old, self.new = folder, stack, old, new
        self.reports, self.wrong = [], []
        self.points = (number / 4 for number in itertools.count(4))
        self.begun = time.monotonic()
        (folder / "data").mkdir()
        roster = folder / "roster"
        subprocess.run([HOST_STUB, "roster", "make", roster, "--classes", "3", "--students", "90"], check=True,
                       stdout=subprocess.DEVNULL)
        with (roster / "enrollments.csv").open(encoding="utf-8") as file:
            self.enrolments = [row for row in csv.DictReader(file) if row["role"] == "student"]
        self.sis = Sis(folder / "sis", roster=roster)
        stack.callback(self.sis.kill)
        (folder / "settings.yaml").write_text(
            "allow_grades: true\nsend_automatically: true\nsis_name: Simulated SIS\nprofile: generic-1.2\nversion: '1.2'\n"
            f"base_url: {self.sis.url}\ntoken_url: {self.sis.url}/oauth/token\napi_key: lms\napi_secret: lms-secret\n",
            encoding="utf-8")

    def say(self, text):
        print(f"{time.monotonic() - self.begun:6.1f} s  {text}", flush=True)

    def check(self, holds, sentence):
        if not holds:
            self.wrong.append(sentence)
            self.say(f"NOT SO: {sentence}")

    @property
    def outbox(self):
        return self.folder / "data" / "outbox.sqlite3"

    def read_outbox(self):
        return contextlib.closing(sqlite3.connect(f"file:{self.outbox}?mode=ro", uri=True))

    def format_on_disk(self):
        with self.read_outbox() as outbox:
            return outbox.execute("PRAGMA user_version").fetchone()[0]

    def host(self, name, run_mode, module, program, **more):
        config = {"schema": "lms.config/1", "data_dir": str(self.folder / "data"), "run_mode": run_mode,
                  "settings_file": str(self.folder / "settings.yaml")} | more
        host = Host(name, program, module, config, self.folder)
        self.stack.callback(host.kill)
        return host

    def old_host(self, name, run_mode):
        return self.host(f"old {name}", run_mode, *self.old)

    def new_host(self, name, run_mode):
        return self.host(f"new {name}", run_mode, *self.new, operator={"allow_addresses": ["127.0.0.0/8"]})

    def cells_of(self, host, class_id):
        """The cells of a class, activity by activity; an activity is reported before its first score."""
        for number in itertools.count(1):
            activity = f"{class_id}-essay-{number}"
            host.ask("activity", class_id, activity)
            for row in self.enrolments:
                if row["classSourcedId"] == class_id:
                    yield class_id, activity, row["userSourcedId"]

    def report(self, host, cell, points=None):
        points = next(self.points) if points is None else points
        begun = time.monotonic()
        answer = host.ask("score", *cell, points)
        self.reports.append(Report(host, cell, points, answer, begun))
        return answer

    # The story.

    def before(self):
        """Two processes of the old module: one delivers, too; a third has not opened the outbox yet."""
        self.delivering = self.old_host("inline", "inline")
        self.taking_in = self.old_host("enqueue_only", "enqueue_only")
        self.not_open_yet = self.old_host("not open yet", "enqueue_only")
        for host in (self.delivering, self.taking_in, self.not_open_yet):
            assert host.started.ok, (host.name, host.started)
        assert self.format_on_disk() == OLD_FORMAT, f"the old module writes format {self.format_on_disk()}"
        self.say(f"the old module has made an outbox of format {OLD_FORMAT}")
        self.sis.faults({"method": "PUT", "path": "/results/", "body": rf'"score":{LATE_POINTS}[,}}]', "count": 1,
                         "action": {"delay_before_ms": LATE_S * 1000}},
                        {"method": "PUT", "path": "/results/", "action": {"delay_after_store_ms": 300}})
        self.old_cells = self.cells_of(self.delivering, "c-1")
        self.late_cell = next(self.old_cells)
        assert self.report(self.delivering, self.late_cell, LATE_POINTS).ok
        self.feeders = [Feeder(self, self.delivering, self.old_cells),
                        Feeder(self, self.taking_in, self.cells_of(self.taking_in, "c-2"))]
        for feeder in self.feeders:
            feeder.start()
        wait_until(lambda: all(feeder.answered(ok=True) >= 30 for feeder in self.feeders), "the old ones take scores in")
        wait_until(lambda: len(self.sis.records("results")) >= 10 and self.sis.faults_fired()[0], "the old one delivers")

    def the_break(self):
        """The new module opens the folder while the old ones go on, and takes scores in beside them."""
        opening = time.monotonic()
        self.newcomer = self.new_host("inline", "inline")
        self.open_since = time.monotonic()
        assert self.newcomer.started.ok, self.newcomer.started
        self.say(f"the new module opened it in {self.open_since - opening:.2f} s, while the old ones were at work; "
                 f"it is of format {self.format_on_disk()}")
        self.check(self.format_on_disk() > OLD_FORMAT, "the new module brought the outbox to another format")
        new_feeder = Feeder(self, self.newcomer, self.cells_of(self.newcomer, "c-3"))
        new_feeder.start()
        with contextlib.suppress(AssertionError):
            wait_until(lambda: all(feeder.answered(ok=False) >= 15 for feeder in self.feeders), "the old ones are refused", 15)
        wait_until(lambda: new_feeder.answered(ok=True) + new_feeder.answered(ok=False) >= 20, "the new one is asked")
        for feeder in [*self.feeders, new_feeder]:
            feeder.end()

    def repeat_and_correct(self):
        """The LMS has a second process of the new module, repeats there half of what was refused, and corrects some scores."""
        second = self.new_host("enqueue_only", "enqueue_only")
        refused = [report for report in self.reports if not report.answer.ok]
        for report in refused[::2]:
            second.ask("activity", *report.cell[:2])  # may have been refused as well
            self.report(second, report.cell, report.points)
        taken = [report for report in self.reports if report.answer.ok and report.host in (self.delivering, self.taking_in)]
        self.corrected = [self.late_cell, *[report.cell for report in taken[1::10]]]
        for cell in self.corrected:
            self.report(second, cell)
            self.report(self.delivering, cell)
        self.second = second

    def hand_over(self):
        """The new one delivers while the old ones still run, and these end as they should."""
        cells_of_new = {report.cell for report in self.reports if report.host is self.newcomer and report.answer.ok}

        def delivered():
            self.newcomer.ask("pump")
            self.delivering.ask("pump")
            return cells_of_new & set(self.in_sis())
        with contextlib.suppress(AssertionError):
            wait_until(delivered, "the new one delivers beside the old one", 60)
        self.check(bool(delivered()), "the new one delivers although the old one still runs")
        self.say(f"the new one delivers, {time.monotonic() - self.open_since:.0f} s after it opened the folder")
        told = self.delivering.ask("status")
        self.check(told[:2] == STORAGE, f"the status of the old one says that it cannot read: {told}")
        wait_until(lambda: self.late_writes(), "the late request of the old one has come", LATE_S + 5)
        for host in (self.delivering, self.taking_in):
            self.check(host.runs(), f"{host.name} still runs")
            stopped = host.ask("stop")
            self.check(stopped.ok, f"{host.name} stops: {stopped}")

    def old_ones_that_come_later(self):
        before = self.format_on_disk()
        cell = next(iter(self.in_sis()))
        answers = {"one that had not opened it yet": self.report(self.not_open_yet, cell),
                   "one that is started now": self.old_host("started later", "inline").started}
        for which, answer in answers.items():
            self.say(f"old module, {which}: {answer.status} {answer.code}: {answer.message}")
            self.check(answer[:2] == STORE_VERSION and answer.message, f"{which} is refused by name")
        self.check(self.format_on_disk() == before, "the old ones leave the outbox as it is")

    def to_the_end(self):
        def open_records():
            self.newcomer.ask("pump")
            with self.read_outbox() as outbox:
                return outbox.execute("SELECT kind, state, code, activity_id, student_id FROM sis_record "
                                      "WHERE state <> 0 OR in_doubt <> 0").fetchall()
        with contextlib.suppress(AssertionError):
            wait_until(lambda: not open_records(), "all is delivered", 150)
        self.check(not open_records(), f"the new one has delivered everything, and doubts nothing: {open_records()[:5]}")
        for host in (self.second, self.newcomer):
            self.check(host.ask("stop").ok, f"{host.name} stops")

    # What is compared.

    def in_sis(self):
        """{cell: [scores]} of the SIS. The title of a line item is the activity's id, which names the class."""
        titles = {identity: value["title"] for identity, value in self.sis.records("lineItems").items()}
        found = collections.defaultdict(list)
        for value in self.sis.records("results").values():
            activity = titles[value["lineItem"]["sourcedId"]]
            found[activity.split("-essay-")[0], activity, value["student"]["sourcedId"]].append(float(value["score"]))
        return found

    def late_writes(self):
        """Of the cell whose request the SIS left lying: that one first, then what the new module wrote."""
        writes = [request for request in self.sis.requests("PUT", "/results/") if request["status"] == 201]
        late = next((request for request in writes if f'"score":{LATE_POINTS},' in request["body"]), None)
        return late and [late, *[request for request in writes if request["path"] == late["path"] and request is not late]]

    def run(self):
        self.before()
        self.the_break()
        self.repeat_and_correct()
        self.hand_over()
        self.old_ones_that_come_later()
        self.to_the_end()
        self.say("delivered; what was seen:")
        verdict = Verdict(self)
        verdict.tell()
        verdict.answers(STORAGE)
        verdict.late_request()
        verdict.repeats(OLD_FORMAT)
        verdict.sis()


def give_up(*_):
    raise TimeoutError(f"The story did not end within {LIMIT_S} s.")


def main(old_module, old_host, new_module, new_host):
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT_S)
    with tempfile.TemporaryDirectory(prefix="passback-gate-") as name, contextlib.ExitStack() as stack:
        story = Story(pathlib.Path(name), stack, (old_module, old_host), (new_module, new_host))
        story.run()
    print("It does not hold." if story.wrong else "It holds.")
    return 1 if story.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
