#include "plugin/exchange/conversation/redaction.hpp"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>

#include "plugin/oneroster/answers/clean_words.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/url.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;

constexpr std::string_view kRemoved = "(removed)";

/// Members whose texts are words of the protocol.
constexpr std::array<std::string_view, 28> kHarmless = {"sourcedid",
                                                        "status",
                                                        "datelastmodified",
                                                        "type",
                                                        "href",
                                                        "scorestatus",
                                                        "scoredate",
                                                        "assigndate",
                                                        "duedate",
                                                        "startdate",
                                                        "enddate",
                                                        "schoolyear",
                                                        "role",
                                                        "classtype",
                                                        "suppliedsourcedid",
                                                        "allocatedsourcedid",
                                                        "imsx_codemajor",
                                                        "imsx_severity",
                                                        "imsx_codeminor",
                                                        "imsx_codeminorfieldname",
                                                        "imsx_codeminorfieldvalue",
                                                        "error",
                                                        "token_type",
                                                        "scope",
                                                        "late",
                                                        "missing",
                                                        "incomplete",
                                                        "inprogress"};
constexpr std::array<std::string_view, 6> kPeople = {"student",  "user",     "teacher",
                                                     "students", "teachers", "users"};
constexpr std::array<std::string_view, 9> kHeaders = {
    "content-type", "date",     "x-total-count",    "link",  "retry-after",
    "allow",        "location", "content-language", "server"};

template <class List> bool contains(const List& list, std::string_view name) {
  return std::ranges::any_of(
      list, [&](std::string_view one) { return oneroster::ascii::same_without_case(one, name); });
}

} // namespace

void Redaction::person(const std::string& id) {
  if (!id.empty() && !people_.contains(id) && !id.starts_with("person-")) {
    const std::string name = "person-" + std::to_string(people_.size() + 1);
    people_.emplace(id, name);
  }
}

std::string Redaction::text(std::string_view text) const {
  std::string out(text);
  // Only whole words: the id "1" must not change every "10".
  const auto part_of_word = [](char c) {
    return oneroster::ascii::is_letter(c) || oneroster::ascii::is_digit(c) || c == '-' || c == '_';
  };
  for (const auto& [id, name] : people_) {
    for (const auto& form : {id, oneroster::percent_encoded(id)}) {
      for (auto at = out.find(form); at != std::string::npos;) {
        const auto end = at + form.size();
        const bool whole = (at == 0 || !part_of_word(out[at - 1])) &&
                           (end == out.size() || !part_of_word(out[end]));
        if (whole) {
          out.replace(at, form.size(), name);
        }
        at = out.find(form, at + (whole ? name.size() : 1));
      }
    }
  }
  return out;
}

json::value Redaction::texts(const json::value& value) const {
  if (const auto* words = value.if_string()) {
    return json::string(text({words->data(), words->size()}));
  }
  if (const auto* list = value.if_array()) {
    json::array out;
    for (const auto& one : *list) {
      out.push_back(texts(one));
    }
    return out;
  }
  if (const auto* object = value.if_object()) {
    json::object out;
    for (const auto& member : *object) {
      out[member.key()] = texts(member.value());
    }
    return out;
  }
  return value;
}

std::string Redaction::url(std::string_view url) {
  // What stands behind /users/ in an address is a person.
  for (const std::string_view collection : {"/users/", "/students/", "/teachers/"}) {
    for (auto at = url.find(collection); at != std::string_view::npos;
         at = url.find(collection, at + 1)) {
      const auto begin = at + collection.size();
      const auto end = std::min(url.find_first_of("/?", begin), url.size());
      person(oneroster::percent_decoded(url.substr(begin, end - begin)));
    }
  }
  std::string out = text(url);
  // A filter may hold a name or an e-mail.
  const auto filter = out.find("filter=");
  if (filter != std::string::npos) {
    const auto end = std::min(out.find('&', filter), out.size());
    std::string kept = out.substr(filter, end - filter);
    if (kept.find("class.sourcedId") == std::string::npos) {
      out.replace(filter, end - filter, "filter=(removed)");
    }
  }
  return out;
}

void Redaction::find_people(const json::value& value, bool of_people) {
  if (const auto* list = value.if_array()) {
    for (const auto& one : *list) {
      find_people(one, of_people);
    }
    return;
  }
  const auto* object = value.if_object();
  if (object == nullptr) {
    return;
  }
  const std::string type = oneroster::text_of(oneroster::member(*object, "type"));
  if (of_people || oneroster::ascii::same_without_case(type, "user")) {
    person(oneroster::text_of(oneroster::member(*object, "sourcedId")));
  }
  for (const auto& one : *object) {
    find_people(one.value(), contains(kPeople, one.key()));
  }
}

json::value Redaction::redacted(const json::value& value, std::string_view name, bool in_metadata,
                                bool keep_titles) const {
  if (const auto* words = value.if_string()) {
    const std::string_view plain(words->data(), words->size());
    if (in_metadata) {
      const bool flag = plain == "true" || plain == "false" || plain.empty();
      return flag ? value : json::value(kRemoved);
    }
    if (oneroster::ascii::same_without_case(name, "imsx_description") ||
        oneroster::ascii::same_without_case(name, "error_description")) {
      return json::string(text(oneroster::clean_words(plain)));
    }
    const bool title = oneroster::ascii::same_without_case(name, "title") &&
                       (keep_titles || plain.starts_with("Passback test"));
    if (title || contains(kHarmless, name)) {
      return json::string(text(plain));
    }
    return json::value(kRemoved);
  }
  if (const auto* list = value.if_array()) {
    json::array out;
    for (const auto& one : *list) {
      out.push_back(redacted(one, name, in_metadata, keep_titles));
    }
    return out;
  }
  if (const auto* object = value.if_object()) {
    json::object out;
    for (const auto& one : *object) {
      const bool metadata =
          in_metadata || oneroster::ascii::same_without_case(one.key(), "metadata");
      out[one.key()] = redacted(one.value(), one.key(), metadata, keep_titles);
    }
    return out;
  }
  return in_metadata && value.is_number() ? json::value(0) : value;
}

json::value Redaction::body(std::string_view body, bool keep_titles) {
  if (body.empty()) {
    return nullptr;
  }
  const auto value = oneroster::read_json(body);
  if (!value || !(value->is_object() || value->is_array())) {
    return json::string("(not JSON: " + std::to_string(body.size()) + " bytes)");
  }
  find_people(*value, false);
  return redacted(*value, "", false, keep_titles);
}

json::object Redaction::headers(const oneroster::HttpAnswer& answer) {
  json::object out;
  for (const auto& header : answer.headers) {
    if (contains(kHeaders, header.name)) {
      out[oneroster::ascii::lower(header.name)] = url(header.value);
    }
  }
  return out;
}

} // namespace passback::exchange
