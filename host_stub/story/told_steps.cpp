// What people are told: the status, notices, the log. On the thread of `run`.
#include <fstream>
#include <iterator>

#include <boost/json/array.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

const json::array& list_of(const json::value& document, std::string_view path) {
  return list_or_none(at_path(document, path));
}

std::string line_of(const json::value& record) {
  const auto* reason = at(record, "reason");
  return text_at(record, "kind") + ": " + text_at(record, "words") +
         (reason == nullptr ? "" : " (" + text_at(*reason, "code") + ")\n" + words_of(*reason)) +
         "\n";
}

bool reads_so(const json::value& record, const Members& members) {
  const auto* reason = at(record, "reason");
  const auto of_reason = reason == nullptr ? std::string() : words_of(*reason);
  for (const auto& words : members.texts("reason")) {
    if (!says(of_reason, words)) {
      return false;
    }
  }
  return text_at(record, "words") == members.text("words");
}

void status_says(Scene& scene, const Members& members) {
  const auto in_class = scene.class_of(members);
  const auto student =
      members.has("student") ? scene.student(members.text("student")) : std::string();
  const auto activity =
      members.has("activity") ? scene.activity(members.text("activity")) : std::string();
  const auto ran = scene.host({"status", "--class", in_class.id});
  std::string there;
  for (const auto& record : list_of(ran.document, "plugin.records")) {
    const bool fits = text_at(record, "kind") == (student.empty() ? "line_item" : "result") &&
                      (student.empty() || text_at(record, "student_id") == student) &&
                      (activity.empty() || text_at(record, "activity_id") == activity);
    if (fits && reads_so(record, members)) {
      return;
    }
    there += fits ? line_of(record) : "";
  }
  std::string reasons;
  for (const auto& words : members.texts("reason")) {
    reasons += ", because: " + words;
  }
  throw StepFailure("\"" + members.text("words") + "\"" + reasons,
                    there.empty() ? "no such line in the status" : there, ran.typed);
}

void overall_says(Scene& scene, const Members& members) {
  const auto ran = scene.host({"status"});
  const auto* plugin = at(ran.document, "plugin");
  const auto text = plugin == nullptr ? ran.words() : words_of(*plugin);
  for (const auto& words : members.texts("words")) {
    if (!says(text, words)) {
      throw StepFailure("the status says: " + words, text, ran.typed);
    }
  }
  for (const auto& words : members.texts("not")) {
    if (says(text, words)) {
      throw StepFailure("the status does not say: " + words, text, ran.typed);
    }
  }
}

std::string notice_text(const json::value& notice) {
  return text_at(notice, "severity") + ": " + text_at(notice, "title") + " " +
         text_at(notice, "body") + "\n";
}

int notices_with(const Ran& status, const std::string& words, std::string& all) {
  int found = 0;
  for (const auto& notice : list_of(status.document, "host.notices")) {
    const auto text = notice_text(notice);
    found += says(text, words) ? 1 : 0;
    all += text;
  }
  return found;
}

void a_notice_says(Scene& scene, const Members& members) {
  const auto ran = scene.host({"status"});
  for (const auto& words : members.texts("words")) {
    std::string all;
    const auto found = notices_with(ran, words, all);
    const auto times = members.number("times", found == 0 ? 1 : found);
    if (found != times) {
      throw StepFailure(std::to_string(times) + " notice with the words: " + words,
                        all.empty() ? "there is no notice" : all, ran.typed);
    }
  }
}

void no_notice_says(Scene& scene, const Members& members) {
  const auto ran = scene.host({"status"});
  for (const auto& words : members.texts("words")) {
    std::string all;
    if (notices_with(ran, words, all) != 0) {
      throw StepFailure("no notice with the words: " + words, all, ran.typed);
    }
  }
}

std::string log_of(Scene& scene) {
  std::ifstream in(scene.lms() / "host.log", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void log_says(Scene& scene, const Members& members) {
  const auto log = log_of(scene);
  for (const auto& words : members.texts("words")) {
    if (!says(log, words)) {
      throw StepFailure("the log says: " + words, log,
                        "less " + (scene.lms() / "host.log").string());
    }
  }
}

void log_does_not_say(Scene& scene, const Members& members) {
  const auto log = log_of(scene);
  for (const auto& words : members.texts("words")) {
    if (says(log, words)) {
      throw StepFailure("the log does not say: " + words, log,
                        "less " + (scene.lms() / "host.log").string());
    }
  }
}

} // namespace

std::vector<Verb> told_verbs() {
  return {{"the status says",
           "What is read of one score, or of one activity, in the status of its class.",
           {kClass,
            kOfActivity,
            kOfStudent,
            {"words", Form::text, "its state", true},
            {"reason", Form::texts, "words of why, and of what to do"}},
           "",
           status_says},
          {"the whole status says",
           "What is read in the status of everything.",
           {kWords, {"not", Form::texts, "what is not read there"}},
           "words",
           overall_says},
          {"a notice says",
           "There is a notice for administrators with these words.",
           {kWords, {"times", Form::number, "so many such notices"}},
           "words",
           a_notice_says},
          {"no notice says", "There is none with these words.", {kWords}, "words", no_notice_says},
          {"the log says", "The LMS's log has these words.", {kWords}, "words", log_says},
          {"the log does not say",
           "The LMS's log does not have them: a name, a score, a secret.",
           {kWords},
           "words",
           log_does_not_say}};
}

} // namespace host_stub::story
