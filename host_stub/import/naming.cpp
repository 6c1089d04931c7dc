#include "host_stub/import/naming.hpp"

namespace host_stub::import {

std::string place_name(Origin origin, std::string_view file) {
  if (origin == Origin::api) {
    file = file == "roles.csv" ? "users" : file.substr(0, file.find(".csv"));
  }
  return std::string(file);
}

std::string member_name(Origin origin, std::string_view column) {
  constexpr std::string_view kSuffix = "SourcedId";
  std::string name(column);
  auto at = origin == Origin::api ? name.find(kSuffix) : std::string::npos;
  return at == std::string::npos ? name : name.erase(at, kSuffix.size());
}

} // namespace host_stub::import
