#include "plugin/abi/host_custom_data.hpp"

#include <boost/json.hpp>

#include "plugin/abi/instance.hpp"
#include "plugin/abi/subject_lines.hpp"
#include "plugin/gradebook/json_members.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;
using intake::CustomQuestion;
using intake::CustomStep;
using std::chrono::milliseconds;

constexpr milliseconds kCustomDeadline{1'000};
constexpr std::uint32_t kCustomPagesAtOnce = 4;
constexpr std::int64_t kAfterFailureMs = 60'000;
// A host that does not offer the extension may have been upgraded.
constexpr std::int64_t kNotOfferedPauseMs = 600'000;
constexpr std::string_view kPageSubject = "page\n";
constexpr std::size_t kLongestValue = 1'000;
constexpr std::string_view kCustomLogEvent = "custom_data";

std::string_view kind_of(CustomStep step) {
  return step == CustomStep::lms_class    ? "classes"
         : step == CustomStep::enrolments ? "enrolments"
                                          : "users";
}

/// What a late answer needs to find its page, by line feeds, which no id has.
std::string page_subject(const CustomQuestion& question) {
  std::string subject = std::string(kPageSubject) + std::to_string(question.seq) + "\n" +
                        std::to_string(static_cast<int>(question.step)) + "\n" +
                        question.school_year.value + "\n" + question.class_id.value;
  for (const auto& id : question.ids)
    subject += "\n" + id;
  return subject;
}

CustomQuestion page_question(std::string_view subject) {
  subject.remove_prefix(kPageSubject.size());
  CustomQuestion question;
  question.seq = number_in(take_line(subject));
  question.step = static_cast<CustomStep>(number_in(take_line(subject)));
  question.school_year.value = take_line(subject);
  question.class_id.value = take_line(subject);
  while (!subject.empty())
    question.ids.emplace_back(take_line(subject));
  return question;
}

void note(Instance& instance, platform::LogLevel level, const std::string& sentence) {
  instance.host_queue().write(level, kCustomLogEvent, sentence);
}

Result<json::array> list_in(std::string_view text, std::string_view member) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  const auto* object = error ? nullptr : parsed.if_object();
  const auto* schema = object != nullptr ? object->if_contains("schema") : nullptr;
  if (schema == nullptr || *schema != "lms.custom_data/1")
    return Error{Code::host_reply, "custom_data_read: expected a document lms.custom_data/1."};
  const auto* list = object->if_contains(member);
  if (list == nullptr)
    return json::array();
  if (!list->is_array())
    return Error{Code::host_reply,
                 "custom_data_read: " + std::string(member) + ": expected an array."};
  return list->get_array();
}

// An LMS may keep a number as a number.
std::string value_text(const json::value& value) {
  if (value.is_string())
    return std::string(value.get_string());
  return value.is_int64() || value.is_uint64() ? json::serialize(value) : std::string();
}

settings::FieldValues values_in(const json::object& object) {
  settings::FieldValues values;
  const auto* found = object.if_contains("values");
  if (found == nullptr || !found->is_object())
    return values;
  for (const auto& member : found->get_object()) {
    auto text = value_text(member.value());
    if (!text.empty() && text.size() <= kLongestValue)
      values[std::string(member.key())] = std::move(text);
  }
  return values;
}

Status take_page_of(InstanceParts& parts, const CustomQuestion& question, std::string_view json) {
  const auto answers = read_custom_data(json, question.step);
  if (!answers.ok())
    return answers.error();
  const Status taken = parts.intake->take_custom_page(question, *answers, kCustomDeadline);
  if (taken.ok() && parts.delivery != nullptr)
    parts.delivery->nudge();
  return taken;
}

/// Whether to go on with the next page at once.
bool end_custom_page(Instance& instance, InstanceParts& parts, const CustomQuestion& question,
                     const Status& taken) {
  if (taken.ok())
    return true;
  const Code why = taken.error().code;
  if (why == Code::busy)
    return false; // asked for again when the page's time is over
  const bool not_offered = why == Code::host_missing || why == Code::unsupported;
  if (not_offered)
    note(instance, platform::LogLevel::warning,
         "The SIS settings take ids from the LMS's own data, which this LMS does not offer; what "
         "needs them waits.");
  else
    note(instance, platform::LogLevel::warning,
         "A page of the LMS's own data could not be used. " + taken.error().detail);
  if (const Status put_off = parts.intake->postpone_custom_page(
          question, not_offered ? kNotOfferedPauseMs : kAfterFailureMs, kCustomDeadline);
      !put_off.ok())
    note(instance, platform::LogLevel::error, put_off.error().detail);
  return !not_offered;
}

} // namespace

std::string custom_data_query(const CustomQuestion& question) {
  json::object query{{"schema", "lms.custom_data_query/1"}, {"of", kind_of(question.step)}};
  if (question.step == CustomStep::enrolments)
    query["class_id"] = question.class_id.value;
  query["ids"] = json::array(question.ids.begin(), question.ids.end());
  query["fields"] = json::array(question.fields.begin(), question.fields.end());
  return json::serialize(query);
}

Result<intake::CustomAnswers> read_custom_data(std::string_view text, CustomStep step) {
  const auto list = list_in(text, kind_of(step));
  if (!list.ok())
    return list.error();
  intake::CustomAnswers answers;
  for (const auto& item : *list) {
    if (const auto* object = item.if_object()) {
      auto id = gradebook::text_member(*object, step == CustomStep::enrolments ? "user_id" : "id");
      if (!id.empty())
        answers[std::move(id)] = values_in(*object);
    }
  }
  return answers;
}

Result<std::string> HostCustomData::ask(const std::string& query) {
  if (auto told = told_.take(query, instance_.clock().unix_ms()))
    return std::move(*told);
  Answer answer = instance_.host().custom_data_read(query, query);
  if (auto* text = std::get_if<std::string>(&answer))
    return std::move(*text);
  if (const auto* error = std::get_if<Error>(&answer))
    return *error;
  return Error{Code::busy, "The LMS says later what stands in its fields; call again then."};
}

Result<std::vector<actions::CustomField>> HostCustomData::fields() {
  const auto text = ask(R"({"schema":"lms.custom_data_query/1","of":"fields"})");
  if (!text.ok())
    return text.error();
  const auto list = list_in(*text, "fields");
  if (!list.ok())
    return list.error();
  std::vector<actions::CustomField> fields;
  for (const auto& item : *list) {
    if (const auto* object = item.if_object())
      fields.push_back({gradebook::text_member(*object, "of"),
                        gradebook::text_member(*object, "name"),
                        gradebook::text_member(*object, "title")});
  }
  return fields;
}

Result<intake::CustomAnswers> HostCustomData::values(const CustomQuestion& question) {
  const auto text = ask(custom_data_query(question));
  return text.ok() ? read_custom_data(*text, question.step)
                   : Result<intake::CustomAnswers>(text.error());
}

void HostCustomData::remember(const std::string& subject, std::string answer) {
  told_.remember(subject, std::move(answer), instance_.clock().unix_ms());
}

CustomPages ask_custom_data(Instance& instance, InstanceParts& parts,
                            const std::function<bool()>& in_time) {
  CustomPages pages;
  while (pages.asked < kCustomPagesAtOnce && in_time()) {
    const auto next = parts.intake->next_custom_page(kCustomDeadline);
    if (!next.ok()) {
      pages.more = false;
      return pages;
    }
    pages.more = next->more;
    if (!next->question.has_value()) {
      if (next->more)
        continue;
      return pages;
    }
    const CustomQuestion& question = *next->question;
    ++pages.asked;
    const Answer answer =
        instance.host().custom_data_read(custom_data_query(question), page_subject(question));
    if (std::holds_alternative<Later>(answer))
      continue;
    const auto* error = std::get_if<Error>(&answer);
    const Status taken = error != nullptr
                             ? Status(*error)
                             : take_page_of(parts, question, std::get<std::string>(answer));
    if (!end_custom_page(instance, parts, question, taken)) {
      pages.more = false;
      return pages;
    }
  }
  return pages;
}

Status take_late_custom_data(Instance& instance, InstanceParts& parts, const std::string& subject,
                             std::string text) {
  if (!subject.starts_with(kPageSubject)) {
    instance.custom_data().remember(subject, std::move(text));
    return ok_status();
  }
  const CustomQuestion question = page_question(subject);
  const Status taken = take_page_of(parts, question, text);
  end_custom_page(instance, parts, question, taken);
  return taken;
}

} // namespace passback::abi
