#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/disposition_words.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/score_rows.hpp"
#include "host_stub/gradebook/objective_text.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/support/decimal.hpp"
#include "host_stub/support/instant.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

struct ScoreOptions {
  ScoreRow row;
  std::filesystem::path from;
  bool hint = false;
  bool imported = false;
};

std::string points_words(const host::ScoreFact& fact) {
  std::string text =
      fact.score.points ? fact.points_text + " of " + to_decimal(fact.activity.points_possible)
      : !fact.score.text_score.empty() ? fact.score.text_score
      : !fact.score.objectives.empty() ? "standards " + gradebook::to_text(fact.score.objectives)
                                       : "blank";
  auto status = to_words(fact.score.flags);
  return text + (status.empty() ? "" : " (" + status + ")");
}

Answer answer_of(const std::vector<host::ScoreFact>& facts,
                 const std::vector<host::Reported>& reported,
                 const std::optional<Failure>& no_plugin) {
  boost::json::array scores;
  TextTable table({"class", "activity", "student", "score", "rev", "what happens next"});
  std::string warning = no_plugin ? no_plugin->message : "";
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const host::ScoreFact& fact = facts[i];
    boost::json::object one{{"class_id", fact.in_class.id},
                            {"activity_id", fact.activity.id},
                            {"student_id", fact.student.id},
                            {"host_rev", fact.score.host_rev}};
    std::string next = "kept for the sweep";
    if (fact.score.points) {
      one["points"] = *fact.score.points;
    }
    if (i < reported.size() && !reported[i].error) {
      one["disposition"] = host::disposition_name(reported[i].disposition);
      one["reason"] = reported[i].reason;
      next = disposition_words(reported[i].disposition, reported[i].reason);
    } else {
      const auto* error = i < reported.size() ? &*reported[i].error : nullptr;
      one["warning"] = error != nullptr ? error->message : warning;
      one["warning_code"] = error != nullptr ? error->code : no_plugin->code;
      warning = warning.empty() && error != nullptr ? error->message : warning;
    }
    scores.push_back(std::move(one));
    table.add({fact.in_class.title, fact.activity.title, full_name(fact.student),
               points_words(fact), std::to_string(fact.score.host_rev), next});
  }
  boost::json::object document{{"saved", facts.size()}, {"scores", std::move(scores)}};
  std::string text = table.text() + "\nSaved " + std::to_string(facts.size()) +
                     (facts.size() == 1 ? " score.\n" : " scores.\n");
  if (!warning.empty()) {
    document["warning"] = warning;
    text += "Warning: the plugin did not take every score: " + warning +
            "\nThey are safe in the gradebook and marked; the next `host_stub deliver` reports "
            "them again.\n";
  }
  return {std::move(document), std::move(text), ExitCode::ok};
}

Answer save_scores(const CommonOptions& common, const ScoreOptions& options) {
  HostRun run(common);
  auto cells = value_or_stop(options.from.empty()
                                 ? check_score_row(options.row, run.book())
                                 : read_score_file(options.from, options.row.class_id, run.book()));
  auto now = now_unix_ms();
  for (gradebook::Score& cell : cells) {
    cell.scored_unix_ms = now;
    cell.imported = options.imported;
  }
  // A host without revisions stores one of its own all the same, and does not tell it.
  bool without_revision = options.row.host_rev == "0";
  auto saved = gradebook::ScoreStore(run.book()).save(std::move(cells));
  host::FactReader reader(run.book());
  std::vector<host::ScoreFact> facts;
  for (gradebook::Score& score : saved) {
    auto& fact = facts.emplace_back(reader.fact_of(std::move(score)));
    fact.hint = options.hint;
    fact.score.host_rev = without_revision ? 0 : fact.score.host_rev;
  }
  auto session = run.start_plugin("enqueue_only");
  if (!session) {
    run.mark_all(facts, session.failure().message);
    return answer_of(facts, {}, session.failure());
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto reported = run.report(*session.value(), facts);
  const auto took = std::chrono::steady_clock::now() - begun;
  Answer answer = answer_of(facts, reported, std::nullopt);
  answer.document.as_object()["plugin_ms"] =
      std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  return answer;
}

} // namespace

void add_score_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ScoreOptions>();
  auto* command =
      add_command(app, common, exit_code, "score",
                  "Save a score (or a file of them) in the gradebook and report it to the plugin; "
                  "nothing is sent from here, and a plugin "
                  "that fails never fails the save",
                  "  host_stub score --data /tmp/school --class class-1 --activity activity-1 "
                  "--student user-6 --points 87.5\n"
                  "  host_stub score --data /tmp/school --activity activity-1 --student u-1002 "
                  "--status exempt --comment \"Excused\"\n"
                  "  host_stub score --data /tmp/school --class c-4011 --from scores.csv\n\n"
                  "scores.csv has a header row with activity and student, and any of class, "
                  "points, status, reason, comment, text_score, standards, host_rev.",
                  [&common, options] { return save_scores(common, *options); });
  ScoreRow& row = options->row;
  command->add_option("--class", row.class_id, "Class: the host's id or the SIS's sourcedId")
      ->type_name("C");
  auto* activity =
      command->add_option("--activity", row.activity_id, "Activity, by either id")->type_name("A");
  auto* student =
      command->add_option("--student", row.student_id, "Student, by either id")->type_name("S");
  command
      ->add_option("--points", row.points,
                   "Earned points; left out: the cell is blank, which is not zero")
      ->type_name("P");
  command
      ->add_option("--status", row.status,
                   "What else is true of it: exempt,missing,late,incomplete,submitted,in_progress,"
                   "dropped,overridden,draft,unreleased,withdrawn")
      ->type_name("WORDS");
  command
      ->add_option("--reason", row.reason,
                   "Why a withdrawn cell is gone: teacher (where it is left out), unenrolled, "
                   "deleted, reset, restored or unknown")
      ->type_name("R");
  command->add_option("--comment", row.comment, "The teacher's comment")->type_name("T");
  command
      ->add_option("--text-score", row.text_score, "A letter or word instead of, or beside, points")
      ->type_name("T");
  command
      ->add_option("--standards", row.standards,
                   "Scores of learning standards, with weights where they have some: "
                   "\"R.2=3/4;R.5=1/4*2\"; without points the score is counted from them")
      ->type_name("S");
  command
      ->add_option("--host-rev", row.host_rev,
                   "This cell's revision; left out: the next one; an older one acts out a late "
                   "event; 0: a host without revisions")
      ->type_name("N");
  command->add_flag("--hint", options->hint,
                    "Tell the plugin only that the cell changed; it reads it back");
  command->add_flag("--imported", options->imported,
                    "An import or a copy of a class brought these, nobody typed them");
  auto* from = command->add_option("--from", options->from, "CSV file with many scores")
                   ->type_name("FILE.csv");
  from->excludes(activity)->excludes(student);
}

} // namespace host_stub::commands
