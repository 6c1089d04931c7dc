#include "plugin/decision/period_preference.hpp"

#include "plugin/settings/period_choice.hpp"

namespace passback::decision {

oneroster::PeriodPreference period_preference(const Manner& manner, const outbox::Record& line_item,
                                              const gradebook::ActivityFacts& facts) {
  const auto days = context_of(manner).local_day;
  oneroster::PeriodPreference preference;
  preference.named =
      settings::named_period(line_item.key.activity_id, facts, manner.effective.class_settings);
  preference.day = days(
      settings::picking_moment(oneroster::with_moments(facts, days), line_item.created_unix_ms));
  preference.level = manner.effective.grading.period_level;
  preference.between = manner.effective.sending.between_periods;
  preference.dated = facts.due_at_unix_ms != 0;
  preference.in_sis = line_item.confirmed.form == outbox::Form::present;
  return preference;
}

} // namespace passback::decision
