// `host_stub custom-data`: what stands in fields of the LMS's own, by hand or from a file.
#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/open_gradebook.hpp"
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
                  " saved. The plugin asks once a day, and when an administrator has it read the "
                  "custom data again.\n"};
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

Answer custom_data(const CommonOptions& common, const CustomDataOptions& options) {
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
      "  host_stub custom-data --data /tmp/school --from fields.csv\n\n"
      "Of a user, of a class, or with both of an enrolment. Without --field: what is there.",
      [&common, options] { return custom_data(common, *options); });
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
