#include "plugin/actions/form.hpp"

namespace passback::actions {

namespace json = boost::json;

FormDocument::FormDocument(std::string_view item, std::string_view title,
                           std::string_view submit_schema) {
  document_["schema"] = "lms.form/1";
  document_["item"] = item;
  document_["title"] = title;
  document_["submit"] = json::object{{"schema", submit_schema}, {"op", "save"}};
}

json::object& FormDocument::field(std::string_view name, std::string_view kind,
                                  std::string_view label, std::string_view help,
                                  json::value value) {
  json::object field;
  field["name"] = name;
  field["kind"] = kind;
  field["label"] = label;
  if (!help.empty()) {
    field["help"] = help;
  }
  field["value"] = std::move(value);
  fields_.push_back(std::move(field));
  return fields_.back().get_object();
}

void FormDocument::choices(json::object& field, const std::vector<Choice>& choices) {
  json::array list;
  for (const auto& choice : choices) {
    json::object entry{{"value", choice.value}, {"label", choice.label}};
    if (!choice.notes.empty()) {
      entry["notes"] = json::array(choice.notes.begin(), choice.notes.end());
    }
    list.push_back(std::move(entry));
  }
  field["choices"] = std::move(list);
}

void FormDocument::note(std::string_view severity, Code code, std::string_view text) {
  json::object note;
  note["severity"] = severity;
  if (code != Code::none) {
    note["code"] = info(code).id;
  }
  note["text"] = text;
  notes_.push_back(std::move(note));
}

void FormDocument::question(std::string_view name, std::string_view text,
                            const std::vector<Choice>& ops) {
  json::array answers;
  for (const auto& op : ops) {
    answers.push_back(json::object{{"op", op.value}, {"label", op.label}});
  }
  questions_.push_back(
      json::object{{"name", name}, {"text", text}, {"answers", std::move(answers)}});
}

json::object chosen_rows(const std::map<std::string, std::string>& titles,
                         const std::map<std::string, std::string>& chosen) {
  json::object map;
  for (const auto& [id, title] : titles) {
    const auto found = chosen.find(id);
    map[id] =
        json::object{{"title", title.empty() ? id : title},
                     {"value", found == chosen.end() ? json::value() : json::value(found->second)}};
  }
  return map;
}

json::object FormDocument::finish() && {
  document_["notes"] = std::move(notes_);
  document_["fields"] = std::move(fields_);
  if (!questions_.empty()) {
    document_["questions"] = std::move(questions_);
  }
  return std::move(document_);
}

} // namespace passback::actions
