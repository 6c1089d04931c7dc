// What docs/conformance.md says about endpoints, fields and sign-in: the rows that a person writes.
// Whether a row is used, and which members really go out, is found in the sources and the
// documents.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugin/oneroster/wire/routes.hpp"

namespace passback::oneroster {

struct OperationRow {
  const char* method;
  std::function<std::string(const Endpoint&)> url; ///< empty = the version does not have it
  const char*
      function; ///< of routes.hpp; used when delivery, intake, actions or a conversation call it
  const char* purpose;
  const char* scope; ///< suffix, or "none"
  bool in_1p1 = true;
  std::vector<const char*> tests;
};

struct FieldRow {
  const char* member;
  const char* in_1p1; ///< "required", "optional" or "–" by the specification
  const char* in_1p2;
  const char* from;
  std::vector<const char*> tests;
};

struct SignInRow {
  const char* way;
  const char* in_1p1;
  const char* in_1p2;
  std::vector<const char*> tests;
};

std::vector<OperationRow> operation_rows();
std::vector<FieldRow> line_item_rows();
std::vector<FieldRow> result_rows();
std::vector<FieldRow> category_rows();
std::vector<SignInRow> sign_in_rows();

} // namespace passback::oneroster
