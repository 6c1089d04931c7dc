// The runner's way to one request: which step of an exchange comes next, and what it sends.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/oneroster/routes.hpp"

namespace passback::delivery {

AccountRunner::Step AccountRunner::step_of(const Exchange& exchange) {
  if (exchange.parent_asked) {
    return Step::read_parent;
  }
  if (exchange.planned.read_class && !exchange.class_read) {
    return Step::read_class;
  }
  if (exchange.planned.read_line_item && !exchange.line_item_read) {
    return Step::read_line_item;
  }
  return Step::write;
}

Result<oneroster::HttpRequest> AccountRunner::request_of(const Exchange& exchange,
                                                         Step step) const {
  const auto& planned = exchange.planned;
  const auto& endpoint = planned.route->endpoint;
  switch (step) {
  case Step::read_class:
    return read_request(oneroster::class_url(endpoint, planned.sis_class_id));
  case Step::read_line_item:
    return read_request(oneroster::line_item_url(endpoint, planned.wire_id));
  case Step::read_parent:
    return read_request(oneroster::line_item_url(endpoint, planned.parent_wire_id));
  case Step::write:
    break;
  }
  return write_request(planned, parts_.clock.unix_ms());
}

AccountRunner::Start AccountRunner::start(const ExchangePtr& exchange) {
  const Step step = step_of(*exchange);
  const auto& planned = exchange->planned;
  if (step == Step::read_class && classes_in_flight_.contains(planned.sis_class_id)) {
    return Start::later;
  }
  auto request = request_of(*exchange, step);
  if (!request) {
    Outcome lacking = outcome_of(*exchange, Fate::lacking, request.error().code);
    lacking.nothing_left = true;
    end(std::move(lacking));
    return Start::started;
  }
  const auto now = parts_.clock.unix_ms();
  auto& authenticator =
      authenticators_.try_emplace(exchange->credentials, planned.route).first->second;
  auto prepared = authenticator.prepare(*request, parts_.secrets, now, parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    return fetch_token(exchange->credentials, planned.route);
  case Authenticator::Readiness::fetching:
    return Start::later;
  case Authenticator::Readiness::no_secret:
    secret_missing();
    return Start::stop;
  case Authenticator::Readiness::address_not_ours:
    gate_.refuse(Code::address_refused, now);
    after_gate_closed();
    return Start::stop;
  case Authenticator::Readiness::ready:
    break;
  }
  if (!rate_.try_take(parts_.clock.boot_ms())) {
    return Start::stop;
  }
  exchange->token = prepared.token;
  for (auto& header : prepared.headers) {
    request->headers.push_back(std::move(header));
  }
  if (step == Step::read_class) {
    classes_in_flight_.insert(planned.sis_class_id);
  }
  send(std::move(*request), *planned.route, planned.request_id,
       [this, exchange, step](TransferResult result) {
         step_done(exchange, step, std::move(result));
       });
  return Start::started;
}

} // namespace passback::delivery
