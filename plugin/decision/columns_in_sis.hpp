// Whether an activity is in the SIS's gradebook already, made there by hand or by another program:
// then a person says whether that column is used, another one is made, or the activity is left out.
// Nothing is adopted by its title, and nothing by itself.
//
// The columns of a class are read once, before anything is sent to it, and whenever a person has
// the SIS's lists read again (exchange/conversation/category_reading.hpp). Where the SIS does not
// list them, grades go as they would without this, and preview and form say that nobody looked.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "plugin/decision/class_view.hpp"
#include "plugin/decision/document_inputs.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// How an activity looks beside columns of the SIS.
struct ActivityLooks {
  std::string title;
  std::string due_day; ///< YYYY-MM-DD at the SIS; empty = none
  std::optional<gradebook::Decimal> points;
};

/// YYYY-MM-DD, as the SIS writes it; empty = none.
std::string due_day_of(const oneroster::SisLineItem& column);

/// Those that may be the activity, and that are not among `ours`: of the same title, without case
/// and blanks; or of the same due day and points, with a title that contains or is contained in the
/// activity's. Pure.
std::vector<oneroster::SisLineItem> columns_like(const ActivityLooks& activity,
                                                 std::span<const oneroster::SisLineItem> listed,
                                                 const std::set<std::string>& ours);

/// What was found of a line item that was never sent.
struct ColumnInSis {
  bool read_first = false; ///< the class's columns are to be read, again, before it is made
  bool ours = false;       ///< it is there under the very id that it has here: made before, by us
  std::vector<oneroster::SisLineItem> like; ///< a person is asked
};

/// Of one that was sent, that a person has answered for, or that has a place of the SIS's own:
/// nothing.
Result<ColumnInSis> column_in_sis(outbox::Transaction& transaction, ClassInSisReader& in_sis,
                                  const Manner& manner, const outbox::Record& line_item,
                                  const gradebook::ActivityFacts& facts);

/// Where the SIS was asked for the columns of that class, and does not list them to us.
Result<bool> columns_are_hidden(ClassInSisReader& in_sis, const SisSubject& sis_class);

/// In how many classes that is so.
Result<std::int64_t> classes_with_hidden_columns(outbox::Transaction& transaction,
                                                 const settings::Connection& connection);

/// A person said to use that column: its id is the line item's, its category stays, and nothing is
/// written before she sends. Neither of it nor of its results, which wait with it.
Status take_over(UnitOfWork& work, outbox::Record& line_item, const gradebook::SourcedId& column);

/// Those of the columns that another course of the LMS made in that class of the SIS, and that does
/// not go into it any more: the line items, by their ids.
Result<std::map<gradebook::SourcedId, outbox::Record>>
columns_of_other_courses(outbox::Transaction& transaction, const outbox::Record& line_item,
                         const std::set<gradebook::SourcedId>& columns);

/// The other course lets go of its column, which is to be taken over: nothing of it and of its
/// grades is written or removed from there any more. False: something of it is on its way.
Result<bool> hand_over(UnitOfWork& work, outbox::Record& column);

/// She thought better of it before anything was sent: it gets an id of its own, as if nobody had
/// asked.
Status give_back(UnitOfWork& work, outbox::Record& line_item);

/// It was taken over, and nobody has sent it since.
bool waits_for_first_send(const outbox::Record& line_item);

} // namespace passback::decision
