#include "host_stub/commands/score_rows.hpp"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include "host_stub/commands/find.hpp"
#include "host_stub/gradebook/objective_text.hpp"
#include "host_stub/host/events.hpp"
#include "host_stub/import/table.hpp"
#include "host_stub/support/decimal.hpp"

namespace host_stub::commands {
namespace {

struct WrongField {
  std::string field;
  Failure failure;
};

std::optional<WrongField> fill(const ScoreRow& row, gradebook::Gradebook& book,
                               gradebook::Score& score) {
  gradebook::RosterStore roster(book);
  if (row.activity_id.empty() || row.student_id.empty()) {
    return WrongField{row.activity_id.empty() ? "activity" : "student",
                      {"A score needs an activity and a student.",
                       "Give --activity A and --student S, or --from FILE.csv.", ExitCode::usage}};
  }
  auto activity = find_activity(book, row.class_id, row.activity_id);
  if (!activity) {
    return WrongField{"activity", activity.failure()};
  }
  auto student =
      find_student(roster, roster.class_of(activity.value().class_id).value_or(gradebook::Class{}),
                   row.student_id);
  if (!student) {
    return WrongField{"student", student.failure()};
  }
  auto flags = parse_score_flags(row.status);
  if (!flags) {
    return WrongField{"status", flags.failure()};
  }
  score.points = parse_decimal(row.points);
  if (!row.points.empty() && !score.points) {
    return WrongField{"points",
                      {"\"" + row.points + "\" is not a number of points.",
                       "Write it with a decimal point, like 87.5.", ExitCode::usage}};
  }
  auto end = std::from_chars(row.host_rev.data(), row.host_rev.data() + row.host_rev.size(),
                             score.host_rev);
  if (!row.host_rev.empty() &&
      (end.ptr != row.host_rev.data() + row.host_rev.size() || score.host_rev < 0)) {
    return WrongField{"host_rev",
                      {"\"" + row.host_rev + "\" is not a revision.",
                       "Revisions are whole numbers from 1 up.", ExitCode::usage}};
  }
  auto objectives = gradebook::parse_objectives(row.standards);
  if (!objectives) {
    return WrongField{"standards",
                      {"\"" + row.standards + "\" are no scores of standards.",
                       "Write each as ID=POINTS/POSSIBLE, with *WEIGHT behind it where it has one, "
                       "and a semicolon between two: R.2=3/4;R.5=1/4*2.",
                       ExitCode::usage}};
  }
  if (flags.value().withdrawn) {
    score.gone_because = row.reason.empty() ? "teacher" : row.reason;
  }
  if (!row.reason.empty() && !host::reason_of(row.reason)) {
    return WrongField{"reason",
                      {"\"" + row.reason + "\" is no reason why a cell is gone.",
                       "Use one of: unknown, teacher, unenrolled, deleted, reset, restored.",
                       ExitCode::usage}};
  }
  score.objectives = std::move(*objectives);
  score.activity_id = activity.value().id;
  score.student_id = student.value().id;
  score.flags = flags.value();
  score.comment = row.comment;
  score.text_score = row.text_score;
  return std::nullopt;
}

} // namespace

Result<std::vector<gradebook::Score>> check_score_row(const ScoreRow& row,
                                                      gradebook::Gradebook& book) {
  std::vector<gradebook::Score> cells(1);
  auto wrong = fill(row, book, cells.front());
  return wrong ? Result<std::vector<gradebook::Score>>(wrong->failure) : cells;
}

Result<std::vector<gradebook::Score>> read_score_file(const std::filesystem::path& path,
                                                      const std::string& default_class,
                                                      gradebook::Gradebook& book) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Failure{"The file " + path.string() + " cannot be read.", "", ExitCode::usage};
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  import::Problems problems;
  import::Table table(path.filename().string(), text, {"activity", "student"}, problems);
  std::vector<gradebook::Score> cells;
  for (const import::TableRow& row : table.rows()) {
    import::RowReader fields(table, row, problems);
    ScoreRow typed{fields.text("class"),      fields.text("activity"), fields.text("student"),
                   fields.text("points"),     fields.text("status"),   fields.text("comment"),
                   fields.text("text_score"), fields.text("host_rev"), fields.text("standards"),
                   fields.text("reason")};
    typed.class_id = typed.class_id.empty() ? default_class : typed.class_id;
    if (auto wrong = fill(typed, book, cells.emplace_back())) {
      fields.complain(wrong->field, wrong->failure.message);
    }
  }
  if (problems.empty()) {
    return cells;
  }
  Failure failure{"No score was saved, because rows of the file cannot be used:",
                  "Correct them and give the file again.", ExitCode::usage};
  for (const import::Problem& problem : problems.shown()) {
    failure.message += "\n  " + problem.sentence();
  }
  return failure;
}

} // namespace host_stub::commands
