#include "plugin/intake/first_send_telling.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/intake/left_to_settle.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

namespace json = boost::json;
using Question = FirstSendTelling::Question;

constexpr std::string_view kDomainsMeta = "first_send_telling";

std::string name_of(const std::string& domain) {
  return std::string(kDomainsMeta) + "." + domain;
}

json::array array_of(const std::vector<KeptInClass>& classes) {
  json::array list;
  for (const auto& one : classes) {
    list.push_back(json::object{{"class_id", one.class_id.value},
                                {"school_year", one.school_year.value},
                                {"grades", one.grades}});
  }
  return list;
}

std::vector<KeptInClass> classes_at(const json::object& object, std::string_view name) {
  std::vector<KeptInClass> classes;
  const auto* found = object.if_contains(name);
  if (found == nullptr || !found->is_array()) {
    return classes;
  }
  for (const auto& one : found->get_array()) {
    if (one.is_object()) {
      classes.push_back(
          {gradebook::ClassId(gradebook::text_member(one.get_object(), "class_id")),
           gradebook::SchoolYear(gradebook::text_member(one.get_object(), "school_year")),
           gradebook::number_member(one.get_object(), "grades")});
    }
  }
  return classes;
}

} // namespace

Result<std::vector<std::string>> first_sends_to_tell(outbox::Transaction& transaction) {
  return names_left(transaction, kDomainsMeta);
}

Result<FirstSendTelling> first_send_telling(outbox::Transaction& transaction,
                                            const std::string& domain) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(name_of(domain)));
  FirstSendTelling telling;
  json::error_code error;
  const auto value = json::parse(text.value_or("{}"), error);
  if (error || !value.is_object()) {
    return telling; // it is told once too seldom
  }
  const auto question = gradebook::text_member(value.get_object(), "question");
  telling.question = question == "to_tell" ? Question::to_tell
                     : question == "told"  ? Question::told
                                           : Question::none;
  telling.to_tell = classes_at(value.get_object(), "to_tell");
  telling.told = classes_at(value.get_object(), "told");
  return telling;
}

Status put_first_send_telling(outbox::Transaction& transaction, const std::string& domain,
                              const FirstSendTelling& telling) {
  json::object object;
  if (telling.question != Question::none) {
    object["question"] = telling.question == Question::told ? "told" : "to_tell";
  }
  object["to_tell"] = array_of(telling.to_tell);
  object["told"] = array_of(telling.told);
  PASSBACK_TRY(transaction.put_meta(name_of(domain), json::serialize(object)));
  PASSBACK_TRY_AS(auto domains, names_left(transaction, kDomainsMeta));
  std::erase(domains, domain);
  if (!telling.nothing()) {
    domains.push_back(domain);
  }
  return put_names_left(transaction, kDomainsMeta, domains);
}

} // namespace passback::intake
