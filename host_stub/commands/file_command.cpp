// Grades as a file, for an SIS that takes no other: made, saved, listed, and answered for.
#include <chrono>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/commands/saved_files.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

struct FileOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string class_id;
  std::filesystem::path out;
  std::int64_t id = 0;
  bool preview = false;
};

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// Why records were left out, each reason once.
std::string reasons_of(const json::object& reply) {
  std::set<std::string> sentences;
  if (const auto* skipped = reply.if_contains("skipped"); skipped != nullptr) {
    for (const auto& left : skipped->as_array()) {
      sentences.insert(text_in(left.at("reason").as_object(), "sentence"));
    }
  }
  std::string text;
  for (const auto& sentence : sentences) {
    text += (text.empty() ? "" : "\n") + sentence;
  }
  return text;
}

/// The item of the plugin, as somebody of the class uses it.
class SyncItem {
 public:
  SyncItem(HostRun& run, const FileOptions& options) {
    gradebook::RosterStore roster(run.book());
    who_.user_id = value_or_stop(find_user(roster, options.user)).id;
    const auto in_class = value_or_stop(find_class(roster, options.class_id));
    who_.class_id = in_class.id;
    who_.school_year = in_class.school_year;
    who_.domain_id = in_class.domain_id;
    session_ = value_or_stop(run.start_plugin("enqueue_only"));
    // A file says which school a class is of: what an import changed is told first, as `deliver`
    // does.
    if (run.book().roster_is_untold()) {
      report_roster(run, *session_);
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
      while (session_->pump() != 0 && std::chrono::steady_clock::now() < end) {
      }
    }
  }

  /// Stops the command where the plugin says no.
  json::object ask(const json::object& request) {
    const auto& item = find_item(*session_, LMS_ITEM_SYNC_GRADES_TO_SIS);
    auto reply = json::parse(value_or_stop(session_->invoke(item, who_, json::serialize(request))));
    session_->pump();
    if (!reply.is_object()) {
      throw StopCommand({"The plugin's reply is no JSON object.", "", ExitCode::failed});
    }
    const auto* ok = reply.get_object().if_contains("ok");
    if (ok != nullptr && *ok == json::value(false)) {
      throw StopCommand({text_in(reply.get_object(), "message"), reasons_of(reply.get_object()),
                         ExitCode::refused_by_plugin});
    }
    return std::move(reply.get_object());
  }

 private:
  host::ActionContext who_;
  host::PluginSession* session_ = nullptr;
};

/// Saves the files, and takes their content out of what is printed.
std::string save(json::object& reply, const std::filesystem::path& out) {
  std::vector<NamedFile> files;
  for (auto& value : reply.at("files").as_array()) {
    auto& file = value.as_object();
    files.push_back({text_in(file, "name"), base64_decoded(text_in(file, "content_base64"))});
    file["bytes"] = files.back().content.size();
    file.erase("content_base64");
  }
  value_or_stop(save_files(files, out));
  reply["saved"] = out.string();
  return std::to_string(files.size()) + " files saved in " + out.string() + ".\n";
}

std::string counted(const json::value& number, const char* one, const char* many) {
  const auto count = number.to_number<std::int64_t>();
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string line_of(const json::object& file) {
  const auto& rows = file.at("rows").as_object();
  return "File " + std::to_string(file.at("id").to_number<std::int64_t>()) + ": " +
         counted(rows.at("results"), "grade", "grades") + ", " +
         counted(rows.at("line_items"), "activity", "activities") + ". " + text_in(file, "words") +
         ".\n";
}

Answer make(const CommonOptions& common, const FileOptions& options) {
  HostRun run(common);
  SyncItem item(run, options);
  json::object request{{"op", "make_file"}};
  if (options.preview) {
    request["token"] = item.ask({{"op", "preview"}}).at("token");
  }
  auto reply = item.ask(request);
  auto text = text_in(reply, "message") + "\n" + line_of(reply.at("file").as_object());
  text += save(reply, options.out);
  for (const auto& left : reply.at("skipped").as_array()) {
    text += "Left out: record " + json::serialize(left.at("id")) + ": " +
            text_in(left.at("reason").as_object(), "sentence") + "\n";
  }
  return {std::move(reply), std::move(text), ExitCode::ok};
}

Answer get(const CommonOptions& common, const FileOptions& options) {
  HostRun run(common);
  auto reply = SyncItem(run, options).ask({{"op", "file"}, {"id", options.id}});
  auto text = line_of(reply.at("file").as_object());
  text += save(reply, options.out);
  return {std::move(reply), std::move(text), ExitCode::ok};
}

Answer list(const CommonOptions& common, const FileOptions& options) {
  HostRun run(common);
  auto reply = SyncItem(run, options).ask({{"op", "files"}});
  std::string text;
  for (const auto& file : reply.at("made").as_array()) {
    text += line_of(file.as_object());
  }
  return {std::move(reply), text.empty() ? "No file of this class was made yet.\n" : text,
          ExitCode::ok};
}

Answer answer(const CommonOptions& common, const FileOptions& options, const char* op) {
  HostRun run(common);
  auto reply = SyncItem(run, options).ask({{"op", op}, {"id", options.id}});
  auto text = text_in(reply, "message") + "\n";
  return {std::move(reply), std::move(text), ExitCode::ok};
}

void add_shared(CLI::App* command, FileOptions& options) {
  command->add_option("--class", options.class_id, "Class: the host's id or the SIS's sourcedId")
      ->required()
      ->type_name("C");
  command->add_option("--user", options.user, "As whom")->type_name("U")->capture_default_str();
}

void add_out(CLI::App* command, FileOptions& options) {
  command->add_option("--out", options.out, "A folder, or NAME.zip")->required()->type_name("PATH");
}

void add_id(CLI::App* command, FileOptions& options) {
  command->add_option("id", options.id, "Number of the file")->required()->type_name("ID");
}

} // namespace

void add_file_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* parent =
      app.add_subcommand("file", "Grades as a file, for an SIS that takes them in no other way");
  parent->require_subcommand(1);
  auto options = std::make_shared<FileOptions>();
  auto* making = add_command(
      *parent, common, exit_code, "make", "Put all grades that wait into a file, and save it",
      "  host_stub file make --data /tmp/school --class c-4011 --out /tmp/grades.zip\n"
      "  host_stub file make --data /tmp/school --class c-4011 --preview --out /tmp/grades\n\n"
      "Take it to the SIS, then say what became of it: host_stub file taken ID --class c-4011.",
      [&common, options] { return make(common, *options); });
  add_shared(making, *options);
  add_out(making, *options);
  making->add_flag("--preview", options->preview,
                   "Also what a preview shows as not sent yet, as a teacher's send would");
  auto* listing = add_command(*parent, common, exit_code, "list",
                              "The files that were made of a class, newest first",
                              "  host_stub file list --data /tmp/school --class c-4011",
                              [&common, options] { return list(common, *options); });
  add_shared(listing, *options);
  auto* getting =
      add_command(*parent, common, exit_code, "get", "Save a file once more, as it was made",
                  "  host_stub file get 3 --data /tmp/school --class c-4011 --out /tmp/grades.zip",
                  [&common, options] { return get(common, *options); });
  add_id(getting, *options);
  add_shared(getting, *options);
  add_out(getting, *options);
  auto* taken = add_command(*parent, common, exit_code, "taken", "The SIS took the file over",
                            "  host_stub file taken 3 --data /tmp/school --class c-4011",
                            [&common, options] { return answer(common, *options, "file_taken"); });
  add_id(taken, *options);
  add_shared(taken, *options);
  auto* not_taken =
      add_command(*parent, common, exit_code, "not-taken",
                  "The SIS did not take the file: what was in it waits for the next one",
                  "  host_stub file not-taken 3 --data /tmp/school --class c-4011",
                  [&common, options] { return answer(common, *options, "file_not_taken"); });
  add_id(not_taken, *options);
  add_shared(not_taken, *options);
}

} // namespace host_stub::commands
