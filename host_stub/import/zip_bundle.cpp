#include <algorithm>
#include <memory>
#include <optional>

#include <zip.h>

#include "host_stub/import/bundle.hpp"

namespace host_stub::import {
namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using File = std::unique_ptr<zip_file_t, Discard>;

Failure refuse(const std::filesystem::path& zip, const std::string& why) {
  return {"The zip " + zip.string() + " is refused: " + why,
          "Make a new zip of the CSV files themselves, or give the folder that holds them.",
          ExitCode::bad_roster};
}

bool leaves_its_folder(std::string_view name) {
  return name.starts_with('/') || name.find('\\') != std::string_view::npos ||
         name.find(':') != std::string_view::npos || name == ".." || name.starts_with("../") ||
         name.find("/../") != std::string_view::npos || name.ends_with("/..");
}

bool is_link(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0 ||
      system != ZIP_OPSYS_UNIX) {
    return false;
  }
  constexpr zip_uint32_t kTypeMask = 0170000;
  constexpr zip_uint32_t kSymbolicLink = 0120000;
  return (attributes >> 16 & kTypeMask) == kSymbolicLink;
}

// What the zip's directory says about sizes may be a lie, so the bytes that really come out are
// counted.
std::optional<std::string> unpack(zip_t* archive, zip_uint64_t index, std::size_t limit,
                                  std::string& why) {
  File file(zip_fopen_index(archive, index, 0));
  if (!file) {
    why = zip_strerror(archive);
    return std::nullopt;
  }
  std::string text;
  char buffer[65536];
  for (;;) {
    auto got = zip_fread(file.get(), buffer, sizeof buffer);
    if (got < 0) {
      why = "a file in it is damaged or encrypted";
      return std::nullopt;
    }
    if (got == 0) {
      return text;
    }
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > limit) {
      why = "a file in it unpacks to more than a roster can be";
      return std::nullopt;
    }
  }
}

} // namespace

Result<Bundle> open_zip(const std::filesystem::path& path, const Limits& limits) {
  int error = 0;
  Archive archive(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!archive) {
    return refuse(path, "it is not a zip file, or a damaged one.");
  }
  auto entries = zip_get_num_entries(archive.get(), 0);
  if (entries < 0 || static_cast<std::size_t>(entries) > limits.entries) {
    return refuse(path, "it has more than " + std::to_string(limits.entries) + " entries.");
  }
  Bundle bundle;
  std::optional<std::string> folder;
  std::size_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
    const char* raw = zip_get_name(archive.get(), i, ZIP_FL_ENC_GUESS);
    std::string name = raw != nullptr ? raw : "";
    if (name.empty() || leaves_its_folder(name)) {
      return refuse(path, "it has an entry whose path leaves the folder it is unpacked to.");
    }
    if (is_link(archive.get(), i)) {
      return refuse(path, "its entry " + name + " is a symbolic link.");
    }
    auto slash = name.rfind('/');
    std::string in_folder = slash == std::string::npos ? "" : name.substr(0, slash);
    std::string file = slash == std::string::npos ? name : name.substr(slash + 1);
    if (!is_known_file(file) || in_folder.starts_with("__MACOSX")) {
      continue;
    }
    if (folder && *folder != in_folder) {
      return refuse(path, "the CSV files lie in more than one folder (\"" + *folder + "\" and \"" +
                              in_folder + "\").");
    }
    folder = in_folder;
    std::string why;
    auto text =
        unpack(archive.get(), i, std::min(limits.file_bytes, limits.bundle_bytes - total), why);
    if (!text) {
      return refuse(path, why + ".");
    }
    total += text->size();
    if (!bundle.emplace(file, std::move(*text)).second) {
      return refuse(path, "it has " + file + " twice.");
    }
  }
  return bundle;
}

} // namespace host_stub::import
