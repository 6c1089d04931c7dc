#include "plugin/actions/preview_token.hpp"

#include <charconv>
#include <set>
#include <utility>

#include <boost/json.hpp>

#include "plugin/oneroster/wire/url.hpp"
#include "plugin/platform/hash.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

// Says which class a token is of without repeating ids of any length.
std::string place_of(const Asker& asker) {
  return platform::sha256_hex(std::to_string(asker.class_id.value.size()) + ":" +
                              asker.class_id.value + asker.school_year.value)
      .substr(0, 16);
}

template <class Id>
void put_ids(json::object& scope, std::string_view name, const std::optional<std::set<Id>>& ids) {
  if (!ids) {
    return;
  }
  json::array list;
  for (const auto& id : *ids) {
    list.emplace_back(id.value);
  }
  scope[name] = std::move(list);
}

/// False if there is something else than a list of ids.
template <class Id>
bool read_ids(const json::object& scope, std::string_view name, std::optional<std::set<Id>>& ids) {
  const auto* list = scope.if_contains(name);
  if (list == nullptr) {
    return true;
  }
  if (!list->is_array()) {
    return false;
  }
  ids.emplace();
  for (const auto& one : list->get_array()) {
    if (!one.is_string()) {
      return false;
    }
    ids->insert(Id(std::string(one.get_string())));
  }
  return true;
}

/// Nothing, of the whole class; else without a character that a JSON text or an address would have
/// to escape.
std::string scope_text(const CellFilter& cells) {
  json::object scope;
  put_ids(scope, "activities", cells.activities);
  put_ids(scope, "students", cells.students);
  return scope.empty() ? std::string() : oneroster::percent_encoded(json::serialize(scope));
}

bool read_scope_text(std::string_view text, CellFilter& cells) {
  if (text.empty()) {
    return true;
  }
  boost::system::error_code error;
  const auto scope = json::parse(oneroster::percent_decoded(text), error);
  return !error && scope.is_object() &&
         read_ids(scope.get_object(), "activities", cells.activities) &&
         read_ids(scope.get_object(), "students", cells.students);
}

} // namespace

std::string to_text(const PreviewToken& token, const Asker& asker) {
  return std::to_string(token.newest_seq) + "." + place_of(asker) + "." + scope_text(token.cells);
}

std::optional<PreviewToken> read_token(std::string_view text, const Asker& asker) {
  const auto first = text.find('.');
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  const auto place = place_of(asker);
  const auto rest = text.substr(first + 1);
  if (!rest.starts_with(place) || rest.size() == place.size() || rest[place.size()] != '.') {
    return std::nullopt;
  }
  PreviewToken token;
  const auto read = std::from_chars(text.data(), text.data() + first, token.newest_seq);
  if (read.ec != std::errc() || read.ptr != text.data() + first) {
    return std::nullopt;
  }
  token.cells.class_id = asker.class_id;
  token.cells.school_year = asker.school_year;
  if (!read_scope_text(rest.substr(place.size() + 1), token.cells)) {
    return std::nullopt;
  }
  return token;
}

} // namespace passback::actions
