#include "plugin/actions/link_sheet_facts.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/people_names.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

constexpr std::size_t kMostIdsOfAQuery = 100;

} // namespace

Status LinkSheetFacts::read_fields(intake::CustomStep step, std::string_view kind,
                                   const std::vector<std::string>& ids,
                                   intake::CustomAnswers& answers) {
  const auto offered = parts_.custom_data->fields();
  intake::CustomQuestion question;
  question.step = step;
  for (const auto& field : offered ? *offered : std::vector<CustomField>{}) {
    if (field.of == kind && (field.name == "identifier" || field.name == "email")) {
      question.fields.push_back(field.name);
    }
  }
  for (std::size_t from = 0; !question.fields.empty() && from < ids.size();
       from += kMostIdsOfAQuery) {
    const auto to = std::min(ids.size(), from + kMostIdsOfAQuery);
    question.ids.assign(ids.begin() + static_cast<std::ptrdiff_t>(from),
                        ids.begin() + static_cast<std::ptrdiff_t>(to));
    auto told = parts_.custom_data->values(question);
    if (!told && told.error().code == Code::busy) {
      return told.error();
    }
    if (told) {
      answers.merge(*told);
    }
  }
  return ok_status();
}

Status LinkSheetFacts::read(const std::vector<const Linked*>& lines,
                            boost::json::object& document) {
  std::vector<std::string> people, classes;
  for (const auto* one : lines) {
    (one->kind == "class" ? classes : people).push_back(one->id);
  }
  PASSBACK_TRY_AS(names_, names_of(parts_, asker_, people, document));
  if (parts_.custom_data == nullptr) {
    return ok_status();
  }
  PASSBACK_TRY(read_fields(intake::CustomStep::users, "users", people, users_));
  return read_fields(intake::CustomStep::lms_class, "classes", classes, classes_);
}

std::string LinkSheetFacts::name(const Linked& one) const {
  const auto found = one.kind == "class" ? names_.end() : names_.find(one.id);
  return found == names_.end() ? std::string() : found->second;
}

std::string LinkSheetFacts::field(const Linked& one, std::string_view which) const {
  const auto& values = intake::values_of(one.kind == "class" ? classes_ : users_, one.id);
  const auto found = values.find(which);
  return found == values.end() ? std::string() : found->second;
}

} // namespace passback::actions
