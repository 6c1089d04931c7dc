#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/open_gradebook.hpp"
#include "host_stub/gradebook/links.hpp"

namespace host_stub::commands {
namespace {

struct LinkOptions {
  std::string student;
  std::string class_id;
  std::string sis_id;
};

Answer linked(const std::string& who, const std::string& id, const std::string& sis_id) {
  return {.document = {{"id", id}, {"sis_id", sis_id}},
          .text = who + " (" + id + ") is " + sis_id +
                  " in the SIS. The next `host_stub deliver` tells the plugin.\n"};
}

Answer link(const CommonOptions& common, const LinkOptions& options) {
  if (options.student.empty() == options.class_id.empty()) {
    throw StopCommand(
        {"What is linked was not said.", "Give --student S or --class C.", ExitCode::usage});
  }
  auto book = open_gradebook(common);
  gradebook::RosterStore roster(book);
  if (!options.student.empty()) {
    const auto user = value_or_stop(find_user(roster, options.student));
    gradebook::link_person(book, user.id, options.sis_id);
    return linked(full_name(user), user.id, options.sis_id);
  }
  const auto in_class = value_or_stop(find_class(roster, options.class_id));
  gradebook::link_class(book, in_class.id, options.sis_id);
  return linked(in_class.title, in_class.id, options.sis_id);
}

} // namespace

void add_link_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<LinkOptions>();
  auto* command =
      add_command(app, common, exit_code, "link",
                  "Correct which person or class of the SIS somebody or a class is",
                  "  host_stub link --data /tmp/school --student user-6 --sis-id u-1004\n"
                  "  host_stub link --data /tmp/school --class class-1 --sis-id c-4012\n\n"
                  "Whoever had that sourcedId before is linked to nothing from then on.",
                  [&common, options] { return link(common, *options); });
  command->add_option("--student", options->student, "Whom, by either id")->type_name("S");
  command->add_option("--class", options->class_id, "Which class, by either id")->type_name("C");
  command->add_option("--sis-id", options->sis_id, "The right sourcedId")
      ->required()
      ->type_name("ID");
}

} // namespace host_stub::commands
