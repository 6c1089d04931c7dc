#include "host_stub/import/id_map.hpp"

namespace host_stub::import {

const char* table_of(Kind kind) {
  switch (kind) {
  case Kind::org:
    return "domain";
  case Kind::session:
    return "session";
  case Kind::course:
    return "course";
  case Kind::class_:
    return "class";
  case Kind::user:
    return "user";
  case Kind::category:
    return "category";
  case Kind::line_item:
    return "activity";
  }
  return "";
}

std::optional<std::string> IdMap::stored(Kind kind, std::string_view sourced_id) {
  auto row = book_.database().query(
      "SELECT id FROM " + std::string(table_of(kind)) + " WHERE sis_id = ?", sourced_id);
  return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

std::string IdMap::id(Kind kind, const std::string& sourced_id) {
  auto& known = ids_[{kind, sourced_id}];
  if (known.empty()) {
    auto found = stored(kind, sourced_id);
    known = found ? *found : book_.new_id(table_of(kind));
  }
  return known;
}

std::optional<std::string> IdMap::optional_id(Kind kind, const std::string& sourced_id) {
  return sourced_id.empty() ? std::nullopt : std::optional(id(kind, sourced_id));
}

} // namespace host_stub::import
