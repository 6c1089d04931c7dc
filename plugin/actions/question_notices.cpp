#include "plugin/actions/question_notices.hpp"

#include <optional>

#include "plugin/decision/asked_questions.hpp"
#include "plugin/decision/lost_records.hpp"
#include "plugin/intake/changed_ids.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using decision::AskedAbout;
using decision::AskedQuestion;

// A roster takes its time to come in, and the count is that of all of it.
constexpr std::int64_t kComesInMs = 5LL * 60 * 1000;

bool is_to_be_told(const AskedQuestion& question, std::int64_t now_unix_ms) {
  const auto stood_ms = now_unix_ms - question.since_unix_ms;
  return question.answered || (!question.told && (stood_ms >= kComesInMs || stood_ms < 0));
}

/// The counts of a question that is asked; nothing where it is not asked any more.
using QuestionCounts = std::optional<std::vector<texts::Param>>;

Result<QuestionCounts> count_changed(decision::UnitOfWork& work, const outbox::ConnectionRow& row) {
  PASSBACK_TRY_AS(const auto standing, intake::changed_ids_of(work.transaction, row.id));
  if (!standing.is_asked) {
    return QuestionCounts();
  }
  return QuestionCounts({{"students", grouped(standing.asked.students)},
                         {"classes", grouped(standing.asked.classes)}});
}

Result<QuestionCounts> count_gone(decision::UnitOfWork& work, const outbox::ConnectionRow& row) {
  PASSBACK_TRY_AS(const auto lost,
                  decision::lost_records(work.transaction, row.id, row.generation));
  if (lost.gone == 0) {
    return QuestionCounts();
  }
  return QuestionCounts({{"gone", grouped(lost.gone)}, {"confirmed", grouped(lost.confirmed)}});
}

Result<QuestionCounts> counts_of(decision::UnitOfWork& work, AskedAbout about,
                                 const outbox::ConnectionRow& row) {
  if (!row.active) {
    return QuestionCounts();
  }
  return about == AskedAbout::lost_records ? count_gone(work, row) : count_changed(work, row);
}

DueNotice question_notice(AskedAbout about, const outbox::ConnectionRow& row) {
  const bool lost = about == AskedAbout::lost_records;
  DueNotice notice;
  notice.kind = lost ? "lost_records" : "changed_ids";
  notice.key = std::string(notice.kind) + "." + row.id;
  notice.domain = row.domain_id;
  notice.item = kSisSettings;
  notice.text_key = lost ? "notice.lost_records" : "notice.changed_ids";
  const auto connection = settings::connection_from_json(row.document);
  notice.values = {
      {"sis", sis_text(connection ? settings::shown_name(*connection) : std::string())}};
  return notice;
}

DueNotice over_notice(AskedAbout about, const outbox::ConnectionRow& row) {
  auto notice = question_notice(about, row);
  notice.over = true;
  notice.text_key =
      about == AskedAbout::lost_records ? "notice.lost_records_over" : "notice.changed_ids_over";
  return notice;
}

Status tell_question_of(decision::UnitOfWork& work, AskedQuestion question, DueNotices& due) {
  PASSBACK_TRY_AS(const auto row, work.transaction.connection(question.connection_id));
  QuestionCounts counts;
  if (row && !question.answered) {
    PASSBACK_TRY_AS(counts, counts_of(work, question.about, *row));
  }
  if (counts && question.told) {
    return ok_status(); // it still waits
  }
  if (counts) {
    due.notices.push_back(question_notice(question.about, *row));
    due.notices.back().values.insert(due.notices.back().values.end(), counts->begin(),
                                     counts->end());
  } else if (row && question.told) {
    due.notices.push_back(over_notice(question.about, *row));
  }
  question.answered = !counts;
  due.when_told.emplace_back(
      [question](auto& in) { return decision::note_told_of(in.transaction, question); });
  return ok_status();
}

} // namespace

Status tell_questions(decision::UnitOfWork& work, bool in_the_morning, DueNotices& due) {
  PASSBACK_TRY_AS(const auto questions, decision::asked_questions(work.transaction));
  for (const auto& question : questions) {
    if (is_to_be_told(question, work.now_unix_ms) || (in_the_morning && question.told)) {
      PASSBACK_TRY(tell_question_of(work, question, due));
    }
  }
  return ok_status();
}

Result<bool> is_question_due(decision::UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto questions, decision::asked_questions(work.transaction));
  for (const auto& question : questions) {
    if (is_to_be_told(question, work.now_unix_ms)) {
      return true;
    }
  }
  return false;
}

} // namespace passback::actions
