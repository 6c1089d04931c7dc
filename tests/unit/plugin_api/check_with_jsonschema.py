"""check_with_jsonschema.py SCHEMA MANIFEST : the manifest fits, the schema is a valid draft 7 schema, and a broken
manifest does not fit. Exit 77 if the modules are not installed (Debian: python3-jsonschema, python3-yaml)."""
import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(77)

schema = json.load(open(sys.argv[1], encoding="utf-8"))
manifest = yaml.safe_load(open(sys.argv[2], encoding="utf-8"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
problems = [error.message for error in validator.iter_errors(manifest)]
assert not problems, problems
for name in schema["required"]:
    assert not validator.is_valid({k: v for k, v in manifest.items() if k != name}), f"{name} can be left out"
assert not validator.is_valid({**manifest, "surprise": 1}), "an unknown member is accepted"
assert not validator.is_valid({**manifest, "id": "no dots"}), "a bad id is accepted"
print("the manifest fits, by Python's jsonschema too")
