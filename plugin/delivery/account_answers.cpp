// The other half of the runner: what an answer, or its absence, means for the record, its kind of
// request and the account.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/matching.hpp"
#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

Deed AccountRunner::deed_of(const Exchange& exchange, Step step) {
  switch (step) {
  case Step::look_up:
    return read_deed(next_lookup(exchange));
  case Step::list:
  case Step::find:
    return exchange.planned.kind == outbox::Kind::result ? Deed::list_results
                                                         : Deed::list_line_items;
  case Step::read_line_item:
  case Step::read_parent:
    return Deed::read_line_item;
  case Step::read_back:
    switch (exchange.planned.kind) {
    case outbox::Kind::line_item:
      return Deed::read_line_item;
    case outbox::Kind::result:
      return Deed::list_results;
    case outbox::Kind::category:
    case outbox::Kind::score_scale:
      break;
    }
    return Deed::read_categories;
  case Step::write:
    break;
  }
  return write_deed(exchange.planned);
}

Outcome AccountRunner::outcome_of(const PlannedRequest& planned, Fate fate, Code code) const {
  Outcome outcome;
  outcome.record_id = planned.record_id;
  outcome.epoch = planned.epoch;
  outcome.request_id = planned.request_id;
  outcome.kind = planned.kind;
  outcome.write = planned.write;
  outcome.parent_id = planned.parent_id;
  outcome.attempts = planned.attempts;
  outcome.fate = fate;
  outcome.code = code;
  outcome.retry_unix_ms = parts_.clock.unix_ms();
  outcome.late_ms = late_ms(*planned.route->profile);
  if (planned.found) {
    outcome.other_id = planned.wire_id;
    outcome.id_origin = *planned.found;
  }
  return outcome;
}

void AccountRunner::end(const Exchange& exchange, const Outcome& outcome) {
  end(outcome);
  for (const auto& member : exchange.others) {
    Outcome of_member = outcome_of(member, outcome.fate, outcome.code);
    of_member.http_status = outcome.http_status;
    of_member.sis_words = outcome.sis_words;
    of_member.retry_unix_ms = outcome.retry_unix_ms;
    of_member.blameless = outcome.blameless;
    of_member.nothing_left = outcome.nothing_left;
    end(std::move(of_member));
  }
}

Outcome AccountRunner::outcome_not_sent(const Exchange& exchange, Code code, int status,
                                        std::int64_t retry_unix_ms) const {
  // What the SIS has taken already, and only its id or a look at it is missing, has left.
  const bool left = exchange.made || exchange.unproven;
  Outcome outcome = outcome_of(exchange, left ? Fate::in_doubt : Fate::not_sent, code);
  outcome.http_status = status;
  outcome.retry_unix_ms = retry_unix_ms;
  outcome.blameless = true;
  outcome.nothing_left = !left;
  return outcome;
}

std::int64_t AccountRunner::retry_at(const Exchange& exchange) const {
  // What the account met is the account's to wait for: a record has an exponent of its own. It is
  // not tried so fast that it would be set aside for a trouble of seconds.
  const RetryPolicy half{1'000, 300'000, 0};
  const auto attempts = exchange.planned.attempts;
  const auto least = doubled(half.base_ms, attempts, half.cap_ms);
  return saturating_add(parts_.clock.unix_ms(),
                        least + backoff_ms(half, attempts, parts_.random()));
}

std::int64_t AccountRunner::after_settling(const Exchange& exchange,
                                           std::int64_t wished_unix_ms) const {
  return std::max(wished_unix_ms,
                  saturating_add(parts_.clock.unix_ms(), settle_ms(*exchange.planned.route->profile,
                                                                   exchange.planned.creation)));
}

void AccountRunner::step_done(const ExchangePtr& exchange, Step step, TransferResult result) {
  if (step == Step::look_up) {
    const Lookup lookup = next_lookup(*exchange);
    lookups_in_flight_.erase({lookup, subject_of(*exchange, lookup)});
  }
  if (result.answer) {
    step_answered(exchange, step, *result.answer);
  } else {
    step_failed(exchange, step, result);
  }
  after_gate_closed();
}

void AccountRunner::step_failed(const ExchangePtr& exchange, Step step,
                                const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  const bool left =
      step == Step::write && result.failure == oneroster::TransportFailure::maybe_stored;
  if (is_address_rule(result.code)) {
    refused_address(*exchange->planned.route, result);
    // The account, or the credential, has the time of the next try; a record must be ready whenever
    // that is.
    not_sent(*exchange, result.code, 0, now);
    return;
  }
  if (result.code == Code::deadline) { // cut by us
    Outcome outcome = outcome_not_sent(*exchange, result.code, 0, now);
    if (left) {
      outcome.fate = Fate::in_doubt;
      outcome.nothing_left = false;
      outcome.retry_unix_ms = after_settling(*exchange, now);
    }
    end(*exchange, outcome);
    return;
  }
  parts_.log.write(platform::LogLevel::debug, "delivery.transfer_failed", result.detail,
                   {{"request_id", exchange->planned.request_id}});
  if (left && looks_instead(exchange, result)) {
    return;
  }
  if (step == Step::read_back && exchange->unproven) {
    still_unproven(exchange);
    return;
  }
  troubled(exchange, step, met_without_answer(result));
}

/// A list may be missing at an SIS that explains its refusals: then "no such address" is its own
/// word. So it is of a line item that the SIS missed already, in its words, when a result was sent.
bool AccountRunner::is_about_record(const Exchange& exchange, Step step) {
  return step == Step::write || step == Step::read_line_item || step == Step::read_back ||
         (step == Step::read_parent && !exchange.own_refusal);
}

void AccountRunner::step_answered(const ExchangePtr& exchange, Step step,
                                  const oneroster::HttpAnswer& answer) {
  using oneroster::Meaning;
  const auto now = parts_.clock.unix_ms();
  const auto& planned = exchange->planned;
  const bool reading = step != Step::write;
  const auto operation = reading ? oneroster::Operation::get : operation_of(planned);
  const auto verdict = oneroster::read_answer(
      *planned.route->profile, operation, answer,
      reading ? gradebook::SourcedId{} : planned.wire_id, now,
      is_about_record(*exchange, step) && explaining_.contains(planned.route->connection.id));
  if (verdict.voice == oneroster::Voice::oneroster) {
    explaining_.insert(planned.route->connection.id);
  }
  if (step == Step::read_back) {
    looked_back(exchange, answer, verdict);
    return;
  }
  if (is_nowhere(*exchange, verdict, answer.status)) {
    if (step == Step::look_up) {
      exchange->absent = true;
      go_without(exchange, false);
      return;
    }
    ask_ = planned.route;
    troubled(exchange, step,
             {Trouble::elsewhere, Code::address_refused, answer.status, verdict.sis_words});
    return;
  }
  switch (verdict.meaning) {
  case Meaning::confirmed:
    succeeded(exchange, step, answer, verdict);
    return;
  case Meaning::unproven:
    unproven(exchange, verdict, answer.status);
    return;
  case Meaning::throttled:
    if (waits_as_asked(verdict, exchange->left_boot_ms)) {
      not_sent(*exchange, Code::sis_busy, answer.status, now);
      return;
    }
    if (!scope_.is_troubled(planned.record_id)) {
      rate_.slow_down(parts_.clock.boot_ms(), exchange->left_boot_ms);
    }
    troubled(exchange, step, *met_with(verdict, answer.status));
    return;
  case Meaning::in_doubt:
  case Meaning::page:
    if (step == Step::look_up && gate_.standing() && !is_needed(planned, next_lookup(*exchange))) {
      // Some SISs answer so where they have no such list.
      go_without(exchange, false);
      return;
    }
    troubled(exchange, step, *met_with(verdict, answer.status));
    return;
  case Meaning::unauthorised:
  case Meaning::forbidden:
    no_permission(exchange, step, verdict, answer.status);
    return;
  case Meaning::window_shut:
    window_shut(exchange, verdict, answer.status);
    return;
  case Meaning::target_gone:
    target_gone(exchange, step, verdict, answer.status);
    return;
  case Meaning::misdirected:
    troubled(exchange, step, *met_with(verdict, answer.status));
    return;
  case Meaning::refused:
    break;
  }
  well(*exchange, step);
  if (step == Step::look_up) {
    go_without(exchange, false);
    return;
  }
  if (step == Step::list || step == Step::find) {
    cannot_list(exchange, step, answer.status);
    return;
  }
  if (step == Step::read_parent) {
    parent_unreadable(exchange, verdict.code, answer.status);
    return;
  }
  if (step == Step::write && !exchange->others.empty()) {
    halve(exchange);
    return;
  }
  const bool gone = planned.kind == outbox::Kind::line_item && verdict.code == Code::line_item_gone;
  Outcome outcome =
      outcome_of(*exchange, gone ? Fate::line_item_gone : Fate::refused, verdict.code);
  outcome.http_status = answer.status;
  outcome.sis_words = verdict.sis_words;
  outcome.by_hearsay = verdict.voice != oneroster::Voice::oneroster;
  if (step == Step::write && verdict.doubts_line_item) {
    exchange->own_refusal = std::move(outcome);
    exchange->parent_asked = true;
    go_on(exchange);
    return;
  }
  if (step != Step::write || !look_again(exchange, outcome)) {
    end(std::move(outcome));
  }
}

void AccountRunner::succeeded(const ExchangePtr& exchange, Step step,
                              const oneroster::HttpAnswer& answer,
                              const oneroster::Verdict& verdict) {
  well(*exchange, step);
  rate_.went_well(parts_.clock.boot_ms());
  auto& planned = exchange->planned;
  if (step == Step::write) {
    shut_.erase(line_item_of(planned));
    shut_periods_.erase(period_of(planned));
    if (planned.creation != Creation::none && planned.write != Write::remove) {
      made(exchange, answer, verdict);
      return;
    }
    if (shows_other_score(planned, answer, parts_.clock.unix_ms())) {
      exchange->other_score = true;
      unproven(exchange, verdict, answer.status);
      return;
    }
    Outcome outcome = outcome_of(*exchange, Fate::confirmed, Code::none);
    outcome.http_status = answer.status;
    // Elsewhere a damaged or mistaken body would move the record to an id that the SIS does not
    // have, and all its results with it.
    if (verdict.other_id && planned.route->profile->writes.ids == oneroster::WireIds::rewritten) {
      outcome.other_id = verdict.other_id;
      outcome.id_origin = outbox::WireIdOrigin::rewritten;
    }
    end(std::move(outcome));
    return;
  }
  if (step == Step::look_up || step == Step::list || step == Step::find) {
    page_read(exchange, step, answer);
    return;
  }
  const auto record = oneroster::record_in(answer, planned.route->profile->gradebook ==
                                                           oneroster::Gradebook::assessment
                                                       ? "assessmentLineItem"
                                                       : "lineItem");
  const auto in_sis = record ? std::optional(oneroster::line_item_of(*record)) : std::nullopt;
  if (!in_sis) {
    troubled(exchange, step, {Trouble::failure, Code::answer_unreadable, answer.status});
    return;
  }
  if (!in_sis->active) {
    target_gone(exchange, step, verdict, answer.status);
    return;
  }
  if (step == Step::read_parent) {
    parent_stands(exchange);
    return;
  }
  exchange->line_item_read = true;
  if (planned.write == Write::look) {
    end(outcome_of(*exchange, Fate::confirmed, Code::none));
    return;
  }
  if (shows_shut_window(*planned.route->profile, in_sis->metadata)) {
    not_sent(*exchange, Code::window_shut, answer.status,
             saturating_add(parts_.clock.unix_ms(), kWindowShutMs));
    return;
  }
  carry_over(planned, *in_sis);
  for (auto& other : exchange->others) {
    other.session_id = planned.session_id;
  }
  go_on(exchange);
}

} // namespace passback::delivery
