// Jobs as people meet them: asked for here, run by the worker, read here (outbox/job.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/phrase_members.hpp"
#include "plugin/outbox/job.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

struct JobSpec {
  std::string_view kind; ///< exchange/conversation/conversation_kinds.hpp
  /// Where there may be one of each at a time: a class's sourcedId, or the domain whose
  /// administrator asks.
  std::string subject = {};
  boost::json::object input = {};
};

/// Stores the job. One of the same kind and subject that has not ended is handed out instead:
/// whoever presses twice waits for the same answer.
Result<outbox::JobRow> ask_for_job(decision::UnitOfWork& work,
                                   const settings::Connection& connection, const JobSpec& spec,
                                   const Asker& asker);

/// What an open job waits for at an account that pauses, in a sentence; empty = nothing.
Result<Phrase> wait_text(decision::UnitOfWork& work, const outbox::JobRow& row,
                         const settings::Connection& connection);

/// lms.job/1, with the report in these words. waits: see wait_text.
boost::json::object job_document(const texts::Words& words, const outbox::JobRow& row,
                                 bool with_recording, const Phrase& waits = {});

/// lms.result/1 with the job: "started; look again".
boost::json::object started_document(const texts::Words& words, const outbox::JobRow& row);

/// What the report of an ended job found: "ok", "warning", "failed" or "skipped". nullopt: it could
/// not be run.
std::optional<std::string> outcome_of(const outbox::JobRow& row);

/// "just now", "14 minutes ago", "3 days ago".
Phrase age_text(std::int64_t then_unix_ms, std::int64_t now_unix_ms);

} // namespace passback::actions
