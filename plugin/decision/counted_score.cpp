#include "plugin/decision/counted_score.hpp"

#include "plugin/decision/records.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {

using outbox::Form;

bool note_counted_of(gradebook::ScoreFacts& facts, const outbox::Record& line_item) {
  if (!facts.by_objectives() || line_item.observed.form == Form::absent) {
    return false;
  }
  auto of = facts.possible;
  if (line_item.observed.form == Form::present) {
    const auto* activity = line_item.observed.facts.activity();
    if (activity != nullptr && activity->points_possible) {
      of = activity->points_possible;
    }
  }
  if (facts.counted_of == of) {
    return false;
  }
  facts.counted_of = of;
  return true;
}

Result<bool> count_again(UnitOfWork& work, outbox::Record& result,
                         const outbox::Record& line_item) {
  if (result.observed.form != Form::present) {
    return false;
  }
  const auto* said = result.observed.facts.score();
  if (said == nullptr) {
    return unreadable_facts();
  }
  auto facts = *said;
  if (!note_counted_of(facts, line_item)) {
    return false;
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  outbox::observe(result, Form::present, outbox::Facts::of(std::move(facts)), seq, result.host_rev,
                  result.host_epoch);
  return true;
}

void drop_possible_of_activity(gradebook::ScoreFacts& facts, const outbox::Record& line_item) {
  for (const outbox::Version* version :
       {&line_item.observed, &line_item.released,
        static_cast<const outbox::Version*>(&line_item.confirmed)}) {
    if (!facts.possible || version->form != Form::present) {
      continue;
    }
    const auto* activity = version->facts.activity();
    if (activity != nullptr && activity->points_possible == facts.possible) {
      facts.possible.reset();
    }
  }
}

void drop_possible_of_activity(outbox::Record& result, const outbox::Record& line_item) {
  for (outbox::Version* version : {&result.observed, &result.released}) {
    const auto* said = version->facts.score();
    if (said == nullptr || !said->possible) {
      continue;
    }
    auto facts = *said;
    drop_possible_of_activity(facts, line_item);
    if (!facts.possible) {
      version->facts = outbox::Facts::of(std::move(facts));
    }
  }
}

} // namespace passback::decision
