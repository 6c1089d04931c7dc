"""Whatever does not work in host_stub ends with the command that comes next, in every command of it."""

import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from harness import HOST_STUB, ROSTER

# One or more lines that each command refuses. DATA is a school with a roster and nothing else.
REFUSED = {
    "backup": [["backup", "--file", "nowhere/copy.db"]],
    "restore": [["restore", "--file", "nothing.db"]],
    "import": [["import", "nowhere"]],
    "configure": [["configure", "--domain", "nowhere", "--set", "nothing.yaml"], ["configure", "--domain", "root", "--set", "wrong.yaml"]],
    "activity": [["activity", "--class", "nowhere", "--activity", "a", "--title", "T"]],
    "score": [["score", "--activity", "nowhere", "--student", "u-1001", "--points", "1"], ["score", "--from", "nothing.csv"]],
    "action": [["action", "--user", "nobody", "--item", "sis_settings"], ["action", "--user", "admin", "--item", "nothing"],
               ["action", "--user", "u-1001", "--class", "c-4011", "--item", "sync_grades_to_sis"]],
    "deliver": [["deliver", "--manifest", "nothing.yaml"]],
    "file": [["file", "make", "--class", "nowhere", "--out", "x.zip"], ["file", "get", "999", "--out", "x.zip"], ["file", "taken", "999"]],
    "status": [["status", "--class", "nowhere"]],
    "sync": [["sync", "preview", "--class", "nowhere"], ["sync", "preview", "--class", "c-4011", "--activity", "nothing"],
             ["sync", "send", "--class", "c-4011", "--user", "u-1001"], ["sync", "history", "--class", "c-4011", "--activity", "nothing"],
             ["sync", "answer", "take_back", "--class", "nowhere"],
             ["sync", "export", "--class", "c-4011", "--out", "nowhere/x.csv"], ["sync", "settings", "--class", "c-4011", "colour=red"]],
    "console": [["console", "--domain", "nowhere"]],
    "unlinked": [["unlinked", "--domain", "nowhere"], ["unlinked", "--from", "nothing.csv"]],
    "summary": [["summary", "--domain", "nowhere"]],
    "setup-report": [["setup-report", "--domain", "nowhere"]],
    "profile": [["profile", "show", "nothing"], ["profile", "check", "nothing.yaml"], ["profile", "list", "--manifest", "nothing.yaml"]],
    "connection": [["connection", "test", "--domain", "nowhere"], ["connection", "test"], ["connection", "replay", "nothing.json"],
                   ["connection", "test-grade", "--class", "nowhere", "--student", "u-1001"]],
    "readiness": [["readiness", "--domain", "nowhere"], ["readiness"]],
    "reconcile": [["reconcile", "--class", "nowhere"]],
    "roster": [["roster", "make", "full", "--classes", "0", "--students", "1"]],
    "link": [["link", "--student", "nobody", "--sis-id", "x"], ["link", "--class", "nowhere", "--sis-id", "x"]],
    "custom-data": [["custom-data", "--user", "nobody", "--field", "f", "--value", "v"], ["custom-data", "--field", "f", "--value", "v"],
                    ["custom-data", "--from", "nothing.csv"]],
    "sis": [["sis", "--port", "PORT"]],
    "demo": [["demo", "--manifest", "nothing.yaml"]],
    "run": [["run", "nothing.yaml"], ["run", "wrong.yaml"], ["run"]],
    "validate": [["validate", "nothing.yaml"]],
}
WITHOUT_DATA = {"sis", "demo", "run", "validate"}


def host_stub(arguments, folder):
    return subprocess.run([str(HOST_STUB), *map(str, arguments)], capture_output=True, text=True, timeout=240, cwd=folder)


def said(told):
    return [line for line in (told.stdout + told.stderr).splitlines() if line.strip()]


class NextCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="passback-next-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        (cls.folder / "wrong.yaml").write_text("allow_grades: perhaps\n")
        (cls.folder / "full").mkdir()
        (cls.folder / "full" / "orgs.csv").write_text("x\n")
        made = host_stub(["import", ROSTER, "--data", "school"], cls.folder)
        assert made.returncode == 0, made.stderr
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        cls.addClassCleanup(taken.close)
        cls.port = str(taken.getsockname()[1])
        listed = host_stub(["--help"], cls.folder).stdout.split("Subcommands:", 1)[1].split("\n\n", 1)[0]
        cls.commands = set(re.findall(r"(?m)^  ([a-z][a-z-]*) ", listed))

    def test_every_command_is_walked(self):
        self.assertEqual(self.commands, set(REFUSED))

    def test_what_is_refused_ends_with_a_command(self):
        for command, lines in REFUSED.items():
            for line in lines:
                typed = [self.port if word == "PORT" else word for word in line]
                typed += [] if command in WITHOUT_DATA else ["--data", "school"]
                with self.subTest(typed=" ".join(typed)):
                    told = host_stub(typed, self.folder)
                    self.assertNotEqual(told.returncode, 0, told.stdout + told.stderr)
                    self.assertIn("host_stub ", "\n".join(said(told)[-2:]), told.stdout + told.stderr)

    def test_what_is_not_understood_ends_with_how_the_command_is_used(self):
        for command in self.commands:
            with self.subTest(command=command):
                told = host_stub([command, "--no-such-option"], self.folder)
                self.assertEqual(told.returncode, 2, told.stdout + told.stderr)
                self.assertRegex(said(told)[-1], rf"host_stub {command}( [a-z-]+)? --help$")

    def test_programs_read_it_too(self):
        told = host_stub(["status", "--class", "nowhere", "--data", "school", "--json"], self.folder)
        self.assertIn("host_stub ", told.stdout)


if __name__ == "__main__":
    unittest.main()
