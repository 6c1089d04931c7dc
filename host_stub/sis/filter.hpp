#pragma once
// The filter language of OneRoster: field, operator, quoted value; or two such joined by AND or OR.
//   filter=email='a@b.org'      filter=status='active' AND dateLastModified>'2026-01-01'
// A quote inside a value is doubled. Nested members take a dotted path (class.sourcedId).
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host_stub/sis/json.hpp"
#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

enum class Compare { equal, not_equal, less, less_equal, greater, greater_equal, contains };

struct Clause {
  std::string field;
  Compare compare = Compare::equal;
  std::string value;
};

struct Filter {
  std::vector<Clause> clauses; ///< at least one
  bool any = false;            ///< OR instead of AND
  bool ignore_case = false;
};

/// The filter, or what is wrong with it.
std::variant<Filter, std::string> parse_filter(std::string_view text, int max_clauses);

/// True when a dotted path can be a member of such an object.
bool is_known_path(Kind kind, Version version, std::string_view path);

/// Expects clauses whose paths are known. An absent member is unequal to everything.
bool matches(const Filter& filter, const json::object& object);

/// Every value that a dotted path leads to; several when it passes through a list.
std::vector<const json::value*> values_at(const json::object& object, std::string_view path);

/// Order of a member's value and a text: by time when both are dates, by number when the value is
/// one, by Unicode code point otherwise. Negative, zero or positive.
int compare_with_text(const json::value& value, std::string_view text, bool ignore_case);

} // namespace host_stub::sis
