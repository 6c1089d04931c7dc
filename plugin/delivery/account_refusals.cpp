// The runner's bad answers: who is gone, what is not permitted, what failed, and how long each
// rests.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {

namespace {

constexpr int kNotFound = 404;
constexpr std::int64_t kFirstStopMs = 15'000; ///< of a kind of request; then twice as long, ...
constexpr std::int64_t kLongestStopMs = 60'000;
constexpr std::int64_t kLongestRefusalMs = 5LL * 60 * 1000;

Code or_else(Code code, Code otherwise) {
  return code == Code::none ? otherwise : code;
}

/// "403 account.forbidden: 403 Forbidden", for support and whoever asks why.
std::string what_it_met(Code code, int status, const std::string& words) {
  std::string text = status == 0 ? std::string("no answer") : std::to_string(status);
  text.append(" ").append(info(code).id);
  return words.empty() ? text : text + ": " + words;
}

} // namespace

void AccountRunner::target_gone(const ExchangePtr& exchange, Step step,
                                const oneroster::Verdict& verdict, int status) {
  well(*exchange, step);
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
void AccountRunner::parent_unreadable(const ExchangePtr& exchange, Code code, int status) {
  if (!exchange->own_refusal) {
    troubled(exchange, Step::read_parent,
             {Trouble::failure, or_else(code, Code::sis_error), status});
    return;
  }
  Outcome outcome = *exchange->own_refusal;
  if (outcome.code == Code::line_item_gone) {
    outcome.fate = Fate::line_item_gone;
  }
  end(std::move(outcome));
}

void AccountRunner::no_permission(const ExchangePtr& exchange, Step step,
                                  const oneroster::Verdict& verdict, int status) {
  const bool unauthorised = verdict.meaning == oneroster::Meaning::unauthorised;
  // A fresh token cures nothing that this record met already.
  if (unauthorised && !scope_.is_troubled(exchange->planned.record_id) && refreshes(exchange)) {
    return;
  }
  if (unauthorised && !scope_.has_passed(exchange->credentials)) {
    ask_ = exchange->planned.route; // they may be wrong altogether: then one more request tells
  }
  if (step == Step::read_parent && exchange->own_refusal) {
    parent_unreadable(exchange, verdict.code, status);
    return;
  }
  // What may not be read stays unknown; a document may do without, and so may one that looks
  // further where the profile's own way led nowhere.
  if (step == Step::look_up && (!is_needed(exchange->planned, next_lookup(*exchange)) ||
                                (exchange->reading && exchange->reading->way > 0))) {
    go_without(exchange, !unauthorised);
    return;
  }
  troubled(exchange, step, *met_with(verdict, status));
}

bool AccountRunner::refreshes(const ExchangePtr& exchange) {
  const auto found = authenticators_.find(exchange->credentials);
  if (found == authenticators_.end() || !found->second.can_refresh() || exchange->refreshed) {
    return false;
  }
  static_cast<void>(found->second.invalidate(exchange->token));
  exchange->refreshed = true;
  go_on(exchange);
  return true;
}

bool AccountRunner::waits_as_asked(const oneroster::Verdict& verdict, std::int64_t left_boot_ms) {
  if (!oneroster::asks_to_wait(verdict)) {
    return false;
  }
  rate_.slow_down(parts_.clock.boot_ms(), left_boot_ms);
  gate_.pause(Code::sis_busy, saturating_add(parts_.clock.unix_ms(), *verdict.retry_after_ms));
  return true;
}

/// Connections of one account may have addresses of their own: where there are several credentials,
/// one that may not be contacted stops itself alone.
void AccountRunner::refused_address(const Route& route, const TransferResult& result) {
  const auto now = parts_.clock.unix_ms();
  const bool several = lanes_.several();
  const bool news = several ? lanes_.closed(route, now) != result.code
                            : gate_.state() != outbox::AccountState::address;
  refuse(route, result.code, kRefusedRetryMs);
  if (news) {
    parts_.log.write(platform::LogLevel::warning, "delivery.address_refused",
                     info(result.code).sentence, {{"address", result.detail}});
  }
}

/// Where it is the account's only one, the account stands still; else it alone does.
void AccountRunner::refuse(const Route& route, Code code, std::int64_t retry_ms) {
  const auto now = parts_.clock.unix_ms();
  // What was said to a secret that has been replaced says nothing to the new one.
  if (!lanes_.is_used(route)) {
    return;
  }
  const auto until = saturating_add(now, retry_ms);
  if (lanes_.several()) {
    lanes_.refuse(route, code, until, now);
  } else {
    gate_.refuse(code, until);
  }
}

bool AccountRunner::give_back_if_closed(const ExchangePtr& exchange) {
  const auto now = parts_.clock.unix_ms();
  const auto& planned = exchange->planned;
  Blocked closed{now, lanes_.closed(*planned.route, now)};
  if (closed.code == Code::none) {
    const auto shut = shut_.find(line_item_of(planned));
    closed = shut == shut_.end() ? lanes_.blocked(*planned.route, write_deed(planned))
                                 : Blocked{shut->second, Code::window_shut};
    closed.code = closed.until_unix_ms > now ? closed.code : Code::none;
  }
  if (closed.code == Code::none) {
    return false;
  }
  queue_.erase(std::find(queue_.begin(), queue_.end(), exchange));
  not_sent(*exchange, closed.code, 0, closed.until_unix_ms);
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

Asked AccountRunner::asked(const Exchange& exchange, Step step) const {
  const auto& planned = exchange.planned;
  return {exchange.credentials, deed_of(exchange, step), planned.record_id,
          planned.sis_class_id.value, planned.attempts};
}

void AccountRunner::well(const Exchange& exchange, Step step) {
  gate_.answered(parts_.clock.unix_ms());
  const auto one = asked(exchange, step);
  scope_.passed(one);
  lanes_.works(*exchange.planned.route, one.deed);
}

/// Before anything has come back under this credential, a bare "no such address" may be said of the
/// whole service. What is to be taken away was there once.
bool AccountRunner::is_nowhere(const Exchange& exchange, const oneroster::Verdict& verdict,
                               int status) const {
  return oneroster::says_no_such_address(status) && verdict.voice == oneroster::Voice::other &&
         exchange.planned.write != Write::remove && !scope_.has_passed(exchange.credentials);
}

std::int64_t AccountRunner::reached(const ExchangePtr& exchange, Step step, const Met& met,
                                    const Reach& reach) {
  const auto now = parts_.clock.unix_ms();
  const auto& route = exchange->planned.route;
  const auto own = std::max(retry_at(*exchange), saturating_add(now, met.wait_ms.value_or(0)));
  if (reach.ask || !gate_.standing()) {
    ask_ = route;
  }
  const Deed deed = deed_of(*exchange, step);
  // The first stop may be chance; a second one, after a new try, is not.
  if (reach.tell || (reach.stops > 0 && met.trouble == Trouble::refusal)) {
    lanes_.tell(*route, deed, now);
  }
  if (reach.scope == Scope::sis) {
    gate_.failed(met.code, now, parts_.random());
  }
  if (reach.scope != Scope::verb) {
    return own;
  }
  const auto longest = met.trouble == Trouble::refusal ? kLongestRefusalMs : kLongestStopMs;
  const auto until = saturating_add(now, doubled(kFirstStopMs, reach.stops, longest));
  if (met.trouble == Trouble::busy) {
    gate_.pause(Code::sis_busy,
                saturating_add(now, backoff_ms(RetryPolicy{}, reach.stops + 1, parts_.random())));
    return now;
  }
  lanes_.block(*route, deed, {until, met.code});
  return until;
}

void AccountRunner::troubled(const ExchangePtr& exchange, Step step, const Met& met) {
  const Reach reach = met.ours ? Reach{} : scope_.got(met.trouble, asked(*exchange, step));
  if (reach.set_aside && step == Step::write && !exchange->others.empty()) {
    halve(exchange);
    return;
  }
  const auto retry = reached(exchange, step, met, reach);
  const bool left = step == Step::write && met.trouble == Trouble::failure;
  Outcome outcome = left ? outcome_of(*exchange, Fate::in_doubt, met.code)
                         : outcome_not_sent(*exchange, met.code, met.status, retry);
  outcome.http_status = met.status;
  outcome.sis_words = met.words;
  outcome.retry_unix_ms = outcome.fate == Fate::in_doubt ? after_settling(*exchange, retry) : retry;
  outcome.blameless = met.ours || met.trouble == Trouble::unreached ||
                      reach.scope > Scope::school_class || !gate_.standing();
  if (reach.set_aside && !outcome.blameless) {
    outcome.set_aside = true;
    outcome.sis_words = what_it_met(met.code, met.status, met.words);
    outcome.code = Code::set_aside;
  }
  end(*exchange, outcome);
}

// A window is shut for one line item, as far as one answer tells; for the account only if several
// grading periods are.
void AccountRunner::window_shut(const ExchangePtr& exchange, const oneroster::Verdict& verdict,
                                int status) {
  const auto now = parts_.clock.unix_ms();
  const auto until = saturating_add(now, verdict.retry_after_ms.value_or(kWindowShutMs));
  const auto& planned = exchange->planned;
  shut_[line_item_of(planned)] = until;
  std::erase_if(shut_periods_, [&](const auto& one) { return one.second <= now; });
  if (const auto period = period_of(planned); !period.empty()) {
    shut_periods_[period] = until;
  }
  if (shut_periods_.size() > 1) {
    gate_.shut_window(until);
  } else {
    gate_.answered(now);
  }
  not_sent(*exchange, Code::window_shut, status, until);
}

} // namespace passback::delivery
