#include "plugin/decision/period_of_line_item.hpp"

#include "plugin/decision/placement.hpp"
#include "plugin/oneroster/documents/period_pick.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {

Result<std::optional<oneroster::SisAcademicSession>>
period_of_line_item(UnitOfWork& work, const ClassView& view, const outbox::Record& line_item) {
  std::optional<oneroster::SisAcademicSession> period;
  const auto* facts = line_item.observed.facts.activity();
  if (view.profile == nullptr || !facts) {
    return period;
  }
  PASSBACK_TRY_AS(const auto in_sis, work.class_in_sis(view, line_item.key.sis_class_id));
  if (!in_sis.periods) {
    return period;
  }
  PASSBACK_TRY_AS(const auto preference, preference_of_line_item(work, view, line_item, *facts));
  const auto picked = oneroster::pick_period(*view.profile, *in_sis.periods, preference.period);
  if (picked.period != nullptr) {
    period = *picked.period;
  }
  return period;
}

} // namespace passback::decision
