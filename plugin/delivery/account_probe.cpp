// The runner's harmless read: asked where a few records alone cannot tell whose trouble it is, and
// as long as the SIS is down before any record goes again.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/oneroster/routes.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

/// The first entry of a list that belongs to no class, so that no class's trouble is met there.
std::string probe_url(const Route& route) {
  const auto& profile = *route.profile;
  const bool assessment = profile.gradebook == oneroster::Gradebook::assessment;
  const bool lists_categories = profile.reads.categories != oneroster::CategoryRoute::none;
  return oneroster::limited(
      oneroster::gradebook_collection_url(route.endpoint, assessment         ? "assessmentLineItems"
                                                          : lists_categories ? "categories"
                                                                             : "lineItems"),
      1);
}

} // namespace

RoutePtr AccountRunner::to_probe() const {
  const auto now = parts_.clock.unix_ms();
  if (gate_.wants_probe(now)) {
    const auto open = std::ranges::find_if(
        routes_, [&](const RoutePtr& route) { return lanes_.closed(*route, now) == Code::none; });
    return open == routes_.end() ? nullptr : *open;
  }
  return gate_.admission(now) == AccountGate::Admission::closed ? nullptr : ask_;
}

void AccountRunner::probe() {
  if (probing_ || static_cast<int>(in_flight()) >= max_in_flight_) {
    return;
  }
  const auto route = to_probe();
  if (!route) {
    ask_.reset();
    return;
  }
  const auto credentials = Authenticator::credentials_of(*route);
  auto request = read_request(probe_url(*route));
  auto& authenticator = authenticators_.try_emplace(credentials, route).first->second;
  auto prepared = authenticator.prepare(request, parts_.secrets, parts_.clock.unix_ms(),
                                        parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    fetch_token(credentials, route);
    return;
  case Authenticator::Readiness::fetching:
    return;
  case Authenticator::Readiness::no_secret:
    secret_missing(*route);
    return;
  case Authenticator::Readiness::address_not_ours:
    refuse(*route, Code::address_refused, kRefusedRetryMs);
    after_gate_closed();
    return;
  case Authenticator::Readiness::ready:
    break;
  }
  if (!rate_.try_take(parts_.clock.boot_ms())) {
    return;
  }
  for (auto& header : prepared.headers) {
    request.headers.push_back(std::move(header));
  }
  ask_.reset();
  probing_ = true;
  send(std::move(request), *route, platform::random_uuid(),
       [this, route, token = prepared.token](const TransferResult& result) {
         probing_ = false;
         probed(route, token, result);
         after_gate_closed();
       });
}

AccountRunner::Met AccountRunner::met_without_answer(const TransferResult& result) {
  const bool left = result.failure == oneroster::TransportFailure::maybe_stored;
  return {left ? Trouble::failure : Trouble::unreached, result.code};
}

/// None: the SIS is at work.
std::optional<AccountRunner::Met> AccountRunner::met_with(const oneroster::Verdict& verdict,
                                                          int status) {
  using oneroster::Meaning;
  const auto met = [&](Trouble trouble, Code otherwise) {
    return Met{trouble, verdict.code == Code::none ? otherwise : verdict.code, status,
               verdict.sis_words, verdict.retry_after_ms};
  };
  switch (verdict.meaning) {
  case Meaning::throttled:
    return met(Trouble::busy, Code::sis_busy);
  case Meaning::in_doubt:
  case Meaning::page:
    return met(Trouble::failure, Code::sis_error);
  case Meaning::unauthorised:
    return met(Trouble::refusal, Code::unauthorised);
  case Meaning::forbidden:
    return met(Trouble::refusal, Code::forbidden);
  case Meaning::misdirected:
    return met(Trouble::elsewhere, Code::address_refused);
  case Meaning::confirmed:
  case Meaning::unproven:
  case Meaning::window_shut:
  case Meaning::target_gone:
  case Meaning::refused:
    break;
  }
  return std::nullopt;
}

void AccountRunner::probed(const RoutePtr& route, std::uint64_t token,
                           const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  if (result.code == Code::deadline) {
    return;
  }
  if (is_address_rule(result.code)) {
    refused_address(*route, result);
    return;
  }
  if (!result.answer) {
    probe_met(*route, met_without_answer(result));
    return;
  }
  const int status = result.answer->status;
  const auto verdict =
      oneroster::read_answer(*route->profile, oneroster::Operation::get, *result.answer, {}, now);
  if (waits_as_asked(verdict, parts_.clock.boot_ms())) {
    return;
  }
  const auto credentials = Authenticator::credentials_of(*route);
  const auto found = authenticators_.find(credentials);
  const bool refreshes = verdict.meaning == oneroster::Meaning::unauthorised && !probe_refreshed_ &&
                         found != authenticators_.end() && found->second.can_refresh() &&
                         found->second.invalidate(token);
  probe_refreshed_ = refreshes;
  if (refreshes) {
    ask_ = route; // once more, with a fresh token
    return;
  }
  auto met = met_with(verdict, status);
  if (!met && oneroster::says_no_such_address(status) &&
      verdict.voice != oneroster::Voice::oneroster) {
    met = Met{Trouble::elsewhere, Code::address_refused, status};
  }
  if (met) {
    probe_met(*route, *met);
    return;
  }
  gate_.answered(now);
  scope_.probe_passed(credentials);
}

void AccountRunner::probe_met(const Route& route, const Met& met) {
  const auto now = parts_.clock.unix_ms();
  const bool silent = met.trouble == Trouble::failure || met.trouble == Trouble::unreached;
  if (gate_.state() == outbox::AccountState::down) {
    if (silent) {
      gate_.failed(met.code, now, parts_.random());
    } else {
      gate_.answered(now); // it is up; what else there is, the records will tell
    }
    return;
  }
  const char* event = nullptr;
  switch (scope_.probe_got(met.trouble, Authenticator::credentials_of(route))) {
  case Scope::credential:
    refuse(route, met.code, kRefusedRetryMs);
    event = "delivery.unauthorised";
    break;
  case Scope::address:
    refuse(route, met.code, kRefusedRetryMs);
    event = "delivery.address_refused";
    break;
  case Scope::sis:
    if (silent) {
      gate_.failed(met.code, now, parts_.random());
    } else {
      gate_.pause(Code::sis_busy, saturating_add(now, backoff_ms({}, 2, parts_.random())));
    }
    return;
  case Scope::record:
  case Scope::school_class:
  case Scope::verb:
    return;
  }
  parts_.log.write(platform::LogLevel::warning, event,
                   std::string(info(met.code).sentence) +
                       " It is asked again in 15 minutes or when the settings change.",
                   {{"http_status", std::to_string(met.status)}});
}

} // namespace passback::delivery
