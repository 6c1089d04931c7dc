#include "plugin/decision/period_wish.hpp"

#include "plugin/settings/period_choice.hpp"

namespace passback::decision {

oneroster::PeriodWish period_wish(const Manner& manner, const outbox::Record& line_item,
                                  const gradebook::ActivityFacts& facts) {
  const auto days = context_of(manner).local_day;
  oneroster::PeriodWish wish;
  wish.named =
      settings::named_period(line_item.key.activity_id, facts, manner.effective.class_settings);
  wish.day = days(
      settings::picking_moment(oneroster::with_moments(facts, days), line_item.created_unix_ms));
  wish.level = manner.effective.grading.period_level;
  wish.dated = facts.due_at_unix_ms != 0;
  wish.in_sis = line_item.confirmed.form == outbox::Form::present;
  return wish;
}

} // namespace passback::decision
