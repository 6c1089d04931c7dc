// `host_stub sync history`, `export` and `settings`.
#include <fstream>

#include "host_stub/commands/form_changes.hpp"
#include "host_stub/commands/history_text.hpp"
#include "host_stub/commands/sync_answers.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/json_text.hpp"
#include "host_stub/support/stop_command.hpp"
#include "lms_plugin/menu.h"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

std::string problems_text(const json::value& reply) {
  std::string text;
  for (const auto& problem : list_at(reply, "problems")) {
    text += "  " + text_at(problem, "field") + ": " + text_at(problem, "message") + "\n";
  }
  return text;
}

// Of one activity its own page is opened, else "Sync grades settings" of the class.
const char* item_of(const ClassSync& sync) {
  return sync.activity().empty() ? LMS_ITEM_SYNC_GRADES_SETTINGS : LMS_ITEM_ACTIVITY_SYNC;
}

std::vector<std::string> with_scope(const ClassSync& sync, std::vector<std::string> words) {
  const auto scope = sync.scope_options();
  words.insert(words.begin(), scope.begin(), scope.end());
  return words;
}

Answer change_settings(ClassSync& sync, const json::value& form) {
  auto request = value_or_stop(save_of(form, sync.options().changes));
  auto reply = sync.ask(item_of(sync), request);
  const auto question = question_in(reply, request);
  if (!question.empty()) {
    if (!agrees(sync, question)) {
      auto words = sync.options().changes;
      words.emplace_back("--yes");
      auto text = question + "\nNothing was saved. To go on: " +
                  sync.command({"sync", "settings"}, with_scope(sync, std::move(words))) + "\n";
      return {std::move(reply), std::move(text), ExitCode::refused_by_plugin};
    }
    reply = sync.ask(item_of(sync), request);
  }
  const bool refused = is_refused(reply);
  auto text = text_at(reply, "message") + "\n" + problems_text(reply);
  text += refused ? "" : "Next: " + sync.command({"sync", "preview"}) + "\n";
  return {std::move(reply), std::move(text), refused ? ExitCode::refused_by_plugin : ExitCode::ok};
}

} // namespace

Answer sync_history(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  const auto status = sync.ask_to_sync(sync.scoped({{"op", "status"}}));
  const std::string kind = sync.student().empty() ? "line_item" : "result";
  json::array stories;
  std::string text;
  for (const auto& record : list_at(status, "records")) {
    if (text_at(record, "kind") == kind && text_at(record, "activity_id") == sync.activity()) {
      auto story = sync.ask_to_sync({{"op", "history"}, {"id", record.at("id")}});
      text += (text.empty() ? "" : "\n") + history_text(story, sync.names());
      stories.push_back(std::move(story));
    }
  }
  const auto more = sync.scope_options();
  if (stories.empty()) {
    const auto student = sync.student();
    throw StopCommand({"Nothing is known yet of " + sync.names().activity(sync.activity()) +
                           (student.empty() ? "" : ", " + sync.names().person(student)) + ".",
                       "What there is: " + sync.command({"sync", "preview"}), ExitCode::failed});
  }
  text += "\nNext: " + sync.command({"sync", "preview"}, more) + "\n";
  return {json::object{{"histories", std::move(stories)}}, std::move(text), ExitCode::ok};
}

Answer sync_export(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  const bool csv = !options.out.ends_with(".json");
  auto request = sync.scoped({{"op", "export"}, {"format", csv ? "csv" : "json"}});
  std::string text;
  json::array rows;
  for (;;) {
    auto page = sync.ask_to_sync(request);
    text += text_at(page, "csv");
    for (const auto& row : list_at(page, "rows")) {
      rows.push_back(row);
    }
    const auto* next = at(page, "next_after_id");
    if (next == nullptr) {
      break;
    }
    request["after_id"] = *next;
  }
  if (!csv) {
    text = to_json_text(rows) + "\n";
  }
  std::ofstream out(options.out, std::ios::binary);
  out << text;
  if (!out.flush()) {
    throw StopCommand({"The file " + options.out + " cannot be written.", "", ExitCode::failed});
  }
  return {json::object{{"saved", options.out}, {"bytes", text.size()}},
          "How the grades of " + sync.title() + " stand: " + options.out +
              "\nNext: " + sync.command({"sync", "preview"}, sync.scope_options()) + "\n",
          ExitCode::ok};
}

Answer sync_settings(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  const char* op = sync.activity().empty() ? "open" : "settings";
  auto form = sync.ask(item_of(sync), {{"op", op}});
  if (!options.changes.empty()) {
    return change_settings(sync, form);
  }
  const auto of = sync.activity().empty() ? "" : ": " + sync.names().activity(sync.activity());
  auto text = sync.title() + of + "\n\n" + form_text(form) + "\nTo change one: " +
              sync.command({"sync", "settings"}, with_scope(sync, {"NAME=VALUE"})) + "\n";
  return {std::move(form), std::move(text), ExitCode::ok};
}

} // namespace host_stub::commands
