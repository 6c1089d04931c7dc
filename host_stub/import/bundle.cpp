#include "host_stub/import/bundle.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace host_stub::import {
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 11> kKnownFiles = {
    "manifest.csv", "orgs.csv",  "academicSessions.csv", "courses.csv",    "classes.csv",
    "users.csv",    "roles.csv", "enrollments.csv",      "categories.csv", "lineItems.csv",
    "results.csv"};

Result<Bundle> open_folder(const fs::path& folder, const Limits& limits) {
  Bundle bundle;
  std::size_t total = 0;
  for (std::string_view name : kKnownFiles) {
    auto path = folder / name;
    if (!fs::is_regular_file(path)) {
      continue;
    }
    auto size = fs::file_size(path);
    total += size;
    if (size > limits.file_bytes || total > limits.bundle_bytes) {
      return Failure{"The file " + path.string() + " is larger than a roster can be.",
                     "Check that it is the right file.", ExitCode::bad_roster};
    }
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) {
      return Failure{"The file " + path.string() + " cannot be read.", "Check its permissions.",
                     ExitCode::bad_roster};
    }
    bundle.emplace(name, std::move(text));
  }
  return bundle;
}

} // namespace

bool is_known_file(std::string_view name) {
  return std::ranges::find(kKnownFiles, name) != kKnownFiles.end();
}

Result<Bundle> open_bundle(const fs::path& path, const Limits& limits) {
  if (!fs::exists(path)) {
    return Failure{"There is no folder and no file " + path.string() + ".",
                   "Give the folder with the OneRoster CSV files, or their zip.",
                   ExitCode::bad_roster};
  }
  auto bundle = fs::is_directory(path) ? open_folder(path, limits) : open_zip(path, limits);
  if (bundle && bundle.value().empty()) {
    return Failure{
        path.string() + " contains no OneRoster CSV file.",
        "Give the folder or zip that holds orgs.csv, users.csv, classes.csv and the others.",
        ExitCode::bad_roster};
  }
  return bundle;
}

} // namespace host_stub::import
