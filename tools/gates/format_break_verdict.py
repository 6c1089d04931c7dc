"""What tools/gates/format_break saw, and whether it holds: the answers of both modules beside what the SIS has in the end."""

import collections
import contextlib
import sqlite3

RESULT = 4  # kind of a record


class Verdict:
    def __init__(self, story):
        self.story, self.reports, self.check = story, story.reports, story.check
        self.olds = (story.delivering, story.taking_in)
        self.news = (story.newcomer, story.second)

    def of_old(self, after):
        """What was reported to the old module before the new one said that the outbox is open, or after that."""
        return [report for report in self.reports
                if report.host in self.olds and (report.begun >= self.story.open_since) == after]

    def tell(self):
        def count(reports):
            seen = collections.Counter((r.host.name, r.answer.status, r.answer.code) for r in reports)
            return "".join(f"\n    {host}: {number} {status} {code}".rstrip()
                           for (host, status, code), number in sorted(seen.items()))
        after = self.of_old(after=True)
        print(f"  reported to the old module until the new one was open:{count(self.of_old(after=False))}")
        print(f"  reported to the old module after that:{count(after)}")
        print(f"  reported to the new module:{count(r for r in self.reports if r.host in self.news)}")
        for message, number in collections.Counter(r.answer.message for r in after if not r.answer.ok).most_common(3):
            print(f"  answered by the old one {number} times: {message}")
        log = self.story.delivering.log.read_text(encoding="utf-8").splitlines()
        for line, number in collections.Counter(line for line in log if line[:1] in "3456").most_common(3):
            print(f"  logged by the old one {number} times: {line}")

    def answers(self, named_error):
        for host in self.olds:
            ok = [report.answer.ok for report in self.reports if report.host is host]
            self.check(any(ok), f"{host.name} took scores in before")
            self.check(ok == sorted(ok, reverse=True), f"{host.name} takes nothing in once it was refused")
        after = self.of_old(after=True)
        otherwise = {r.answer for r in after if r.answer[:2] != named_error or not r.answer.message}
        self.check(not otherwise, f"each answer of the old ones after that is {named_error}: {otherwise}")
        self.check(len(after) >= 30, f"the old ones were asked often enough after that: {len(after)}")
        not_taken = {r.answer for r in self.reports if r.host in self.news and not r.answer.ok}
        self.check(not not_taken, f"the new ones take scores in: {not_taken}")

    def late_request(self):
        """A request that the old one sent is stored over what the new one wrote since, which looks and writes again."""
        late, *writes = self.story.late_writes()
        before = [write for write in writes if write["ended_us"] < late["ended_us"]]
        self.check(before, "the late request of the old one is stored after the new one has written")
        self.check(len(writes) > len(before), "the new one looks whether a late request came, and writes again")
        print(f"  a request of the old one was stored {(late['ended_us'] - late['started_us']) / 1e6:.0f} s late: the new one "
              f"wrote {len(before)} times before that, and {len(writes) - len(before)} times after it")

    def sis(self):
        """Each cell has the last value that was answered OK, once, and no other cell is there."""
        expected = {report.cell: report.points for report in self.reports if report.answer.ok}
        found = self.story.in_sis()
        titles = [value["title"] for value in self.story.sis.records("lineItems").values()]
        lost = {cell for cell, points in expected.items() if points not in found.get(cell, [])}
        doubles = {cell for cell, scores in found.items() if len(scores) > 1}
        refused_only = {report.cell for report in self.reports} - set(expected)
        refused = {cell for cell in found if cell not in expected}
        self.check(not lost, f"every score that was answered OK is there: {sorted(lost)[:5]}")
        self.check(not doubles and len(titles) == len(set(titles)), f"nothing is there twice: {sorted(doubles)[:5]}")
        self.check(refused_only, "some scores were refused and never repeated")
        self.check(not refused, f"nothing is there that was refused only: {sorted(refused)[:5]}")
        print(f"  answered OK: {len(expected)} cells, {len(self.story.corrected)} of them by the old module and corrected by the "
              f"new one; arrived {len(expected) - len(lost)}, lost {len(lost)}, doubles {len(doubles)}. Refused and not repeated: "
              f"{len(refused_only)}; arrived {len(refused)}")

    def repeats(self, old_format):
        """The copy that the new module kept says what the old one had confirmed: that does not go a second time."""
        kept = self.story.outbox.with_name(f"{self.story.outbox.name}.v{old_format}")
        self.check(kept.exists(), f"the new module kept a copy, {kept.name}")
        if not kept.exists():
            return
        with contextlib.closing(sqlite3.connect(f"file:{kept}?mode=ro&immutable=1", uri=True)) as copy:
            rows = copy.execute("SELECT wire_id, activity_id, student_id, sent_in_flight, state = 0 AND in_doubt = 0 "
                                "FROM record WHERE kind = ?", (RESULT,)).fetchall()
        corrected = {cell[1:] for cell in self.story.corrected}
        puts = collections.Counter(r["path"].rsplit("/", 1)[1] for r in self.story.sis.requests("PUT", "/results/"))
        confirmed = [wire_id for wire_id, *cell, _, settled in rows if settled and tuple(cell) not in corrected]
        again = [wire_id for wire_id in confirmed if puts[wire_id] != 1]
        in_flight = sum(row[3] for row in rows)
        self.check(not again, f"what the old one had confirmed goes once only: {again[:5]}")
        self.check(confirmed and in_flight, "the new one opened it while the old one was delivering")
        print(f"  when it was opened: {len(rows)} results in the outbox, {in_flight} of them in flight, {len(confirmed)} confirmed and not "
              f"corrected since; of these {len(again)} were sent again")
