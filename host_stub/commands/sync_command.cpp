// A teacher's way through "Sync grades settings" and "Sync grades to SIS": look, send, see.
#include <memory>

#include <CLI/CLI.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/sync_answers.hpp"

namespace host_stub::commands {
namespace {

void add_class_and_user(CLI::App* command, SyncOptions& options) {
  command->add_option("--class", options.class_id, "Class: the host's id or the SIS's sourcedId")
      ->required()
      ->type_name("C");
  command->add_option("--user", options.user, "As whom (default: the teacher of the class)")
      ->type_name("U");
}

CLI::Option* add_scope(CLI::App* command, SyncOptions& options) {
  auto* activity =
      command->add_option("--activity", options.activity, "Only of this activity")->type_name("A");
  command->add_option("--student", options.student, "Only of this student")->type_name("S");
  return activity;
}

void add_yes(CLI::App* command, SyncOptions& options) {
  command->add_flag("--yes", options.yes,
                    "Do not ask: needed where nobody is there to be asked, as in a script");
}

void add_look(CLI::App& parent, CommonOptions& common, int& exit_code,
              const std::shared_ptr<SyncOptions>& options) {
  auto* look =
      add_command(parent, common, exit_code, "preview",
                  "What a send would tell the SIS, what will not go, and why",
                  "  host_stub sync preview --data /tmp/school --class c-4011\n"
                  "  host_stub sync preview --data /tmp/school --class c-4011 --activity quiz-1",
                  [&common, options] { return sync_preview(common, *options); });
  add_class_and_user(look, *options);
  add_scope(look, *options);
  auto* past = add_command(
      parent, common, exit_code, "history",
      "What became of an activity, or of one student's grade: when, by whom, what was answered",
      "  host_stub sync history --data /tmp/school --class c-4011 --activity quiz-1\n"
      "  host_stub sync history --data /tmp/school --class c-4011 --activity quiz-1 "
      "--student u-1001",
      [&common, options] { return sync_history(common, *options); });
  add_class_and_user(past, *options);
  add_scope(past, *options)->required();
}

void add_export(CLI::App& parent, CommonOptions& common, int& exit_code,
                const std::shared_ptr<SyncOptions>& options) {
  auto* list =
      add_command(parent, common, exit_code, "export",
                  "How every grade of the class stands, as a file for a spreadsheet",
                  "  host_stub sync export --data /tmp/school --class c-4011 --out algebra.csv\n"
                  "  host_stub sync export --data /tmp/school --class c-4011 --out algebra.json",
                  [&common, options] { return sync_export(common, *options); });
  add_class_and_user(list, *options);
  add_scope(list, *options);
  list->add_option("--out", options->out, "The file; NAME.json: as JSON, else as CSV")
      ->required()
      ->type_name("FILE");
}

void add_send(CLI::App& parent, CommonOptions& common, int& exit_code,
              const std::shared_ptr<SyncOptions>& options) {
  auto* sending = add_command(
      parent, common, exit_code, "send", "Show the preview, ask, and send exactly that",
      "  host_stub sync send --data /tmp/school --class c-4011\n"
      "  host_stub sync send --data /tmp/school --class c-4011 --activity quiz-1 --yes\n"
      "  host_stub sync send --data /tmp/school --class c-4011 --again --yes\n\n"
      "It leaves with the next `host_stub deliver`.",
      [&common, options] { return sync_send(common, *options); });
  add_class_and_user(sending, *options);
  add_scope(sending, *options);
  add_yes(sending, *options);
  sending->add_flag("--again", options->again,
                    "Send again what the SIS did not accept, or has removed, instead");
  auto* answer = add_command(
      parent, common, exit_code, "answer",
      "Answer what is asked about grades that are gone from the LMS and stand in the SIS, and "
      "about activities that the SIS seems to have already",
      "  host_stub sync answer take_back --data /tmp/school --class c-4011\n"
      "  host_stub sync answer use_column --data /tmp/school --class c-4011\n"
      "  host_stub sync answer leave_out --data /tmp/school --class c-4011 --activity quiz-1",
      [&common, options] { return sync_answer(common, *options); });
  answer
      ->add_option("answer", options->answer,
                   "Take them back or leave them in the SIS; use what is there, make another or "
                   "leave the activity out")
      ->required()
      ->check(
          CLI::IsMember({"take_back", "keep_in_sis", "use_column", "make_another", "leave_out"}))
      ->type_name("ANSWER");
  add_class_and_user(answer, *options);
  answer->add_option("--activity", options->activity, "Only of this activity")->type_name("A");
  answer->add_option("--column", options->column, "Which, where several look like the activity")
      ->type_name("ID");
}

} // namespace

void add_sync_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* parent = app.add_subcommand(
      "sync", "A teacher's grades on their way to the SIS: settings, preview, send, history");
  parent->require_subcommand(1);
  auto options = std::make_shared<SyncOptions>();
  add_look(*parent, common, exit_code, options);
  add_send(*parent, common, exit_code, options);
  add_export(*parent, common, exit_code, options);
  auto* choices = add_command(
      *parent, common, exit_code, "settings",
      "What is chosen for a class, or for one activity, and what holds; changes it by NAME=VALUE",
      "  host_stub sync settings --data /tmp/school --class c-4011\n"
      "  host_stub sync settings --data /tmp/school --class c-4011 --activity quiz-1 sync=no\n"
      "  host_stub sync settings --data /tmp/school --class c-4011 send_automatically=no\n"
      "  host_stub sync settings --data /tmp/school --class c-4011 category_map.Quizzes=cat-quiz "
      "'excluded_activities=Warm-up, Quiz 0'\n\n"
      "An empty value leaves it to what is said above the class. Titles will do for ids.",
      [&common, options] { return sync_settings(common, *options); });
  add_class_and_user(choices, *options);
  choices->add_option("--activity", options->activity, "The page of this activity")->type_name("A");
  add_yes(choices, *options);
  choices->add_option("changes", options->changes, "What to change")->type_name("NAME=VALUE");
}

} // namespace host_stub::commands
