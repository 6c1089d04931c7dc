"""compare_layout.py FROZEN COMMAND... : runs COMMAND and compares the layout lines that it prints with the frozen table.

A command may print less than the table (PHP sees no offsets), but must print at least every struct's size.
Structs and members that the table does not know yet are an addition: the table must be extended in the same commit.
"""
import subprocess
import sys

frozen = dict(line.split(" ", 1) for line in open(sys.argv[1], encoding="ascii").read().splitlines() if line[:1] != "#")
run = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, text=True, check=False)
if run.returncode != 0:
    sys.exit(run.returncode)
seen = dict(line.split(" ", 1) for line in run.stdout.splitlines())

wrong = [f"{name}: {value}, frozen as {frozen.get(name, 'nothing')}" for name, value in seen.items() if frozen.get(name) != value]
wrong += [f"{name}: not printed" for name in frozen if "." not in name and name not in seen]
print(*(wrong or [f"{len(seen)} of {len(frozen)} lines of the frozen table seen, all equal"]), sep="\n")
sys.exit(1 if wrong else 0)
