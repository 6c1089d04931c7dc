#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/plugin_item.hpp"
#include "host_stub/commands/settings_card.hpp"
#include "host_stub/commands/settings_file.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/json_text.hpp"

namespace host_stub::commands {
namespace {

struct ConfigureOptions {
  std::string user = gradebook::kSiteAdministrator;
  std::string domain = gradebook::kRootDomain;
  std::filesystem::path file;
};

// The card asks before grades are sent once more in another form. Whoever configures by a file means
// what it says; the sentence is passed on. Empty = the card did not ask.
std::string asks_to_send_again(const boost::json::value& document) {
  const auto* object = document.if_object();
  const auto* questions = object == nullptr ? nullptr : object->if_contains("questions");
  if (questions == nullptr || !questions->is_array()) {
    return {};
  }
  for (const auto& question : questions->get_array()) {
    if (text_at(question, "name") == "resend") {
      return text_at(question, "text");
    }
  }
  return {};
}

Answer configure(const CommonOptions& common, const ConfigureOptions& options) {
  HostRun run(common);
  gradebook::RosterStore roster(run.book());
  auto domain = value_or_stop(find_domain(roster, options.domain));
  auto settings = value_or_stop(read_settings_file(options.file));
  name_domains_by_host_ids(roster, settings);
  host::ActionContext who;
  who.user_id = value_or_stop(find_user(roster, options.user)).id;
  who.domain_id = domain.id;
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  const auto& card = find_item(session, LMS_ITEM_SIS_SETTINGS);
  auto request = save_request(std::move(settings));
  auto document = boost::json::parse(
      value_or_stop(session.invoke(card, who, boost::json::serialize(request))));
  const auto asked = asks_to_send_again(document);
  if (!asked.empty()) {
    request["resend"] = "yes";
    document = boost::json::parse(
        value_or_stop(session.invoke(card, who, boost::json::serialize(request))));
  }
  session.pump();
  auto answer = answer_of_card(std::move(document), domain.title);
  if (!asked.empty()) {
    answer.text = "The card asked: " + asked + " Answered: yes.\n" + answer.text;
  }
  return answer;
}

} // namespace

void add_configure_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ConfigureOptions>();
  auto* command =
      add_command(app, common, exit_code, "configure",
                  "Store the SIS settings of a domain through the plugin's settings card",
                  "  host_stub configure --data /tmp/school --domain d-9100 --set sis.yaml\n"
                  "  host_stub configure --data /tmp/school --domain s-9102 --set other-sis.json "
                  "--user u-2002\n\n"
                  "The file is a map of the card's fields. To see them: host_stub action --item "
                  "sis_settings --user admin --domain D",
                  [&common, options] { return configure(common, *options); });
  command
      ->add_option("--domain", options->domain, "Which domain: the host's id, a sourcedId, or root")
      ->type_name("D")
      ->capture_default_str();
  command->add_option("--set", options->file, "YAML or JSON file with the settings")
      ->required()
      ->type_name("FILE");
  command->add_option("--user", options->user, "As whom")->type_name("U")->capture_default_str();
}

} // namespace host_stub::commands
