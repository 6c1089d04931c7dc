#include "plugin/delivery/worker/account_answers.hpp"

namespace passback::delivery {

using exchange::Step;
using exchange::StepResult;
using oneroster::Meaning;

StepResult AccountAnswers::came(Carried& carried, Step step, const TransferResult& result) {
  return result.answer ? answered(carried, step, *result.answer)
                       : unanswered(carried, step, result);
}

StepResult AccountAnswers::unanswered(Carried& carried, Step step, const TransferResult& result) {
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

StepResult AccountAnswers::answered(Carried& carried, Step step,
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
  auto led_to = exchange.take_answer(step, answer, verdict, at);
  if (led_to.could_look) {
    standing_.scope().probe_passed(asked.credential);
  }
  for (const Step passed : led_to.passed) {
    standing_.passed(*route, passed == step ? asked : written);
  }
  return led_to;
}

bool AccountAnswers::refreshes(Carried& carried, Step step, const oneroster::Verdict& verdict) {
  const auto& planned = carried.exchange.planned();
  // A fresh token cures nothing that this record met already.
  const bool may_help =
      verdict.meaning == Meaning::unauthorised && !carried.refreshed &&
      (step == Step::read_back || !standing_.scope().is_troubled(planned.record_id));
  carried.refreshed =
      carried.refreshed || (may_help && tokens_.refresh(*planned.route, carried.token));
  return may_help && carried.refreshed;
}

} // namespace passback::delivery
