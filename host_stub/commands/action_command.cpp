#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/commands/settings_card.hpp"
#include "host_stub/support/json_text.hpp"

namespace host_stub::commands {
namespace {

struct ActionOptions {
  std::string user;
  std::string item;
  std::string input;
  std::string class_id;
  std::string domain_id;
  std::string activity_id;
  std::string locale;
  std::string mode = "enqueue_only";
  bool state = false;
};

std::string input_text(const std::string& typed) {
  if (!typed.starts_with('@')) {
    return typed;
  }
  std::ifstream file(typed.substr(1), std::ios::binary);
  if (!file) {
    throw StopCommand({"The file " + typed.substr(1) + " cannot be read.", "", ExitCode::usage});
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

host::ActionContext context_of(gradebook::Gradebook& book, const ActionOptions& options) {
  gradebook::RosterStore roster(book);
  host::ActionContext who;
  who.user_id = value_or_stop(find_user(roster, options.user)).id;
  who.locale = options.locale;
  auto class_id = options.class_id;
  if (!options.activity_id.empty()) {
    auto activity = value_or_stop(find_activity(book, class_id, options.activity_id));
    who.activity_id = activity.id;
    class_id = activity.class_id;
  }
  if (!class_id.empty()) {
    auto in_class = value_or_stop(find_class(roster, class_id));
    who.class_id = in_class.id;
    who.school_year = in_class.school_year;
    who.domain_id = in_class.domain_id;
  }
  if (!options.domain_id.empty()) {
    who.domain_id = value_or_stop(find_domain(roster, options.domain_id)).id;
  }
  return who;
}

Answer show_state(const host::ItemState& state, const host::MenuItem& item) {
  std::string text = "\"" + item.label + "\" is " +
                     (!state.shown    ? "not shown"
                      : state.enabled ? "shown and enabled"
                                      : "shown, but disabled");
  return {{{"item", item.id},
           {"label", item.label},
           {"shown", state.shown},
           {"enabled", state.enabled},
           {"reason_code", state.reason_code},
           {"reason", state.reason}},
          text + (state.reason.empty() ? ".\n" : ": " + state.reason + "\n"),
          ExitCode::ok};
}

// What is no settings document goes as it was typed; the plugin says what is wrong with it.
std::string input_of(gradebook::Gradebook& book, const host::MenuItem& item, std::string text) {
  boost::json::error_code error;
  auto document = boost::json::parse(text, error);
  if (item.id != LMS_ITEM_SIS_SETTINGS || error || !document.is_object()) {
    return text;
  }
  gradebook::RosterStore roster(book);
  name_domains_by_host_ids(roster, document.get_object());
  return boost::json::serialize(document);
}

Answer use_item(const CommonOptions& common, const ActionOptions& options) {
  HostRun run(common);
  auto who = context_of(run.book(), options);
  auto& session = *value_or_stop(run.start_plugin(options.mode));
  const auto& item = find_item(session, options.item);
  if (options.state) {
    return show_state(value_or_stop(session.item_state(item, who)), item);
  }
  auto reply = value_or_stop(
      session.invoke(item, who, input_of(run.book(), item, input_text(options.input))));
  session.pump();
  boost::json::error_code error;
  auto document = boost::json::parse(reply, error);
  if (error) {
    throw StopCommand({"The plugin's reply is not JSON.", "", ExitCode::failed});
  }
  auto text = to_json_text(document) + "\n";
  return {std::move(document), std::move(text), ExitCode::ok};
}

} // namespace

void add_action_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ActionOptions>();
  auto* command = add_command(app, common, exit_code, "action",
                              "Use a menu item of the plugin as a user, and print its reply",
                              "  host_stub action --data /tmp/school --user u-3001 --class c-4011 "
                              "--item sync_grades_to_sis\n"
                              "  host_stub action --data /tmp/school --user u-2001 --domain d-9100 "
                              "--item admin.sis_sync/sis_settings --input @input.json\n"
                              "  host_stub action --data /tmp/school --user u-1001 --class c-4011 "
                              "--item sync_grades_to_sis --state",
                              [&common, options] { return use_item(common, *options); });
  command->add_option("--user", options->user, "Who uses it: the host's id, a sourcedId, or admin")
      ->required()
      ->type_name("U");
  command->add_option("--item", options->item, "Id of the item; the part behind the slash will do")
      ->required()
      ->type_name("ITEM");
  command
      ->add_option("--input", options->input,
                   "JSON document for the item, or @FILE; left out: open it")
      ->type_name("JSON");
  command->add_option("--class", options->class_id, "In which class")->type_name("C");
  command->add_option("--domain", options->domain_id, "In which domain")->type_name("D");
  command->add_option("--activity", options->activity_id, "On which activity")->type_name("A");
  command->add_option("--locale", options->locale, "The user's language, such as es")
      ->type_name("TAG");
  command->add_option("--mode", options->mode, "The plugin's run mode")
      ->check(CLI::IsMember({"enqueue_only", "inline"}))
      ->capture_default_str();
  command->add_flag("--state", options->state,
                    "Only say whether the item is shown and enabled, and why");
}

} // namespace host_stub::commands
