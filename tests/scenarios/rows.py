"""Which story stands for which row of tests/scenarios/README.md, held against the stories themselves.

    python3 tests/scenarios/rows.py            # compare; says what does not fit
    python3 tests/scenarios/rows.py --renew    # write the table's second column anew

Standard library only: of a story only `about` is read, which stands in one line.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE / "README.md"
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


def cell_of(stories):
    return ", ".join(f"[{name}]({name}.yaml)" for name in stories) if stories else NONE


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
        right = cell_of(stories.get(row, []))
        if cell != right:
            wrong.append(f"{PAGE.name}, line {number + 1}: `{row}` names {cell}; the stories say {right}")
            lines[number] = f"| `{row}` | {what} | {right} |"
    unknown = sorted(row for row in stories if row not in rows)
    wrong_rows = [f"{', '.join(stories[row])}: there is no row `{row}` in {PAGE.name}" for row in unknown]
    if "--renew" in sys.argv[1:]:
        PAGE.write_text("\n".join(lines) + "\n")
        wrong = []
    if wrong or wrong_rows or len(rows) < 20:
        print("\n".join(wrong + wrong_rows) or f"{PAGE.name} has only {len(rows)} rows")
        print("Next: python3 tests/scenarios/rows.py --renew")
        return 1
    print(f"{len(rows)} rows, {sum(1 for row in rows if row in stories)} of them with a story.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
