// schema_check.hpp - checks a strict YAML document (or any JSON value) against a JSON Schema (draft
// 7).
//
// Every problem is one plain sentence with the line it is about. Where the schema's own
// "description" of a member is known it is added, so a schema's descriptions are written for the
// people who edit the file.
//
// Pure, any thread; throws only std::bad_alloc. A schema that is itself broken is reported as one
// problem at line 1. Needs valijson: link lms_plugin_api::schema_check.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_SCHEMA_CHECK_HPP
#define LMS_PLUGIN_SCHEMA_CHECK_HPP

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "lms_plugin/strict_yaml.hpp"

namespace lms_plugin {

/// One thing that does not fit.
struct SchemaProblem {
  int line = 1;
  int column = 1;
  std::string pointer; ///< RFC 6901 JSON pointer of the value; "" is the document
  std::string message; ///< a plain sentence without a full stop
};

namespace schema_detail {

// valijson names a place as "<root>", "[member]", "[0]".
inline std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& part : context) {
    if (part.size() >= 2 && part.front() == '[' && part.back() == ']') {
      pointer += yaml_detail::pointer_token(std::string_view(part).substr(1, part.size() - 2));
    }
  }
  return pointer;
}

// What the schema says about the place, as far as properties and items lead there.
inline std::string description_at(const boost::json::value& schema, std::string_view pointer) {
  const boost::json::value* at = &schema;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const auto* object = at->if_object();
    if (object == nullptr) {
      return {};
    }
    const boost::json::value* next = nullptr;
    if (const auto* properties = object->if_contains("properties");
        properties != nullptr && properties->is_object()) {
      next = properties->get_object().if_contains({token.data(), token.size()});
    }
    for (const char* const fallback : {"items", "additionalProperties"}) {
      next = next != nullptr ? next : object->if_contains(fallback);
    }
    if (next == nullptr) {
      return {};
    }
    at = next;
  }
  if (const auto* object = at->if_object()) {
    if (const auto* text = object->if_contains("description");
        text != nullptr && text->is_string()) {
      return std::string(text->get_string());
    }
  }
  return {};
}

inline std::string in_plain_words(std::string text) {
  const auto replace = [&](std::string_view from, std::string_view to) {
    if (const std::size_t at = text.find(from); at != std::string::npos) {
      text.replace(at, from.size(), to);
    }
  };
  replace("Value type not permitted by 'type' constraint.", "has the wrong type");
  replace("Failed to match regex specified by 'pattern' constraint.",
          "is not written in the right form");
  replace("Failed to match against any enum values.", "is none of the words that are allowed");
  replace("Failed to match expected value set by 'const' constraint.",
          "is not the one value that is allowed");
  replace("Missing required property '", "lacks '");
  if (!text.empty() && text.back() == '.') {
    text.pop_back();
  }
  return text;
}

// The member that nobody knows, if that is the problem.
inline std::string unknown_member(const std::string& description) {
  constexpr std::string_view kBefore = "'additionalProperties' constraints: '";
  const std::size_t at = description.find(kBefore);
  const std::size_t end = description.rfind('\'');
  const std::size_t begin = at + kBefore.size();
  return at == std::string::npos || end <= begin ? "" : description.substr(begin, end - begin);
}

// "Failed to validate item #2 in array." only repeats, further out, what a deeper problem says.
inline bool repeats_a_deeper_problem(const std::string& description, const std::string& pointer,
                                     const std::vector<SchemaProblem>& found) {
  if (description.find("Failed to validate") == std::string::npos) {
    return false;
  }
  for (const SchemaProblem& problem : found) {
    if (problem.pointer.starts_with(pointer)) {
      return true;
    }
  }
  return false;
}

} // namespace schema_detail

/// The problems of document, in the order of the text; none if it fits.
[[nodiscard]] inline std::vector<SchemaProblem> check_schema(const YamlDocument& document,
                                                             const boost::json::value& schema) {
  std::vector<SchemaProblem> problems;
  try {
    valijson::Schema compiled;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema), compiled);
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(compiled, valijson::adapters::BoostJsonAdapter(document.value), &results);
    for (const auto& error : results) {
      std::string pointer = schema_detail::pointer_of(error.context);
      if (schema_detail::repeats_a_deeper_problem(error.description, pointer, problems)) {
        continue;
      }
      std::string message;
      if (const std::string member = schema_detail::unknown_member(error.description);
          !member.empty()) {
        pointer += yaml_detail::pointer_token(member);
        message = "'" + pointer.substr(1) + "' is not known here; check its spelling";
      } else {
        message = (pointer.empty() ? "the file" : "'" + pointer.substr(1) + "'") + " " +
                  schema_detail::in_plain_words(error.description);
        if (const std::string wanted = schema_detail::description_at(schema, pointer);
            !wanted.empty()) {
          message += " (" + wanted + ")";
        }
      }
      const YamlPlace at = document.place_of(pointer);
      problems.push_back({at.line, at.column, std::move(pointer), std::move(message)});
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    problems.push_back({1, 1, "", std::string("the schema cannot be used: ") + e.what()});
  }
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  return problems;
}

} // namespace lms_plugin

#endif
