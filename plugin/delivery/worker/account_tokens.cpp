#include "plugin/delivery/worker/account_tokens.hpp"

#include <set>
#include <utility>

#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

void AccountTokens::keep_only(const std::vector<exchange::RoutePtr>& routes) {
  std::set<std::string> in_use;
  for (const auto& route : routes) {
    in_use.insert(Authenticator::credentials_of(*route));
  }
  std::erase_if(authenticators_, [&](const auto& one) { return !in_use.contains(one.first); });
}

Authenticator* AccountTokens::find(const exchange::Route& route) {
  const auto found = authenticators_.find(Authenticator::credentials_of(route));
  return found == authenticators_.end() ? nullptr : &found->second;
}

AccountTokens::Ready AccountTokens::attach(oneroster::HttpRequest& request,
                                           const exchange::RoutePtr& route, std::uint64_t& token) {
  auto& authenticator =
      authenticators_.try_emplace(Authenticator::credentials_of(*route), route).first->second;
  auto prepared = authenticator.prepare(request, parts_.secrets, parts_.clock.unix_ms(),
                                        parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    return fetch(authenticator, route);
  case Authenticator::Readiness::fetching:
    return Ready::later;
  case Authenticator::Readiness::no_secret:
    standing_.secret_missing(*route);
    return Ready::no;
  case Authenticator::Readiness::address_not_ours:
    standing_.refuse(*route, Code::address_refused, kRefusedRetryMs);
    return Ready::no;
  case Authenticator::Readiness::ready:
    break;
  }
  token = prepared.token;
  for (auto& header : prepared.headers) {
    request.headers.push_back(std::move(header));
  }
  return Ready::yes;
}

AccountTokens::Ready AccountTokens::fetch(Authenticator& authenticator,
                                          const exchange::RoutePtr& route) {
  auto request = authenticator.token_request(parts_.secrets);
  if (!request) {
    if (request.error().code == Code::secret_missing) {
      standing_.secret_missing(*route);
    } else {
      standing_.refuse(*route, request.error().code, kRefusedRetryMs);
    }
    return Ready::no;
  }
  wire_.send(std::move(*request), *route, platform::random_uuid(),
             [this, route](const TransferResult& result) {
               answered(route, result);
               stands_otherwise_();
             });
  return Ready::later;
}

void AccountTokens::answered(const exchange::RoutePtr& route, const TransferResult& result) {
  auto* const authenticator = find(*route);
  if (authenticator == nullptr) {
    return;
  }
  if (!result.answer) {
    authenticator->token_failed();
    if (is_address_rule(result.code)) {
      standing_.refuse_address(*route, result);
    } else if (result.code != Code::deadline) { // which is a cut of our own
      standing_.failed(result.code);
    }
    return;
  }
  const auto& answer = *result.answer;
  const auto verdict = oneroster::read_answer(*route->profile, oneroster::Operation::get, answer,
                                              {}, parts_.clock.unix_ms());
  if (standing_.pauses_as_asked(verdict, parts_.clock.boot_ms())) {
    authenticator->token_failed();
    return;
  }
  auto token = oneroster::read_token_answer(answer);
  if (token) {
    authenticator->token_arrived(std::move(*token), parts_.clock.boot_ms());
    standing_.rate().grant_one(parts_.clock.boot_ms());
    failures_ = 0;
    return;
  }
  authenticator->token_failed();
  if (oneroster::refuses_scope(answer) && authenticator->ask_for_less()) {
    parts_.log.write(platform::LogLevel::warning, "delivery.scope_refused",
                     "The SIS gives no token with all the scopes that were asked for; it is asked "
                     "for one that may read less of the rosters.",
                     {{"http_status", std::to_string(answer.status)}});
    return;
  }
  refused(*route, answer, token.error().code);
}

void AccountTokens::refused(const exchange::Route& route, const oneroster::HttpAnswer& answer,
                            Code code) {
  switch (outbox::account_state_of(code)) {
  case outbox::AccountState::unauthorised:
    parts_.log.write(platform::LogLevel::warning, "delivery.token_refused",
                     "The SIS refused the API Key and API Secret; it is asked again in 15 minutes "
                     "or when the settings change.",
                     {{"http_status", std::to_string(answer.status)}});
    standing_.refuse(route, code, kRefusedRetryMs);
    // Perhaps the vault has a newer one by now.
    parts_.secrets.forget(route.connection.secret_ref);
    parts_.wake_host();
    return;
  case outbox::AccountState::address:
    // Nobody has judged the secret: it is kept, and what passes is soon over.
    standing_.refuse(route, code, wrong_address_retry_ms(failures_++));
    return;
  default:
    standing_.failed(code);
    return;
  }
}

bool AccountTokens::refresh(const exchange::Route& route, std::uint64_t token) {
  auto* const authenticator = find(route);
  if (authenticator == nullptr || !authenticator->can_refresh()) {
    return false;
  }
  static_cast<void>(authenticator->invalidate(token));
  return true;
}

bool AccountTokens::refresh_once(const exchange::Route& route, std::uint64_t token) {
  auto* const authenticator = find(route);
  return authenticator != nullptr && authenticator->can_refresh() &&
         authenticator->invalidate(token);
}

bool AccountTokens::may_read(const exchange::Route& route, exchange::Lookup lookup) const {
  const auto found = authenticators_.find(Authenticator::credentials_of(route));
  if (found == authenticators_.end()) {
    return true;
  }
  const auto reads = found->second.roster_reads();
  switch (lookup) {
  case exchange::Lookup::sis_class:
    return reads.records;
  case exchange::Lookup::sessions:
    return oneroster::may_read_periods(route.profile->reads.grading_periods, reads);
  case exchange::Lookup::categories:
  case exchange::Lookup::line_items:
  case exchange::Lookup::results:
    break;
  }
  return true;
}

void AccountTokens::ask_for_everything(const exchange::Route& route) {
  if (auto* const authenticator = find(route); authenticator != nullptr) {
    authenticator->ask_for_everything();
  }
}

} // namespace passback::delivery
