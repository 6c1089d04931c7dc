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
  // Nothing has passed yet: whether it is done, the look tells.
  gate_.answered(parts_.clock.unix_ms());
  const auto& planned = exchange->planned;
  Outcome& outcome =
      exchange->unproven.emplace(outcome_of(planned, Fate::in_doubt, Code::not_shown));
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  if (planned.creation != Creation::none && planned.write != Write::remove) {
    // Its id is not known; the next attempt begins with a list of what there is.
    still_unproven(exchange);
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
    scope_.probe_passed(exchange->credentials);
    well(*exchange, Step::read_back);
    const auto shown = oneroster::record_in(answer, envelope_of(exchange->planned));
    done = shown && proves(exchange->planned, *shown, now);
    told = shown && exchange->other_score;
    break;
  }
  case Meaning::target_gone:
    scope_.probe_passed(exchange->credentials);
    well(*exchange, Step::read_back);
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
    done = exchange->unproven && has_its_word(*exchange->unproven, exchange->planned);
    told = exchange->other_score;
    break;
  case Meaning::throttled:
    if (waits_as_asked(verdict, exchange->left_boot_ms) && exchange->unproven) {
      exchange->unproven->blameless = true;
    }
    break;
  case Meaning::page:
  case Meaning::in_doubt:
  case Meaning::unproven:
  case Meaning::window_shut:
  case Meaning::misdirected:
    break;
  }
  if (done) {
    proven(*exchange);
  } else if (exchange->unproven && told) {
    exchange->unproven->fate = Fate::unclear;
    exchange->unproven->code = Code::shown_otherwise;
    end(*exchange, *exchange->unproven);
  } else if (exchange->unproven) {
    still_unproven(exchange);
  } else {
    // Nothing proves that the earlier request was stored: it goes again.
    exchange->look_first = false;
    go_on(exchange);
  }
}

/// A write that nobody answered in time may be stored all the same: it is looked at before it is
/// written again. Where it makes something, its id is not known, and the list is read instead.
bool AccountRunner::looks_instead(const ExchangePtr& exchange, const TransferResult& result) {
  const auto& planned = exchange->planned;
  if (planned.creation != Creation::none) {
    return false;
  }
  exchange->unproven.emplace(outcome_of(planned, Fate::in_doubt, result.code));
  go_on(exchange);
  return true;
}

void AccountRunner::proven(const Exchange& exchange) {
  well(exchange, Step::write);
  Outcome outcome = outcome_of(exchange, Fate::confirmed, Code::none);
  outcome.http_status = exchange.unproven ? exchange.unproven->http_status : 0;
  end(std::move(outcome));
}

void AccountRunner::still_unproven(const ExchangePtr& exchange) {
  const auto& unproven = *exchange->unproven;
  Met met{Trouble::failure, unproven.code, unproven.http_status, unproven.sis_words};
  met.ours = unproven.blameless;
  troubled(exchange, Step::write, met);
}

} // namespace passback::delivery
