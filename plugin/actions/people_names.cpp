#include "plugin/actions/people_names.hpp"

#include <set>

#include "plugin/actions/state_words.hpp"

namespace passback::actions {

namespace json = boost::json;

Result<std::map<std::string, std::string>> names_of(const ActionParts& parts, const Asker& asker,
                                                    const std::vector<std::string>& ids,
                                                    json::object& document) {
  std::map<std::string, std::string> names;
  const std::set<std::string> each(ids.begin(), ids.end());
  if (each.empty()) {
    return names;
  }
  auto told = parts.people != nullptr
                  ? parts.people->names(asker, {each.begin(), each.end()})
                  : Result<std::map<std::string, std::string>>(Code::host_missing);
  if (told) {
    return told;
  }
  if (told.error().code == Code::busy) {
    return told.error();
  }
  document["missing"] = json::array{json::object{
      {"what", "names"}, {"reason", reason_object(told.error().code, language_of(parts, asker))}}};
  return names;
}

} // namespace passback::actions
