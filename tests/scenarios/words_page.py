"""Holds the words of docs/stories.md against those that the program knows: words_page.py HOST_STUB [--renew]"""

import pathlib
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
