"""For each SIS profile: one class goes through the real programs into `host_stub sis --profile NAME`, and what arrives equals
tests/scenarios/golden/NAME.json.

    PASSBACK_BIN=build/dev/bin python3 tests/scenarios/test_golden_runs.py NAME            # compare
    PASSBACK_BIN=build/dev/bin python3 tests/scenarios/test_golden_runs.py --renew NAME    # write it anew (NAME or all)

A renewed file is to be read line by line, against what is known of the SIS, before it is committed: `git diff` shows what a change of
the code means for a district.
"""

import difflib
import json
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import golden_class
from harness import HOST_STUB, PROFILES, SLOW, Lms, Process, Sis, quick_plugin, wait_until

HERE = pathlib.Path(__file__).resolve().parent
# How to connect where it is not: OAuth 2 at /oauth/token. `base` is behind the SIS's address.
CONNECTIONS = {
    "infinite-campus-1.1": {"base": "/campus/oneroster/lms", "token_url": None},
    "infinite-campus-1.2": {"base": "/campus/api"},
    "blackbaud": {"token_url": "/token"},
    "classlink": {"base": "/ims/oneroster/v1p1", "token_url": None},
    "generic-1.1": {"token_url": None},
    "aeries": {"token_url": "/token"},
    "veracross": {"base": "/lakeside", "token_url": "/lakeside/oneroster/oauth/token"},
}
# Refusals that pass by themselves, and depend on how fast the machine is: a token that ended, too many requests (PowerSchool says 403).
PASSING = (401, 403, 429)
# How long a delivery may take: what waits for a person never becomes empty. A sanitizer makes everything slower.
DELIVER_SECONDS = 20 * SLOW
# Most of a run is waiting, so several go side by side.
SIDE_BY_SIDE = 6
# Requests a second in these runs; the profiles' own pace is for real SISs. PowerSchool's simulator refuses more than 20.
PACE = {"powerschool": 15}


class GoldenSis(Sis):
    def __init__(self, folder, profile, roster):
        Process.__init__(self, [HOST_STUB, "sis", "--port", 0, "--profile", profile, "--roster", roster],
                         stdout=open(folder / "sis.log", "w"), stderr=open(folder / "sis.err", "w"))
        match = wait_until(lambda: re.search(r"listening on (https?://\S+)", (folder / "sis.log").read_text()), "the SIS starts")
        self.url = match.group(1).rstrip("/")


def reference(value):
    return value.get("sourcedId") if isinstance(value, dict) else value


def plain(value, known, days):
    """A record without what differs from run to run: ids that were made up, times of the run."""
    out = {}
    for name, member in value.items():
        if name in ("sourcedId", "dateLastModified", "lineItem", "student"):
            continue
        if isinstance(member, dict) and "sourcedId" in member:
            member = known.get(reference(member), "?")
        if name == "scoreDate":
            member = re.sub("|".join(days), "DAY", member)
            member = re.sub(r"T\d\d:\d\d:\d\d(\.\d+)?Z", "TTIME", member)
        out[name] = member
    return out


def normalised(sis, days):
    """Line items by title (a second one of the same title gets a number) and their results by student."""
    roster = {i: i for kind in ("classes", "orgs", "academicSessions", "users", "categories", "scoreScales") for i in sis.records(kind)}
    made = {i: "category " + v["title"] for i, v in sis.records("categories").items() if i not in ("cat-hw", "cat-quiz", "cat-test", "cat-essay")}
    known = roster | made
    items, names = {}, {}
    # Times of making differ from run to run; due dates do not.
    for id_, value in sorted(sis.records("lineItems").items(), key=lambda item: (item[1]["title"], item[1].get("dueDate", ""))):
        # A suffix that makes a title unique comes from the id.
        title = re.sub(r"\b[0-9a-f]{4,8}(?=\)?$)", "####", value["title"])
        name = title
        while name in items:
            name += " (again)"
        names[id_] = name
        items[name] = {"line_item": plain(value, known, days) | {"title": title}, "results": {},
                       "activity": "quiz" if value.get("dueDate", "").startswith("2026-09-11") else ""}
    for value in sis.records("results").values():
        item = items[names[reference(value["lineItem"])]]
        key = reference(value["student"])
        meaning = golden_class.MEANING.get((item["activity"], key))
        key += f" ({meaning})" if meaning else ""
        if key in item["results"]:
            key += " (again)"
        item["results"][key] = plain(value, known, days)
    return items


def lms_side(lms):
    """What the LMS says about every record that the SIS did not accept, by activity and student."""
    kept = {}
    with sqlite3.connect(f"file:{lms.folder / 'gradebook.sqlite'}?mode=ro", uri=True) as book:
        sis_ids = dict(book.execute("SELECT id, sis_id FROM user"))
    status = lms.run("status", "--class", golden_class.CLASS)
    for record in status["plugin"]["records"]:
        if record["state"] in ("accepted", "withdrawn"):
            continue
        student = sis_ids.get(record.get("student_id"), "")
        meaning = golden_class.MEANING.get((record["activity_id"], student), "")
        where = " ".join(word for word in (record["activity_id"], student, meaning and f"({meaning})") if word)
        kept[where] = (record["state"] + " " + record.get("reason", {}).get("code", "")).strip()
    return dict(sorted(kept.items()))


def settings_for(lms, sis, profile):
    """How to connect to the SIS that plays this profile."""
    way = CONNECTIONS.get(profile, {})
    version = re.search(r'(?m)^oneroster: *"?([0-9.]+)', (PROFILES / f"{profile}.yaml").read_text()).group(1)
    token = way.get("token_url", "/oauth/token")
    return lms.settings(sis, version, profile=profile, base_url=sis.url + way.get("base", ""),
                        token_url=sis.url + token if token else None)


def tell_activity(lms, activity, words):
    options = [w for name, value in words.items() for w in (f"--{name.replace('_', '-')}", value)]
    lms.run("activity", "--class", golden_class.CLASS, "--activity", activity, *options)


def run(profile, folder):
    roster = golden_class.write_roster(folder / "roster")
    sis = GoldenSis(folder, profile, roster)
    try:
        lms = Lms(folder / "lms", ["--manifest", quick_plugin(folder / "plugin", {"requests_per_second": PACE.get(profile, 300)})])
        lms.run("import", roster)
        lms.configure(settings_for(lms, sis, profile))
        for activity, words in golden_class.ACTIVITIES:
            tell_activity(lms, activity, words)
        first_day = time.strftime("%Y-%m-%d", time.gmtime())
        for rows in (golden_class.first_scores(), golden_class.later_scores()):
            golden_class.write_scores(folder / "scores.csv", rows)
            lms.run("score", "--from", folder / "scores.csv")
            lms.deliver(expect=None, timeout=DELIVER_SECONDS)
        days = {first_day, time.strftime("%Y-%m-%d", time.gmtime())}
        refused = sorted({f"{r['method']} {re.sub('/[^/]*$', '', r['path'].split('/v1p')[-1][1:])} {r['status']}"
                          for r in sis.requests() if r["status"] >= 400 and r["status"] not in PASSING})
        return {"profile": profile, "arrived": normalised(sis, days), "not_sent": lms_side(lms), "refused_by_the_sis": refused}
    finally:
        sis.kill()


def text_of(document):
    """JSON with one line for each record, so that a difference is a line."""
    lines = ["{", f' "profile": {json.dumps(document["profile"])},', ' "arrived": {']
    items = sorted(document["arrived"].items())
    for n, (title, item) in enumerate(items):
        lines += [f"  {json.dumps(title, ensure_ascii=False)}: {{", f'   "line_item": {one_line(item["line_item"])},', '   "results": {']
        results = sorted(item["results"].items())
        for m, (student, result) in enumerate(results):
            lines.append(f"    {json.dumps(student)}: {one_line(result)}" + ("," if m + 1 < len(results) else ""))
        lines += ["   }", "  }" + ("," if n + 1 < len(items) else "")]
    lines += [" },", ' "not_sent": {']
    kept = list(document["not_sent"].items())
    lines += [f"  {json.dumps(where)}: {json.dumps(why)}" + ("," if n + 1 < len(kept) else "") for n, (where, why) in enumerate(kept)]
    lines += [" },", f' "refused_by_the_sis": {json.dumps(document["refused_by_the_sis"])}', "}"]
    return "\n".join(lines) + "\n"


def one_line(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    # Numbers as plain decimals.
    return re.sub(r"(?<=: )-?\d+(\.\d+)?[eE][-+]?\d+", lambda number: format(Decimal(number.group()), "f"), text)


def text_of_run(name):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="passback-golden-"))
    try:
        return text_of(run(name, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments):
    renew = "--renew" in arguments
    names = [a for a in arguments if a != "--renew"]
    if not names or names == ["all"]:
        names = sorted(file.stem for file in PROFILES.glob("*.yaml"))
    failed = False
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for name, text in zip(names, pool.map(text_of_run, names)):
            path = HERE / "golden" / f"{name}.json"
            if renew:
                path.write_text(text)
                print(f"{path} was written; read it before you commit it.")
                continue
            expected = path.read_text() if path.exists() else ""
            print(f"{name}: {'as expected' if text == expected else 'differs'}", flush=True)
            if text != expected:
                failed = True
                sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), text.splitlines(True), f"golden/{name}.json", "what arrived"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
