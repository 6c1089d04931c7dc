#include "plugin/intake/first_send.hpp"

#include <algorithm>

#include "plugin/intake/first_send_telling.hpp"
#include "plugin/intake/left_to_settle.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using settings::FirstSend;

constexpr std::string_view kBeingCountedMeta = "first_send_being_counted";

// It waits, and nobody was told yet.
Status note_question(outbox::Transaction& transaction, const std::string& domain) {
  PASSBACK_TRY_AS(auto telling, first_send_telling(transaction, domain));
  if (telling.question == FirstSendTelling::Question::told) {
    return ok_status();
  }
  telling.question = FirstSendTelling::Question::to_tell;
  return put_first_send_telling(transaction, domain, telling);
}

// Who was told of the question is told that it is over; whose grades it is about, that they decide.
Status note_answer(UnitOfWork& work, const gradebook::DomainId& domain, FirstSend::Answer answer) {
  PASSBACK_TRY_AS(auto telling, first_send_telling(work.transaction, domain.value));
  if (telling.question == FirstSendTelling::Question::to_tell) {
    telling.question = FirstSendTelling::Question::none;
  }
  if (answer == FirstSend::Answer::teachers) {
    PASSBACK_TRY_AS(telling.to_tell, kept_by_class(work, Code::first_send_asked, domain));
  }
  return put_first_send_telling(work.transaction, domain.value, telling);
}

} // namespace

Result<KeptGrades> graded_before(UnitOfWork& work, const gradebook::DomainId& domain) {
  return count_kept_grades(work, Code::first_send_asked, domain);
}

void open_first_send(settings::DomainSettings& settings, std::int64_t now_unix_ms) {
  settings.first_send = FirstSend{now_unix_ms, FirstSend::Answer::open, {}};
}

Status note_first_send(outbox::Transaction& transaction, const gradebook::DomainId& domain) {
  return add_name_left(transaction, kBeingCountedMeta, domain.value);
}

Result<bool> is_being_counted(outbox::Transaction& transaction, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto ids, names_left(transaction, kBeingCountedMeta));
  return std::ranges::find(ids, domain.value) != ids.end();
}

Result<bool> settle_first_sends(UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto ids, names_left(work.transaction, kBeingCountedMeta));
  if (ids.empty()) {
    return false;
  }
  PASSBACK_TRY_AS(const auto unread, sweep_state(work.transaction));
  if (!unread.nothing_left()) {
    return false;
  }
  bool answered = false;
  for (const auto& id : ids) {
    const gradebook::DomainId domain(id);
    const auto stored = decision::stored_settings(work.transaction, domain);
    if (!stored || !stored->first_send || stored->first_send->answer != FirstSend::Answer::open) {
      continue;
    }
    PASSBACK_TRY_AS(const auto before, graded_before(work, domain));
    if (before.grades <= kFirstSendUnasked) {
      PASSBACK_TRY(answer_first_send(work, domain, FirstSend::Answer::all, {}));
      answered = true;
    } else {
      PASSBACK_TRY(note_question(work.transaction, id));
    }
  }
  PASSBACK_TRY(put_names_left(work.transaction, kBeingCountedMeta, {}));
  return answered;
}

Status answer_first_send(UnitOfWork& work, const gradebook::DomainId& domain,
                         FirstSend::Answer answer, const std::string& from) {
  auto stored = decision::stored_settings(work.transaction, domain);
  if (!stored || !stored->first_send) {
    return Error{Code::state, "Nobody asks this here now."};
  }
  PASSBACK_TRY(note_answer(work, domain, answer));
  stored->first_send->answer = answer;
  stored->first_send->from = answer == FirstSend::Answer::from ? from : std::string();
  PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::domain, domain.value,
                                             settings::to_json(*stored)));
  return outbox::ask_to_reconsider(work.transaction, {});
}

} // namespace passback::intake
