"""hardened.py READELF FILE [--optimised] : reads a built module or program and says what it lacks of the hardening that
tools/cmake/PassbackHardening.cmake asks for. --optimised: also what compilers do only then."""
import re
import subprocess
import sys

readelf, path = sys.argv[1:3]
optimised = "--optimised" in sys.argv[3:]


def read(*options):
    return subprocess.run([readelf, "--wide", *options, path], stdout=subprocess.PIPE, text=True, check=True).stdout


header, segments, dynamic, symbols = read("-h"), read("-l"), read("-d"), read("--dyn-syms")
with open(path, "rb") as file:
    content = file.read()

missing = []


def need(what, condition):
    if not condition:
        missing.append(what)


def flags_of(segment):
    """The flags of the segments of that type, as in "R E" or "RW"."""
    return re.findall(rf"^ +{segment} +(?:0x\w+ +){{5}}([RWE ]+?) +0x", segments, flags=re.M)


need("position-independent (-fPIC, -pie)", re.search(r"Type: +DYN", header))
need("relocations are read-only after the start (-z relro)", flags_of("GNU_RELRO"))
need("every symbol is bound at the start (-z now)", re.search(r"\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*\bNOW\b", dynamic))
need("no relocation in the code (-fPIC)", "TEXTREL" not in dynamic)
need("a stack that cannot be executed (-z noexecstack)", flags_of("GNU_STACK") == ["RW"])
need("code that cannot be written", flags_of("LOAD") and not [f for f in flags_of("LOAD") if "W" in f and "E" in f])
need("guarded stack frames (-fstack-protector-strong)", "UND __stack_chk_fail" in symbols)
if optimised:
    need("checked C library calls (_FORTIFY_SOURCE)", re.search(r" UND __(?!stack)\w+_chk\b", symbols))

# Each compiler writes its options into the debug information, which is there before a packager strips it.
asked = [b"-fstack-protector-strong", b"-fstack-clash-protection"]
if re.search(r"Machine: .*X86-64", header):
    asked.append(b"-fcf-protection")
compilers = set(re.findall(rb"GNU (?:C\d|C\+\+)[^\0]*", content))
need("debug information that names the compiler's options", compilers)
for option in asked:
    need(f"every file compiled with {option.decode()}", all(option in compiler for compiler in compilers))

print(*([f"{path}: missing: {what}" for what in missing] or [f"{path}: nothing is missing"]), sep="\n")
sys.exit(1 if missing else 0)
