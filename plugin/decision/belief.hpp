// How long what an SIS showed is believed: one table, asked by intake and by delivery, so that both
// believe the same list at the same moment. Pure.
#pragma once

#include <cstdint>

#include "plugin/outbox/sis_document_kind.hpp"

namespace passback::decision {

/// What it is believed for.
enum class Purpose {
  person_waits, ///< delivery plans a request that a person waits for
  planning,     ///< delivery plans any other request
  judging,      ///< intake tells what the SIS would refuse, and the preview shows it
  naming,       ///< a person chooses among it, or a name is looked up in it
};

std::int64_t believed_ms(outbox::SisDocumentKind kind, Purpose purpose);

/// shows_shut_window: the SIS says in it that a grading window is shut. That is over before the
/// rest of it is too old.
bool is_believed(outbox::SisDocumentKind kind, Purpose purpose, std::int64_t read_unix_ms,
                 std::int64_t now_unix_ms, bool shows_shut_window = false);

} // namespace passback::decision
