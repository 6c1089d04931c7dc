#include "host_stub/host/custom_data_document.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/gradebook/custom_values.hpp"
#include "host_stub/gradebook/roster_store.hpp"

namespace host_stub::host {
namespace json = boost::json;

namespace {

constexpr std::size_t kMostIdsOfAQuery = 200;

// What this LMS has of everybody, whatever was entered.
constexpr std::pair<const char*, const char*> kOwnFields[] = {
    {"users", "external_id"},   {"users", "identifier"},   {"users", "email"},
    {"classes", "external_id"}, {"classes", "identifier"}, {"enrolments", "external_id"}};

std::string member_text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<std::string> texts_in(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const auto* list = object.if_contains(name);
  if (list != nullptr && list->is_array()) {
    for (const auto& one : list->get_array()) {
      if (one.is_string()) {
        texts.emplace_back(one.get_string());
      }
    }
  }
  return texts;
}

std::string fields_document(gradebook::Gradebook& book) {
  json::array fields;
  std::set<std::pair<std::string, std::string>> seen;
  const auto add = [&](const std::string& kind, const std::string& name) {
    if (seen.insert({kind, name}).second) {
      fields.push_back({{"of", kind}, {"name", name}, {"title", name}});
    }
  };
  for (const auto& [kind, name] : kOwnFields) {
    add(kind, name);
  }
  for (const auto& value : gradebook::CustomValues(book).all()) {
    add(value.owner.kind(), value.field);
  }
  return json::serialize(
      json::object{{"schema", "lms.custom_data/1"}, {"fields", std::move(fields)}});
}

// What was entered goes over what the LMS has of everybody.
std::map<std::string, std::string> values_of(gradebook::Gradebook& book,
                                             const gradebook::ValueOwner& owner) {
  gradebook::RosterStore roster(book);
  std::map<std::string, std::string> values;
  if (owner.class_id.empty()) {
    if (const auto user = roster.user(owner.user_id)) {
      values = {{"identifier", user->username}, {"email", user->email}};
    }
  } else if (owner.user_id.empty()) {
    if (const auto in_class = roster.class_of(owner.class_id)) {
      values = {{"identifier", in_class->code}};
    }
  }
  for (auto& [field, value] : gradebook::CustomValues(book).of(owner)) {
    values[field] = value;
  }
  return values;
}

json::object line(gradebook::Gradebook& book, const gradebook::ValueOwner& owner,
                  const std::vector<std::string>& fields) {
  json::object values;
  for (const auto& [field, value] : values_of(book, owner)) {
    if (!value.empty() && std::ranges::find(fields, field) != fields.end()) {
      values[field] = value;
    }
  }
  return {{"values", std::move(values)}};
}

} // namespace

Result<std::string> answer_custom_data_query(gradebook::Gradebook& book, std::string_view text) {
  json::error_code error;
  const auto parsed = json::parse({text.data(), text.size()}, error);
  const auto* query = error ? nullptr : parsed.if_object();
  if (query == nullptr || member_text(*query, "schema") != "lms.custom_data_query/1") {
    return Failure{"The question is not a lms.custom_data_query/1 document.", ""};
  }
  const auto of = member_text(*query, "of");
  if (of == "fields") {
    return fields_document(book);
  }
  const auto ids = texts_in(*query, "ids");
  const auto in_class = member_text(*query, "class_id");
  const bool of_enrolments = of == "enrolments";
  if ((of != "users" && of != "classes" && !of_enrolments) || ids.size() > kMostIdsOfAQuery ||
      (of_enrolments && in_class.empty())) {
    return Failure{"Not users, classes or enrolments of a class, or more than 200 of them.", ""};
  }
  const auto fields = texts_in(*query, "fields");
  json::array list;
  for (const auto& id : ids) {
    const gradebook::ValueOwner owner{of == "classes" ? id : in_class, of == "classes" ? "" : id};
    auto one = line(book, owner, fields);
    one[of_enrolments ? "user_id" : "id"] = id;
    if (of_enrolments) {
      one["class_id"] = in_class;
    }
    list.push_back(std::move(one));
  }
  return json::serialize(json::object{{"schema", "lms.custom_data/1"}, {of, std::move(list)}});
}

} // namespace host_stub::host
