// What the SIS settings card of a domain is made from: form, summary and set-up report show the
// same facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/first_send_card.hpp"
#include "plugin/decision/lost_records.hpp"
#include "plugin/intake/changed_ids.hpp"
#include "plugin/intake/kept_grades.hpp"
#include "plugin/outbox/job.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::actions {

struct SisCard {
  std::vector<settings::PathStep> steps; ///< from the root to the domain, with what each says
  settings::DomainSettings own;
  std::string stored;            ///< the document of them; empty = none
  settings::Effective effective; ///< of the domain
  settings::Locks locks_above;   ///< of what a teacher may choose
  std::optional<outbox::AccountRow> account;
  std::optional<outbox::JobRow> last_test, last_test_grade, last_readiness;
  Code hold = Code::none; ///< outbox::site_hold
  FirstSendStanding first_send;
  intake::ChangedIdsStanding changed_ids; ///< of its own connection
  decision::LostRecords lost;             ///< what is asked of the domain's own connection
  intake::KeptGrades older;               ///< what the SIS has newer
  std::int64_t hidden_columns = 0;        ///< classes whose columns the SIS does not list to us
};

/// Locks of the domains above this one, of what a teacher may choose.
Result<settings::Locks> locks_above(decision::UnitOfWork& work, const gradebook::DomainId& domain);

/// Fills the card anew: a transaction may be run again.
Status read_sis_card(decision::UnitOfWork& work, const gradebook::DomainId& domain, SisCard& card);

} // namespace passback::actions
