#include <array>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/host/sis_profiles.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

host::SisProfiles profiles_of(const CommonOptions& options) {
  const auto manifest = options.manifest.empty() ? loader::default_manifest() : options.manifest;
  return value_or_stop(host::SisProfiles::of(value_or_stop(loader::load_plugin(manifest))));
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

/// The document, or the end of the command where the file cannot be used.
json::object usable(json::object document) {
  const std::string problem = text_at(document, "problem");
  if (!problem.empty()) {
    throw StopCommand({problem, "docs/sis-profiles-format.md describes every field.",
                       ExitCode::usage, "document"});
  }
  return document;
}

std::string warnings_of(const json::object& document) {
  std::string text;
  for (const json::value& warning : list_at(document, "warnings")) {
    text += text_of(warning) + "\n";
  }
  return text;
}

Answer check(const CommonOptions& options, const std::string& file) {
  auto document = usable(value_or_stop(profiles_of(options).describe(file)));
  Answer answer;
  answer.text = warnings_of(document);
  answer.text += file + ": the profile " + text_at(document, "name") + " can be used" +
                 (answer.text.empty() ? ".\n" : "; see what it leaves open above.\n");
  answer.document = {{"file", file},
                     {"name", text_at(document, "name")},
                     {"warnings", list_at(document, "warnings")}};
  return answer;
}

std::string_view standing_words(std::string_view standing) {
  if (standing == "general") {
    return "for any SIS";
  }
  return standing == "confirmed" ? "confirmed" : "not confirmed";
}

Answer show(const CommonOptions& options, const std::string& name_or_file) {
  const auto profiles = profiles_of(options);
  auto document =
      usable(value_or_stop(profiles.describe(value_or_stop(profiles.find(name_or_file)))));
  Answer answer;
  answer.text = text_at(document, "title") + "\n" + text_at(document, "name") + ", OneRoster " +
                text_at(document, "oneroster") + ", " +
                std::string(standing_words(text_at(document, "standing"))) + "\n";
  for (const json::value& section : list_at(document, "sections")) {
    answer.text += "\n" + text_at(section, "title") + "\n";
    const json::value* sentences = at(section, "sentences");
    if (sentences == nullptr || !sentences->is_array()) {
      continue;
    }
    for (const json::value& sentence : sentences->get_array()) {
      answer.text += "  - " + text_of(sentence) + "\n";
    }
  }
  answer.document = std::move(document);
  return answer;
}

Answer list(const CommonOptions& options) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kGroups = {
      {{"confirmed", "Somebody documents that grades can be written:"},
       {"general", "For any SIS, as the specification has it:"},
       {"not_confirmed", "Not confirmed; send a test grade first:"}}};
  const auto profiles = profiles_of(options);
  std::vector<json::object> documents;
  for (const auto& file : profiles.files()) {
    documents.push_back(usable(value_or_stop(profiles.describe(file))));
  }
  Answer answer;
  json::array listed;
  for (const auto& [standing, heading] : kGroups) {
    TextTable table({"profile", "OneRoster", "SIS", "sign-in"});
    for (const json::object& document : documents) {
      if (text_at(document, "standing") != standing) {
        continue;
      }
      const json::value* summary = document.if_contains("summary");
      table.add({text_at(document, "name"), text_at(document, "oneroster"),
                 text_at(document, "title"),
                 summary == nullptr ? "" : text_at(*summary, "sign_in")});
      json::object entry;
      for (const std::string_view member : {"name", "title", "version", "oneroster", "standing"}) {
        entry[member] = document.contains(member) ? document.at(member) : json::value();
      }
      listed.push_back(std::move(entry));
    }
    if (!table.empty()) {
      answer.text +=
          (answer.text.empty() ? "" : "\n") + std::string(heading) + "\n\n" + table.text();
    }
  }
  answer.document = {{"profiles", std::move(listed)}};
  return answer;
}

} // namespace

void add_profile_command(CLI::App& app, CommonOptions& options, int& exit_code) {
  auto* command = app.add_subcommand(
      "profile", "SIS profiles: which there are, what one does, and whether a file can be used");
  command->require_subcommand(1);
  command->fallthrough();
  add_command(*command, options, exit_code, "list", "Lists the profiles that came with the plugin",
              "  host_stub profile list", [&options] { return list(options); });
  auto shown = std::make_shared<std::string>();
  add_command(*command, options, exit_code, "show", "Says in plain words what a profile does",
              "  host_stub profile show powerschool\n  host_stub profile show my-sis.yaml",
              [&options, shown] { return show(options, *shown); })
      ->add_option("PROFILE", *shown, "The name of a profile, or a file")
      ->required();
  auto checked = std::make_shared<std::string>();
  add_command(*command, options, exit_code, "check",
              "Checks a profile file: 0 it can be used (with warnings for what it leaves open), 2 "
              "it cannot, and in which line",
              "  host_stub profile check my-sis.yaml",
              [&options, checked] { return check(options, *checked); })
      ->add_option("FILE", *checked, "The file")
      ->required();
}

} // namespace host_stub::commands
