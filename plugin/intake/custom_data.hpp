// "Use custom data for passing grades back to the SIS": asking the host, class by class and page by
// page, for the ids of the SIS that stand in fields of its own. Which fields, the settings say
// (settings/id_ways.hpp); what they say of an id is kept with the class and the enrolment, beside
// what the roster says, and outbox/identity.hpp decides by both. Until the host has answered, the
// id is not known, and grades wait.
//
// What is still to be asked for stands in the outbox (CustomReadRow): asked for when the settings
// change, when a class or an enrolment is new, once a day, and by hand. A process that dies leaves
// the row with the last page done.
//
// [intake] Everything runs on the host's thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/id_ways.hpp"

namespace passback::intake {

/// What of a class is asked for, in this order.
enum class CustomStep : std::int32_t { lms_class = 0, enrolments = 1, users = 2, done = 3 };

/// One page to ask the host for.
struct CustomQuestion {
  CustomStep step = CustomStep::lms_class;
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  std::vector<std::string> ids = {}; ///< of users; of the class alone at its own step
  std::vector<std::string> fields = {};
  std::int64_t seq = 0; ///< when it is asked
};

struct NextCustomPage {
  std::optional<CustomQuestion> question;
  bool more = false; ///< nothing to ask for now, but not everything was looked at
};

/// What the host answered, by the ids that were asked for. Whoever is not in it has no field.
using CustomAnswers = std::map<std::string, settings::FieldValues, std::less<>>;
/// Of one id; empty where there is nothing of it.
const settings::FieldValues& values_of(const CustomAnswers& answers, std::string_view id);

/// Everything is asked for anew: the settings have changed, or a person wants it.
Status ask_for_custom_data(outbox::Transaction& transaction, std::int64_t now_unix_ms);

/// Somebody chose it once, somewhere on the site.
Result<bool> uses_custom_data(outbox::Transaction& transaction);

/// The class is asked for, where the settings want ids of this class or enrolment that nobody has
/// asked for yet.
Status ask_where_unasked(decision::UnitOfWork& work, const decision::ClassView& view,
                         const outbox::ClassRow& row);
Status ask_where_unasked(decision::UnitOfWork& work, const decision::ClassView& view,
                         const outbox::EnrolmentRow& row);

/// There is something to ask for now.
Result<bool> is_custom_data_due(outbox::Transaction& transaction, std::int64_t now_unix_ms);

/// Takes the next page from the queue, so that no other process asks for it at the same time.
Result<NextCustomPage> next_custom_question(decision::UnitOfWork& work);

/// What was answered counts from here on; the class goes on with its next page.
Status take_custom_answers(decision::UnitOfWork& work, const CustomQuestion& question,
                           const CustomAnswers& answers);

/// The host did not answer.
Status postpone_custom(outbox::Transaction& transaction, const CustomQuestion& question,
                       std::int64_t until_unix_ms);

} // namespace passback::intake
