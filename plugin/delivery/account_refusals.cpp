// The runner's bad answers: who is gone, what is not permitted, what failed, and how long each
// rests.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr int kNotFound = 404;
constexpr std::int64_t kBlockedMs = 15LL * 60 * 1000;
// So many answers of the kind "server error" to one record, while others arrive: its own fault.
constexpr std::int32_t kGiveUpAttempts = 10;
constexpr std::size_t kReadFailuresMax = 4096;

Code or_else(Code code, Code otherwise) {
  return code == Code::none ? otherwise : code;
}

} // namespace

void AccountRunner::target_gone(const ExchangePtr& exchange, Step step,
                                const oneroster::Verdict& verdict, int status) {
  gate_.answered(parts_.clock.unix_ms());
  const auto& planned = exchange->planned;
  const auto ended = [&](Fate fate, Code code) {
    Outcome outcome = outcome_of(*exchange, fate, code);
    outcome.http_status = status;
    outcome.sis_words = verdict.sis_words;
    end(*exchange, outcome);
  };
  switch (step) {
  case Step::look_up:
    go_without(exchange, true);
    return;
  case Step::list:
  case Step::find:
    cannot_list(exchange, step, status);
    return;
  case Step::read_line_item:
  case Step::read_parent:
    if (planned.write == Write::look && planned.withdrawn) {
      // A slot that is not wanted any more: nothing of ours was there.
      ended(Fate::confirmed, Code::none);
      return;
    }
    ended(Fate::line_item_gone, Code::line_item_gone);
    return;
  case Step::read_back: // looked_back() has its own word
  case Step::write:
    break;
  }
  if (planned.write == Write::remove) {
    // What was to be taken away is not there, says somebody: the SIS itself would have shown it in
    // its own words.
    unproven(exchange, verdict, status);
  } else if (planned.kind == outbox::Kind::result) {
    exchange->parent_asked = true;
    go_on(exchange);
  } else {
    ended(Fate::refused, or_else(verdict.code, Code::record_unknown));
  }
}

// The line item of a refused result is there: the refusal is about the result itself.
void AccountRunner::parent_stands(const ExchangePtr& exchange) {
  if (!exchange->own_refusal) {
    Outcome outcome = outcome_of(*exchange, Fate::student_gone, Code::student_gone);
    outcome.http_status = kNotFound;
    end(std::move(outcome));
    return;
  }
  Outcome outcome = *std::exchange(exchange->own_refusal, std::nullopt);
  exchange->parent_asked = false;
  if (outcome.code == Code::line_item_gone) {
    outcome.code = Code::rejected_content;
  }
  if (!look_again(exchange, outcome)) {
    end(std::move(outcome));
  }
}

// Nobody can tell whether the line item is there: what the SIS said of the result stands.
void AccountRunner::parent_unreadable(const Exchange& exchange, Code code, int status) {
  if (!exchange.own_refusal) {
    read_failed(exchange, code, status);
    return;
  }
  Outcome outcome = *exchange.own_refusal;
  if (outcome.code == Code::line_item_gone) {
    outcome.fate = Fate::line_item_gone;
  }
  end(std::move(outcome));
}

void AccountRunner::no_permission(const ExchangePtr& exchange, Step step,
                                  const oneroster::Verdict& verdict, int status) {
  if (verdict.meaning == oneroster::Meaning::unauthorised) {
    refused_credentials(exchange, step, status);
    return;
  }
  if (step == Step::read_parent && exchange->own_refusal) {
    parent_unreadable(*exchange, verdict.code, status);
    return;
  }
  // What may not be read stays unknown; a document may do without, and so may one that looks
  // further where the profile's own way led nowhere.
  if (step == Step::look_up && (!is_needed(exchange->planned, next_lookup(*exchange)) ||
                                (exchange->reading && exchange->reading->way > 0))) {
    go_without(exchange, true);
    return;
  }
  block(*exchange, step, or_else(verdict.code, Code::forbidden), status);
}

void AccountRunner::refused_credentials(const ExchangePtr& exchange, Step step, int status) {
  if (!refreshes(exchange)) {
    block(*exchange, step, Code::unauthorised, status);
  }
}

bool AccountRunner::refreshes(const ExchangePtr& exchange) {
  const auto found = authenticators_.find(exchange->credentials);
  if (found == authenticators_.end() || !found->second.can_refresh() || exchange->refreshed) {
    return false;
  }
  found->second.invalidate(exchange->token);
  exchange->refreshed = true;
  go_on(exchange);
  return true;
}

void AccountRunner::slow_down(const Exchange& exchange, const oneroster::Verdict& verdict) {
  rate_.slow_down(parts_.clock.boot_ms());
  const auto asked = clamped_retry_after(verdict.retry_after_ms);
  gate_.pause(Code::sis_busy,
              asked ? saturating_add(parts_.clock.unix_ms(), *asked) : retry_at(exchange));
}

/// Connections of one account may have addresses of their own: where there are several credentials,
/// one that may not be contacted stops itself alone.
void AccountRunner::refused_address(const Route& route, const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  const bool several = lanes_.several();
  const bool news = several ? lanes_.closed(route, now) != result.code
                            : gate_.state() != outbox::AccountState::address;
  if (several) {
    lanes_.refuse(route, result.code, false, now);
  } else {
    gate_.refuse_address(result.code, now);
  }
  if (news) {
    parts_.log.write(platform::LogLevel::warning, "delivery.address_refused",
                     info(result.code).sentence, {{"address", result.detail}});
  }
}

void AccountRunner::block(const Exchange& exchange, Step step, Code code, int status) {
  const auto now = parts_.clock.unix_ms();
  const auto until = saturating_add(now, kBlockedMs);
  if (lanes_.block(*exchange.planned.route, deed_of(exchange, step), until)) {
    const bool news = gate_.state() != outbox::AccountState::unauthorised;
    refuse(*exchange.planned.route, code, true);
    if (news) {
      parts_.log.write(platform::LogLevel::warning, "delivery.unauthorised",
                       "The SIS does not accept what proves who we are; it is asked again in 15 "
                       "minutes or when the settings change.",
                       {{"http_status", std::to_string(status)}});
    }
  }
  // What was said to a secret that has been replaced says nothing to the new one.
  not_sent(exchange, code, status, lanes_.is_used(*exchange.planned.route) ? until : now);
}

/// Where it is the account's only one, the account stands still; else it alone does.
void AccountRunner::refuse(const Route& route, Code code, bool so_far) {
  const auto now = parts_.clock.unix_ms();
  if (!lanes_.is_used(route)) {
    return;
  }
  if (lanes_.several()) {
    lanes_.refuse(route, code, so_far, now);
  } else if (so_far) {
    gate_.refuse_so_far(code, now);
  } else {
    gate_.refuse(code, now);
  }
}

bool AccountRunner::give_back_if_closed(const ExchangePtr& exchange) {
  const auto now = parts_.clock.unix_ms();
  const Code why = lanes_.closed(*exchange->planned.route, now);
  if (why == Code::none) {
    return false;
  }
  queue_.erase(std::find(queue_.begin(), queue_.end(), exchange));
  not_sent(*exchange, why, 0, now);
  return true;
}

/// A credential that has not worked yet goes one at a time: a wrong secret must not cause a storm.
bool AccountRunner::waits_for_proof(const Exchange& exchange) const {
  return lanes_.is_unsure(*exchange.planned.route) &&
         std::ranges::any_of(in_flight_, [&](const auto& flight) {
           return flight.second.connection_id == exchange.planned.route->connection.id;
         });
}

std::set<std::string> AccountRunner::closed_connections() const {
  return lanes_.closed_connections(parts_.clock.unix_ms());
}

std::set<std::string> AccountRunner::busy_connections() const {
  std::set<std::string> ids;
  for (const auto& exchange : queue_) {
    ids.insert(exchange->planned.route->connection.id);
  }
  for (const auto& [number, flight] : in_flight_) {
    ids.insert(flight.connection_id);
  }
  return ids;
}

void AccountRunner::server_failed(const ExchangePtr& failed, Step step,
                                  const oneroster::Verdict& verdict, int status) {
  const Exchange& exchange = *failed;
  const Code code = or_else(verdict.code, Code::sis_error);
  gate_.failed(code, parts_.clock.unix_ms(), parts_.random());
  if (step == Step::look_up && gate_.standing() &&
      !is_needed(exchange.planned, next_lookup(exchange))) {
    // Some SISs answer so where they have no such list.
    go_without(failed, false);
    return;
  }
  if (step != Step::write) {
    read_failed(exchange, verdict, status);
    return;
  }
  Outcome outcome = outcome_of(exchange, Fate::in_doubt, code);
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  const auto asked = clamped_retry_after(verdict.retry_after_ms);
  outcome.retry_unix_ms = after_settling(
      exchange, asked ? saturating_add(parts_.clock.unix_ms(), *asked) : retry_at(exchange));
  outcome.blameless = !gate_.standing();
  outcome.give_up = gives_up(exchange.planned.attempts + 1);
  end(exchange, outcome);
}

bool AccountRunner::gives_up(std::int32_t attempts) const {
  return gate_.standing() && attempts >= kGiveUpAttempts;
}

void AccountRunner::read_failed(const Exchange& exchange, Code code, int status) {
  oneroster::Verdict verdict;
  verdict.code = code;
  read_failed(exchange, verdict, status);
}

void AccountRunner::read_failed(const Exchange& exchange, const oneroster::Verdict& verdict,
                                int status) {
  // Nothing was written, so the record's own count does not rise; it must not be asked for every
  // second all the same.
  if (read_failures_.size() >= kReadFailuresMax) {
    read_failures_.clear();
  }
  auto& failures = read_failures_[exchange.planned.record_id];
  // What fails while the account does is the account's trouble.
  failures += gate_.standing() ? 1 : 0;
  Outcome outcome = outcome_not_sent(
      exchange, or_else(verdict.code, Code::sis_error), status,
      saturating_add(
          parts_.clock.unix_ms(),
          backoff_ms(RetryPolicy{}, std::max(failures, gate_.failures()), parts_.random())));
  // Where pages come for this record alone, one may be all that the SIS has to say of it.
  outcome.give_up = verdict.meaning == oneroster::Meaning::page && gives_up(failures);
  outcome.sis_words = verdict.sis_words;
  if (outcome.give_up) {
    read_failures_.erase(exchange.planned.record_id);
  }
  end(exchange, outcome);
}

} // namespace passback::delivery
