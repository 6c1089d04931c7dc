#include "plugin/actions/form.hpp"

#include "plugin/decision/cell_notes.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/texts/catalogue.hpp"

namespace passback::actions {

namespace json = boost::json;

namespace {

constexpr std::size_t kRevisionDigits = 16;

std::string below(std::string_view text, std::string_view part) {
  return std::string(text) + "." + std::string(part);
}

} // namespace

FormDocument::FormDocument(const texts::Words& words, std::string_view item, std::string_view text,
                           std::string_view submit_schema)
    : words_(words) {
  document_["schema"] = "lms.form/1";
  document_["item"] = item;
  document_["locale"] = words.locale();
  put(document_, "title", say(below(text, "title")));
  document_["submit"] = json::object{{"schema", submit_schema}, {"op", "save"}};
}

void FormDocument::shows(std::string_view stored) {
  document_["revision"] = revision_of(stored);
}

void FormDocument::put(json::object& object, std::string_view name, const Phrase& phrase) const {
  put_phrase(object, name, words_, phrase);
}

json::object FormDocument::made_field(std::string_view name, std::string_view kind,
                                      std::string_view text) const {
  json::object field{{"name", name}, {"kind", kind}};
  put(field, "label", say(below(text, "label")));
  if (const auto key = below(text, "help"); texts::has_text(key)) {
    help(field, say(key));
  }
  return field;
}

json::object& FormDocument::field(std::string_view name, std::string_view kind,
                                  std::string_view text, json::value value) {
  auto field = made_field(name, kind, text);
  field["value"] = std::move(value);
  fields_.push_back(std::move(field));
  return fields_.back().get_object();
}

void FormDocument::help(json::object& field, const Phrase& help) const {
  put(field, "help", help);
}

void FormDocument::label(json::object& field, const Phrase& label) const {
  put(field, "label", label);
}

void FormDocument::lock(std::string_view name, const Phrase& why) {
  for (auto& one : fields_) {
    auto& field = one.get_object();
    const std::string_view called(field.at("name").get_string());
    if (called == name || called.starts_with(below(name, ""))) {
      field["enabled"] = false;
      help(field, why);
    }
  }
}

void FormDocument::choices(json::object& field, const std::vector<Choice>& choices) const {
  json::array list;
  for (const auto& choice : choices) {
    json::object entry{{"value", choice.value}};
    put(entry, "label", choice.label);
    json::array notes;
    for (const auto& note : choice.notes) {
      notes.emplace_back(words_.say(note));
    }
    if (!notes.empty()) {
      entry["notes"] = std::move(notes);
    }
    list.push_back(std::move(entry));
  }
  field["choices"] = std::move(list);
}

void FormDocument::choices(json::object& field, std::string_view text,
                           std::initializer_list<std::string_view> values) const {
  std::vector<Choice> known;
  for (const auto value : values) {
    known.push_back({std::string(value), say(below(text, value))});
  }
  choices(field, known);
}

void FormDocument::note(std::string_view severity, Code code, const Phrase& text) {
  json::object note{{"severity", severity}};
  if (code != Code::none) {
    note["code"] = info(code).id;
  }
  put(note, "text", text);
  notes_.push_back(std::move(note));
}

void FormDocument::question(std::string_view name, const Phrase& text,
                            const std::vector<Choice>& ops) {
  json::object question{{"name", name}};
  put(question, "text", text);
  json::array answers;
  for (const auto& op : ops) {
    json::object answer{{"op", op.value}};
    put(answer, "label", op.label);
    answers.push_back(std::move(answer));
  }
  question["answers"] = std::move(answers);
  questions_.push_back(std::move(question));
}

json::object& FormDocument::operation(std::string_view op, std::string_view text) {
  json::object button{{"op", op}};
  put(button, "label", say(below(text, "label")));
  if (const auto key = below(text, "help"); texts::has_text(key)) {
    put(button, "help", say(key));
  }
  operations_.push_back(std::move(button));
  return operations_.back().get_object();
}

json::object& FormDocument::field_of(json::object& operation, std::string_view name,
                                     std::string_view kind, std::string_view text,
                                     bool required) const {
  auto field = made_field(name, kind, text);
  field["value"] = nullptr;
  field["required"] = required;
  auto& fields = operation["fields"];
  if (!fields.is_array()) {
    fields = json::array();
  }
  fields.get_array().push_back(std::move(field));
  return fields.get_array().back().get_object();
}

json::object chosen_rows(std::map<std::string, std::string> titles,
                         const std::map<std::string, std::string>& chosen) {
  for (const auto& [id, what] : chosen) {
    titles.emplace(id, std::string());
  }
  json::object map;
  for (const auto& [id, title] : titles) {
    const auto found = chosen.find(id);
    map[id] =
        json::object{{"title", title.empty() ? id : title},
                     {"value", found == chosen.end() ? json::value() : json::value(found->second)}};
  }
  return map;
}

std::string of_same_title(const std::string& title, const std::vector<Choice>& choices) {
  const auto wanted = decision::title_to_compare(title);
  std::string found;
  for (const auto& choice : choices) {
    if (wanted.empty() || decision::title_to_compare(choice.label.verbatim()) != wanted) {
      continue;
    }
    if (!found.empty()) {
      return {};
    }
    found = choice.value;
  }
  return found;
}

std::string revision_of(std::string_view stored) {
  return platform::sha256_hex(stored).substr(0, kRevisionDigits);
}

json::object FormDocument::finish() && {
  document_["notes"] = std::move(notes_);
  document_["fields"] = std::move(fields_);
  if (!questions_.empty()) {
    document_["questions"] = std::move(questions_);
  }
  document_["operations"] = std::move(operations_);
  return std::move(document_);
}

} // namespace passback::actions
