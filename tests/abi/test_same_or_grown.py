"""test_same_or_grown.py FROZEN_INCLUDE ANCHOR_C CC ABIDIFF : the comparison itself, on headers that were changed for it."""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import same_or_grown

FROZEN, ANCHOR, CC, ABIDIFF = sys.argv[1:]


class AChangedContract(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.include = Path(folder.name) / "include"
        shutil.copytree(FROZEN, self.include)

    def replace(self, header, old, new):
        path = self.include / "lms_plugin" / header
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, f"{old!r} in {header}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def differences(self):
        return same_or_grown.differences(FROZEN, str(self.include), ANCHOR, CC, ABIDIFF)

    def test_the_same_is_the_same(self):
        self.assertEqual(self.differences(), "")

    def test_growth_at_the_end_is_no_change(self):
        self.replace("host.h", "} lms_host;", "  void(LMS_CALL *later_service)(void *ctx, uint32_t kind);\n} lms_host;")
        self.replace("events.h", "} lms_score_event;", "  double later_number;\n} lms_score_event;")
        self.replace("status.h", "#define LMS_OK 0", "#define LMS_OK 0\n#define LMS_E_LATER (-42)")
        self.replace("macros.h", "#define LMS_ABI_MINOR 0", "#define LMS_ABI_MINOR 1")
        self.assertEqual(self.differences(), "")

    def test_a_member_in_the_middle_is_a_change(self):
        self.replace("events.h", "  char reason[64];", "  uint64_t inserted;\n  char reason[64];")
        self.assertIn("lms_outcome", self.differences())

    def test_growth_does_not_hide_a_changed_type(self):
        self.replace("events.h", "} lms_score_event;", "  double later_number;\n} lms_score_event;")
        self.replace("events.h", "  int64_t activity_rev;", "  double activity_rev;")
        self.assertIn("activity_rev", self.differences())

    def test_what_is_held_by_value_may_not_grow(self):
        self.replace("types.h", "} lms_str;", "  uint64_t hash;\n} lms_str;")
        self.assertIn("lms_str", self.differences())

    def test_a_removed_member_is_a_change(self):
        self.replace("menu.h", "  lms_str locale; ", "")
        self.assertIn("lms_action_context", self.differences())

    def test_another_parameter_is_a_change(self):
        self.replace("host.h", "void(LMS_CALL *wake)(void *ctx);", "void(LMS_CALL *wake)(void *ctx, uint32_t why);")
        self.assertIn("lms_host", self.differences())

    def test_another_number_is_a_change(self):
        self.replace("events.h", "#define LMS_HELD 4u", "#define LMS_HELD 40u")
        self.assertIn("LMS_HELD was '4u' and is '40u'", self.differences())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
