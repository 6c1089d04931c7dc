#include "plugin/actions/sis_card.hpp"

#include <utility>

#include "plugin/actions/sis_jobs.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/intake/older_grades.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

Status read_jobs(decision::UnitOfWork& work, const gradebook::DomainId& domain, SisCard& card) {
  const auto& id = card.effective.connection->id;
  const bool owns = card.effective.connection_domain == domain;
  for (const auto& [kind, job] : {std::pair{exchange::kTestConnection, &SisCard::last_test},
                                  {exchange::kTestGrade, &SisCard::last_test_grade},
                                  {exchange::kReadiness, &SisCard::last_readiness}}) {
    PASSBACK_TRY_AS(card.*job, last_job_of(work.transaction, id, kind, domain, owns));
  }
  return ok_status();
}

} // namespace

Result<settings::Locks> locks_above(decision::UnitOfWork& work, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(auto path, outbox::path_or_root(work.transaction, domain));
  path.pop_back();
  if (path.empty()) {
    return settings::Locks();
  }
  PASSBACK_TRY_AS(const auto above, work.settings().effective(path, gradebook::ClassId()));
  return above.locks;
}

Status read_sis_card(decision::UnitOfWork& work, const gradebook::DomainId& domain, SisCard& card) {
  card = {};
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  for (const auto& id : path) {
    PASSBACK_TRY_AS(auto row, work.transaction.settings(outbox::Scope::domain, id.value));
    settings::PathStep step;
    step.domain = id;
    card.stored = row ? row->document : std::string();
    if (row) {
      PASSBACK_TRY_AS(auto parsed, settings::domain_settings_from_json(row->document));
      step.settings = std::move(parsed);
    }
    card.steps.push_back(std::move(step));
  }
  card.own = card.steps.back().settings.value_or(settings::DomainSettings{});
  PASSBACK_TRY_AS(card.locks_above, locks_above(work, domain));
  settings::close_locked(card.own, card.locks_above);
  // As for a class whose teacher asks for what the administrator may allow.
  settings::ClassSettings of_class;
  of_class.create_categories = true;
  card.effective = settings::effective_settings(card.steps, of_class);
  if (card.effective.connection) {
    PASSBACK_TRY_AS(card.account, account_of(work.transaction, card.effective.connection->id));
    PASSBACK_TRY(read_jobs(work, domain, card));
    PASSBACK_TRY_AS(card.hidden_columns, decision::classes_with_hidden_columns(
                                             work.transaction, *card.effective.connection));
  }
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
  card.hold = hold.why;
  if (card.own.connection) {
    PASSBACK_TRY_AS(card.lost, decision::lost_records(work.transaction, card.own.connection->id,
                                                      card.own.connection->generation));
  }
  PASSBACK_TRY_AS(card.older, intake::older_waiting(work, domain));
  PASSBACK_TRY_AS(card.first_send, first_send_standing(work, domain, card.own));
  if (card.own.connection) {
    PASSBACK_TRY_AS(card.changed_ids,
                    intake::changed_ids_of(work.transaction, card.own.connection->id));
  }
  return ok_status();
}

} // namespace passback::actions
