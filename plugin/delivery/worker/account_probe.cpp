#include "plugin/delivery/worker/account_probe.hpp"

#include <algorithm>
#include <utility>

#include "plugin/exchange/record_request.hpp"
#include "plugin/oneroster/wire/routes.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

using exchange::Trouble;

/// The first entry of a list that belongs to no class, so that no class's trouble is met there.
std::string probe_url(const exchange::Route& route) {
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

exchange::RoutePtr AccountProbe::due(const std::vector<exchange::RoutePtr>& routes) const {
  const auto now = parts_.clock.unix_ms();
  if (!standing_.gate().wants_probe(now)) {
    return standing_.is_closed() ? nullptr : asked_;
  }
  const auto open = std::ranges::find_if(routes, [&](const exchange::RoutePtr& route) {
    return standing_.lanes().closed(*route, now) == Code::none;
  });
  return open == routes.end() ? nullptr : *open;
}

bool AccountProbe::advance(const std::vector<exchange::RoutePtr>& routes) {
  if (on_its_way_) {
    return true;
  }
  const auto route = due(routes);
  if (!route) {
    asked_.reset();
    return true;
  }
  auto request = oneroster::read_request(probe_url(*route));
  std::uint64_t token = 0;
  switch (tokens_.attach(request, route, token)) {
  case AccountTokens::Ready::later:
    return true;
  case AccountTokens::Ready::no:
    return false;
  case AccountTokens::Ready::yes:
    break;
  }
  if (!standing_.rate().try_take(parts_.clock.boot_ms())) {
    return true;
  }
  asked_.reset();
  on_its_way_ = true;
  wire_.send(std::move(request), *route, platform::random_uuid(),
             [this, route, token](const TransferResult& result) {
               on_its_way_ = false;
               answered(route, token, result);
               stands_otherwise_();
             });
  return true;
}

void AccountProbe::answered(const exchange::RoutePtr& route, std::uint64_t token,
                            const TransferResult& result) {
  if (result.code == Code::deadline) { // cut by us
    return;
  }
  if (is_address_rule(result.code)) {
    standing_.refuse_address(*route, result);
    return;
  }
  if (!result.answer) {
    met(*route, exchange::met_without_answer(result.failure, result.code));
    return;
  }
  const int status = result.answer->status;
  const auto verdict = oneroster::read_answer(*route->profile, oneroster::Operation::get,
                                              *result.answer, {}, parts_.clock.unix_ms());
  if (standing_.pauses_as_asked(verdict, parts_.clock.boot_ms())) {
    return;
  }
  refreshed_ = verdict.meaning == oneroster::Meaning::unauthorised && !refreshed_ &&
               tokens_.refresh_once(*route, token);
  if (refreshed_) {
    asked_ = route; // once more, with a fresh token
    return;
  }
  auto what = exchange::met_with(verdict, status);
  if (!what && oneroster::is_hearsay(verdict, status)) {
    what = exchange::Met{Trouble::elsewhere, Code::address_refused, status};
  }
  if (what) {
    met(*route, *what);
    return;
  }
  elsewhere_ = 0;
  standing_.answered();
  standing_.scope().probe_passed(Authenticator::credentials_of(*route));
}

void AccountProbe::met(const exchange::Route& route, const exchange::Met& met) {
  const bool silent = met.trouble == Trouble::failure || met.trouble == Trouble::unreached;
  if (standing_.gate().state() == outbox::AccountState::down) {
    if (silent) {
      standing_.failed(met.code);
    } else {
      standing_.answered(); // it is up; what else there is, the records will tell
    }
    return;
  }
  const char* event = nullptr;
  std::int64_t retry_ms = kRefusedRetryMs;
  switch (standing_.scope().probe_got(met.trouble, Authenticator::credentials_of(route))) {
  case Scope::credential:
    event = "delivery.unauthorised";
    break;
  case Scope::address:
    event = "delivery.address_refused";
    retry_ms = wrong_address_retry_ms(elsewhere_++);
    break;
  case Scope::sis:
    if (silent) {
      standing_.failed(met.code);
    } else {
      standing_.busy(2);
    }
    return;
  case Scope::record:
  case Scope::school_class:
  case Scope::verb:
    return;
  }
  standing_.refuse(route, met.code, retry_ms);
  parts_.log.write(platform::LogLevel::warning, event,
                   std::string(info(met.code).sentence) + " It is asked again in " +
                       std::to_string(retry_ms / 1000) +
                       " seconds, or when the settings change.",
                   {{"http_status", std::to_string(met.status)}});
}

} // namespace passback::delivery
