#include "plugin/actions/first_send_card.hpp"

#include <string>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::FirstSend;

std::string number_of(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string day_of(std::int64_t unix_ms, const settings::DomainSettings& own) {
  const auto zone = own.connection && platform::known_zone(own.connection->time_zone)
                        ? own.connection->time_zone
                        : std::string("UTC");
  const auto day = platform::local_date(unix_ms, zone);
  return day ? *day : std::string();
}

std::string question_text(const intake::GradedBefore& before, const settings::DomainSettings& own) {
  auto text = number_of(before.grades, "grade", "grades") + " of " +
              number_of(before.classes, "class", "classes") +
              (before.grades == 1 ? " was" : " were") + " given before sync was switched on";
  const auto oldest = before.oldest_unix_ms == 0 ? "" : day_of(before.oldest_unix_ms, own);
  return text + (oldest.empty() ? "" : ", the oldest on " + oldest) + ". What becomes of them?";
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
                    const settings::DomainSettings& own) {
  if (const auto& imported = standing.imported; imported.grades > 0) {
    form.question("imported",
                  number_of(imported.grades, "grade", "grades") + " of " +
                      number_of(imported.classes, "class", "classes") +
                      " came by an import or a copy of a class. What becomes of them?",
                  {{"imported_send", "Send all of them"},
                   {"imported_teachers", "Each teacher decides"},
                   {"imported_leave", "Leave them in the LMS"}});
  }
  if (standing.before.grades == 0) {
    return;
  }
  if (standing.is_being_counted) {
    form.note("info", Code::first_send_asked,
              "Grades that were given before sync was switched on are being counted; so far " +
                  std::to_string(standing.before.grades) + ".");
    return;
  }
  form.question("first_send", question_text(standing.before, own),
                {{"first_send_from", "Send from a date on"},
                 {"first_send_teachers", "Each teacher decides"},
                 {"first_send_leave", "Leave them in the LMS"},
                 {"first_send_all", "Send all of them"}});
}

Result<Reply> answer_first_send(const ActionParts& parts, const gradebook::DomainId& domain,
                                const json::object& input, std::chrono::milliseconds deadline) {
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op", "from"});
  const auto op = reader.text("op").value.value_or("");
  const auto from = reader.text("from").value.value_or("");
  const auto answer = settings::first_send_answer(
      std::string_view(op).substr(std::string_view("first_send_").size()));
  if (!answer || *answer == FirstSend::Answer::open) {
    problems.push_back({"op", "Expected first_send_from, first_send_teachers, first_send_leave or "
                              "first_send_all."});
  }
  if (settings::DateRanges dates; answer == FirstSend::Answer::from &&
                                  !settings::from_value(json::array{json::string(from)}, dates)) {
    problems.push_back({"from", "Enter the first date whose grades go, such as 2026-10-01."});
  }
  if (!problems.empty()) {
    return Reply{json::serialize(result_document(false, "Nothing was changed.", problems)), false};
  }
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) {
    return intake::answer_first_send(work, domain, *answer, from);
  });
  if (!committed && committed.error().code == Code::state) {
    return Reply{json::serialize(result_document(false, committed.error().detail)), false};
  }
  if (!committed) {
    return committed.error();
  }
  return Reply{json::serialize(result_document(true, "Saved.")), true};
}

Result<Reply> answer_imported(const ActionParts& parts, const Asker& asker,
                              const json::object& input, std::chrono::milliseconds deadline) {
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op"});
  const auto op = reader.text("op").value.value_or("");
  using intake::ImportAnswer;
  if (op != "imported_send" && op != "imported_teachers" && op != "imported_leave") {
    problems.push_back({"op", "Expected imported_send, imported_teachers or imported_leave."});
  }
  if (!problems.empty()) {
    return Reply{json::serialize(result_document(false, "Nothing was changed.", problems)), false};
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
  return Reply{json::serialize(result_document(true, "Saved.")), true};
}

} // namespace passback::actions
