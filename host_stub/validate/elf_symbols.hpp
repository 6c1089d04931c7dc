// Reads what a shared library exports from its ELF file, without loading it and without binutils.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace host_stub::validate {

struct ExportedSymbol {
  std::string name;
  // STB_GNU_UNIQUE: keeps the file mapped and is shared by every copy in the process.
  bool unique = false;
};

struct ElfFacts {
  std::vector<ExportedSymbol> exported; // defined, not local
  bool never_unloaded = false;          // DF_1_NODELETE
  bool text_relocations = false;
};

// The facts of a 64-bit little-endian ELF file, or a plain sentence why they cannot be read. Every
// offset of the file is checked: it is not trusted.
std::variant<ElfFacts, std::string> read_elf_facts(const std::filesystem::path& file);

} // namespace host_stub::validate
