#include "plugin/intake/counted_score.hpp"

#include "plugin/outbox/transitions.hpp"

namespace passback::intake {

using outbox::Form;

bool note_counted_of(gradebook::ScoreFacts& facts, const outbox::Record& line_item) {
  if (!facts.by_objectives() || line_item.observed.form == Form::absent) {
    return false;
  }
  auto of = facts.possible;
  if (line_item.observed.form == Form::present) {
    const auto activity = gradebook::activity_facts_from_json(line_item.observed.facts);
    if (activity && activity->points_possible) {
      of = activity->points_possible;
    }
  }
  if (facts.counted_of == of) {
    return false;
  }
  facts.counted_of = of;
  return true;
}

Result<bool> count_again(Desk& desk, outbox::Record& result, const outbox::Record& line_item) {
  if (result.observed.form != Form::present) {
    return false;
  }
  auto facts = gradebook::score_facts_from_json(result.observed.facts);
  if (!facts) {
    return facts.error();
  }
  if (!note_counted_of(*facts, line_item)) {
    return false;
  }
  auto seq = desk.transaction.next_seq();
  if (!seq) {
    return seq.error();
  }
  outbox::observe(result, Form::present, gradebook::to_json(*facts), *seq, result.host_rev,
                  result.host_epoch);
  return true;
}

} // namespace passback::intake
