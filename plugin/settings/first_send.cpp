#include "plugin/settings/first_send.hpp"

#include <utility>

#include "plugin/settings/json_reader.hpp"

namespace passback::settings {
namespace {

using Answer = FirstSend::Answer;

constexpr std::pair<Answer, std::string_view> kAnswers[] = {{Answer::open, "open"},
                                                            {Answer::all, "all"},
                                                            {Answer::from, "from"},
                                                            {Answer::teachers, "teachers"},
                                                            {Answer::leave, "leave"}};

std::string_view name_of_answer(Answer answer) {
  for (const auto& [value, name] : kAnswers) {
    if (value == answer) {
      return name;
    }
  }
  return "open";
}

} // namespace

std::optional<Answer> first_send_answer(std::string_view name) {
  for (const auto& [value, text] : kAnswers) {
    if (text == name) {
      return value;
    }
  }
  return std::nullopt;
}

void inherit(std::optional<FirstSend>& first_send, const std::optional<FirstSend>& nearer) {
  if (nearer && (!first_send || nearer->since_unix_ms >= first_send->since_unix_ms)) {
    first_send = nearer;
  }
}

boost::json::value to_value(const FirstSend& first_send) {
  boost::json::object object{{"since", first_send.since_unix_ms},
                             {"answer", name_of_answer(first_send.answer)}};
  if (!first_send.from.empty()) {
    object["from"] = first_send.from;
  }
  return object;
}

std::optional<FirstSend> read_first_send(const boost::json::object& object, JsonReader& reader) {
  const auto* block = object.if_contains("first_send");
  if (block == nullptr || !block->is_object()) {
    return std::nullopt;
  }
  JsonReader inside(block->get_object(), "first_send");
  FirstSend first_send;
  first_send.since_unix_ms = inside.integer("since").value_or(0);
  first_send.from = inside.text("from").value_or("");
  const auto answer = first_send_answer(inside.text("answer").value_or("open"));
  if (inside.error() || !answer) {
    reader.refuse("first_send", "cannot be read");
    return std::nullopt;
  }
  first_send.answer = *answer;
  return first_send;
}

} // namespace passback::settings
