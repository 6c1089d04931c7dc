// The other half of the runner: what an answer, or its absence, means for the record, its kind of
// request and the account.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kBlockedMs = 15LL * 60 * 1000;
constexpr std::int64_t kWindowShutMs = 60LL * 60 * 1000;
// So many answers of the kind "server error" to one record, while others arrive: its own fault.
constexpr std::int32_t kGiveUpAttempts = 10;
constexpr std::size_t kReadFailuresMax = 4096;
constexpr int kNotFound = 404;
constexpr int kTooMany = 429;
constexpr int kUnavailable = 503;

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

void AccountRunner::token_done(const std::string& credentials, const RoutePtr& route,
                               TransferResult result) {
  const auto now = parts_.clock.unix_ms();
  const auto found = authenticators_.find(credentials);
  if (found == authenticators_.end()) {
    return;
  }
  auto& authenticator = found->second;
  if (result.code == Code::deadline) {
    authenticator.token_failed();
    return;
  }
  const auto pause = [&] {
    RetryPolicy policy;
    policy.cap_ms = std::min(policy.cap_ms, parts_.probe_max_ms);
    return saturating_add(now, backoff_ms(policy, gate_.failures(), parts_.random()));
  };
  // While it stands: an account that is down has its own time for the next probe.
  const auto pause_if_standing = [&](Code code) {
    if (gate_.standing()) {
      gate_.pause(code, pause());
    }
  };
  if (!result.answer) {
    authenticator.token_failed();
    gate_.failed(result.code, now, parts_.random());
    pause_if_standing(result.code);
    after_gate_closed();
    return;
  }
  const int status = result.answer->status;
  if (status == kTooMany || status == kUnavailable) {
    authenticator.token_failed();
    const auto verdict =
        oneroster::read_answer(*route->profile, oneroster::Operation::get, *result.answer, {}, now);
    rate_.slow_down(parts_.clock.boot_ms());
    const auto asked = clamped_retry_after(verdict.retry_after_ms);
    gate_.pause(Code::sis_busy, asked ? saturating_add(now, *asked) : pause());
    after_gate_closed();
    return;
  }
  auto token = oneroster::read_token_answer(*result.answer);
  if (token) {
    authenticator.token_arrived(std::move(*token), parts_.clock.boot_ms());
    return;
  }
  authenticator.token_failed();
  const Code code = token.error().code;
  if (code == Code::token_refused) {
    parts_.log.write(platform::LogLevel::warning, "delivery.token_refused",
                     "The SIS refused the API Key and API Secret; it is asked again in 15 minutes "
                     "or when the settings change.",
                     {{"http_status", std::to_string(status)}});
    gate_.refuse(code, now);
    // Perhaps the vault has a newer one by now.
    parts_.secrets.forget(route->connection.secret_ref);
    parts_.wake_host();
  } else {
    gate_.failed(code, now, parts_.random());
    pause_if_standing(code);
  }
  after_gate_closed();
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
  outcome.retry_unix_ms = retry;
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
    outcome.other_id = verdict.other_id;
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

void AccountRunner::target_gone(const ExchangePtr& exchange, Step step,
                                const oneroster::Verdict& verdict, int status) {
  gate_.answered(parts_.clock.unix_ms());
  const auto& planned = exchange->planned;
  const auto ended = [&](Fate fate, Code code) {
    Outcome outcome = outcome_of(*exchange, fate, code);
    outcome.http_status = status;
    outcome.sis_words = verdict.sis_words;
    end(std::move(outcome));
  };
  switch (step) {
  case Step::read_class:
    exchange->class_read = true;
    go_on(exchange);
    return;
  case Step::read_line_item:
  case Step::read_parent:
    ended(Fate::line_item_gone, Code::line_item_gone);
    return;
  case Step::write:
    break;
  }
  if (planned.write == Write::remove) {
    // What was to be taken away is not there.
    ended(Fate::confirmed, Code::none);
  } else if (planned.kind == outbox::Kind::result) {
    exchange->parent_asked = true;
    go_on(exchange);
  } else {
    ended(Fate::refused, or_else(verdict.code, Code::record_unknown));
  }
}

void AccountRunner::no_permission(const ExchangePtr& exchange, Step step,
                                  const oneroster::Verdict& verdict, int status) {
  if (verdict.meaning == oneroster::Meaning::unauthorised) {
    refused_credentials(exchange, step, status);
    return;
  }
  // A class that may not be read leaves the school unknown; a document may do without.
  if (step == Step::read_class &&
      exchange->planned.route->profile->school != oneroster::Need::required) {
    exchange->class_read = true;
    go_on(exchange);
    return;
  }
  block(*exchange, step, or_else(verdict.code, Code::forbidden), status);
}

void AccountRunner::refused_credentials(const ExchangePtr& exchange, Step step, int status) {
  const auto found = authenticators_.find(exchange->credentials);
  if (found != authenticators_.end() && found->second.can_refresh() && !exchange->refreshed) {
    found->second.invalidate(exchange->token);
    exchange->refreshed = true;
    go_on(exchange);
    return;
  }
  block(*exchange, step, Code::unauthorised, status);
}

void AccountRunner::block(const Exchange& exchange, Step step, Code code, int status) {
  const auto now = parts_.clock.unix_ms();
  const Deed deed = deed_of(exchange, step);
  const auto until = saturating_add(now, kBlockedMs);
  blocked_[deed] = until;
  worked_.erase(deed);
  if (worked_.empty()) {
    const bool news = gate_.state() != outbox::AccountState::unauthorised;
    gate_.refuse_so_far(code, now);
    if (news) {
      parts_.log.write(platform::LogLevel::warning, "delivery.unauthorised",
                       "The SIS does not accept what proves who we are; it is asked again in 15 "
                       "minutes or when the settings change.",
                       {{"http_status", std::to_string(status)}});
    }
  }
  not_sent(exchange, code, status, until);
}

void AccountRunner::server_failed(const Exchange& exchange, Step step,
                                  const oneroster::Verdict& verdict, int status) {
  const Code code = or_else(verdict.code, Code::sis_error);
  gate_.failed(code, parts_.clock.unix_ms(), parts_.random());
  if (step != Step::write) {
    read_failed(exchange, code, status);
    return;
  }
  Outcome outcome = outcome_of(exchange, Fate::in_doubt, code);
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  const auto asked = clamped_retry_after(verdict.retry_after_ms);
  outcome.retry_unix_ms =
      asked ? saturating_add(parts_.clock.unix_ms(), *asked) : retry_at(exchange);
  outcome.blameless = !gate_.standing();
  outcome.give_up = gate_.standing() && exchange.planned.attempts + 1 >= kGiveUpAttempts;
  end(std::move(outcome));
}

void AccountRunner::read_failed(const Exchange& exchange, Code code, int status) {
  // Nothing was written, so the record's own count does not rise; it must not be asked for every
  // second all the same.
  if (read_failures_.size() >= kReadFailuresMax) {
    read_failures_.clear();
  }
  auto& failures = read_failures_[exchange.planned.record_id];
  ++failures;
  not_sent(exchange, code, status,
           saturating_add(
               parts_.clock.unix_ms(),
               backoff_ms(RetryPolicy{}, std::max(failures, gate_.failures()), parts_.random())));
}

} // namespace passback::delivery
