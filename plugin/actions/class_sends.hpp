// Who pressed Send, when, of what, and what became of it: the newest sends of a class, kept in the
// outbox. One press is one send, however many transactions it takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/cell_writer.hpp"

namespace passback::actions {

struct ClassSend {
  std::int64_t at_unix_ms = 0;
  std::string by;                            ///< the LMS's id of whoever pressed
  std::int64_t activities = 0, students = 0; ///< that were chosen; 0 = all
  std::int64_t released = 0, unchanged = 0, skipped = 0;
  std::vector<std::int64_t> records; ///< those that it released; of the newest sends only
};

/// A press of now on those cells, before anything has come of it.
ClassSend press_of(const ActionParts& parts, const Asker& asker, const CellFilter& cells);

/// Newest first.
Result<std::vector<ClassSend>> sends_of_class(outbox::Transaction& transaction,
                                              const gradebook::ClassId& class_id);
/// As it stands by now: it takes the place of what was kept of the same press.
Status keep_send(outbox::Transaction& transaction, const gradebook::ClassId& class_id,
                 const ClassSend& send);

/// "sends": lms.sends/1, with the name of each person where the host gives it, and what became of
/// the records of the newest ones.
Result<boost::json::object> sends_document(const ActionParts& parts, const Asker& asker);

/// What a press that had nothing to send is told of the last one: who and when, and how much of it
/// is still on its way. None if nobody has sent for a day.
Result<std::optional<Phrase>> last_send_words(const ActionParts& parts, const Asker& asker);

} // namespace passback::actions
