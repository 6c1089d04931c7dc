#include "plugin/decision/on_trial.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "plugin/oneroster/documents/stand_in.hpp"

namespace passback::decision {
namespace {

namespace json = boost::json;

// Whose record it is stands beside its document, and the times are those of sending.
constexpr std::array<std::string_view, 9> kNotShown = {
    "sourcedId", "dateLastModified", "scoreDate", "lineItem", "assessmentLineItem", "student",
    "class",     "school",           "status"};

} // namespace

outbox::Record with_released(outbox::Record record, const outbox::Version& version) {
  record.released = version;
  return record;
}

json::object shown_members(const std::string& document) {
  boost::system::error_code unread;
  const auto body = json::parse(document, unread);
  json::object shown;
  if (unread || !body.is_object() || body.get_object().empty()) {
    return shown;
  }
  const auto& record = body.get_object().begin()->value();
  if (!record.is_object()) {
    return shown;
  }
  for (const auto& [name, value] : record.get_object()) {
    if (std::ranges::find(kNotShown, std::string_view(name)) != kNotShown.end()) {
      continue;
    }
    const auto* id = value.is_object() ? value.get_object().if_contains("sourcedId") : nullptr;
    if (id == nullptr) {
      shown[name] = value;
    } else if (!id->is_string() ||
               std::string_view(id->get_string()) != oneroster::stand_in().value) {
      shown[name] = *id;
    }
  }
  return shown;
}

} // namespace passback::decision
