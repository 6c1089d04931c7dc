#include <memory>
#include <optional>
#include <set>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/disposition_words.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/host/events.hpp"
#include "host_stub/import/table.hpp"
#include "host_stub/support/decimal.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

struct ActivityOptions {
  std::string class_id;
  std::string activity_id;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<std::string> category;
  std::optional<std::string> period;
  std::optional<std::string> assigned;
  std::optional<std::string> due;
  std::optional<std::string> kind;
  std::optional<double> points;
  std::optional<bool> published;
  std::optional<bool> counts;
  std::optional<bool> extra_credit;
  bool withdraw = false;
  std::string reason = "teacher"; // who types --withdraw means just this activity
};

std::string day(const std::string& typed) {
  if (!typed.empty() && !import::is_date(typed)) {
    throw StopCommand(
        {"\"" + typed + "\" is not a day.", "Write it as YYYY-MM-DD.", ExitCode::usage});
  }
  return typed;
}

gradebook::Activity existing_or_new(gradebook::Gradebook& book, const ActivityOptions& options) {
  gradebook::RosterStore roster(book);
  auto found = options.activity_id.empty()
                   ? std::nullopt
                   : gradebook::ActivityStore(book).activity(options.activity_id);
  if (found) {
    if (!options.class_id.empty()) {
      return value_or_stop(find_activity(book, options.class_id, options.activity_id));
    }
    return *found;
  }
  if (!options.title || options.class_id.empty()) {
    throw StopCommand({"A new activity needs a class and a title.", "Give --class C and --title T.",
                       ExitCode::usage});
  }
  gradebook::Activity activity;
  activity.id = options.activity_id;
  activity.class_id = value_or_stop(find_class(roster, options.class_id)).id;
  return activity;
}

void change(gradebook::Activity& activity, gradebook::Gradebook& book,
            const ActivityOptions& options) {
  gradebook::RosterStore roster(book);
  activity.title = options.title.value_or(activity.title);
  activity.description = options.description.value_or(activity.description);
  activity.points_possible = options.points.value_or(activity.points_possible);
  activity.assign_date = options.assigned ? day(*options.assigned) : activity.assign_date;
  activity.due_date = options.due ? day(*options.due) : activity.due_date;
  activity.kind = options.kind.value_or(activity.kind);
  activity.published = options.published.value_or(activity.published);
  activity.counts = options.counts.value_or(activity.counts);
  activity.extra_credit = options.extra_credit.value_or(activity.extra_credit);
  activity.deleted = options.withdraw;
  activity.gone_because = options.withdraw ? options.reason : "";
  if (options.category) {
    auto category = roster.category(*options.category);
    if (!options.category->empty() && !category) {
      throw StopCommand({"There is no category \"" + *options.category + "\".",
                         "Categories come with the roster (categories.csv).", ExitCode::usage});
    }
    activity.category_id = category ? category->id : "";
  }
  if (options.period) {
    auto period = roster.session(*options.period);
    if (!options.period->empty() && !period) {
      throw StopCommand({"There is no grading period \"" + *options.period + "\".",
                         "They come with the roster (academicSessions.csv).", ExitCode::usage});
    }
    activity.period_id = period ? period->id : "";
  }
}

Answer save_activity(const CommonOptions& common, const ActivityOptions& options) {
  HostRun run(common);
  auto activity = existing_or_new(run.book(), options);
  change(activity, run.book(), options);
  gradebook::ActivityStore store(run.book());
  auto fact = host::FactReader(run.book()).fact_of(store.save(std::move(activity)));
  boost::json::object document{{"activity_id", fact.activity.id},
                               {"class_id", fact.in_class.id},
                               {"host_rev", fact.activity.revision}};
  std::string text = "Saved the activity \"" + fact.activity.title + "\" of " +
                     fact.in_class.title + " (" + to_decimal(fact.activity.points_possible) +
                     " points) as " + fact.activity.id + ".\n";
  auto session = run.start_plugin("enqueue_only");
  std::string warning = session ? "" : session.failure().message;
  if (session) {
    auto reported = run.report(*session.value(), fact);
    if (!reported.error) {
      document["disposition"] = host::disposition_name(reported.disposition);
      document["reason"] = reported.reason;
      return {std::move(document), std::move(text), ExitCode::ok};
    }
    warning = reported.error->message;
  } else {
    store.mark_for_sweep(fact.activity.id, warning);
  }
  document["warning"] = warning;
  return {std::move(document),
          text + "Warning: the plugin did not take it: " + warning +
              "\nThe next `host_stub deliver` reports it again.\n",
          ExitCode::ok};
}

} // namespace

void add_activity_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ActivityOptions>();
  auto* command = add_command(
      app, common, exit_code, "activity",
      "Make or change an activity (a column of the gradebook) and report it to the plugin",
      "  host_stub activity --data /tmp/school --class class-1 --title \"Quiz 1\" --points 20 "
      "--category cat-quiz --due 2026-09-25\n"
      "  host_stub activity --data /tmp/school --activity activity-1 --title \"Quiz 1, "
      "corrected\"\n"
      "  host_stub activity --data /tmp/school --activity activity-1 --withdraw",
      [&common, options] { return save_activity(common, *options); });
  command->add_option("--class", options->class_id, "Class: the host's id or the SIS's sourcedId")
      ->type_name("C");
  command
      ->add_option("--activity", options->activity_id,
                   "Activity to change; an id that is not known yet makes one with this id")
      ->type_name("A");
  command->add_option("--title", options->title, "Title")->type_name("T");
  command->add_option("--description", options->description, "Description")->type_name("T");
  command->add_option("--points", options->points, "Points possible (a new one has 100)")
      ->type_name("N");
  command->add_option("--category", options->category, "Category, by either id; empty: none")
      ->type_name("K");
  command->add_option("--period", options->period, "Grading period, by either id; empty: none")
      ->type_name("G");
  command->add_option("--assigned", options->assigned, "Day it was assigned, YYYY-MM-DD")
      ->type_name("DAY");
  command->add_option("--due", options->due, "Day it is due, YYYY-MM-DD")->type_name("DAY");
  command->add_option("--kind", options->kind, "What it is")
      ->check(CLI::IsMember({"activity", "period_grade", "final_grade"}));
  command->add_option("--published", options->published, "Students may see it")
      ->type_name("true|false");
  command->add_option("--counts", options->counts, "It counts toward the class grade")
      ->type_name("true|false");
  command->add_option("--extra-credit", options->extra_credit, "It is extra credit")
      ->type_name("true|false");
  auto* withdraw =
      command->add_flag("--withdraw", options->withdraw, "Take it out of the gradebook");
  command
      ->add_option("--reason", options->reason,
                   "Why it is taken out; only what a teacher took out leaves the SIS by itself")
      ->capture_default_str()
      ->check(CLI::IsMember(
          std::set<std::string>(host::kReasonWords.begin(), host::kReasonWords.end())))
      ->needs(withdraw);
}

} // namespace host_stub::commands
