// Questions about everything of a connection that its administrators are asked (changed_ids.hpp,
// lost_records.hpp), and whether they were told that one waits for them. On the transaction that it
// is given: intake, delivery and the actions note here what they ask and what was answered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

enum class AskedAbout { changed_ids, lost_records };

struct AskedQuestion {
  AskedAbout about = AskedAbout::changed_ids;
  std::string connection_id;
  std::int64_t since_unix_ms = 0;
  bool told = false;     ///< that it waits
  bool answered = false; ///< and they have still to be told that it is over
};

Result<std::vector<AskedQuestion>> asked_questions(outbox::Transaction& transaction);

/// It is asked from now on. One that stands already stays as it is, so that it is told once.
Status note_asked(outbox::Transaction& transaction, AskedAbout about,
                  const std::string& connection_id, std::int64_t now_unix_ms);
/// Somebody answered, or there is nothing to ask about any more.
Status note_answered(outbox::Transaction& transaction, AskedAbout about,
                     const std::string& connection_id);
/// The administrators were told that it waits, or that it is over.
Status note_told_of(outbox::Transaction& transaction, const AskedQuestion& question);

} // namespace passback::decision
