"""The commands of the guides, as they stand there, one after another in a new folder with the real programs.

Every ```sh block of docs/admin-guide.md and of docs/teacher-guide.md, and those of "A first walk" in docs/host-stub.md. Two things are put in their place, so that runs do not
disturb one another: /tmp/school is a folder of the test, and port 8080 one that is free.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from harness import BIN, ROSTER

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"


def blocks_of(page, section=None):
    """The shell blocks of a page, or of one of its sections."""
    text = (DOCS / page).read_text()
    if section:
        text = re.search(rf"(?ms)^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text).group(1)
    return re.findall(r"(?ms)^```sh\n(.*?)^```$", text)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Guides(unittest.TestCase):
    def follow(self, blocks):
        """Runs the blocks in one shell, as a person would type them; what it printed."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="passback-guide-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(ROSTER, folder / "roster")
        script = "\n".join(blocks).replace("/tmp/school", str(folder / "school")).replace("8080", str(free_port()))
        # The SIS in the background ends with the shell, and is up before it is needed.
        begin = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\nset -x\n"
        done = subprocess.run(["bash", "-c", begin + script], cwd=folder, capture_output=True, text=True, timeout=240,
                              env=os.environ | {"PATH": f"{BIN.resolve()}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_administrators_guide_is_one_story_from_the_roster_to_the_first_grade(self):
        said = self.follow(blocks_of("admin-guide.md"))
        for words in ("The connection to the SIS", "The test grade", "Nobody and nothing needs attention.", "Everything is delivered.",
                      "Accepted by Lakeside SIS", "Everything is as recorded."):
            self.assertIn(words, said)

    def test_the_teachers_guide_is_one_story_from_the_first_grade_to_the_list_of_the_class(self):
        said = self.follow(blocks_of("teacher-guide.md"))
        for words in ("Send new grades automatically", "Saved.", "(22 of 20)", "With a send: 1 activity and 2 grades.", "2 on the way",
                      "Quiz 1, Amara Okafor: Accepted by Lakeside SIS", "Ruth Kaplan", "Give the activity a title.", "There is nothing to send",
                      "Asked: Take back", "Accepted by Lakeside SIS", "Liam Bergström,Accepted by Lakeside SIS,18,18"):
            self.assertIn(words, said)
        self.assertRegex(said, r"Quiz 1 +Liam Bergström +score +22 +18\n")
        self.assertNotRegex(said, r"\| *user-\d|  user-\d")

    def test_the_first_walk_of_host_stub(self):
        said = self.follow(blocks_of("host-stub.md", "A first walk"))
        self.assertIn("Everything is delivered.", said)
        self.assertIn("Accepted by Lakeside SIS", said)

    def test_after_the_first_walk_the_administrators_guide_goes_on(self):
        walk = blocks_of("host-stub.md", "A first walk")
        rest = [block for block in blocks_of("admin-guide.md") if re.match(r"host_stub (connection|readiness)", block)]
        self.assertGreaterEqual(len(rest), 3)
        said = self.follow(walk[:1] + rest)
        self.assertIn("The test grade: everything that was tried works.", said)


if __name__ == "__main__":
    unittest.main()
