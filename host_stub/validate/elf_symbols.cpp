#include "host_stub/validate/elf_symbols.hpp"

#include <cstring>
#include <elf.h>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace host_stub::validate {
namespace {

class Image {
 public:
  explicit Image(std::string bytes) : bytes_(std::move(bytes)) {}

  template <class T> std::optional<T> at(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) {
      return std::nullopt;
    }
    T out;
    std::memcpy(&out, bytes_.data() + offset, sizeof out);
    return out;
  }

  std::string text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) {
      return {};
    }
    const std::string_view rest = std::string_view(bytes_).substr(offset);
    return std::string(rest.substr(0, rest.find('\0')));
  }

 private:
  std::string bytes_;
};

void read_symbols(const Image& image, const Elf64_Shdr& table, const Elf64_Shdr& names,
                  ElfFacts& facts) {
  for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= table.sh_size; at += sizeof(Elf64_Sym)) {
    const auto symbol = image.at<Elf64_Sym>(table.sh_offset + at);
    if (!symbol) {
      return;
    }
    const unsigned binding = ELF64_ST_BIND(symbol->st_info);
    if (symbol->st_shndx != SHN_UNDEF && binding != STB_LOCAL) {
      facts.exported.push_back(
          {image.text(names.sh_offset + symbol->st_name), binding == STB_GNU_UNIQUE});
    }
  }
}

void read_dynamic(const Image& image, const Elf64_Shdr& table, ElfFacts& facts) {
  for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= table.sh_size; at += sizeof(Elf64_Dyn)) {
    const auto entry = image.at<Elf64_Dyn>(table.sh_offset + at);
    if (!entry || entry->d_tag == DT_NULL) {
      return;
    }
    facts.never_unloaded |= entry->d_tag == DT_FLAGS_1 && (entry->d_un.d_val & DF_1_NODELETE) != 0;
    facts.text_relocations |= entry->d_tag == DT_TEXTREL ||
                              (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL) != 0);
  }
}

} // namespace

std::variant<ElfFacts, std::string> read_elf_facts(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  // At one go: a build for the sanitizers has hundreds of megabytes.
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  std::string bytes(unknown ? 0 : size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  const Image image(std::move(bytes));
  const auto header = image.at<Elf64_Ehdr>(0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
    return "the library is no ELF file";
  }
  if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB) {
    return "the library is not 64-bit little-endian ELF";
  }
  const auto section = [&](std::uint64_t index) {
    return image.at<Elf64_Shdr>(header->e_shoff + index * sizeof(Elf64_Shdr));
  };
  ElfFacts facts;
  bool found = false;
  for (std::uint64_t i = 0; i < header->e_shnum; ++i) {
    const auto table = section(i);
    if (!table) {
      return "the library's section table is cut off";
    }
    if (table->sh_type == SHT_DYNAMIC) {
      read_dynamic(image, *table, facts);
    }
    const auto names = table->sh_type == SHT_DYNSYM ? section(table->sh_link) : std::nullopt;
    if (names) {
      found = true;
      read_symbols(image, *table, *names, facts);
    }
  }
  if (!found) {
    return "the library has no dynamic symbol table";
  }
  return facts;
}

} // namespace host_stub::validate
