// `host_stub sync preview` and `send`: what is shown, and exactly that.
#include <iostream>
#include <map>
#include <optional>
#include <vector>

#include "host_stub/commands/sync_answers.hpp"
#include "host_stub/commands/sync_preview_text.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

// Programs read the same names as people.
void put_names(json::object& document, Names& names) {
  for (auto& cell : document.at("cells").as_array()) {
    if (const auto student = text_at(cell, "student_id"); !student.empty()) {
      cell.as_object()["student_name"] = names.person(student);
    }
  }
}

bool asks_for_settings(const json::value& preview) {
  for (const auto& cell : list_at(preview, "cells")) {
    if (fate_of(cell) == RowFate::stuck &&
        reason_for_teacher(cell).find("Sync grades settings") != std::string::npos) {
      return true;
    }
  }
  return false;
}

// What is asked waits for an answer, which is a command of its own: one for each set of answers.
std::string answering_text(const ClassSync& sync, const json::value& preview) {
  std::map<std::string, std::string> others; // by the first answer
  for (const auto& question : list_at(preview, "questions")) {
    std::string first, rest;
    for (const auto& answer : list_at(question, "answers")) {
      const auto op = text_at(answer, "op");
      if (first.empty()) {
        first = op;
      } else {
        rest += (rest.empty() ? "" : " or ") + op;
      }
    }
    others[first] = rest;
  }
  std::string text;
  for (const auto& [first, rest] : others) {
    text += "To answer: " + sync.command({"sync", "answer"}, {first}) + "\n  or " + rest +
            " instead of " + first + "\n";
  }
  return text;
}

std::string next_of_preview(const ClassSync& sync, const json::value& preview) {
  if (rows_in(preview, RowFate::by_send) != 0) {
    return "Next: " + sync.command({"sync", "send"}, sync.scope_options()) + "\n";
  }
  if (asks_for_settings(preview)) {
    return "Next: " + sync.command({"sync", "settings"}) + "\n";
  }
  if (rows_in(preview, RowFate::by_itself) != 0) {
    return "Next: " + sync.command({"deliver"}, {"--until-empty"}) + "\n";
  }
  return "Next: " + sync.command({"status"}) + "\n";
}

// All pages of it, as one.
json::value preview_of(ClassSync& sync) {
  auto request = sync.scoped({{"op", "preview"}});
  auto preview = sync.ask_to_sync(request).as_object();
  for (auto page = preview; page.contains("next_after_id");) {
    request["after_id"] = page.at("next_after_id");
    page = sync.ask_to_sync(request).as_object();
    auto& cells = preview.at("cells").as_array();
    for (auto& cell : page.at("cells").as_array()) {
      cells.push_back(std::move(cell));
    }
  }
  preview.erase("next_after_id");
  put_names(preview, sync.names());
  return preview;
}

} // namespace

Answer sync_preview(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  auto document = preview_of(sync);
  auto text = sync.title() + "\n\n" + preview_text(document, sync.names()) +
              answering_text(sync, document) + next_of_preview(sync, document);
  return {std::move(document), std::move(text), ExitCode::ok};
}

namespace {

// Why single rows were not sent, by the names of what they are.
std::string skipped_text(ClassSync& sync, const json::value& sent, const json::value& preview) {
  std::map<std::int64_t, const json::value*> cells;
  for (const auto& cell : list_at(preview, "cells")) {
    cells[cell.at("id").to_number<std::int64_t>()] = &cell;
  }
  std::string text;
  for (const auto& one : list_at(sent, "skipped")) {
    const auto cell = cells.find(one.at("id").to_number<std::int64_t>());
    std::string what = "One more";
    if (cell != cells.end()) {
      const auto student = text_at(*cell->second, "student_id");
      what = activity_of(*cell->second, sync.names()) +
             (student.empty() ? "" : ", " + sync.names().person(student));
    }
    text += "  " + what + ": " + reason_for_teacher(one) + "\n";
  }
  return text;
}

Answer not_agreed(const ClassSync& sync, json::object document, std::string text) {
  auto words = sync.scope_options();
  words.emplace_back("--yes");
  const auto next = sync.command({"sync", "send"}, std::move(words));
  document["error"] = json::object{{"message", "Nothing was sent."}, {"next_step", next}};
  text += "Nothing was sent. To send what stands above: " + next + "\n";
  return {std::move(document), std::move(text), ExitCode::usage};
}

// Sends `request`, and answers what is asked before it goes if the person agrees; nullopt if not.
std::optional<json::value> send_asking(ClassSync& sync, json::object request) {
  auto reply = sync.ask_to_sync(request);
  const auto question = question_in(reply, request);
  if (question.empty()) {
    return reply;
  }
  if (!agrees(sync, question)) {
    return std::nullopt;
  }
  return sync.ask_to_sync(request);
}

} // namespace

Answer sync_send(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  const auto shown = preview_of(sync);
  json::object document{{"preview", shown}};
  std::string text = sync.title() + "\n\n" + preview_text(shown, sync.names());
  json::object request;
  if (options.again) {
    request = sync.scoped({{"op", "retry"}, {"all", true}});
  } else {
    request = {{"op", "send"}, {"all", true}, {"token", text_at(shown, "token")}};
  }
  const bool something = options.again || rows_in(shown, RowFate::by_send) != 0;
  if (something && may_ask(sync)) {
    std::cout << text;
    text.clear();
  }
  if (something && !agrees(sync, "Send this?")) {
    return not_agreed(sync, std::move(document), std::move(text));
  }
  const auto sent = send_asking(sync, std::move(request));
  if (!sent) {
    return not_agreed(sync, std::move(document), std::move(text));
  }
  text += "\n" + text_at(*sent, "message") + "\n" + skipped_text(sync, *sent, shown);
  const auto* released = at(*sent, "released");
  const bool nothing = released != nullptr && *released == json::value(0);
  text += "Next: " +
          (nothing ? sync.command({"status"}) : sync.command({"deliver"}, {"--until-empty"})) +
          "\n";
  for (const auto& [name, value] : sent->as_object()) {
    document[name] = value;
  }
  return {std::move(document), std::move(text),
          is_refused(*sent) ? ExitCode::refused_by_plugin : ExitCode::ok};
}

namespace {

bool is_answered_by(const json::value& question, const std::string& op) {
  for (const auto& answer : list_at(question, "answers")) {
    if (text_at(answer, "op") == op) {
      return true;
    }
  }
  return false;
}

} // namespace

Answer sync_answer(const CommonOptions& common, const SyncOptions& options) {
  ClassSync sync(common, options);
  json::array replies;
  std::string text;
  const auto overview = sync.ask_to_sync({{"op", "open"}});
  for (const auto& question : list_at(overview, "questions")) {
    if (!is_answered_by(question, options.answer) ||
        (!sync.activity().empty() && text_at(question, "activity_id") != sync.activity())) {
      continue;
    }
    json::object request{{"op", options.answer}};
    const auto name = text_at(question, "name");
    const std::vector<const char*> members = name == "column" ? std::vector{"activity_id"}
                                             : name == "columns_of_course"
                                                 ? std::vector{"course_id"}
                                                 : std::vector{"cause", "upto"};
    for (const char* member : members) {
      if (const auto* value = at(question, member); value != nullptr) {
        request[member] = *value;
      }
    }
    if (name == "column" && !options.column.empty()) {
      request["column"] = options.column;
    }
    auto reply = sync.ask_to_sync(request);
    text += asked_text(question) + "\n  " + text_at(reply, "message") + "\n";
    replies.push_back(std::move(reply));
  }
  text += text.empty() ? "Nothing is asked of this class.\n" : "";
  text += "Next: " + sync.command({"deliver"}, {"--until-empty"}) + "\n";
  return {json::object{{"answers", std::move(replies)}}, std::move(text), ExitCode::ok};
}

} // namespace host_stub::commands
