"""layout_ctypes.py FLAT_HEADER : the layout as Python's ctypes computes it from the member types alone.

ctypes reads no C; this is what a host author does by hand, done by a few lines: every member must be of one of
the few shapes of the diet, else this fails.
"""
import ctypes
import re
import sys
from pathlib import Path

text = re.sub(r"/\*.*?\*/", "", Path(sys.argv[1]).read_text(encoding="ascii"), flags=re.S)
shapes = {"uint32_t": ctypes.c_uint32, "int32_t": ctypes.c_int32, "uint64_t": ctypes.c_uint64, "int64_t": ctypes.c_int64,
          "double": ctypes.c_double}
for shape, name in re.findall(r"typedef (\w+) (\w+);", text):
    shapes[name] = shapes[shape]


def field(declaration):
    declaration = " ".join(declaration.split())
    if match := re.search(r"\( ?\* ?(\w+) ?\) ?\(", declaration):
        return match.group(1), ctypes.c_void_p
    if match := re.fullmatch(r"(?:const )?(?:struct )?\w+ ?\*(\w+)", declaration):
        return match.group(1), ctypes.c_void_p
    if match := re.fullmatch(r"char (\w+)\[(\d+)\]", declaration):
        return match.group(1), ctypes.c_char * int(match.group(2))
    shape, name = declaration.split(" ")
    return name, shapes[shape]


def declarations(body):
    depth, part = 0, ""
    for c in body:
        depth += (c == "(") - (c == ")")
        if c == ";" and depth == 0:
            yield part.strip()
            part = ""
        else:
            part += c


for body, name in re.findall(r"typedef struct \w+ \{(.*?)\n\} (\w+);", text, flags=re.S):
    shapes[name] = type(name, (ctypes.Structure,), {"_fields_": [field(d) for d in declarations(body)]})
    print(name, ctypes.sizeof(shapes[name]))
    for member, _ in shapes[name]._fields_:
        print(f"{name}.{member}", getattr(shapes[name], member).offset, getattr(shapes[name], member).size)
