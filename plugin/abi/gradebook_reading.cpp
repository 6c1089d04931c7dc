#include "plugin/abi/gradebook_reading.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include <boost/json.hpp>

#include "plugin/abi/event_reading.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

/// Fills a struct of the contract from a JSON object, so that both ways in are checked by the same
/// code. Texts are borrowed from the document, which lives as long as the struct is used.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {}

  lms_str text(const char* name) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_string())
      return {};
    return {value->get_string().data(), value->get_string().size()};
  }
  bool flag(const char* name) const {
    const json::value* value = object_.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  std::uint32_t flag(const char* name, std::uint32_t bit) const { return flag(name) ? bit : 0U; }
  std::int64_t integer(const char* name) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr)
      return 0;
    json::error_code error;
    const auto number = value->to_number<std::int64_t>(error);
    return error ? 0 : number;
  }
  /// A JSON number, or the same as a text. False if there is none.
  bool number(const char* name, double& out) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr)
      return false;
    if (value->is_string()) {
      const std::string_view text = value->get_string();
      const auto end = text.data() + text.size();
      return std::from_chars(text.data(), end, out).ptr == end && !text.empty();
    }
    json::error_code error;
    out = value->to_number<double>(error);
    return !error;
  }
  /// The array's objects; other elements are passed over.
  std::vector<const json::object*> objects(const char* name) const {
    std::vector<const json::object*> found;
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_array())
      return found;
    for (const json::value& item : value->get_array())
      if (item.is_object())
        found.push_back(&item.get_object());
    return found;
  }

 private:
  const json::object& object_;
};

std::uint32_t kind_of(const lms_str& name) {
  const std::string_view text(name.ptr == nullptr ? "" : name.ptr, name.len);
  if (text == "period_grade")
    return LMS_ACTIVITY_PERIOD_GRADE;
  if (text == "final_grade")
    return LMS_ACTIVITY_FINAL_GRADE;
  return text.empty() || text == "assignment" ? LMS_ACTIVITY_ASSIGNMENT : 0U;
}

// As a host of a later release may name one that is not known here, that is no reason to pass over
// the element.
std::uint32_t reason_of(const lms_str& name) {
  const std::string_view text(name.ptr == nullptr ? "" : name.ptr, name.len);
  constexpr std::string_view kReasons[] = {"unknown", "teacher", "unenrolled",
                                           "deleted", "reset",   "restored"};
  const auto* found = std::ranges::find(kReasons, text);
  return found == std::end(kReasons) ? LMS_REASON_UNKNOWN
                                     : static_cast<std::uint32_t>(found - std::begin(kReasons));
}

template <class Event> void read_common(const Members& in, Event& event) {
  event.struct_size = sizeof event;
  event.domain_id = in.text("domain_id");
  event.school_year = in.text("school_year");
  event.class_id = in.text("class_id");
  event.class_sis_id = in.text("class_sis_id");
  event.activity_id = in.text("activity_id");
  event.host_rev = in.integer("host_rev");
  event.host_epoch = in.integer("host_epoch");
  event.class_incarnation = in.integer("class_incarnation");
}

Result<intake::ActivityEvent> read_activity(const json::object& object) {
  const Members in(object);
  lms_activity_event event{};
  read_common(in, event);
  event.kind = kind_of(in.text("kind"));
  event.title = in.text("title");
  event.description = in.text("description");
  event.category_id = in.text("category_id");
  event.category_title = in.text("category_title");
  event.category_sis_id = in.text("category_sis_id");
  event.grading_period_id = in.text("grading_period_id");
  event.grading_period_sis_id = in.text("grading_period_sis_id");
  event.scale_id = in.text("scale_id");
  if (in.number("points_possible", event.points_possible))
    event.flags |= LMS_ACTIVITY_HAS_POSSIBLE;
  if (!in.number("category_weight", event.category_weight))
    event.category_weight = 0;
  event.assigned_at_unix_ms = in.integer("assigned_at_unix_ms");
  event.due_at_unix_ms = in.integer("due_at_unix_ms");
  event.flags |= in.flag("published", LMS_ACTIVITY_PUBLISHED) |
                 in.flag("counts", LMS_ACTIVITY_COUNTS) |
                 in.flag("extra_credit", LMS_ACTIVITY_EXTRA_CREDIT) |
                 in.flag("assigned_to_some", LMS_ACTIVITY_ASSIGNED_TO_SOME) |
                 in.flag("withdrawn", LMS_ACTIVITY_WITHDRAWN) |
                 in.flag("dates_are_days", LMS_ACTIVITY_DATES_ARE_DAYS);
  event.reason = reason_of(in.text("reason"));
  std::vector<lms_student_dates> dates;
  for (const json::object* item : in.objects("student_dates")) {
    const Members of_student(*item);
    dates.push_back({.struct_size = sizeof(lms_student_dates),
                     .reserved = 0,
                     .student_id = of_student.text("student_id"),
                     .assigned_at_unix_ms = of_student.integer("assigned_at_unix_ms"),
                     .due_at_unix_ms = of_student.integer("due_at_unix_ms")});
  }
  event.student_dates = dates.data();
  event.student_dates_count = dates.size();
  event.student_dates_stride = sizeof(lms_student_dates);
  return read_event(&event);
}

Result<intake::ScoreEvent> read_score(const json::object& object) {
  const Members in(object);
  lms_score_event event{};
  read_common(in, event);
  event.student_id = in.text("student_id");
  event.student_sis_id = in.text("student_sis_id");
  event.text_score = in.text("text_score");
  event.comment = in.text("comment");
  event.scored_by = in.text("scored_by");
  event.points_text = in.text("points"); // exact, when the host writes it as a text
  if (event.points_text.len == 0 && in.number("points", event.points))
    event.flags |= LMS_SCORE_HAS_POINTS;
  if (in.number("points_possible", event.points_possible))
    event.flags |= LMS_SCORE_HAS_POSSIBLE;
  event.scored_at_unix_ms = in.integer("scored_at_unix_ms");
  event.activity_rev = in.integer("activity_rev");
  event.flags |=
      in.flag("released", LMS_SCORE_RELEASED) | in.flag("draft", LMS_SCORE_DRAFT) |
      in.flag("overridden", LMS_SCORE_OVERRIDDEN) | in.flag("dropped", LMS_SCORE_DROPPED) |
      in.flag("exempt", LMS_SCORE_EXEMPT) | in.flag("missing", LMS_SCORE_MISSING) |
      in.flag("late", LMS_SCORE_LATE) | in.flag("incomplete", LMS_SCORE_INCOMPLETE) |
      in.flag("submitted", LMS_SCORE_SUBMITTED) | in.flag("in_progress", LMS_SCORE_IN_PROGRESS) |
      in.flag("withdrawn", LMS_SCORE_WITHDRAWN) | in.flag("imported", LMS_SCORE_IMPORTED);
  event.reason = reason_of(in.text("reason"));
  std::vector<lms_objective_score> objectives;
  for (const json::object* item : in.objects("objectives")) {
    const Members of_objective(*item);
    lms_objective_score score{};
    score.struct_size = sizeof score;
    score.objective_id = of_objective.text("objective_id");
    if (of_objective.number("points", score.points))
      score.flags |= LMS_SCORE_HAS_POINTS;
    if (of_objective.number("points_possible", score.points_possible))
      score.flags |= LMS_SCORE_HAS_POSSIBLE;
    if (!of_objective.number("weight", score.weight))
      score.weight = 0;
    objectives.push_back(score);
  }
  event.objectives = objectives.data();
  event.objectives_count = objectives.size();
  event.objectives_stride = sizeof(lms_objective_score);
  return read_event(&event);
}

Result<intake::ListedClass> read_class(const json::object& object) {
  const Members in(object);
  lms_class_event event{};
  event.struct_size = sizeof event;
  event.domain_id = in.text("domain_id");
  event.school_year = in.text("school_year");
  event.class_id = in.text("class_id");
  auto read = read_event(&event);
  if (!read.ok())
    return read.error();
  intake::ListedClass listed;
  listed.class_id = std::move(read->origin.class_id);
  listed.school_year = std::move(read->origin.school_year);
  listed.domain_id = std::move(read->origin.domain_id);
  if (object.contains("scores"))
    listed.scores = std::max<std::int64_t>(0, in.integer("scores"));
  return listed;
}

/// The elements of a list that can be read. What is wrong with the others goes to `unreadable`.
template <class Item, class Read>
std::vector<Item> read_list(const Members& document, const char* name, const Read& read,
                            std::vector<Error>& unreadable) {
  std::vector<Item> items;
  for (const json::object* object : document.objects(name)) {
    auto item = read(*object);
    if (item.ok())
      items.push_back(std::move(*item));
    else
      unreadable.push_back(Error{Code::host_reply, item.error().detail});
  }
  return items;
}

Result<json::object> read_document(std::string_view source) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  json::value parsed = json::parse(source, error, {}, options);
  if (error || !parsed.is_object())
    return Error{Code::host_reply, "The gradebook document is not a JSON object."};
  const lms_str schema = Members(parsed.get_object()).text("schema");
  if (std::string_view(schema.len == 0 ? "" : schema.ptr, schema.len) != "lms.gradebook/1")
    return Error{Code::host_reply, "Expected the schema lms.gradebook/1."};
  return std::move(parsed.get_object());
}

} // namespace

Result<GradebookAnswer> read_gradebook(std::string_view source) {
  const auto object = read_document(source);
  if (!object.ok())
    return object.error();
  const Members document(*object);
  std::vector<Error> unreadable;
  GradebookAnswer answer;
  answer.activities =
      read_list<intake::ActivityEvent>(document, "activities", read_activity, unreadable);
  answer.scores = read_list<intake::ScoreEvent>(document, "scores", read_score, unreadable);
  if (!unreadable.empty())
    return unreadable.front();
  return answer;
}

Result<GradebookPage> read_gradebook_page(std::string_view source) {
  const auto object = read_document(source);
  if (!object.ok())
    return object.error();
  const json::value* found = object->if_contains("page");
  if (found == nullptr || !found->is_object())
    return Error{Code::unsupported, "The gradebook was not answered in pages."};
  const Members document(*object);
  const Members page(found->get_object());
  GradebookPage read;
  const lms_str next = page.text("next");
  if (next.len > LMS_ID_MAX)
    return Error{Code::host_reply, "page.next: is longer than 255 bytes"};
  read.page.next.assign(next.len == 0 ? "" : next.ptr, next.len);
  if (found->get_object().contains("scores"))
    read.page.scores_of_class = std::max<std::int64_t>(0, page.integer("scores"));
  read.page.classes =
      read_list<intake::ListedClass>(document, "classes", read_class, read.unreadable);
  read.page.activities =
      read_list<intake::ActivityEvent>(document, "activities", read_activity, read.unreadable);
  read.page.scores = read_list<intake::ScoreEvent>(document, "scores", read_score, read.unreadable);
  return read;
}

std::string gradebook_query(const intake::SweepQuestion& question) {
  json::object page;
  const bool lists = question.of == outbox::SweepOf::domain;
  page["of"] = lists ? "classes" : "class";
  page[lists ? "domain_id" : "class_id"] = question.id;
  if (!question.school_year.empty())
    page["school_year"] = question.school_year.value;
  page["after"] = question.after;
  page["limit"] = question.limit;
  return json::serialize(
      json::object{{"schema", "lms.gradebook_query/1"}, {"page", std::move(page)}});
}

std::string gradebook_query(const std::vector<GradebookQuestion>& questions) {
  json::array activities;
  json::array scores;
  for (const GradebookQuestion& question : questions) {
    json::object item{{"class_id", question.class_id.value},
                      {"activity_id", question.activity_id.value}};
    if (!question.school_year.empty())
      item["school_year"] = question.school_year.value;
    if (question.student_id.empty()) {
      activities.push_back(std::move(item));
    } else {
      item["student_id"] = question.student_id.value;
      scores.push_back(std::move(item));
    }
  }
  json::object document{{"schema", "lms.gradebook_query/1"}};
  if (!activities.empty())
    document["activities"] = std::move(activities);
  if (!scores.empty())
    document["scores"] = std::move(scores);
  return json::serialize(document);
}

} // namespace passback::abi
