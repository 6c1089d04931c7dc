// The runner's way back: what an answer says about the account is noted here; what it says about
// the record, its exchange knows.
#include <utility>

#include "plugin/delivery/ids_before.hpp"
#include "plugin/delivery/worker/account_runner.hpp"

namespace passback::delivery {

using exchange::Step;
using exchange::StepResult;
using oneroster::Meaning;

void AccountRunner::came_back(const CarriedPtr& carried, Step step, const TransferResult& result) {
  const auto route = carried->exchange.planned().route;
  if (step == Step::look_up) {
    fresh_reads_.came_back(carried->exchange.planned(), carried->exchange.next_lookup());
  }
  auto led_to =
      result.answer ? answered(*carried, step, *result.answer) : unanswered(*carried, step, result);
  const auto listed = std::exchange(led_to.listed, std::nullopt);
  if (take(*carried, route, std::move(led_to))) {
    queue_.push_front(carried);
  }
  if (listed) {
    share(*listed);
  }
  give_back_if_closed();
}

StepResult AccountRunner::unanswered(Carried& carried, Step step, const TransferResult& result) {
  auto& exchange = carried.exchange;
  const auto& planned = exchange.planned();
  if (is_address_rule(result.code)) {
    standing_.refuse_address(*planned.route, result);
    // The account, or the credential, has the time of the next try; a record must be ready whenever
    // that is.
    const auto now = parts_.clock.unix_ms();
    return exchange.not_sent(result.code, 0, now, now);
  }
  if (result.code != Code::deadline) {
    parts_.log.write(platform::LogLevel::debug, "delivery.transfer_failed", result.detail,
                     {{"request_id", planned.request_id}});
  }
  return exchange.hear_nothing(step, result.failure, result.code,
                               standing_.circumstances(*planned.route));
}

StepResult AccountRunner::answered(Carried& carried, Step step,
                                   const oneroster::HttpAnswer& answer) {
  auto& exchange = carried.exchange;
  const auto& planned = exchange.planned();
  const auto route = planned.route;
  const bool reads = step != Step::write;
  const auto verdict = oneroster::read_answer(
      *route->profile, reads ? oneroster::Operation::get : operation_of(planned), answer,
      reads ? gradebook::SourcedId{} : planned.wire_id, parts_.clock.unix_ms(),
      exchange.is_about_record(step) && explaining_.contains(route->connection.id));
  if (verdict.voice == oneroster::Voice::oneroster) {
    explaining_.insert(route->connection.id);
  }
  const bool paused = standing_.pauses_as_asked(verdict, carried.left_boot_ms);
  if (refreshes(carried, step, verdict)) {
    return exchange::goes_again();
  }
  const auto at = standing_.circumstances(*route);
  if (step != Step::read_back) {
    if (verdict.meaning == Meaning::confirmed) {
      standing_.rate().went_well(parts_.clock.boot_ms());
    } else if (verdict.meaning == Meaning::throttled && !paused &&
               !standing_.scope().is_troubled(planned.record_id)) {
      standing_.rate().slow_down(parts_.clock.boot_ms(), carried.left_boot_ms);
    } else if (verdict.meaning == Meaning::unauthorised && !at.has_passed) {
      probe_.ask(route); // they may be wrong altogether: then one more request tells
    } else if (verdict.meaning == Meaning::window_shut) {
      standing_.window_shut(planned, exchange::window_shut_until(verdict, at.now_unix_ms));
    }
  }
  if (step == Step::write && verdict.meaning == Meaning::confirmed) {
    standing_.window_open(planned);
  }
  const auto asked = standing_.asked(exchange, step);
  const auto written = standing_.asked(exchange, Step::write);
  auto led_to = exchange.hear(step, answer, verdict, at);
  if (led_to.could_look) {
    standing_.scope().probe_passed(asked.credential);
  }
  for (const Step passed : led_to.passed) {
    standing_.passed(*route, passed == step ? asked : written);
  }
  return led_to;
}

bool AccountRunner::refreshes(Carried& carried, Step step, const oneroster::Verdict& verdict) {
  const auto& planned = carried.exchange.planned();
  // A fresh token cures nothing that this record met already.
  const bool may_help =
      verdict.meaning == Meaning::unauthorised && !carried.refreshed &&
      (step == Step::read_back || !standing_.scope().is_troubled(planned.record_id));
  carried.refreshed =
      carried.refreshed || (may_help && tokens_.refresh(*planned.route, carried.token));
  return may_help && carried.refreshed;
}

bool AccountRunner::take(Carried& carried, const exchange::RoutePtr& route, StepResult result) {
  take_notes(carried, route, result);
  if (result.then != StepResult::Then::met) {
    return result.then == StepResult::Then::again;
  }
  auto& exchange = carried.exchange;
  const auto rest = standing_.met(exchange, result.met_at, result.met);
  if (rest.ask) {
    probe_.ask(route);
  }
  const bool one_of_set =
      rest.ending.set_aside && result.met_at == Step::write && exchange.is_set();
  auto end = one_of_set
                 ? exchange.halve()
                 : exchange.give_up(result.met_at, result.met, rest.ending, parts_.clock.unix_ms());
  take_notes(carried, route, end);
  return false;
}

void AccountRunner::take_notes(Carried& carried, const exchange::RoutePtr& route,
                               StepResult& result) {
  const auto now = parts_.clock.unix_ms();
  if (result.answered) {
    standing_.answered();
  }
  if (result.ask) {
    probe_.ask(route);
  }
  for (auto& outcome : result.outcomes) {
    settlement_.outcomes.push_back(std::move(outcome));
  }
  for (const auto& listed : result.save_first) {
    settlement_.learned.push_back(before_row(listed, now));
    carried.saved_with = settlement_number_;
  }
  if (result.proves_ids && proven_.insert(result.proves_ids->connection.id).second) {
    settlement_.learned.push_back(proof_row(*result.proves_ids, now));
  }
  if (result.learned) {
    if (auto row = fresh_reads_.learned(*result.learned, settlement_number_, now)) {
      settlement_.learned.push_back(std::move(*row));
    }
    for (const auto& waiting : queue_) {
      if (result.learned->shared && waiting->exchange.waits_for(*result.learned)) {
        waiting->exchange.take_known(result.learned->lookup, result.learned->known);
      }
    }
  }
  for (auto state = result.ahead.rbegin(); state != result.ahead.rend(); ++state) {
    queue_.push_front(std::make_shared<Carried>(exchange::RecordExchange(std::move(*state))));
  }
  for (auto& state : result.behind) {
    queue_.push_back(std::make_shared<Carried>(exchange::RecordExchange(std::move(state))));
  }
}

// One reading serves all who are about to make something there.
void AccountRunner::share(const exchange::Listing& listed) {
  const auto line = queue_;
  for (const auto& waiting : line) {
    if (!waiting->exchange.waits_for(listed)) {
      continue;
    }
    const auto route = waiting->exchange.planned().route;
    if (!take(*waiting, route,
              waiting->exchange.take_listing(listed.records, standing_.circumstances(*route)))) {
      std::erase(queue_, waiting);
    }
  }
}

} // namespace passback::delivery
