#include "host_stub/host/people_document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/host/permission.hpp"
#include "lms_plugin/host.h"

namespace host_stub::host {
namespace json = boost::json;

namespace {

constexpr std::size_t kMostIds = 200;

std::string member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

} // namespace

Result<std::string> answer_people_query(gradebook::Gradebook& book, std::string_view text) {
  json::error_code error;
  const auto parsed = json::parse({text.data(), text.size()}, error);
  const auto* query = error ? nullptr : parsed.if_object();
  const auto* ids = query != nullptr ? query->if_contains("ids") : nullptr;
  if (ids == nullptr || !ids->is_array() || ids->get_array().size() > kMostIds ||
      member(*query, "schema") != "lms.people_query/1") {
    return Failure{"The question is not a lms.people_query/1 document.", ""};
  }
  gradebook::RosterStore roster(book);
  const bool may_see =
      Permission(roster).allows(member(*query, "user_id"), LMS_PERMISSION_VIEW_SYNC,
                                member(*query, "class_id"), member(*query, "domain_id"));
  json::array people;
  for (const auto& id : ids->get_array()) {
    const auto user =
        may_see && id.is_string() ? roster.user(std::string_view(id.get_string())) : std::nullopt;
    if (user) {
      people.push_back({{"id", user->id}, {"name", user->given_name + " " + user->family_name}});
    }
  }
  return json::serialize(json::object{{"schema", "lms.people/1"}, {"people", std::move(people)}});
}

} // namespace host_stub::host
