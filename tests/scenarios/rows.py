"""Which story stands for which row of tests/scenarios/README.md, held against the stories themselves.

    python3 tests/scenarios/rows.py            # compare; says what does not fit
    python3 tests/scenarios/rows.py --renew    # write the table's second column anew

Standard library only: of a story only `about` is read, which stands in one line.
"""

import os
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE / "README.md"
# Rows that a named test tells, because a story cannot: {row: (file, what stands in it)}.
TESTS = {
    "grade.preview_student": (HERE / "test_console_stories.py", "def test_a_preview_student_has_no_record_in_the_sis"),
    "people.pages_agree": (HERE / "test_guides.py", "class Guides"),
    "people.port_in_use": (HERE.parent / "unit" / "sis" / "http_test.cpp", "TEST(SisServer, SaysWhyItCannotListen)"),
}
ROW = re.compile(r"^\| `([a-z]+\.[a-z0-9_]+)` \| (.*?) \| (.*?) \|$")
NONE = "no story yet"


def stories_by_row():
    """{row: [names of the stories that are about it]}"""
    found = {}
    for file in sorted(HERE.glob("*.yaml")):
        about = re.search(r"(?m)^about: \[(.*)\]$", file.read_text())
        if not about:
            raise SystemExit(f"{file}: a story says in one line which rows it is about: about: [card.allow_grades]")
        for row in about.group(1).split(","):
            found.setdefault(row.strip(), []).append(file.stem)
    return found


def cell_of(row, stories):
    """Links to the stories of the row, and to its test."""
    told = [f"[{name}]({name}.yaml)" for name in stories]
    if row in TESTS:
        file, _ = TESTS[row]
        told.append(f"[{file.stem}]({os.path.relpath(file, HERE)})")
    return ", ".join(told) or NONE


def missing_tests():
    """What is wrong with TESTS itself: a test that is not there any more tells nothing."""
    return [f"{file}: `{row}` is told by {name}, which is not there"
            for row, (file, name) in TESTS.items() if not file.is_file() or name not in file.read_text()]


def main():
    stories = stories_by_row()
    lines = PAGE.read_text().splitlines()
    wrong, rows = [], set()
    for number, line in enumerate(lines):
        match = ROW.match(line)
        if not match:
            continue
        row, what, cell = match.groups()
        rows.add(row)
        right = cell_of(row, stories.get(row, []))
        if cell != right:
            wrong.append(f"{PAGE.name}, line {number + 1}: `{row}` names {cell}; the stories say {right}")
            lines[number] = f"| `{row}` | {what} | {right} |"
    unknown = sorted(row for row in {*stories, *TESTS} if row not in rows)
    wrong_rows = [f"{', '.join(stories.get(row, ['TESTS']))}: there is no row `{row}` in {PAGE.name}" for row in unknown]
    wrong_rows += missing_tests()
    if "--renew" in sys.argv[1:]:
        PAGE.write_text("\n".join(lines) + "\n")
        wrong = []
    if wrong or wrong_rows or len(rows) < 20:
        print("\n".join(wrong + wrong_rows) or f"{PAGE.name} has only {len(rows)} rows")
        print("Next: python3 tests/scenarios/rows.py --renew")
        return 1
    print(f"{len(rows)} rows, {sum(1 for row in rows if row in stories or row in TESTS)} of them with a story or a test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
