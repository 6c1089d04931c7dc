// The runner's way to one request: which step of an exchange comes next, and what it sends.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/placing.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/oneroster/routes.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kAbsentRetryMs = 5'000;

} // namespace

AccountRunner::Step AccountRunner::step_of(const Exchange& exchange) {
  const auto& planned = exchange.planned;
  if (exchange.unproven || exchange.look_first) {
    return Step::read_back;
  }
  if (exchange.parent_asked) {
    return Step::read_parent;
  }
  if (!std::ranges::includes(exchange.looked_up, planned.reads)) {
    return Step::look_up;
  }
  if (planned.read_line_item && !exchange.line_item_read) {
    return Step::read_line_item;
  }
  if (exchange.made) {
    return Step::find;
  }
  return planned.creation != Creation::none && !exchange.listed ? Step::list : Step::write;
}

Lookup AccountRunner::next_lookup(const Exchange& exchange) {
  const auto next = std::ranges::find_if(
      exchange.planned.reads, [&](Lookup lookup) { return !exchange.looked_up.contains(lookup); });
  return next == exchange.planned.reads.end() ? Lookup::sis_class : *next;
}

gradebook::SourcedId AccountRunner::subject_of(const Exchange& exchange, Lookup lookup) {
  return lookup == Lookup::results ? exchange.planned.parent_wire_id
                                   : exchange.planned.sis_class_id;
}

Result<oneroster::HttpRequest> AccountRunner::request_of(const Exchange& exchange,
                                                         Step step) const {
  const auto& planned = exchange.planned;
  switch (step) {
  case Step::look_up:
  case Step::list:
  case Step::find:
    return exchange.reading->loop ? read_request(*exchange.reading->loop->next_url())
                                  : read_request(exchange.reading->urls.front());
  case Step::read_line_item:
    return read_request(line_item_address(*planned.route, planned.kind == outbox::Kind::result
                                                              ? planned.parent_wire_id
                                                              : planned.wire_id));
  case Step::read_parent:
    return read_request(line_item_address(*planned.route, planned.parent_wire_id));
  case Step::read_back:
    return read_request(record_address(planned));
  case Step::write:
    break;
  }
  if (planned.creation != Creation::post || planned.write == Write::remove) {
    return write_request(planned, parts_.clock.unix_ms());
  }
  std::vector<const PlannedRequest*> members{&planned};
  for (const auto& other : exchange.others) {
    members.push_back(&other);
  }
  return post_request(members, parts_.clock.unix_ms());
}

bool AccountRunner::must_wait(const ExchangePtr& exchange, Step step) {
  const auto& planned = exchange->planned;
  if (step == Step::look_up) {
    const Lookup lookup = next_lookup(*exchange);
    return lookups_in_flight_.contains({lookup, subject_of(*exchange, lookup)});
  }
  const bool makes = planned.creation != Creation::none;
  if (makes && planned.kind == outbox::Kind::line_item && !planned.proven &&
      !proven_.contains(planned.route->connection.id)) {
    auto& prover = proving_[planned.route->connection.id];
    if (const auto other = prover.lock(); other && other != exchange) {
      return true;
    }
    prover = exchange;
  }
  return step == Step::write && exchange->saved_with != 0 &&
         (exchange->saved_with >= settlement_number_ || unsaved_.contains(exchange->saved_with));
}

bool AccountRunner::ready_to_write(Exchange& exchange) {
  if (exchange.placed) {
    return true;
  }
  exchange.placed = true;
  std::vector<PlannedRequest> members;
  std::vector<PlannedRequest> all = std::move(exchange.others);
  all.insert(all.begin(), std::move(exchange.planned));
  for (auto& member : all) {
    auto placed = place_line_item(member);
    adopt_result(member);
    if (placed && member.doubted_line_item) {
      place_as(member, *member.doubted_line_item);
    }
    if (placed && member.write != Write::remove && member.write != Write::look) {
      auto document = document_of(member, parts_.clock.unix_ms());
      placed = document ? ok_status() : Status(document.error());
    }
    if (placed) {
      members.push_back(std::move(member));
      continue;
    }
    if (exchange.absent && !scope_.has_passed(exchange.credentials)) {
      // All that was read was "not there": perhaps the service itself is not.
      ask_ = member.route;
      Outcome waits = outcome_of(member, Fate::not_sent, Code::address_refused);
      waits.nothing_left = true;
      waits.blameless = true;
      waits.retry_unix_ms = saturating_add(parts_.clock.unix_ms(), kAbsentRetryMs);
      end(std::move(waits));
      continue;
    }
    const Code code = placed.error().code;
    const bool shut = code == Code::window_shut;
    Outcome lacking = outcome_of(member, shut ? Fate::not_sent : Fate::lacking, code);
    lacking.nothing_left = true;
    lacking.blameless = true;
    lacking.retry_unix_ms = saturating_add(parts_.clock.unix_ms(), shut ? kWindowShutMs : 0);
    end(std::move(lacking));
  }
  if (members.empty()) {
    return false;
  }
  keep_members(exchange, std::move(members));
  return true;
}

AccountRunner::Start AccountRunner::start(const ExchangePtr& exchange) {
  Step step = step_of(*exchange);
  const bool reads_done = step != Step::look_up && step != Step::read_parent;
  if (reads_done && step != Step::read_line_item && !ready_to_write(*exchange)) {
    return Start::started;
  }
  if (step == Step::look_up && !may_read(*exchange, next_lookup(*exchange))) {
    not_let_in(exchange);
    return Start::started;
  }
  if (must_wait(exchange, step)) {
    return Start::later;
  }
  const bool reads = step == Step::look_up || step == Step::list || step == Step::find;
  if (reads && !exchange->reading) {
    exchange->reading = reading_of(*exchange, step);
    if (exchange->reading->urls.empty() && !exchange->reading->loop) {
      // The SIS has no such address: nothing to be read.
      exchange->reading.reset();
      if (step == Step::look_up) {
        go_without(exchange, !exchange->absent);
      } else {
        cannot_list(exchange, step, 0);
      }
      return Start::started;
    }
  }
  if (step == Step::write && exchange->refusal &&
      exchange->refused_words == words_of(exchange->planned)) {
    // What was read again changes nothing: the SIS has given its answer.
    end(*exchange, *std::exchange(exchange->refusal, std::nullopt));
    return Start::started;
  }
  auto request = request_of(*exchange, step);
  if (!request) {
    Outcome lacking = outcome_of(*exchange, Fate::lacking, request.error().code);
    lacking.nothing_left = true;
    end(*exchange, lacking);
    return Start::started;
  }
  return send_step(exchange, step, std::move(*request));
}

AccountRunner::Start AccountRunner::send_step(const ExchangePtr& exchange, Step step,
                                              oneroster::HttpRequest request) {
  const auto& planned = exchange->planned;
  const auto now = parts_.clock.unix_ms();
  auto& authenticator =
      authenticators_.try_emplace(exchange->credentials, planned.route).first->second;
  auto prepared = authenticator.prepare(request, parts_.secrets, now, parts_.clock.boot_ms());
  switch (prepared.readiness) {
  case Authenticator::Readiness::wants_token:
    return fetch_token(exchange->credentials, planned.route);
  case Authenticator::Readiness::fetching:
    return Start::later;
  case Authenticator::Readiness::no_secret:
    secret_missing(*planned.route);
    return Start::stop;
  case Authenticator::Readiness::address_not_ours:
    refuse(*planned.route, Code::address_refused, kRefusedRetryMs);
    after_gate_closed();
    return Start::stop;
  case Authenticator::Readiness::ready:
    break;
  }
  if (!rate_.try_take(parts_.clock.boot_ms())) {
    return Start::stop;
  }
  exchange->token = prepared.token;
  exchange->left_boot_ms = parts_.clock.boot_ms();
  for (auto& header : prepared.headers) {
    request.headers.push_back(std::move(header));
  }
  if (step == Step::look_up) {
    const Lookup lookup = next_lookup(*exchange);
    lookups_in_flight_.emplace(lookup, subject_of(*exchange, lookup));
  }
  send(
      std::move(request), *planned.route, planned.request_id,
      [this, exchange, step](TransferResult result) {
        step_done(exchange, step, std::move(result));
      },
      step == Step::write && planned.creation != Creation::none);
  return Start::started;
}

} // namespace passback::delivery
