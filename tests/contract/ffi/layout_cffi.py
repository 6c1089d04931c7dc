"""layout_cffi.py FLAT_HEADER TOOLS_DIR : the layout as Python's cffi sees it. Exit 77 if cffi is not installed."""
import sys
from pathlib import Path

try:
    import cffi
except ImportError:
    print("cffi is not installed (Debian: python3-cffi)", file=sys.stderr)
    sys.exit(77)
sys.path.insert(0, sys.argv[2])
from make_ffi_header import structs  # noqa: E402

text = Path(sys.argv[1]).read_text(encoding="ascii")
ffi = cffi.FFI()
ffi.cdef(text)
assert ffi.typeof("lms_plugin_api").fields, "the table has members"
for name, members in structs(text):
    print(name, ffi.sizeof(name))
    fields = dict(ffi.typeof(name).fields)
    for member in members:
        print(f"{name}.{member}", ffi.offsetof(name, member), ffi.sizeof(fields[member].type))
