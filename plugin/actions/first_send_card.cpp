#include "plugin/actions/first_send_card.hpp"

#include <string>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/due_notice.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::FirstSend;

std::string day_of(std::int64_t unix_ms, const settings::DomainSettings& own) {
  const auto day = platform::local_date(
      unix_ms, platform::zone_or_utc(own.connection ? own.connection->time_zone : ""));
  return day ? *day : std::string();
}

Phrase question_text(const intake::KeptGrades& before, const settings::DomainSettings& own) {
  const auto oldest = before.oldest_unix_ms == 0 ? "" : day_of(before.oldest_unix_ms, own);
  std::vector<texts::Param> params{{"grades", std::to_string(before.grades)},
                                   {"classes", class_count(before.classes)}};
  if (oldest.empty()) {
    return say("first_send.question", std::move(params));
  }
  params.push_back({"oldest", oldest});
  return say("first_send.question_since", std::move(params));
}

} // namespace

Result<FirstSendStanding> first_send_standing(decision::UnitOfWork& work,
                                              const gradebook::DomainId& domain,
                                              const settings::DomainSettings& own) {
  FirstSendStanding standing;
  PASSBACK_TRY_AS(standing.imported, intake::imported_waiting(work, domain));
  if (!own.first_send || own.first_send->answer != FirstSend::Answer::open) {
    return standing;
  }
  PASSBACK_TRY_AS(standing.before, intake::graded_before(work, domain));
  PASSBACK_TRY_AS(standing.is_being_counted, intake::is_being_counted(work.transaction, domain));
  return standing;
}

void add_first_send(FormDocument& form, const FirstSendStanding& standing,
                    const settings::DomainSettings& own, const std::string& open_period_start) {
  if (const auto& imported = standing.imported; imported.grades > 0) {
    form.question("imported",
                  say("imported.question", {{"grades", std::to_string(imported.grades)},
                                            {"classes", class_count(imported.classes)}}),
                  {{"imported_send", say("first_send.all")},
                   {"imported_teachers", say("first_send.teachers")},
                   {"imported_leave", say("first_send.leave")}});
  }
  if (standing.before.grades == 0) {
    return;
  }
  if (standing.is_being_counted) {
    form.note("info", Code::first_send_asked,
              say("first_send.counting", {{"grades", std::to_string(standing.before.grades)}}));
    return;
  }
  form.question("first_send", question_text(standing.before, own),
                {{"first_send_from", say("first_send.from")},
                 {"first_send_teachers", say("first_send.teachers")},
                 {"first_send_leave", say("first_send.leave")},
                 {"first_send_all", say("first_send.all")}});
  auto& from = form.operation("first_send_from", "first_send.from_operation");
  auto& date = form.field_of(from, "from", "date", "first_send.from.date", true);
  if (!open_period_start.empty()) {
    date["proposed"] = open_period_start;
  }
}

Result<Reply> answer_first_send(const ActionParts& parts, const Asker& asker,
                                const json::object& input, std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op", "from"});
  const auto op = reader.text("op").value.value_or("");
  const auto from = reader.text("from").value.value_or("");
  const auto answer = settings::first_send_answer(
      std::string_view(op).substr(std::string_view("first_send_").size()));
  if (!answer || *answer == FirstSend::Answer::open) {
    problems.push_back({"op", say("first_send.expected_op")});
  }
  if (settings::DateRanges dates; answer == FirstSend::Answer::from &&
                                  !settings::from_value(json::array{json::string(from)}, dates)) {
    problems.push_back({"from", say("first_send.expected_date")});
  }
  if (!problems.empty()) {
    return nothing_changed_reply(words, problems);
  }
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) {
    return intake::answer_first_send(work, asker.domain, *answer, from);
  });
  if (!committed && committed.error().code == Code::state) {
    return nothing_changed_reply(words, {{"op", say("problem.not_asked")}});
  }
  if (!committed) {
    return committed.error();
  }
  return saved_reply(words);
}

Result<Reply> answer_imported(const ActionParts& parts, const Asker& asker,
                              const json::object& input, std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op"});
  const auto op = reader.text("op").value.value_or("");
  using intake::ImportAnswer;
  if (op != "imported_send" && op != "imported_teachers" && op != "imported_leave") {
    problems.push_back({"op", say("imported.expected_op")});
  }
  if (!problems.empty()) {
    return nothing_changed_reply(words, problems);
  }
  const auto answer = op == "imported_send"       ? ImportAnswer::send
                      : op == "imported_teachers" ? ImportAnswer::teachers
                                                  : ImportAnswer::leave;
  constexpr int kRecordsAtOnce = 50, kMostRounds = 400;
  bool more = true;
  for (int round = 0; more && round < kMostRounds; ++round) {
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      PASSBACK_TRY_AS(more, intake::answer_imports(work, asker.domain, answer, asker.user.value,
                                                   kRecordsAtOnce));
      return ok_status();
    }));
  }
  return saved_reply(words);
}

} // namespace passback::actions
