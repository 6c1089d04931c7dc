"""What the preview says is what the SIS then has: random facts and settings, through each profile, in classes that are sent by hand.

    PASSBACK_BIN=build/dev/bin python3 tests/scenarios/test_preview_equals_wire.py [--seed N] [NAME ...]

Each profile goes through several rounds. A round changes facts (and sometimes settings), looks at the preview, sends all of it, delivers, and
holds against one another: the preview, the records that `host_stub sis --profile NAME` has, and the status.
"""

import argparse
import pathlib
import random
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import golden_class
from golden_class import CLASS, STUDENTS
from harness import SLOW, Lms, quick_plugin, wait_until
from test_golden_runs import PACE, PROFILES, SIDE_BY_SIDE, GoldenSis, settings_for, tell_activity

ROUNDS = 3
PEOPLE = 8
MOST_SHOWN = 5  # differences of one profile
KINDS = {"line_item": "lineItems", "result": "results"}
ARRIVED = ("accepted", "withdrawn", "settled", "moved")
# What these SISs do to what they accept, by their simulators; all else has to be as the preview said.
KEPT_OTHERWISE = {"blackbaud": {"scoreStatus"}}
EXEMPT_IS_ZERO = {"eschoolplus", "infinite-campus-1.2"}


def random_activity(dice, number):
    words = {
        "title": dice.choice(["Quiz", "Essay: “Näherung”", "Lab of thirds", "Unit test on linear equations and inequalities, " * 2]) + f" {dice.randint(1, 4)}",
        "points": dice.choice(["1", "3", "10", "20", "33.3", "100"]),
        "category": dice.choice(["cat-hw", "cat-quiz", "cat-test", "cat-essay"]),
        "assigned": f"2026-09-{dice.randint(1, 14):02}",
    }
    if dice.random() < 0.85:
        words["due"] = f"2026-09-{dice.randint(14, 30)}"
    if dice.random() < 0.4:
        words["description"] = dice.choice(["Problems 1 to 20, odd", "Read \"chapter\" 3\nthen answer"])
    if dice.random() < 0.15:
        words["extra_credit"] = "true"
    if dice.random() < 0.1:
        words["published"] = "false"
    return f"a{number}", words


def random_score(dice, possible):
    """(points, status, comment, text) of one cell."""
    points = ""
    if dice.random() < 0.8:
        points = f"{dice.uniform(0, float(possible) * 1.05):.{dice.randint(0, 3)}f}"
    status = [word for word, often in (("exempt", 0.08), ("missing", 0.1), ("late", 0.15), ("incomplete", 0.08), ("submitted", 0.08),
                                       ("dropped", 0.05), ("draft", 0.05), ("unreleased", 0.05)) if dice.random() < often]
    comment = dice.choice(["", "", "", "Well done; see page 3.", "é" * 120])
    return points, ",".join(status), comment, "" if points or dice.random() < 0.8 else dice.choice(["A", "B+", "P"])


class School:
    """One LMS, one SIS that plays a profile, and what is random between them."""

    def __init__(self, profile, seed, folder):
        self.profile, self.dice, self.folder = profile, random.Random(f"{profile} {seed}"), folder
        self.faults = []
        self.activities = {}
        roster = golden_class.write_roster(folder / "roster")
        self.sis = GoldenSis(folder, profile, roster)
        self.lms = Lms(folder / "lms", ["--manifest", quick_plugin(folder / "plugin", {"requests_per_second": PACE.get(profile, 300)})])
        self.lms.run("import", roster)

    def configure(self, **grading):
        self.lms.configure(settings_for(self.lms, self.sis, self.profile) | {"send_automatically": False, "resend": "yes"} | grading)

    def change_facts(self, first):
        dice = self.dice
        for number in range(1, 6):
            if first or dice.random() < 0.4:
                activity, words = random_activity(dice, number)
                if not first:
                    words = {name: words[name] for name in dice.sample(sorted(words), 2) if name != "published"} | {"title": words["title"]}
                self.activities[activity] = self.activities.get(activity, {}) | words
                tell_activity(self.lms, activity, self.activities[activity])
        rows = []
        for activity, words in self.activities.items():
            for student in STUDENTS[:PEOPLE]:
                if dice.random() < (0.7 if first else 0.35):
                    row = random_score(dice, words["points"])
                    if not first and dice.random() < 0.1:
                        row = ("", "withdrawn", "", "")
                    rows.append((activity, student, *row))
        golden_class.write_scores(self.folder / "scores.csv", rows)
        self.lms.run("score", "--from", self.folder / "scores.csv")

    def records(self):
        """Of the SIS, as {kind: {id: value}}; what is tobedeleted is gone."""
        return {kind: {i: v for i, v in self.sis.records(name).items() if v.get("status") != "tobedeleted"} for kind, name in KINDS.items()}

    def deliver(self):
        """Until nothing is on its way; returns the status of each record by its id."""
        worker = self.lms.start_deliver()
        try:
            def goes_on(record):
                # An SIS that asked to slow down gets the rest a few seconds later.
                return record["state"] == "on_its_way" or record.get("reason", {}).get("code") == "account.busy"

            def at_rest():
                records = self.lms.status("--class", CLASS)["plugin"]["records"]
                return None if any(map(goes_on, records)) else {r["id"]: r for r in records}
            return wait_until(at_rest, f"{self.profile}: nothing is on its way", 60 * SLOW)
        finally:
            worker.kill()

    def say(self, what, cell, *more):
        self.faults.append(f"{self.profile}: {what}: " + " | ".join(str(m) for m in (cell, *more)))

    def round(self, first):
        before_ids = {}
        if not first:
            before_ids = {r["id"]: r["wire_id"] for r in self.lms.status("--class", CLASS)["plugin"]["records"]}
        before = self.records()
        preview = self.lms.item("sync_grades_to_sis", CLASS, op="preview")
        self.lms.item("sync_grades_to_sis", CLASS, op="send", all=True, token=preview["token"])
        after_status = self.deliver()
        after = self.records()
        sent = 0
        for cell in preview["cells"]:
            status = after_status[cell["id"]]
            was = before[cell["kind"]].get(before_ids.get(cell["id"], cell["wire_id"]))
            now = after[cell["kind"]].get(status["wire_id"])
            if not cell["will_send"] and not cell.get("goes_along"):
                # What is on its way, or waits for what is mended by this send, goes as it says or not at all.
                if was != now and "to" in cell:
                    self.hold_against(cell, was, now)
                elif was != now and not (cell.get("removes") and now is None):
                    self.say("it was not to go, and went", cell, was, now)
            elif status["state"] not in ARRIVED:
                # The SIS refused it, or its line item: the status says so, and nothing changed there.
                if was != now:
                    self.say("the status says that it did not arrive, and it did", cell, status, was, now)
            elif cell.get("removes"):
                sent += 1
                if now is not None:
                    self.say("it was to be removed, and is there", cell, now)
            elif "to" in cell:
                sent += 1
                self.hold_against(cell, was, now)
            elif was != now:
                self.say("the preview does not say what went", cell, was, now)
        return sent

    def hold_against(self, cell, was, now):
        if now is None:
            self.say("it was to go, and is not there", cell)
            return
        for name, value in cell["to"].items():
            if not self.kept_otherwise(name, now) and not same(name, value, now.get(name)):
                self.say(f"{name} is not as the preview said", cell, now)
        for name, value in cell.get("from", {}).items():
            if not self.kept_otherwise(name, was or {}) and not same(name, value, (was or {}).get(name)):
                self.say(f"{name} was not as the preview said", cell, was)
        if "from" in cell:
            untold = {n for n in now if n not in cell["to"] and n not in ("dateLastModified", "scoreDate", "sourcedId")
                      and now[n] != (was or {}).get(n)}
            if untold:
                self.say(f"{sorted(untold)} changed, and the preview does not say so", cell, was, now)

    def kept_otherwise(self, name, there):
        exempt = name == "score" and there.get("scoreStatus") == "exempt"
        return name in KEPT_OTHERWISE.get(self.profile, ()) or (exempt and self.profile in EXEMPT_IS_ZERO)

    def close(self):
        self.sis.kill()


def same(name, told, there):
    if told is None or there is None:
        return told is None and there is None
    if isinstance(there, dict) and "sourcedId" in there:
        return there["sourcedId"] == told
    if name == "title":
        # A mark behind it keeps it apart from another one (the note line_item.title_not_unique).
        return there == told or bool(re.fullmatch(re.escape(told) + "~[0-9a-f]{4}", there))
    if name == "metadata":
        return all(there.get(member) == value for member, value in told.items())
    if name in ("assignDate", "dueDate"):
        return told[:19] == there[:19]
    if isinstance(told, (int, float)) and not isinstance(told, bool):
        return isinstance(there, (int, float)) and abs(told - there) < 1e-9
    return told == there


def run(profile, seed):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="passback-preview-"))
    school = School(profile, seed, folder)
    try:
        sent = 0
        for number in range(ROUNDS):
            grading = {"grade_form": school.dice.choice(["points", "percent"])} if school.dice.random() < 0.5 else {}
            school.configure(**grading)
            school.change_facts(number == 0)
            sent += school.round(number == 0)
        if not sent:
            school.faults.append(f"{profile}: nothing was ever sent")
        return sent, school.faults
    finally:
        school.close()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    names = options.names or sorted(file.stem for file in PROFILES.glob("*.yaml"))
    failed = False
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for name, (sent, faults) in zip(names, pool.map(lambda name: run(name, options.seed), names)):
            print(f"{name}: {sent} records went as the preview said" if not faults else f"{name}: {len(faults)} differ", flush=True)
            for fault in faults[:MOST_SHOWN]:
                print("  " + fault)
            failed = failed or bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
