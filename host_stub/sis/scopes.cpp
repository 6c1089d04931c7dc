#include "host_stub/sis/scopes.hpp"

#include <algorithm>

namespace host_stub::sis {

namespace {

constexpr std::string_view kScopes1p1[] = {
    "roster-core.readonly", "roster.readonly",    "roster-demographics.readonly",
    "resource.readonly",    "gradebook.readonly", "gradebook.createput",
    "gradebook.delete"};
constexpr std::string_view kScopes1p2[] = {
    "roster.readonly",      "roster-core.readonly",    "roster-demographics.readonly",
    "gradebook.readonly",   "gradebook-core.readonly", "gradebook.createput",
    "gradebook.createpost", "gradebook.delete",        "assessment.readonly",
    "assessment.createput", "assessment.delete"};

std::vector<std::string> make_all() {
  std::vector<std::string> out;
  for (const auto suffix : kScopes1p1) {
    out.push_back(scope_address(Version::v1p1, suffix));
  }
  for (const auto suffix : kScopes1p2) {
    out.push_back(scope_address(Version::v1p2, suffix));
  }
  return out;
}

} // namespace

std::string scope_address(Version version, std::string_view suffix) {
  return std::string("https://purl.imsglobal.org/spec/or/") +
         (version == Version::v1p1 ? "v1p1" : "v1p2") + "/scope/" + std::string(suffix);
}

const std::vector<std::string>& all_scopes() {
  static const std::vector<std::string> kAll = make_all();
  return kAll;
}

bool is_known_scope(std::string_view address) {
  return std::find(all_scopes().begin(), all_scopes().end(), address) != all_scopes().end();
}

} // namespace host_stub::sis
