#include "plugin/oneroster/profile/profile_check.hpp"

#include <algorithm>
#include <exception>
#include <numeric>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace passback::oneroster {
namespace {

namespace json = boost::json;

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t k = 0; k < b.size(); ++k) {
      const std::size_t swapped = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({swapped, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view key, const json::object& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(key.size() / 2, 1) + 1;
  for (const auto& [name, unused] : known) {
    if (const std::size_t found = distance(key, name); found < best_distance) {
      best_distance = found;
      best = name;
    }
  }
  return best;
}

std::string step(std::string_view key) {
  std::string pointer = "/";
  for (const char c : key) {
    pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return pointer;
}

const json::object* object_at(const json::object& schema, std::string_view name) {
  const json::value* found = schema.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

/// Walks document and schema together; fills `misfit` with the first key that the schema does not
/// know.
void find_unknown_key(const json::value& value, const json::object& schema,
                      const std::string& pointer, std::optional<Misfit>& misfit) {
  if (const json::array* list = value.if_array()) {
    const json::object* items = object_at(schema, "items");
    for (std::size_t i = 0; items != nullptr && !misfit && i < list->size(); ++i) {
      find_unknown_key((*list)[i], *items, pointer + "/" + std::to_string(i), misfit);
    }
    return;
  }
  const json::object* object = value.if_object();
  const json::object* known = object_at(schema, "properties");
  const json::object* any = object_at(schema, "additionalProperties");
  if (object == nullptr || (known == nullptr && any == nullptr)) {
    return;
  }
  for (const auto& [key, inner] : *object) {
    if (misfit) {
      return;
    }
    if (known == nullptr) {
      find_unknown_key(inner, *any, pointer + step(key), misfit);
    } else if (const json::object* inner_schema = object_at(*known, key)) {
      find_unknown_key(inner, *inner_schema, pointer + step(key), misfit);
    } else if (!std::string_view(key).starts_with("x-")) {
      const std::string suggestion = nearest(key, *known);
      misfit = Misfit{pointer + step(key),
                      "unknown key '" + std::string(key) + "'" +
                          (suggestion.empty() ? "" : "; did you mean '" + suggestion + "'?")};
    }
  }
}

std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& part : context) {
    const bool bracketed = part.size() >= 2 && part.front() == '[' && part.back() == ']';
    if (bracketed) {
      pointer += step(part.substr(1, part.size() - 2));
    }
  }
  return pointer;
}

/// The part of the schema that describes the value at a pointer, as deep as it can be followed.
const json::object& schema_at(const json::object& schema, std::string_view pointer) {
  const json::object* here = &schema;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view key = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(key.size());
    const json::object* properties = object_at(*here, "properties");
    const json::object* next = properties == nullptr ? nullptr : object_at(*properties, key);
    for (const std::string_view other : {"items", "additionalProperties"}) {
      next = next == nullptr ? object_at(*here, other) : next;
    }
    if (next == nullptr) {
      break;
    }
    here = next;
  }
  return *here;
}

std::string expected(const json::object& schema) {
  std::string text;
  if (const json::value* description = schema.if_contains("description");
      description != nullptr && description->is_string()) {
    text = description->get_string().c_str();
  }
  if (const json::value* choices = schema.if_contains("enum");
      choices != nullptr && choices->is_array()) {
    std::string list;
    for (const json::value& choice : choices->get_array()) {
      list += (list.empty() ? "" : ", ") + json::serialize(choice);
    }
    text += (text.empty() ? "" : ": ") + std::string("one of ") + list;
  }
  return text;
}

std::string missing_key(const json::object& document, const json::object& schema) {
  const json::value* required = schema.if_contains("required");
  const json::array* names = required == nullptr ? nullptr : required->if_array();
  for (std::size_t i = 0; names != nullptr && i < names->size(); ++i) {
    const json::string* name = (*names)[i].if_string();
    if (name != nullptr && !document.contains(*name)) {
      return std::string(name->data(), name->size());
    }
  }
  return {};
}

Misfit described(const json::value& document, const json::object& schema,
                 const std::string& pointer) {
  const json::object& here = schema_at(schema, pointer);
  boost::system::error_code error;
  const json::value* value = document.find_pointer(pointer, error);
  if (value != nullptr && value->is_object()) {
    if (const std::string name = missing_key(value->get_object(), here); !name.empty()) {
      return {pointer, "the key '" + name + "' is missing (" +
                           expected(schema_at(schema, pointer + step(name))) + ")"};
    }
  }
  const std::string key = pointer.substr(pointer.rfind('/') + 1);
  return {pointer, (key.empty() ? "the file" : "'" + key + "'") +
                       " does not fit; expected: " + expected(here)};
}

} // namespace

Result<std::optional<Misfit>> check_profile(const json::value& document,
                                            const json::value& schema_document) try {
  const json::object* schema = schema_document.if_object();
  if (schema == nullptr) {
    return Error{Code::internal, "the schema of SIS profiles is not a JSON object"};
  }
  std::optional<Misfit> misfit;
  find_unknown_key(document, *schema, "", misfit);
  if (misfit) {
    return misfit;
  }
  valijson::Schema compiled;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema_document), compiled);
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(compiled, valijson::adapters::BoostJsonAdapter(document), &results)) {
    return std::optional<Misfit>();
  }
  // The deepest place is the most telling: those above it fail because of it.
  std::string deepest;
  for (const auto& found : results) {
    const std::string pointer = pointer_of(found.context);
    if (std::ranges::count(pointer, '/') > std::ranges::count(deepest, '/')) {
      deepest = pointer;
    }
  }
  return std::optional(described(document, *schema, deepest));
} catch (const std::exception&) {
  return Error{Code::internal, "the schema of SIS profiles is damaged"};
}

} // namespace passback::oneroster
