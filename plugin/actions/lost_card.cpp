#include "plugin/actions/lost_card.hpp"

#include <optional>
#include <string>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/decision/asked_questions.hpp"
#include "plugin/decision/settings_view.hpp"
#include "plugin/intake/lost_records.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::Connection;

constexpr int kLostAtOnce = 50;

/// The domain's own connection, while the question is asked of it.
Result<std::optional<Connection>> asked_of(decision::UnitOfWork& work, const Asker& asker) {
  PASSBACK_TRY_AS(const auto own, decision::stored_settings(work.transaction, asker.domain));
  if (!own.connection) {
    return std::optional<Connection>();
  }
  PASSBACK_TRY_AS(const auto lost, decision::lost_records(work.transaction, own.connection->id,
                                                          own.connection->generation));
  return lost.gone > 0 ? own.connection : std::optional<Connection>();
}

Status note_seen_to(decision::UnitOfWork& work, const Connection& connection) {
  return decision::note_answered(work.transaction, decision::AskedAbout::lost_records,
                                 connection.id);
}

Status leave(decision::UnitOfWork& work, const Connection& connection) {
  PASSBACK_TRY(decision::leave_lost(work.transaction, connection.id, connection.generation));
  return note_seen_to(work, connection);
}

} // namespace

void add_lost(FormDocument& form, const decision::LostRecords& lost, const Connection& connection) {
  if (lost.gone == 0) {
    return;
  }
  form.question("lost",
                say("lost.question", {{"gone", std::to_string(lost.gone)},
                                      {"confirmed", std::to_string(lost.confirmed)},
                                      {"sis", settings::shown_name(connection)}}),
                {{"lost_send", say("lost.send")}, {"lost_leave", say("lost.leave")}});
}

Result<Reply> answer_lost(const ActionParts& parts, const Asker& asker, bool send,
                          std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::optional<Connection> connection;
  PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(connection, asked_of(work, asker));
    return connection && !send ? leave(work, *connection) : ok_status();
  }));
  if (!connection) {
    return nothing_changed_reply(words, {{"op", say("problem.not_asked")}});
  }
  bool more = send;
  std::int64_t after_id = 0;
  while (more) {
    auto next = after_id;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      next = after_id;
      PASSBACK_TRY_AS(
          more, intake::send_lost_again(work, *connection, asker.user.value, kLostAtOnce, next));
      return more ? ok_status() : note_seen_to(work, *connection);
    }));
    after_id = next;
  }
  return Reply{json::serialize(result_document(words, true, say(send ? "lost.sent" : "lost.left"))),
               send};
}

} // namespace passback::actions
