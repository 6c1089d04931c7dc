#include "plugin/actions/input.hpp"

#include <algorithm>

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

void InputReader::refuse(std::string_view name, std::string message) const {
  problems_.push_back({prefix_ + std::string(name), std::move(message)});
}

Given<bool> InputReader::flag(std::string_view name) const {
  Given<bool> found;
  if (const auto* value = find(name, found.given)) {
    if (value->is_bool()) {
      found.value = value->get_bool();
    } else {
      refuse(name, "Expected true or false.");
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
      refuse(name, "Expected a text; write numbers in quotation marks.");
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
    refuse(name, "Expected a list.");
    return found;
  }
  found.value.emplace();
  for (const auto& item : value->get_array()) {
    if (!item.is_string() || item.get_string().empty()) {
      refuse(name, "Expected a list of ids.");
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
    refuse(name, "Expected a whole number.");
    return std::nullopt;
  }
  return number;
}

void InputReader::refuse_others(std::initializer_list<std::string_view> known) const {
  for (const auto& member : object_) {
    const std::string_view name(member.key());
    if (std::ranges::find(known, name) == known.end()) {
      refuse(name, "There is no setting of this name.");
    }
  }
}

std::string read_resend(const InputReader& reader) {
  auto answer = reader.text("resend").value.value_or("");
  if (!answer.empty() && answer != "yes") {
    reader.refuse("resend", "Expected yes.");
  }
  return answer;
}

json::object result_document(bool ok, std::string_view message,
                             const std::vector<Problem>& problems) {
  json::object document;
  document["schema"] = "lms.result/1";
  document["ok"] = ok;
  document["message"] = message;
  if (!problems.empty()) {
    json::array list;
    for (const auto& problem : problems) {
      list.push_back(json::object{{"field", problem.field}, {"message", problem.message}});
    }
    document["problems"] = std::move(list);
  }
  return document;
}

json::object refusal_document(const std::vector<Problem>& problems,
                              const std::optional<Question>& question) {
  auto document = result_document(false, "Nothing was saved.", problems);
  if (question) {
    json::array answers;
    for (const auto& answer : question->answers) {
      answers.push_back(json::object{{"value", answer.value}, {"label", answer.label}});
    }
    document["questions"] = json::array{json::object{
        {"name", question->name}, {"text", question->text}, {"answers", std::move(answers)}}};
  }
  return document;
}

} // namespace passback::actions
