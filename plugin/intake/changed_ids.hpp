// Ids of the SIS that change: counted as they come in, whether the roster, a score or the LMS's own
// data brings them, and held back with a question to the administrator where they are many
// (decision/changed_ids.hpp). Whose ids count until it is answered, outbox/identity.hpp says by
// what is kept here.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

/// Somebody's ids in a class are about to be others than before. Called before records follow.
Status note_changed_ids(decision::UnitOfWork& work, const outbox::EnrolmentRow& before,
                        const outbox::EnrolmentRow& now, bool graded);
/// The class's own id is another than before. Called once the new one is stored.
Status note_changed_class(decision::UnitOfWork& work, const outbox::ClassRow& row,
                          const gradebook::SourcedId& before, const gradebook::SourcedId& now);

/// What an administrator is asked about for a connection, and what stays with the ids of before
/// until somebody says otherwise.
struct ChangedIdsStanding {
  outbox::ChangedIdCounts asked, kept;
  bool is_asked = false, is_kept = false;
};
Result<ChangedIdsStanding> changed_ids_of(outbox::Transaction& transaction,
                                          const std::string& connection_id);

/// The administrator's answer, which also holds for what comes in within the hour. Code::state:
/// nobody asks this now.
Status answer_changed_ids(decision::UnitOfWork& work, const std::string& connection_id,
                          bool use_new, const std::string& user);

/// The connection is gone, or leads to another SIS.
Status forget_changed_ids(outbox::Transaction& transaction, const std::string& connection_id);

} // namespace passback::intake
