// The runner's look at what was written, where the answer did not say that it is done: 202, a body
// that nobody can read, a DELETE of something that is "not found" in nobody's own words.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/matching.hpp"
#include "plugin/oneroster/sis_objects.hpp"

namespace passback::delivery {

namespace {

bool takes_away(const PlannedRequest& planned) {
  return planned.write == Write::remove || planned.write == Write::tombstone;
}

bool is_taken(int status) {
  return status >= 200 && status < 300;
}

/// "Accepted for processing" (RFC 9110 15.3.3) is the SIS's own word that it has taken a write.
/// Whatever else cannot be looked at stays unproven: a text that nobody understands may be a
/// firewall's.
bool has_its_word(const Outcome& unproven, const PlannedRequest& planned) {
  constexpr int kAcceptedForLater = 202;
  return unproven.http_status == kAcceptedForLater && !takes_away(planned);
}

} // namespace

void AccountRunner::unproven(const ExchangePtr& exchange, const oneroster::Verdict& verdict,
                             int status) {
  gate_.answered(parts_.clock.unix_ms());
  const auto& planned = exchange->planned;
  Outcome& outcome =
      exchange->unproven.emplace(outcome_of(planned, Fate::in_doubt, Code::not_shown));
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  if (is_taken(status)) {
    lanes_.works(*planned.route, write_deed(planned));
  }
  if (planned.creation != Creation::none && planned.write != Write::remove) {
    // Its id is not known; the next attempt begins with a list of what there is.
    still_unproven(*exchange);
  } else {
    go_on(exchange);
  }
}

void AccountRunner::looked_back(const ExchangePtr& exchange, const oneroster::HttpAnswer& answer,
                                const oneroster::Verdict& verdict) {
  using oneroster::Meaning;
  const auto now = parts_.clock.unix_ms();
  bool done = false;
  bool told = false; // a person has to compare
  switch (verdict.meaning) {
  case Meaning::confirmed: {
    gate_.answered(now);
    const auto shown = oneroster::record_in(answer, envelope_of(exchange->planned));
    done = shown && proves(exchange->planned, *shown, now);
    told = shown && exchange->other_score;
    break;
  }
  case Meaning::target_gone:
    gate_.answered(now);
    done = takes_away(exchange->planned);
    break;
  case Meaning::unauthorised:
    if (refreshes(exchange)) {
      return;
    }
    break;
  case Meaning::forbidden:
  case Meaning::refused:
    // The SIS lets nobody look: its own word is all that there will ever be.
    done = has_its_word(*exchange->unproven, exchange->planned);
    told = exchange->other_score;
    break;
  case Meaning::throttled:
    slow_down(*exchange, verdict);
    exchange->unproven->blameless = true;
    break;
  case Meaning::page:
  case Meaning::in_doubt:
    gate_.failed(verdict.code, now, parts_.random());
    break;
  case Meaning::unproven:
  case Meaning::window_shut:
  case Meaning::misdirected:
    break;
  }
  if (done) {
    proven(*exchange);
  } else if (told) {
    exchange->unproven->fate = Fate::unclear;
    exchange->unproven->code = Code::shown_otherwise;
    end(*exchange, *exchange->unproven);
  } else {
    still_unproven(*exchange);
  }
}

void AccountRunner::proven(const Exchange& exchange) {
  read_failures_.erase(exchange.planned.record_id);
  Outcome outcome = outcome_of(exchange, Fate::confirmed, Code::none);
  outcome.http_status = exchange.unproven->http_status;
  end(std::move(outcome));
}

void AccountRunner::still_unproven(const Exchange& exchange) {
  Outcome outcome = *exchange.unproven;
  outcome.retry_unix_ms = after_settling(exchange, retry_at(exchange));
  outcome.blameless = outcome.blameless || !gate_.standing();
  outcome.give_up = !outcome.blameless && gives_up(exchange.planned.attempts + 1);
  end(exchange, outcome);
}

} // namespace passback::delivery
