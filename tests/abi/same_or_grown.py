"""same_or_grown.py FROZEN_INCLUDE PRESENT_INCLUDE ANCHOR_C CC ABIDIFF : is today's contract the one of a release that is out,
at most with more at the end?

What abidiff calls a change includes growth, and its suppressions of growth hide other changes of the same struct. So today's
headers are first cut: each struct that may grow gets as many members as it had in the release. What is left must be equal.
Constants are compared as texts; abidiff does not see them.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

STRUCT = re.compile(r"typedef struct \w+ \{\n(.*?)\n\} (\w+);", flags=re.S)
DEFINE = re.compile(r"^#\s*define[ \t]+(LMS_\w+(?:\([^)]*\))?)((?:.*\\\n)*.*)$", flags=re.M)
# MINOR counts the growth. Guards have no meaning.
NOT_COMPARED = re.compile(r"LMS_ABI_MINOR$|LMS_\w+_H$")


def without_comments(text):
    return re.sub(r"/\*.*?\*/", lambda comment: re.sub(r"[^\n]", " ", comment.group(0)), text, flags=re.S)


def headers(include):
    return {str(path.relative_to(include)): without_comments(path.read_text(encoding="utf-8"))
            for path in sorted(Path(include).rglob("*.h"))}


def members(body):
    """The declarations of a struct's members, each with its semicolon."""
    found, depth, start = [], 0, 0
    for i, c in enumerate(body):
        depth += (c == "(") - (c == ")")
        if c == ";" and depth == 0:
            found.append(body[start:i + 1])
            start = i + 1
    return found


def structs(texts):
    return {name: members(body) for text in texts.values() for body, name in STRUCT.findall(text)}


def may_grow(name, all_structs):
    """A struct that says its size, and that no other holds by value: that one's later members would move."""
    own = all_structs[name]
    held = any(re.match(rf"\s*{name}\s+\w+\s*[;\[]", member) for others in all_structs.values() for member in others)
    return not held and re.search(r"\b(struct_size|lms_ext_header header);", own[0]) is not None


def constants(texts):
    return {name: " ".join(value.replace("\\\n", " ").split())
            for text in texts.values() for name, value in DEFINE.findall(text) if not NOT_COMPARED.match(name)}


def cut(texts, frozen):
    """Today's headers with no more members than in the release."""
    today = structs(texts)

    def shorter(match):
        body, name = match.groups()
        if name in frozen and may_grow(name, today):
            body = "".join(members(body)[:len(frozen[name])])
        return f"typedef struct {name} {{\n{body}\n}} {name};"
    return {file: STRUCT.sub(shorter, text) for file, text in texts.items()}


def library(texts, anchor, compiler, folder):
    """The anchor as a shared library, compiled with these headers."""
    for file, text in texts.items():
        path = folder / "include" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    built = folder / "anchor.so"
    subprocess.run([compiler, "-std=c11", "-g", "-O0", "-fPIC", "-shared", "-fvisibility=hidden", f"-I{folder / 'include'}",
                    str(anchor), "-o", str(built)], check=True)
    return built


def differences(frozen_include, present_include, anchor, compiler, abidiff):
    """What differs, in words; nothing if the contract is kept."""
    frozen, present = headers(frozen_include), headers(present_include)
    before, after = constants(frozen), constants(present)
    found = [f"{name} was {value!r} and is {after.get(name, 'gone')!r}"
             for name, value in before.items() if after.get(name) != value]
    found += [f"{name} is gone" for name in structs(frozen) if name not in structs(present)]
    if found:
        return "\n".join(found)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = library(frozen, anchor, compiler, folder / "release")
        today = library(cut(present, structs(frozen)), anchor, compiler, folder / "today")
        # Without --harmless and --redundant it keeps silent of some changes of a parameter or of a sign.
        run = subprocess.run([abidiff, "--harmless", "--redundant", str(release), str(today)],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return "" if run.returncode == 0 else run.stdout or f"abidiff ended with {run.returncode}"


if __name__ == "__main__":
    said = differences(*sys.argv[1:])
    print(said or f"{len(structs(headers(sys.argv[1])))} structs and {len(constants(headers(sys.argv[1])))} constants are as they were")
    sys.exit(1 if said else 0)
