// Who is not linked, as a spreadsheet: handed out, filled in by a person, and read back.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/commands/saved_files.hpp"
#include "host_stub/csv/utf8.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

struct UnlinkedOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
  std::filesystem::path out, from;
  bool apply = false;
};

// Some spreadsheets save in the encoding of their country. Only names have such letters, and names
// are not read back; an id that has one is refused by the plugin.
std::string without_foreign_letters(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    plain += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\xEF\xBF\xBD";
  }
  return plain;
}

std::string whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) {
    throw StopCommand({"The file " + path.string() + " cannot be read.",
                       "Give the sheet that `host_stub unlinked --out` wrote, filled in.",
                       ExitCode::usage});
  }
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return csv::is_utf8(text) ? text : without_foreign_letters(text);
}

// What an import or a link changed is told first, as `deliver` does.
void tell_what_changed(HostRun& run, host::PluginSession& session) {
  if (!run.book().roster_is_untold()) {
    return;
  }
  report_roster(run, session);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (session.pump() != 0 && std::chrono::steady_clock::now() < end) {
  }
}

// A document holds so much; who is linked is not in the next sheet.
std::string what_is_left(const json::object& reply) {
  const auto all = reply.at("students").as_int64() + reply.at("classes").as_int64();
  const auto lines = reply.at("lines").as_int64();
  return lines == all ? std::string()
                      : "It has the first " + std::to_string(lines) +
                            " of them; once these are linked, the next sheet has the others.\n";
}

Answer hand_out(host::PluginSession& session, const host::ActionContext& who,
                const std::filesystem::path& out) {
  auto reply = ask_card(session, who, {{"op", "unlinked"}});
  const auto content =
      base64_decoded(text_at(reply.at("files").as_array().at(0), "content_base64"));
  value_or_stop(save_files({{out.filename().string(), content}},
                           out.has_parent_path() ? out.parent_path() : "."));
  reply.erase("files");
  reply["saved"] = out.string();
  auto text = "Students that are not linked: " + std::to_string(reply.at("students").as_int64()) +
              ". Classes: " + std::to_string(reply.at("classes").as_int64()) + ". The sheet is " +
              out.string() + "\n" + what_is_left(reply) +
              "Fill in the column sis_id, then: host_stub unlinked --from " + out.string() + "\n";
  return {std::move(reply), std::move(text), ExitCode::ok};
}

Answer read_back(host::PluginSession& session, const host::ActionContext& who,
                 const UnlinkedOptions& options) {
  const auto sheet = whole_file(options.from);
  auto reply = ask_card(session, who, {{"op", "link_preview"}, {"sheet", sheet}});
  auto text = text_at(reply, "message") + "\n";
  for (const auto& link : reply.at("links").as_array()) {
    const auto name = text_at(link, "name");
    text += "  " + text_at(link, "kind") + " " + text_at(link, "id") +
            (name.empty() ? "" : " (" + name + ")") + " is " + text_at(link, "sis_id") + "\n";
  }
  if (reply.at("links").as_array().empty()) {
    text +=
        "The column sis_id is empty, or everybody for whom it is filled in is linked already.\n";
    return {std::move(reply), std::move(text), ExitCode::ok};
  }
  if (!options.apply) {
    text += "Nothing is linked yet. To do it: host_stub unlinked --from " + options.from.string() +
            " --apply\n";
    return {std::move(reply), std::move(text), ExitCode::ok};
  }
  auto done = ask_card(session, who,
                       {{"op", "link_sheet"}, {"sheet", sheet}, {"token", reply.at("token")}});
  text += text_at(done, "message") + "\n";
  session.pump();
  return {std::move(done), std::move(text), ExitCode::ok};
}

Answer unlinked(const CommonOptions& common, const UnlinkedOptions& options) {
  if (options.out.empty() == options.from.empty()) {
    throw StopCommand({"What to do with the sheet was not said.",
                       "Give --out FILE to have it, or --from FILE to read it back.",
                       ExitCode::usage});
  }
  HostRun run(common);
  const auto who = administrator(run.book(), options.user, options.domain);
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  tell_what_changed(run, session);
  return options.from.empty() ? hand_out(session, who, options.out)
                              : read_back(session, who, options);
}

} // namespace

void add_unlinked_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<UnlinkedOptions>();
  auto* command = add_command(
      app, common, exit_code, "unlinked",
      "Who and what has no id of the SIS, as a spreadsheet that is filled in and read back",
      "  host_stub unlinked --data /tmp/school --out not-linked.csv\n"
      "  host_stub unlinked --data /tmp/school --from not-linked.csv\n"
      "  host_stub unlinked --data /tmp/school --from not-linked.csv --apply",
      [&common, options] { return unlinked(common, *options); });
  command->add_option("--out", options->out, "Write the sheet to this file")->type_name("FILE");
  auto* from = command->add_option("--from", options->from,
                                   "Read a filled-in sheet, and show what "
                                   "would be linked");
  from->type_name("FILE");
  command->add_flag("--apply", options->apply, "Link them")->needs(from);
  command
      ->add_option("--domain", options->domain, "Which domain: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--user", options->user, "As whom")->type_name("U")->capture_default_str();
}

} // namespace host_stub::commands
