#include "host_stub/story/story_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host_stub/support/nearest.hpp"
#include "lms_plugin/strict_yaml.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

const std::vector<std::string> kOfAStory = {"story", "about", "versions", "given", "steps"};
const std::vector<std::string> kGiven = {"roster", "SIS", "profile"};
const std::vector<std::string> kOfAnSis = {"name", "profile", "settings"};
const std::vector<std::string> kMadeRoster = {"classes", "students", "schools", "seed"};

// Why the text is no story; caught in parse_story.
struct NoStory {
  std::string pointer;
  std::string message;
};

[[noreturn]] void refuse(std::string pointer, std::string message) {
  throw NoStory{std::move(pointer), std::move(message)};
}

// A token of a JSON pointer (RFC 6901).
std::string token(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

void check_names(const json::object& object, const std::vector<std::string>& known,
                 const std::string& pointer, const std::string& where) {
  for (const auto& member : object) {
    const std::string name(member.key());
    if (std::ranges::find(known, name) == known.end()) {
      refuse(pointer + token(name),
             where + " has no \"" + name + "\". " + did_you_mean(name, known));
    }
  }
}

std::string form_problem(const json::value& value, Form form) {
  const bool scalar = value.is_string() || value.is_number() || value.is_bool();
  switch (form) {
  case Form::text:
    return scalar || value.is_null() ? "" : "is a text";
  case Form::number:
    return value.is_number() ? "" : "is a number";
  case Form::flag:
    return value.is_bool() ? "" : "is true or false";
  case Form::texts: {
    const bool list = value.is_array() && std::ranges::all_of(value.get_array(), [](auto& one) {
                        return one.is_string() || one.is_number();
                      });
    return scalar || list ? "" : "is a text or a list of texts";
  }
  case Form::map:
    return value.is_object() ? "" : "is a map, with names and values";
  case Form::any:
    break;
  }
  return "";
}

void check_members(const Verb& verb, const json::object& members, const std::string& pointer) {
  std::vector<std::string> known;
  for (const auto& member : verb.members) {
    known.push_back(member.name);
  }
  check_names(members, known, pointer, "\"" + verb.name + "\"");
  for (const auto& member : verb.members) {
    const auto* value = members.if_contains(member.name);
    if (value == nullptr && member.needed) {
      refuse(pointer, "\"" + verb.name + "\" needs \"" + member.name + "\": " + member.sentence);
    }
    if (const auto problem = value == nullptr ? "" : form_problem(*value, member.form);
        !problem.empty()) {
      refuse(pointer + token(member.name), "\"" + member.name + "\" " + problem);
    }
  }
}

Step read_step(const json::value& value, const std::string& pointer, const Vocabulary& vocabulary) {
  Step step;
  const json::value* beside = nullptr;
  if (value.is_string()) {
    step.verb = value.get_string();
  } else if (value.is_object() && value.get_object().size() == 1) {
    step.verb = value.get_object().begin()->key();
    beside = &value.get_object().begin()->value();
  } else {
    refuse(pointer, "a step is one thing: \"- deliver\", or \"- score: {…}\"");
  }
  const auto* verb = vocabulary.find(step.verb);
  if (verb == nullptr) {
    refuse(pointer, "nobody knows how to do \"" + step.verb + "\". " +
                        did_you_mean(step.verb, vocabulary.names()) +
                        " All words: host_stub run --words");
  }
  const auto inside = beside == nullptr ? pointer : pointer + token(step.verb);
  if (beside != nullptr && beside->is_object()) {
    step.members = beside->get_object();
  } else if (beside != nullptr && !beside->is_null()) {
    if (verb->single.empty()) {
      refuse(inside, "\"" + step.verb + "\" needs a map behind it: {name: value, …}");
    }
    step.members[verb->single] = *beside;
  }
  check_members(*verb, step.members, inside);
  return step;
}

std::vector<std::string> text_list(const json::object& story, const char* name) {
  std::vector<std::string> texts;
  const auto* list = story.if_contains(name);
  if (list == nullptr) {
    return texts;
  }
  if (form_problem(*list, Form::texts) != "") {
    refuse(token(name), std::string("\"") + name + "\" is a list of texts");
  }
  return Members(story).texts(name);
}

void check_given(const json::object& given) {
  check_names(given, kGiven, "/given", "\"given\"");
  if (const auto* roster = given.if_contains("roster"); roster != nullptr && roster->is_object()) {
    check_names(roster->get_object(), kMadeRoster, "/given/roster", "a made roster");
  }
  if (const auto* sis = given.if_contains("SIS")) {
    if (!sis->is_object()) {
      refuse("/given/SIS", "\"SIS\" is a map");
    }
    check_names(sis->get_object(), kOfAnSis, "/given/SIS", "the SIS");
  }
}

Story story_of(const json::value& document, const Vocabulary& vocabulary) {
  if (!document.is_object()) {
    refuse("", "a story is a map with \"story\", \"about\" and \"steps\"");
  }
  const auto& whole = document.get_object();
  check_names(whole, kOfAStory, "", "a story");
  Story story;
  story.title = Members(whole).text("story");
  if (story.title.empty()) {
    refuse("", "the story has no title: \"story: A teacher grades a quiz\"");
  }
  story.about = text_list(whole, "about");
  story.versions = text_list(whole, "versions");
  if (story.versions.empty()) {
    story.versions = {"1.1", "1.2"};
  }
  for (const auto& version : story.versions) {
    if (version != "1.1" && version != "1.2") {
      refuse("/versions", "versions are \"1.1\" and \"1.2\", not \"" + version + "\"");
    }
  }
  if (const auto* given = whole.if_contains("given")) {
    if (!given->is_object()) {
      refuse("/given", "\"given\" is a map");
    }
    check_given(given->get_object());
    story.given = given->get_object();
  }
  const auto* steps = whole.if_contains("steps");
  if (steps == nullptr || !steps->is_array() || steps->get_array().empty()) {
    refuse(steps == nullptr ? "" : "/steps", "\"steps\" is a list with at least one step");
  }
  for (std::size_t i = 0; i < steps->get_array().size(); ++i) {
    story.steps.push_back(
        read_step(steps->get_array()[i], "/steps/" + std::to_string(i), vocabulary));
  }
  return story;
}

} // namespace

Result<Story> parse_story(std::string_view text, const std::filesystem::path& file,
                          const Vocabulary& vocabulary) {
  const auto refused = [&file](int line, const std::string& what) {
    return Failure{file.string() + ", line " + std::to_string(line) + ": " + what + ".",
                   "Correct it, then: host_stub run " + file.string(), ExitCode::usage};
  };
  auto parsed = lms_plugin::parse_strict_yaml(text);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed)) {
    return refused(error->line, error->message);
  }
  const auto& document = std::get<lms_plugin::YamlDocument>(parsed);
  try {
    auto story = story_of(document.value, vocabulary);
    story.file = file;
    for (std::size_t i = 0; i < story.steps.size(); ++i) {
      story.steps[i].line = document.place_of("/steps/" + std::to_string(i)).line;
    }
    return story;
  } catch (NoStory& no) {
    if (no.message.ends_with('.') || no.message.ends_with('?')) {
      return Failure{file.string() + ", line " +
                         std::to_string(document.place_of(no.pointer).line) + ": " + no.message,
                     "Correct it, then: host_stub run " + file.string(), ExitCode::usage};
    }
    return refused(document.place_of(no.pointer).line, no.message);
  }
}

Result<Story> read_story(const std::filesystem::path& file, const Vocabulary& vocabulary) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Failure{"The story " + file.string() + " cannot be read.",
                   "Name a file that is there, such as: host_stub run tests/scenarios/*.yaml",
                   ExitCode::usage};
  }
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return parse_story(text, file, vocabulary);
}

} // namespace host_stub::story
