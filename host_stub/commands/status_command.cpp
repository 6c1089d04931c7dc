#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/commands/score_flags.hpp"
#include "host_stub/gradebook/notice_store.hpp"
#include "host_stub/support/decimal.hpp"
#include "host_stub/support/instant.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

boost::json::object cells_of(gradebook::Gradebook& book, const gradebook::Class& in_class,
                             std::string& text) {
  gradebook::RosterStore roster(book);
  TextTable table({"activity", "student", "score", "rev", "kept for the sweep because"});
  boost::json::array cells;
  for (const auto& score : gradebook::ScoreStore(book).scores_of_class(in_class.id)) {
    auto activity =
        gradebook::ActivityStore(book).activity(score.activity_id).value_or(gradebook::Activity{});
    auto student = roster.user(score.student_id).value_or(gradebook::User{});
    auto special = to_words(score.flags);
    table.add(
        {activity.title, full_name(student),
         (score.points ? to_decimal(*score.points) + " of " + to_decimal(activity.points_possible)
                       : "blank") +
             (special.empty() ? "" : " (" + special + ")"),
         std::to_string(score.host_rev), score.sweep_reason});
    boost::json::object cell{{"activity_id", score.activity_id},
                             {"student_id", score.student_id},
                             {"status", special},
                             {"host_rev", score.host_rev},
                             {"sweep_reason", score.sweep_reason}};
    if (score.points) {
      cell["points"] = *score.points;
    }
    cells.push_back(std::move(cell));
  }
  text += "Gradebook of " + in_class.title + " (" + in_class.id + ", " + in_class.sis_id + ")\n\n" +
          (table.empty() ? "No scores yet.\n" : table.text()) + "\n";
  return {{"class_id", in_class.id}, {"title", in_class.title}, {"cells", std::move(cells)}};
}

// Who is shown a notice, in words.
std::string reader_words(const gradebook::Notice& notice, Names& names) {
  if (notice.audience == "teachers") {
    return "teachers of " + names.class_title(notice.class_id);
  }
  if (notice.audience == "user") {
    return names.person(notice.user_id);
  }
  if (notice.audience == "addresses") {
    return notice.addresses;
  }
  return "administrators of " +
         (notice.domain_id.empty() ? "the site" : names.domain(notice.domain_id));
}

boost::json::object host_part(gradebook::Gradebook& book, std::string& text, Names& names) {
  boost::json::array items;
  for (const auto& item : gradebook::MenuRegister(book).items()) {
    items.push_back({{"id", item.id}, {"label", item.title}});
  }
  boost::json::array notices;
  TextTable table({"when", "severity", "for", "notice"});
  for (const auto& notice : gradebook::NoticeStore(book).notices()) {
    notices.push_back({{"at_unix_ms", notice.at_unix_ms},
                       {"key", notice.key},
                       {"severity", notice.severity},
                       {"domain_id", notice.domain_id},
                       {"audience", notice.audience},
                       {"kind", notice.kind},
                       {"class_id", notice.class_id},
                       {"user_id", notice.user_id},
                       {"item_id", notice.item_id},
                       {"text_key", notice.text_key},
                       {"title", notice.title},
                       {"body", notice.body}});
    table.add({to_iso_text(notice.at_unix_ms), notice.severity, reader_words(notice, names),
               notice.title + " " + notice.body});
  }
  auto waiting = gradebook::ScoreStore(book).waiting_for_sweep().size() +
                 gradebook::ActivityStore(book).waiting_for_sweep().size();
  if (!table.empty()) {
    text += "Notices\n\n" + table.text() + "\n";
  }
  if (waiting != 0) {
    text += std::to_string(waiting) + " changes were not taken by the plugin; the next `host_stub "
                                      "deliver` reports them again.\n\n";
  }
  return {{"menu_items", std::move(items)},
          {"notices", std::move(notices)},
          {"waiting_for_sweep", waiting}};
}

Answer show_status(const CommonOptions& common, const std::string& class_id) {
  HostRun run(common);
  Names names(run.book());
  std::string text;
  std::string query;
  boost::json::object document;
  auto site = run.book().site();
  document["site"] = {{"id", common.site_id.empty() ? site.id : common.site_id},
                      {"url", common.site_url.empty() ? site.url : common.site_url}};
  if (!class_id.empty()) {
    gradebook::RosterStore roster(run.book());
    auto in_class = value_or_stop(find_class(roster, class_id));
    document["class"] = cells_of(run.book(), in_class, text);
    query = boost::json::serialize(boost::json::object{{"schema", "lms.status_query/1"},
                                                       {"class_id", in_class.id},
                                                       {"school_year", in_class.school_year}});
  }
  auto session = run.start_plugin("enqueue_only");
  if (session) {
    session.value()->pump();
    auto plugin = boost::json::parse(value_or_stop(session.value()->status(query)));
    text += "In the plugin\n\n" + status_text(plugin, names) + "\n";
    document["pending"] = pending_in(plugin);
    document["plugin"] = std::move(plugin);
  } else {
    document["plugin_error"] = session.failure().message;
    text += "The plugin is not there: " + session.failure().message + "\n" +
            session.failure().next_step + "\n\n";
  }
  document["host"] = host_part(run.book(), text, names);
  return {std::move(document), std::move(text),
          session ? ExitCode::ok : session.failure().exit_code};
}

} // namespace

void add_status_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto class_id = std::make_shared<std::string>();
  auto* command =
      add_command(app, common, exit_code, "status",
                  "Show where every grade is: the gradebook, the plugin's status, notices",
                  "  host_stub status --data /tmp/school\n  host_stub status --data /tmp/school "
                  "--class class-1 --json",
                  [&common, class_id] { return show_status(common, *class_id); });
  command->add_option("--class", *class_id, "Also the cells of this class")->type_name("C");
}

} // namespace host_stub::commands
