"""layout_kept.py FROZEN_LAYOUT PROBE : every member that a release had is still where it was, and no struct is smaller."""
import subprocess
import sys


def table(text):
    return dict(line.split(" ", 1) for line in text.splitlines() if line[:1] != "#")


with open(sys.argv[1], encoding="ascii") as file:
    frozen = table(file.read())
today = table(subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, text=True, check=True).stdout)


def kept(name):
    if "." in name or name not in today:
        return today.get(name) == frozen[name]
    return int(today[name]) >= int(frozen[name])


moved = [f"{name}: {today.get(name, 'gone')}, was {value}" for name, value in frozen.items() if not kept(name)]
print(*(moved or [f"{len(frozen)} lines are kept"]), sep="\n")
sys.exit(1 if moved else 0)
