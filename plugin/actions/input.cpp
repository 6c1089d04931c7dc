#include "plugin/actions/input.hpp"

#include <algorithm>

#include "plugin/actions/form.hpp"

namespace passback::actions {

namespace json = boost::json;

Result<json::object> read_input(std::string_view text, std::string_view schema) {
  if (text.empty()) {
    return json::object();
  }
  json::error_code failure;
  json::parse_options options;
  options.max_depth = 32;
  auto value = json::parse(json::string_view(text.data(), text.size()), failure, {}, options);
  if (failure || !value.is_object()) {
    return Error{Code::document, "The input is not a JSON object."};
  }
  auto& object = value.get_object();
  const auto* named = object.if_contains("schema");
  if (named != nullptr &&
      (!named->is_string() || std::string_view(named->get_string()) != schema)) {
    return Error{Code::document, "schema: expected \"" + std::string(schema) + "\"."};
  }
  return std::move(object);
}

const json::value* InputReader::find(std::string_view name, bool& given) const {
  const auto* value = object_.if_contains(name);
  given = value != nullptr;
  return value == nullptr || value->is_null() ? nullptr : value;
}

void InputReader::refuse(std::string_view name, Phrase message) const {
  problems_.push_back({prefix_ + std::string(name), std::move(message)});
}

Given<bool> InputReader::flag(std::string_view name) const {
  Given<bool> found;
  if (const auto* value = find(name, found.given)) {
    if (value->is_bool()) {
      found.value = value->get_bool();
    } else {
      refuse(name, say("problem.expected_flag"));
    }
  }
  return found;
}

Given<std::string> InputReader::text(std::string_view name) const {
  Given<std::string> found;
  if (const auto* value = find(name, found.given)) {
    if (value->is_string()) {
      found.value = std::string(value->get_string());
    } else {
      refuse(name, say("problem.expected_text"));
    }
  }
  return found;
}

Given<std::vector<std::string>> InputReader::texts(std::string_view name) const {
  Given<std::vector<std::string>> found;
  const auto* value = find(name, found.given);
  if (value == nullptr) {
    return found;
  }
  if (!value->is_array()) {
    refuse(name, say("problem.expected_list"));
    return found;
  }
  found.value.emplace();
  for (const auto& item : value->get_array()) {
    if (!item.is_string() || item.get_string().empty()) {
      refuse(name, say("problem.expected_ids"));
      return found;
    }
    found.value->emplace_back(item.get_string());
  }
  return found;
}

std::optional<std::int64_t> InputReader::integer(std::string_view name) const {
  bool given = false;
  const auto* value = find(name, given);
  if (value == nullptr) {
    return std::nullopt;
  }
  json::error_code failure;
  const auto number = value->to_number<std::int64_t>(failure);
  if (failure) {
    refuse(name, say("problem.expected_number"));
    return std::nullopt;
  }
  return number;
}

void InputReader::refuse_others(std::span<const std::string_view> known) const {
  for (const auto& member : object_) {
    const std::string_view name(member.key());
    if (std::ranges::find(known, name) == known.end()) {
      refuse(name, say("problem.no_setting"));
    }
  }
}

Status refuse_problems(const std::vector<Problem>& problems) {
  if (problems.empty()) {
    return ok_status();
  }
  return Error{Code::document, problems.front().field + ": " + problems.front().message.english()};
}

std::string read_resend(const InputReader& reader) {
  auto answer = reader.text("resend").value.value_or("");
  if (!answer.empty() && answer != "yes") {
    reader.refuse("resend", say("problem.expected_yes"));
  }
  return answer;
}

bool is_outdated(std::string_view revision, std::string_view stored) {
  return !revision.empty() && revision != revision_of(stored);
}

void refuse_outdated(const InputReader& reader, std::string_view stored) {
  if (is_outdated(reader.text("revision").value.value_or(""), stored)) {
    reader.refuse("revision", say("problem.changed_meanwhile"));
  }
}

json::object with_blocks(json::object input, std::initializer_list<std::string_view> blocks,
                         std::vector<Problem>& problems) {
  json::object whole;
  std::vector<std::pair<std::string, json::value>> inside;
  for (auto& member : input) {
    const std::string_view name(member.key());
    const auto dot = name.find('.');
    const auto block = name.substr(0, dot);
    if (dot == std::string_view::npos || std::ranges::find(blocks, block) == blocks.end()) {
      whole[name] = std::move(member.value());
    } else {
      inside.emplace_back(std::string(name), std::move(member.value()));
    }
  }
  for (auto& [name, value] : inside) {
    const auto dot = name.find('.');
    const auto member = name.substr(dot + 1);
    if (!whole.contains(name.substr(0, dot))) {
      whole[name.substr(0, dot)] = json::object();
    }
    auto& block = whole[name.substr(0, dot)];
    if (!block.is_object() || block.get_object().contains(member)) {
      problems.push_back({name, say("problem.given_twice")});
    } else {
      block.get_object()[member] = std::move(value);
    }
  }
  return whole;
}

json::object result_document(const texts::Words& words, bool ok, const Phrase& message,
                             const std::vector<Problem>& problems) {
  json::object document;
  document["schema"] = "lms.result/1";
  document["ok"] = ok;
  put_phrase(document, "message", words, message);
  if (!problems.empty()) {
    json::array list;
    for (const auto& problem : problems) {
      json::object one{{"field", problem.field}};
      put_phrase(one, "message", words, problem.message);
      list.push_back(std::move(one));
    }
    document["problems"] = std::move(list);
  }
  return document;
}

Reply saved_reply(const texts::Words& words) {
  return {json::serialize(result_document(words, true, say("result.saved"))), true};
}

Reply nothing_changed_reply(const texts::Words& words, const std::vector<Problem>& problems) {
  return {
      json::serialize(result_document(words, false, say("result.nothing_changed_here"), problems)),
      false};
}

json::object refusal_document(const texts::Words& words, const std::vector<Problem>& problems,
                              const std::optional<Question>& question) {
  auto document = result_document(words, false, say("result.nothing_saved"), problems);
  if (question) {
    json::array answers;
    for (const auto& answer : question->answers) {
      json::object one{{"value", answer.value}};
      put_phrase(one, "label", words, answer.label);
      answers.push_back(std::move(one));
    }
    json::object asked{{"name", question->name}};
    put_phrase(asked, "text", words, question->text);
    asked["answers"] = std::move(answers);
    document["questions"] = json::array{std::move(asked)};
  }
  return document;
}

} // namespace passback::actions
