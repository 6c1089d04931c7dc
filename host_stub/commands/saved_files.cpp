#include "host_stub/commands/saved_files.hpp"

#include <fstream>
#include <memory>
#include <system_error>

#include <boost/beast/core/detail/base64.hpp>
#include <zip.h>

namespace host_stub::commands {
namespace {

namespace fs = std::filesystem;

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

Failure cannot_write(const fs::path& to) {
  return {"The file " + to.string() + " cannot be written.", "", ExitCode::failed};
}

Result<std::monostate> save_zip(const std::vector<NamedFile>& files, const fs::path& to) {
  int error = 0;
  std::unique_ptr<zip_t, DiscardZip> archive(
      zip_open(to.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!archive) {
    return cannot_write(to);
  }
  for (const auto& file : files) {
    auto* source = zip_source_buffer(archive.get(), file.content.data(), file.content.size(), 0);
    if (source == nullptr ||
        zip_file_add(archive.get(), file.name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
      zip_source_free(source);
      return cannot_write(to);
    }
  }
  if (zip_close(archive.get()) != 0) {
    return cannot_write(to);
  }
  static_cast<void>(archive.release()); // closed, and gone with it
  return std::monostate{};
}

} // namespace

Result<std::monostate> save_files(const std::vector<NamedFile>& files, const fs::path& to) {
  for (const auto& file : files) {
    if (file.name.empty() || file.name.front() == '.' ||
        fs::path(file.name).filename() != file.name) {
      return Failure{"The plugin names a file \"" + file.name + "\", which is no plain name.", "",
                     ExitCode::failed};
    }
  }
  if (to.extension() == ".zip") {
    return save_zip(files, to);
  }
  std::error_code failed;
  fs::create_directories(to, failed);
  for (const auto& file : files) {
    std::ofstream out(to / file.name, std::ios::binary | std::ios::trunc);
    out << file.content;
    if (!out.flush()) {
      return cannot_write(to / file.name);
    }
  }
  return std::monostate{};
}

std::string base64_decoded(const std::string& text) {
  namespace base64 = boost::beast::detail::base64;
  std::string bytes(base64::decoded_size(text.size()), '\0');
  bytes.resize(base64::decode(bytes.data(), text.data(), text.size()).first);
  return bytes;
}

} // namespace host_stub::commands
