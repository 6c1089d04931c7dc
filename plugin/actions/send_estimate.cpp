#include "plugin/actions/send_estimate.hpp"

#include <cmath>
#include <string>

#include "plugin/exchange/route.hpp"
#include "plugin/gradebook/json_members.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;

} // namespace

Phrase estimate_text(std::int64_t seconds) {
  if (seconds <= kMinute) {
    return {};
  }
  if (seconds < 2 * kHour) {
    const auto minutes = (seconds + kMinute - 1) / kMinute;
    return say("sending.estimate.minutes", {{"count", std::to_string(minutes)}});
  }
  return say("sending.estimate.hours", {{"count", std::to_string((seconds + kHour - 1) / kHour)}});
}

std::int64_t seconds_of(std::int64_t requests, const settings::Connection& connection,
                        const oneroster::ProfileCatalog& profiles) {
  const auto* profile = profiles.find(connection.profile);
  if (profile == nullptr || goes_by_file(connection)) {
    return 0;
  }
  const double seconds =
      static_cast<double>(requests) / exchange::requests_per_second(connection, *profile);
  return static_cast<std::int64_t>(std::ceil(seconds));
}

void put_estimate(json::object& document, const texts::Words& words, std::int64_t requests,
                  const settings::Connection& connection,
                  const oneroster::ProfileCatalog& profiles) {
  put_estimate(document, words, requests, seconds_of(requests, connection, profiles));
}

void put_estimate(json::object& document, const texts::Words& words, std::int64_t requests,
                  std::int64_t seconds) {
  const auto text = estimate_text(seconds);
  if (text.empty()) {
    return;
  }
  json::object estimate{{"requests", requests}, {"seconds", seconds}};
  put_phrase(estimate, "text", words, text);
  document["estimate"] = std::move(estimate);
}

std::int64_t on_their_way(const json::array& counts) {
  std::int64_t records = 0;
  for (const auto& one : counts) {
    const auto& count = one.as_object();
    if (count.at("state") == "on_its_way") {
      records += gradebook::number_member(count, "line_items") +
                 gradebook::number_member(count, "results");
    }
  }
  return records;
}

} // namespace passback::actions
