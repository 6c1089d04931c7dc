#include "plugin/delivery/worker/credential_lanes.hpp"

#include <algorithm>
#include <utility>

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/outbox/due.hpp"

namespace passback::delivery {

namespace {

// Not of the profile's making: whatever scopes or headers it asks for, it is the same secret.
std::string key_of(const exchange::Route& route) {
  const auto& connection = route.connection;
  std::string text;
  for (const auto& part : {route.endpoint.token_url, connection.api_key, connection.secret_ref,
                           std::to_string(connection.secret_version)}) {
    text.append(std::to_string(part.size())).append(":").append(part);
  }
  return text;
}

bool is_about_secret(Code code) {
  return outbox::account_state_of(code) == outbox::AccountState::waiting_secret;
}

/// What people hear where a kind of request is refused; none: what is done without it shows.
Code code_of(exchange::ServiceCall call) {
  switch (call) {
  case exchange::ServiceCall::put_result:
  case exchange::ServiceCall::post_result:
    return Code::results_forbidden;
  case exchange::ServiceCall::put_line_item:
  case exchange::ServiceCall::post_line_item:
    return Code::line_items_forbidden;
  default:
    return Code::none;
  }
}

/// The others may still be tried.
bool is_about_call(Code code) {
  return code == Code::results_forbidden || code == Code::line_items_forbidden;
}

} // namespace

const CredentialLanes::Lane* CredentialLanes::find(const exchange::Route& route) const {
  const auto found = lanes_.find(key_of(route));
  return found == lanes_.end() ? nullptr : &found->second;
}

CredentialLanes::Lane* CredentialLanes::find(const exchange::Route& route) {
  const auto found = lanes_.find(key_of(route));
  return found == lanes_.end() ? nullptr : &found->second;
}

void CredentialLanes::configure(const std::vector<exchange::RoutePtr>& routes,
                                std::int64_t settings_generation) {
  std::map<std::string, Lane> lanes;
  for (const auto& route : routes) {
    const auto credentials = key_of(*route);
    if (!lanes.contains(credentials)) {
      const auto known = lanes_.find(credentials);
      lanes[credentials] = known == lanes_.end() ? Lane{} : std::move(known->second);
      lanes[credentials].routes.clear();
    }
    lanes[credentials].routes[route->connection.id] = route;
  }
  lanes_ = std::move(lanes);
  if (std::exchange(generation_, settings_generation) == settings_generation) {
    return;
  }
  for (auto& [credentials, lane] : lanes_) {
    lane.blocked.clear();
    if (lane.refusal && settings_generation > lane.refusal->settings_generation) {
      lane.refusal->retry_unix_ms = 0;
    }
  }
}

void CredentialLanes::restore(const std::map<std::string, outbox::CredentialRefusal>& refusals) {
  for (auto& [credentials, lane] : lanes_) {
    for (const auto& [id, route] : lane.routes) {
      const auto kept = refusals.find(id);
      if (kept == refusals.end()) {
        continue;
      }
      lane.refusal = kept->second;
      if (generation_ > lane.refusal->settings_generation) {
        lane.refusal->retry_unix_ms = 0;
      }
    }
  }
}

bool CredentialLanes::find_secrets(settings::SecretCache& secrets) {
  bool any = lanes_.empty();
  for (auto& [credentials, lane] : lanes_) {
    const auto& connection = lane.routes.begin()->second->connection;
    lane.has_secret = !connection.secret_ref.empty() &&
                      secrets.get(connection.secret_ref, connection.secret_version).has_value();
    lane.no_secret =
        secrets.is_unusable(connection.secret_ref) ? Code::secret_unusable : Code::secret_missing;
    if (lane.has_secret && lane.refusal && is_about_secret(lane.refusal->code)) {
      end_refusal(lane);
    }
    any = any || lane.has_secret;
  }
  return any;
}

void CredentialLanes::note_missing(std::int64_t now_unix_ms) {
  for (auto& [credentials, lane] : lanes_) {
    // What was refused stays refused: it tells more.
    const bool news = !lane.refusal ||
                      (is_about_secret(lane.refusal->code) && lane.refusal->code != lane.no_secret);
    if (several() && !lane.has_secret && news) {
      set(lane, lane.no_secret, 0, now_unix_ms);
    }
  }
}

bool CredentialLanes::lack_secret() const {
  return std::ranges::any_of(lanes_, [](const auto& one) { return !one.second.has_secret; });
}

Code CredentialLanes::why_no_secret(const exchange::Route* route) const {
  const auto* own = route == nullptr ? nullptr : find(*route);
  if (own != nullptr) {
    return own->no_secret;
  }
  const bool unusable = std::ranges::any_of(
      lanes_, [](const auto& one) { return one.second.no_secret == Code::secret_unusable; });
  return unusable ? Code::secret_unusable : Code::secret_missing;
}

Code CredentialLanes::closed(const exchange::Route& route, std::int64_t now_unix_ms) const {
  const auto* lane = find(route);
  return lane == nullptr ? Code::none : closed(*lane, now_unix_ms);
}

Code CredentialLanes::closed(const Lane& lane, std::int64_t now_unix_ms) const {
  if (several() && !lane.has_secret) {
    return lane.no_secret;
  }
  const bool waits = lane.refusal && !is_about_call(lane.refusal->code) &&
                     !outbox::is_due(lane.refusal->retry_unix_ms, now_unix_ms);
  return waits ? lane.refusal->code : Code::none;
}

bool CredentialLanes::is_unsure(const exchange::Route& route) const {
  const auto* lane = find(route);
  const bool refused = lane != nullptr && lane->refusal && !is_about_call(lane->refusal->code);
  return several() && lane != nullptr && (refused || !lane->proven);
}

std::set<std::string> CredentialLanes::closed_connections(std::int64_t now_unix_ms) const {
  std::set<std::string> ids;
  for (const auto& [credentials, lane] : lanes_) {
    if (closed(lane, now_unix_ms) != Code::none) {
      for (const auto& [id, route] : lane.routes) {
        ids.insert(id);
      }
    }
  }
  return ids;
}

void CredentialLanes::set(Lane& lane, Code code, std::int64_t retry_unix_ms,
                          std::int64_t now_unix_ms) {
  outbox::CredentialRefusal refusal;
  const auto& connection = lane.routes.begin()->second->connection;
  refusal.secret_ref = connection.secret_ref;
  refusal.secret_version = connection.secret_version;
  refusal.code = code;
  refusal.since_unix_ms = lane.refusal ? lane.refusal->since_unix_ms : now_unix_ms;
  refusal.retry_unix_ms = retry_unix_ms;
  refusal.settings_generation = generation_;
  lane.refusal = refusal;
  for (const auto& [id, route] : lane.routes) {
    changes_[id] = refusal;
  }
}

void CredentialLanes::refuse(const exchange::Route& route, Code code, std::int64_t retry_unix_ms,
                             std::int64_t now_unix_ms) {
  auto* lane = find(route);
  if (lane != nullptr) {
    lane->proven = false;
    set(*lane, code, retry_unix_ms, now_unix_ms);
  }
}

void CredentialLanes::tell(const exchange::Route& route, exchange::ServiceCall call,
                           std::int64_t now_unix_ms) {
  auto* lane = find(route);
  const Code code = code_of(call);
  // What stops all of it tells more.
  if (lane != nullptr && code != Code::none && !lane->refusal) {
    set(*lane, code, now_unix_ms, now_unix_ms);
  }
}

void CredentialLanes::miss_secret(const exchange::Route& route, std::int64_t now_unix_ms) {
  if (auto* lane = find(route)) {
    lane->has_secret = false;
    note_missing(now_unix_ms);
  }
}

void CredentialLanes::end_refusal(Lane& lane) {
  lane.refusal.reset();
  for (const auto& [id, route] : lane.routes) {
    changes_[id] = std::nullopt;
  }
}

void CredentialLanes::works(const exchange::Route& route, exchange::ServiceCall call) {
  auto* lane = find(route);
  if (lane == nullptr) {
    return;
  }
  // The first success also ends what was refused to the credential before this one.
  const bool first = !std::exchange(lane->proven, true);
  lane->blocked.erase(call);
  const bool over =
      lane->refusal ? !is_about_call(lane->refusal->code) || lane->refusal->code == code_of(call)
                    : first;
  if (over) {
    end_refusal(*lane);
  }
}

void CredentialLanes::block(const exchange::Route& route, exchange::ServiceCall call,
                            Blocked blocked) {
  if (auto* lane = find(route)) {
    lane->blocked[call] = blocked;
  }
}

Blocked CredentialLanes::blocked(const exchange::Route& route, exchange::ServiceCall call) const {
  const auto* lane = find(route);
  return lane == nullptr || !lane->blocked.contains(call) ? Blocked{} : lane->blocked.at(call);
}

void CredentialLanes::test_passed(const exchange::Route& route) {
  auto* lane = find(route);
  if (lane == nullptr) {
    return;
  }
  lane->blocked.clear();
  if (lane->refusal) {
    end_refusal(*lane);
  }
}

BlockedCalls CredentialLanes::blocked(const std::string& connection_id) const {
  for (const auto& [credentials, lane] : lanes_) {
    if (lane.routes.contains(connection_id)) {
      return lane.blocked;
    }
  }
  return {};
}

RefusalChanges CredentialLanes::take_changes() {
  return std::exchange(changes_, {});
}

} // namespace passback::delivery
