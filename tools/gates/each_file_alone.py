"""Asks the compiler whether each file of compile_commands.json stands by itself: its command, without an output."""

import concurrent.futures
import json
import os
import shlex
import subprocess
import sys


def complaint(entry):
    """What the compiler says of one file; empty where it is content."""
    words = shlex.split(entry["command"])
    if "ccache" in os.path.basename(words[0]):
        words = words[1:]
    at = words.index("-o")
    words[at:at + 2] = ["-fsyntax-only"]
    done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        entries = json.load(file)
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (entry, said) in enumerate(zip(entries, pool.map(complaint, entries)), 1):
            if said:
                failed.append(entry["file"])
                print(f"{entry['file']}\n{said}", flush=True)
            if number % 50 == 0 or number == len(entries):
                print(f"{number} of {len(entries)} files read, {len(failed)} with something missing", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
