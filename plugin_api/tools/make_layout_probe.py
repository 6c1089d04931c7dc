#!/usr/bin/env python3
"""Writes a C program that prints the layout of every struct of the contract, as "struct.member offset size" lines.

  make_layout_probe.py LMS_PLUGIN_FFI_H OUTPUT.c

The members are read from the flat header, so a struct that somebody adds is in the table without being told.
SPDX-License-Identifier: Apache-2.0
"""
import sys
from pathlib import Path

from make_ffi_header import structs


def probe(flat):
    lines = ['#include "lms_plugin/lms_plugin.h"', '#include "lms_plugin/ext/custom_data.h"',
             '#include "lms_plugin/ext/people.h"', "#include <stdio.h>", "", "int main(void) {"]
    for name, members in structs(flat):
        lines.append(f'  printf("{name} %u\\n", (unsigned)sizeof({name}));')
        for member in members:
            lines.append(f'  printf("{name}.{member} %u %u\\n", (unsigned)offsetof({name}, {member}), '
                         f'(unsigned)sizeof((({name} *)0)->{member}));')
    return "\n".join(lines + ["  return 0;", "}", ""])


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(probe(Path(sys.argv[1]).read_text(encoding="ascii")), encoding="ascii")
