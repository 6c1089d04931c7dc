// The first-send question on the SIS settings card: what was graded before sync was switched on,
// and the administrator's answer (intake/first_send.hpp).
#pragma once

#include <chrono>
#include <string>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/intake/imports.hpp"

namespace passback::actions {

/// What waits for the answer.
struct FirstSendStanding {
  intake::KeptGrades before;
  intake::KeptGrades imported;
  bool is_being_counted = false;
};
Result<FirstSendStanding> first_send_standing(decision::UnitOfWork& work,
                                              const gradebook::DomainId& domain,
                                              const settings::DomainSettings& own);
/// The question, or a note while it is being counted. Nothing where nothing waits. The date that is
/// proposed is the first day of the open grading period; empty = nobody knows it.
void add_first_send(FormDocument& form, const FirstSendStanding& standing,
                    const settings::DomainSettings& own, const std::string& open_period_start);

/// "op": first_send_teachers, first_send_leave, first_send_all, or first_send_from with the first
/// date "from".
Result<Reply> answer_first_send(const ActionParts& parts, const Asker& asker,
                                const boost::json::object& input,
                                std::chrono::milliseconds deadline);
/// "op": imported_send, imported_teachers or imported_leave.
Result<Reply> answer_imported(const ActionParts& parts, const Asker& asker,
                              const boost::json::object& input, std::chrono::milliseconds deadline);

} // namespace passback::actions
