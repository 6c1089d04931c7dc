#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace host_stub::loader {

// Where a document does not fit its JSON Schema, and what was expected there.
struct Misfit {
  std::string pointer; // RFC 6901; empty: the document itself
  std::string expected;
};

// The misfits, the deepest (most telling) first; empty: the document fits.
std::vector<Misfit> check_against_schema(const boost::json::value& document,
                                         std::string_view schema_json);

} // namespace host_stub::loader
