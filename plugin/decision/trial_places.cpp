#include "plugin/decision/trial_places.hpp"

#include "plugin/decision/in_trial.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

bool is_that_class(const outbox::ClassRow& row, const gradebook::SourcedId& sis_class_id) {
  gradebook::SourcedId by_roster;
  if (!row.facts.empty()) {
    if (const auto facts = gradebook::class_facts_from_json(row.facts)) {
      by_roster = facts->class_sis_id;
    }
  }
  return row.custom.over(by_roster) == sis_class_id;
}

} // namespace

Result<bool> is_domain_in_trial(outbox::Transaction& transaction, SettingsView& settings,
                                const gradebook::DomainId& domain) {
  const auto effective = effective_of_domain(transaction, settings, domain);
  if (!effective) {
    return effective.error().code == Code::config ? Result<bool>(false) : effective.error();
  }
  return is_in_trial(*effective);
}

Result<bool> is_place_in_trial(outbox::Transaction& transaction, SettingsView& settings,
                               const gradebook::DomainId& domain,
                               const gradebook::SourcedId& sis_class_id) {
  PASSBACK_TRY_AS(bool in_trial, is_domain_in_trial(transaction, settings, domain));
  if (in_trial || sis_class_id.empty()) {
    return in_trial;
  }
  PASSBACK_TRY_AS(const auto rows, transaction.classes({}));
  for (const auto& row : rows) {
    if (!in_trial && is_that_class(row, sis_class_id)) {
      PASSBACK_TRY_AS(in_trial, is_domain_in_trial(transaction, settings, row.domain_id));
    }
  }
  return in_trial;
}

} // namespace passback::decision
