#include "plugin/abi/host_people.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/abi/instance.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostIds = 200;
constexpr std::size_t kLongestName = 1'000;

} // namespace

std::string people_query(const actions::Asker& asker, const std::vector<std::string>& ids) {
  return json::serialize(json::object{{"schema", "lms.people_query/1"},
                                      {"user_id", asker.user.value},
                                      {"domain_id", asker.domain.value},
                                      {"class_id", asker.class_id.value},
                                      {"ids", json::array(ids.begin(), ids.end())}});
}

Result<std::map<std::string, std::string>> read_people(std::string_view text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  const auto* object = error ? nullptr : parsed.if_object();
  const auto* list = object != nullptr ? object->if_contains("people") : nullptr;
  if (list == nullptr || !list->is_array())
    return Error{Code::host_reply, "people_read: expected a document lms.people/1."};
  std::map<std::string, std::string> names;
  for (const auto& item : list->get_array()) {
    const auto* person = item.if_object();
    const auto* id = person != nullptr ? person->if_contains("id") : nullptr;
    const auto* name = person != nullptr ? person->if_contains("name") : nullptr;
    if (id != nullptr && name != nullptr && id->is_string() && name->is_string() &&
        name->get_string().size() <= kLongestName)
      names[std::string(id->get_string())] = std::string(name->get_string());
  }
  return names;
}

Result<std::map<std::string, std::string>> HostPeople::names(const actions::Asker& asker,
                                                             const std::vector<std::string>& ids) {
  std::map<std::string, std::string> all;
  for (std::size_t from = 0; from < ids.size(); from += kMostIds) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last =
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + kMostIds));
    const std::string query = people_query(asker, {first, last});
    Answer answer = Later{};
    if (auto told = told_.take(query, instance_.clock().unix_ms()))
      answer = std::move(*told);
    else
      answer = instance_.host().people_read(query, query);
    if (const auto* error = std::get_if<Error>(&answer))
      return *error;
    const auto* text = std::get_if<std::string>(&answer);
    if (text == nullptr)
      return Error{Code::busy, "The LMS says later what people are called; call again then."};
    auto read = read_people(*text);
    if (!read.ok())
      return read.error();
    all.merge(*read);
  }
  return all;
}

void HostPeople::remember(const std::string& subject, std::string answer) {
  told_.remember(subject, std::move(answer), instance_.clock().unix_ms());
}

} // namespace passback::abi
