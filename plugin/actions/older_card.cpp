#include "plugin/actions/older_card.hpp"

#include <string>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {

Phrase older_question(std::int64_t grades) {
  if (grades == 1) {
    return say("older.one");
  }
  return say("older.many", {{"grades", std::to_string(grades)}});
}

void add_older(FormDocument& form, const intake::KeptGrades& older) {
  if (older.grades == 0) {
    return;
  }
  form.question("older", older_question(older.grades),
                {{"older_keep", say("older.keep_newer")}, {"older_send", say("older.send_older")}});
}

Result<Reply> answer_older(const ActionParts& parts, const Asker& asker, bool send,
                           std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  intake::KeptGrades older;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(older, intake::older_waiting(work, asker.domain));
    return ok_status();
  }));
  if (older.grades == 0) {
    return nothing_changed_reply(words, {{"op", say("problem.not_asked")}});
  }
  constexpr int kOlderAtOnce = 50;
  bool more = true;
  while (more) {
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      PASSBACK_TRY_AS(
          more, intake::answer_older(work, asker.domain, send, asker.user.value, kOlderAtOnce));
      return ok_status();
    }));
  }
  const auto message =
      say(send ? "older.sent" : "older.kept", {{"count", std::to_string(older.grades)}});
  return Reply{boost::json::serialize(result_document(words, true, message)), send};
}

} // namespace passback::actions
