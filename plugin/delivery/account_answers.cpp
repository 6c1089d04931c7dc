// The other half of the runner: what an answer, or its absence, means for the record, its kind of
// request and the account.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kWindowShutMs = 60LL * 60 * 1000;
constexpr int kNotFound = 404;

Code or_else(Code code, Code otherwise) {
  return code == Code::none ? otherwise : code;
}

} // namespace

Deed AccountRunner::deed_of(const Exchange& exchange, Step step) {
  switch (step) {
  case Step::read_class:
    return Deed::read_class;
  case Step::read_line_item:
  case Step::read_parent:
    return Deed::read_line_item;
  case Step::write:
    break;
  }
  return write_deed(exchange.planned.kind, exchange.planned.write);
}

Outcome AccountRunner::outcome_of(const Exchange& exchange, Fate fate, Code code) const {
  const auto& planned = exchange.planned;
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
  return outcome;
}

void AccountRunner::not_sent(const Exchange& exchange, Code code, int status,
                             std::int64_t retry_unix_ms) {
  Outcome outcome = outcome_of(exchange, Fate::not_sent, code);
  outcome.http_status = status;
  outcome.retry_unix_ms = retry_unix_ms;
  outcome.blameless = true;
  outcome.nothing_left = true;
  end(std::move(outcome));
}

std::int64_t AccountRunner::retry_at(const Exchange& exchange) const {
  RetryPolicy policy;
  if (!gate_.standing()) {
    // The account is probed at least so often; its records must be ready for that.
    policy.cap_ms = std::min(policy.cap_ms, parts_.probe_max_ms);
    policy.floor_ms = std::min(policy.floor_ms, policy.cap_ms);
  }
  const std::int32_t exponent = std::max(exchange.planned.attempts, gate_.failures());
  return saturating_add(parts_.clock.unix_ms(), backoff_ms(policy, exponent, parts_.random()));
}

std::int64_t AccountRunner::after_settling(const Exchange& exchange,
                                           std::int64_t wished_unix_ms) const {
  return std::max(wished_unix_ms, saturating_add(parts_.clock.unix_ms(),
                                                 settle_ms(*exchange.planned.route->profile)));
}

void AccountRunner::step_done(const ExchangePtr& exchange, Step step, TransferResult result) {
  if (step == Step::read_class) {
    classes_in_flight_.erase(exchange->planned.sis_class_id);
  }
  if (result.answer) {
    step_answered(exchange, step, *result.answer);
  } else {
    step_failed(*exchange, step, result);
  }
  after_gate_closed();
}

void AccountRunner::step_failed(const Exchange& exchange, Step step, const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  const bool by_us = result.code == Code::deadline;
  if (!by_us) {
    gate_.failed(result.code, now, parts_.random());
    parts_.log.write(platform::LogLevel::debug, "delivery.transfer_failed", result.detail,
                     {{"request_id", exchange.planned.request_id}});
  }
  const bool left =
      step == Step::write && result.failure == oneroster::TransportFailure::maybe_stored;
  const std::int64_t retry = by_us ? now : retry_at(exchange);
  if (!left) {
    not_sent(exchange, result.code, 0, retry);
    return;
  }
  Outcome outcome = outcome_of(exchange, Fate::in_doubt, result.code);
  outcome.retry_unix_ms = after_settling(exchange, retry);
  outcome.blameless = by_us || !gate_.standing();
  end(std::move(outcome));
}

void AccountRunner::step_answered(const ExchangePtr& exchange, Step step,
                                  const oneroster::HttpAnswer& answer) {
  using oneroster::Meaning;
  const auto now = parts_.clock.unix_ms();
  const auto& planned = exchange->planned;
  const bool reading = step != Step::write;
  const auto operation = reading ? oneroster::Operation::get : operation_of(planned);
  const auto verdict =
      oneroster::read_answer(*planned.route->profile, operation, answer,
                             reading ? gradebook::SourcedId{} : planned.wire_id, now);
  switch (verdict.meaning) {
  case Meaning::confirmed:
    succeeded(exchange, step, answer, verdict);
    return;
  case Meaning::throttled: {
    rate_.slow_down(parts_.clock.boot_ms());
    const auto asked = clamped_retry_after(verdict.retry_after_ms);
    gate_.pause(Code::sis_busy, asked ? saturating_add(now, *asked) : retry_at(*exchange));
    not_sent(*exchange, Code::sis_busy, answer.status, now);
    return;
  }
  case Meaning::in_doubt:
    server_failed(*exchange, step, verdict, answer.status);
    return;
  case Meaning::unauthorised:
  case Meaning::forbidden:
    no_permission(exchange, step, verdict, answer.status);
    return;
  case Meaning::window_shut:
    gate_.shut_window(
        saturating_add(now, clamped_retry_after(verdict.retry_after_ms).value_or(kWindowShutMs)));
    not_sent(*exchange, Code::window_shut, answer.status, now);
    return;
  case Meaning::target_gone:
    target_gone(exchange, step, verdict, answer.status);
    return;
  case Meaning::misdirected:
    gate_.refuse(or_else(verdict.code, Code::address_refused), now);
    not_sent(*exchange, or_else(verdict.code, Code::address_refused), answer.status, now);
    return;
  case Meaning::refused:
    break;
  }
  gate_.answered(now);
  if (step == Step::read_class) {
    exchange->class_read = true;
    go_on(exchange);
    return;
  }
  if (step == Step::read_parent) {
    read_failed(*exchange, verdict.code, answer.status);
    return;
  }
  Outcome outcome = outcome_of(*exchange, Fate::refused, verdict.code);
  outcome.http_status = answer.status;
  outcome.sis_words = verdict.sis_words;
  end(std::move(outcome));
}

void AccountRunner::succeeded(const ExchangePtr& exchange, Step step,
                              const oneroster::HttpAnswer& answer,
                              const oneroster::Verdict& verdict) {
  gate_.answered(parts_.clock.unix_ms());
  rate_.went_well(parts_.clock.boot_ms());
  worked_.insert(deed_of(*exchange, step));
  auto& planned = exchange->planned;
  if (step == Step::write) {
    read_failures_.erase(planned.record_id);
    Outcome outcome = outcome_of(*exchange, Fate::confirmed, Code::none);
    outcome.http_status = answer.status;
    // Elsewhere a damaged or mistaken body would move the record to an id that the SIS does not
    // have, and all its results with it.
    if (exchange->planned.route->profile->writes.ids == oneroster::WireIds::rewritten) {
      outcome.other_id = verdict.other_id;
    }
    end(std::move(outcome));
    return;
  }
  if (step == Step::read_class) {
    exchange->class_read = true;
    if (auto sis_class = oneroster::read_class(answer)) {
      outbox::SisDocumentRow row;
      row.connection_id = planned.route->connection.id;
      row.connection_generation = planned.route->connection.generation;
      row.kind = "class";
      row.key = planned.sis_class_id.value;
      row.document = oneroster::to_json(*sis_class);
      row.read_unix_ms = parts_.clock.unix_ms();
      settlement_.learned.push_back(std::move(row));
      use_class(planned, *sis_class);
      for (const auto& other : queue_) {
        if (other->planned.sis_class_id == planned.sis_class_id) {
          use_class(other->planned, *sis_class);
          other->class_read = true;
        }
      }
    }
    go_on(exchange);
    return;
  }
  const auto in_sis = oneroster::read_line_item(answer);
  if (!in_sis) {
    read_failed(*exchange, Code::answer_unreadable, answer.status);
    return;
  }
  if (!in_sis->active) {
    target_gone(exchange, step, verdict, answer.status);
    return;
  }
  if (step == Step::read_parent) {
    Outcome outcome = outcome_of(*exchange, Fate::student_gone, Code::student_gone);
    outcome.http_status = kNotFound;
    end(std::move(outcome));
    return;
  }
  exchange->line_item_read = true;
  carry_over(planned, *in_sis);
  go_on(exchange);
}

} // namespace passback::delivery
