"""Holds the words of docs/stories.md against those that the program knows, and sees that a story uses each: words_page.py HOST_STUB [--renew]"""

import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "stories.md"
MARK = "## Words\n\n"

known = subprocess.run([sys.argv[1], "run", "--words"], capture_output=True, text=True, check=True).stdout.rstrip() + "\n"
head, _, there = PAGE.read_text().partition(MARK)
if "--renew" in sys.argv[2:]:
    PAGE.write_text(head + MARK + known)
elif there != known:
    print(f"{PAGE.name} does not say what `host_stub run --words` says.")
    print(f"Next: python3 {sys.argv[0]} {sys.argv[1]} --renew")
    sys.exit(1)

stories = "\n".join(file.read_text() for file in pathlib.Path(__file__).resolve().parent.glob("*.yaml"))
unused = [verb for verb in re.findall(r"(?m)^### (.*)$", known) if not re.search(rf"(?m)^  - {re.escape(verb)}(:|$)", stories)]
if unused:
    print("No story uses: " + ", ".join(unused))
    print("Next: write one in tests/scenarios, or take the word away")
    sys.exit(1)
