// `host_stub custom-data`: what stands in fields of the LMS's own, by hand or from a file.
#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/job_run.hpp"
#include "host_stub/commands/open_gradebook.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/gradebook/custom_values.hpp"
#include "host_stub/import/table.hpp"
#include "host_stub/support/stop_command.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

struct CustomDataOptions {
  std::string user;
  std::string class_id;
  std::string field;
  std::string value;
  std::string from;
  std::string try_users;
  bool read_again = false;
};

Result<gradebook::ValueOwner> owner_of(gradebook::RosterStore& roster, const std::string& user,
                                       const std::string& class_id) {
  if (user.empty() && class_id.empty()) {
    return Failure{"Whose field it is was not said.",
                   "Give --user U, --class C, or both for an enrolment.", ExitCode::usage};
  }
  gradebook::ValueOwner owner;
  if (!class_id.empty()) {
    auto found = find_class(roster, class_id);
    if (!found) {
      return found.failure();
    }
    owner.class_id = found.value().id;
  }
  if (!user.empty()) {
    auto found = find_user(roster, user);
    if (!found) {
      return found.failure();
    }
    owner.user_id = found.value().id;
  }
  return owner;
}

// All rows of the file, or a refusal that names every bad one.
std::vector<gradebook::CustomValue> read_values(gradebook::Gradebook& book,
                                                const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw StopCommand({"The file " + path.string() + " cannot be read.", "", ExitCode::usage});
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  import::Problems problems;
  import::Table table(path.filename().string(), text, {"user", "class", "field", "value"},
                      problems);
  gradebook::RosterStore roster(book);
  std::vector<gradebook::CustomValue> values;
  for (const import::TableRow& row : table.rows()) {
    import::RowReader fields(table, row, problems);
    const auto owner = owner_of(roster, fields.text("user"), fields.text("class"));
    if (!owner) {
      fields.complain(fields.text("user").empty() ? "class" : "user", owner.failure().message);
      continue;
    }
    values.push_back({owner.value(), fields.needed("field"), fields.text("value")});
  }
  if (!problems.empty()) {
    Failure failure{"No field was saved, because rows of the file cannot be used:",
                    "Correct them and give the file again.", ExitCode::usage};
    for (const import::Problem& problem : problems.shown()) {
      failure.message += "\n  " + problem.sentence();
    }
    throw StopCommand(failure);
  }
  return values;
}

Answer save_values(gradebook::Gradebook& book, const std::vector<gradebook::CustomValue>& values) {
  sqlite::Transaction transaction(book.database());
  gradebook::CustomValues store(book);
  for (const auto& value : values) {
    store.put(value);
  }
  transaction.commit();
  return {.document = {{"saved", values.size()}},
          .text = std::to_string(values.size()) + (values.size() == 1 ? " field" : " fields") +
                  " saved. The plugin asks once a day, and after `host_stub custom-data "
                  "--read-again`.\n"};
}

Answer listed_values(gradebook::Gradebook& book) {
  TextTable table({"user", "class", "field", "value"});
  boost::json::array list;
  for (const auto& one : gradebook::CustomValues(book).all()) {
    table.add({one.owner.user_id, one.owner.class_id, one.field, one.value});
    list.push_back({{"user_id", one.owner.user_id},
                    {"class_id", one.owner.class_id},
                    {"field", one.field},
                    {"value", one.value}});
  }
  const bool none = list.empty();
  return {.document = {{"values", std::move(list)}},
          .text = none ? "Nothing stands in fields of the LMS's own.\n" : table.text()};
}

std::string sample_text(const boost::json::object& sample) {
  TextTable table({"", "id", "by the roster", "now", "would be"});
  for (const auto* kind : {"classes", "users", "enrolments"}) {
    for (const auto& one : sample.at(kind).as_array()) {
      const auto& line = one.as_object();
      const auto text = [&](const char* name) {
        const auto* value = line.if_contains(name);
        return value != nullptr ? std::string(value->as_string()) : std::string();
      };
      const auto id =
          line.contains("user_id") ? text("user_id") + " in " + text("class_id") : text("id");
      table.add({kind, id, text("by_roster"), text("now"), text("sis_id")});
    }
  }
  return table.text();
}

// What an administrator does on the SIS settings card.
Answer ask_plugin(const CommonOptions& common, const CustomDataOptions& options) {
  HostRun run(common);
  const auto who = administrator(run.book(), gradebook::kSiteAdministrator, gradebook::kRootDomain);
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  if (options.read_again) {
    const auto asked = ask_card(session, who, {{"op", "read_custom_data"}});
    return {.document = asked,
            .text = "The next `host_stub deliver` asks for the fields of each class.\n"};
  }
  report_roster(run, session);
  const auto sample =
      ask_card(session, who,
               {{"op", "custom_data_sample"}, {"custom_data", {{"users", options.try_users}}}});
  return {.document = sample, .text = sample_text(sample)};
}

Answer custom_data(const CommonOptions& common, const CustomDataOptions& options) {
  if (options.read_again || !options.try_users.empty()) {
    return ask_plugin(common, options);
  }
  auto book = open_gradebook(common);
  if (!options.from.empty()) {
    return save_values(book, read_values(book, options.from));
  }
  if (options.field.empty()) {
    return listed_values(book);
  }
  gradebook::RosterStore roster(book);
  const auto owner = value_or_stop(owner_of(roster, options.user, options.class_id));
  return save_values(book, {{owner, options.field, options.value}});
}

} // namespace

void add_custom_data_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<CustomDataOptions>();
  auto* command = add_command(
      app, common, exit_code, "custom-data",
      "Fill in fields of the LMS's own, in which ids of the SIS may stand",
      "  host_stub custom-data --data /tmp/school --user user-6 --field custom.sis_number --value "
      "1004\n"
      "  host_stub custom-data --data /tmp/school --class class-1 --user user-6 --field "
      "custom.section --value c-4012\n"
      "  host_stub custom-data --data /tmp/school --from fields.csv\n"
      "  host_stub custom-data --data /tmp/school --try 'S-[custom.sis_number], roster'\n"
      "  host_stub custom-data --data /tmp/school --read-again\n\n"
      "Of a user, of a class, or with both of an enrolment. Without --field: what is there.",
      [&common, options] { return custom_data(common, *options); });
  command->add_flag("--read-again", options->read_again, "Has the plugin ask for all fields anew");
  command
      ->add_option("--try", options->try_users,
                   "Shows ten as they would come out by these ways for users")
      ->type_name("WAYS");
  command->add_option("--user", options->user, "Whose, by either id")->type_name("U");
  command->add_option("--class", options->class_id, "Of which class, by either id")->type_name("C");
  command->add_option("--field", options->field, "external_id, identifier, email, or a name")
      ->type_name("NAME");
  command->add_option("--value", options->value, "What stands in it; nothing: taken away")
      ->type_name("TEXT");
  command
      ->add_option("--from", options->from, "A CSV file with the columns user, class, field, value")
      ->type_name("FILE");
}

} // namespace host_stub::commands
