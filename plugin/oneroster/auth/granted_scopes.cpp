#include "plugin/oneroster/auth/granted_scopes.hpp"

#include <algorithm>

namespace passback::oneroster {
namespace {

constexpr std::string_view kRoster = "roster.readonly";
constexpr std::string_view kRosterCore = "roster-core.readonly";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) {
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// OneRoster's name for it: the address in front says only of which version it is.
std::string_view last_part(std::string_view scope) {
  return scope.substr(scope.rfind('/') + 1);
}

bool names(const std::vector<std::string>& scopes, std::string_view name) {
  return std::ranges::any_of(scopes,
                             [&](const std::string& one) { return last_part(one) == name; });
}

} // namespace

bool has_scope(std::string_view scopes, std::string_view name) {
  return names(words_of(scopes), name);
}

bool are_scopes_of_oneroster(std::string_view scopes) {
  return std::ranges::any_of(words_of(scopes), [](const std::string& one) {
    return one.ends_with(".readonly") || one.ends_with(".createput") ||
           one.ends_with(".createpost") || one.ends_with(".delete");
  });
}

std::string with_fewer_scopes(std::string_view asked) {
  auto scopes = words_of(asked);
  for (const auto given_up : {kRoster, kRosterCore}) {
    if (names(scopes, given_up)) {
      std::erase_if(scopes, [&](const std::string& one) { return last_part(one) == given_up; });
      std::string fewer;
      for (const auto& scope : scopes) {
        fewer += (fewer.empty() ? "" : " ") + scope;
      }
      return fewer;
    }
  }
  return {};
}

std::vector<std::string> not_granted(std::string_view asked, std::string_view granted) {
  const auto given = words_of(granted);
  std::vector<std::string> missing;
  if (!are_scopes_of_oneroster(granted)) {
    return missing;
  }
  for (const auto& scope : words_of(asked)) {
    const auto name = last_part(scope);
    const bool by_the_wider = name == kRosterCore && names(given, kRoster);
    if (std::ranges::find(given, scope) == given.end() && !by_the_wider) {
      missing.emplace_back(name);
    }
  }
  return missing;
}

RosterReads roster_reads(std::string_view asked, std::string_view granted) {
  const auto missing = not_granted(asked, granted);
  const auto lacks = [&](std::string_view name) {
    return std::ranges::find(missing, name) != missing.end();
  };
  const bool core_asked = names(words_of(asked), kRosterCore);
  RosterReads reads;
  reads.nested = !lacks(kRoster);
  reads.records = core_asked ? !lacks(kRosterCore) : reads.nested;
  return reads;
}

} // namespace passback::oneroster
