#pragma once
// From the SIS's ids to the host's own, the same ones at each import.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/import/reference_check.hpp"

namespace host_stub::import {

// Which host id stands for a sourcedId: the one of an earlier import, else a new one that is kept
// for the rest of this import, so that rows may point to rows that come later.
class IdMap {
 public:
  explicit IdMap(gradebook::Gradebook& book) : book_(book) {}

  // The host's id, made when there is none.
  std::string id(Kind kind, const std::string& sourced_id);
  std::optional<std::string> optional_id(Kind kind, const std::string& sourced_id);
  std::string new_enrolment_id() { return book_.new_id("enrolment"); }
  // The host's id of an earlier import, if there was one.
  std::optional<std::string> stored(Kind kind, std::string_view sourced_id);

 private:
  gradebook::Gradebook& book_;
  std::map<std::pair<Kind, std::string>, std::string> ids_;
};

// The table, which is also the first part of each id ("domain-3"), where a kind is kept.
const char* table_of(Kind kind);

} // namespace host_stub::import
