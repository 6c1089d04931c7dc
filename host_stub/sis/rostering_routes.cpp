#include <algorithm>

#include "host_stub/sis/calendar.hpp"
#include "host_stub/sis/read_responses.hpp"
#include "host_stub/sis/routes.hpp"
#include "host_stub/sis/scopes.hpp"

// The rostering reads. "All" and "one by id" are open to the -core scope too; nested routes need
// the full one.
namespace host_stub::sis {

namespace {

using Selects = bool (*)(const Context&, const Record&);

bool has_role(const Record& user, std::string_view role) {
  if (text_member(user.value, "role") == role) {
    return true;
  }
  const auto* roles = user.value.if_contains("roles");
  return roles != nullptr && roles->is_array() &&
         std::any_of(roles->get_array().begin(), roles->get_array().end(),
                     [role](const json::value& entry) {
                       return entry.is_object() && text_member(entry.get_object(), "role") == role;
                     });
}

bool list_has(const Record& record, std::string_view member, std::string_view id) {
  const auto* list = record.value.if_contains({member.data(), member.size()});
  return list != nullptr && list->is_array() &&
         std::any_of(
             list->get_array().begin(), list->get_array().end(), [id](const json::value& entry) {
               return entry.is_object() && text_member(entry.get_object(), "sourcedId") == id;
             });
}

bool has_type(const Record& record, std::string_view type) {
  return text_member(record.value, "type") == type;
}

bool everything(const Context&, const Record&) {
  return true;
}
bool is_term(const Context&, const Record& r) {
  return has_type(r, "term");
}
bool is_grading_period(const Context&, const Record& r) {
  return has_type(r, "gradingPeriod");
}
bool is_school(const Context&, const Record& r) {
  return has_type(r, "school");
}
bool is_student(const Context&, const Record& r) {
  return has_role(r, "student");
}
bool is_teacher(const Context&, const Record& r) {
  return has_role(r, "teacher");
}

bool period_of_term(const Context& c, const Record& r) {
  return has_type(r, "gradingPeriod") && within(c.store, r, c.ids[0]);
}
bool class_of_term(const Context& c, const Record& r) {
  return list_has(r, "terms", c.ids[0]);
}
bool class_of_course(const Context& c, const Record& r) {
  return ref_member(r.value, "course") == c.ids[0];
}
bool class_of_school(const Context& c, const Record& r) {
  return ref_member(r.value, "school") == c.ids[0];
}
bool course_of_school(const Context& c, const Record& r) {
  return ref_member(r.value, "org") == c.ids[0];
}
bool enrollment_of_school(const Context& c, const Record& r) {
  return ref_member(r.value, "school") == c.ids[0];
}
bool enrollment_of_class(const Context& c, const Record& r) {
  return enrollment_of_school(c, r) && ref_member(r.value, "class") == c.ids[1];
}
bool user_of_school(const Context& c, const Record& r) {
  return list_has(r, "orgs", c.ids[0]);
}
bool student_of_school(const Context& c, const Record& r) {
  return has_role(r, "student") && user_of_school(c, r);
}
bool teacher_of_school(const Context& c, const Record& r) {
  return has_role(r, "teacher") && user_of_school(c, r);
}
bool term_of_school(const Context& c, const Record& r) {
  bool used = false;
  c.store.each(Kind::class_, [&](const Record& entry) {
    used = used || (class_of_school(c, entry) && list_has(entry, "terms", r.id));
  });
  return used;
}
bool student_of_class(const Context& c, const Record& r) {
  return c.store.enrolled(r.id, c.ids.back(), "student");
}
bool teacher_of_class(const Context& c, const Record& r) {
  return c.store.enrolled(r.id, c.ids.back(), "teacher");
}
bool class_of_student(const Context& c, const Record& r) {
  return c.store.enrolled(c.ids[0], r.id, "student");
}
bool class_of_teacher(const Context& c, const Record& r) {
  return c.store.enrolled(c.ids[0], r.id, "teacher");
}
bool class_of_user(const Context& c, const Record& r) {
  return class_of_student(c, r) || class_of_teacher(c, r) ||
         c.store.enrolled(c.ids[0], r.id, "administrator") ||
         c.store.enrolled(c.ids[0], r.id, "proctor");
}

/// A collection and its members by id; some are views of a kind (schools are orgs).
struct View {
  const char* path;
  Kind kind;
  Selects selects;
};
constexpr View kViews[] = {{"/academicSessions", Kind::academic_session, everything},
                           {"/terms", Kind::academic_session, is_term},
                           {"/gradingPeriods", Kind::academic_session, is_grading_period},
                           {"/classes", Kind::class_, everything},
                           {"/courses", Kind::course, everything},
                           {"/enrollments", Kind::enrollment, everything},
                           {"/orgs", Kind::org, everything},
                           {"/schools", Kind::org, is_school},
                           {"/users", Kind::user, everything},
                           {"/students", Kind::user, is_student},
                           {"/teachers", Kind::user, is_teacher}};

struct Nested {
  const char* path;
  Kind kind;
  std::vector<Kind> parents; ///< of each {}, in order
  Selects selects;
};
const std::vector<Nested>& nested_reads() {
  static const std::vector<Nested> kNested = {
      {"/terms/{}/gradingPeriods",
       Kind::academic_session,
       {Kind::academic_session},
       period_of_term},
      {"/terms/{}/classes", Kind::class_, {Kind::academic_session}, class_of_term},
      {"/courses/{}/classes", Kind::class_, {Kind::course}, class_of_course},
      {"/classes/{}/students", Kind::user, {Kind::class_}, student_of_class},
      {"/classes/{}/teachers", Kind::user, {Kind::class_}, teacher_of_class},
      {"/schools/{}/classes", Kind::class_, {Kind::org}, class_of_school},
      {"/schools/{}/courses", Kind::course, {Kind::org}, course_of_school},
      {"/schools/{}/enrollments", Kind::enrollment, {Kind::org}, enrollment_of_school},
      {"/schools/{}/students", Kind::user, {Kind::org}, student_of_school},
      {"/schools/{}/teachers", Kind::user, {Kind::org}, teacher_of_school},
      {"/schools/{}/terms", Kind::academic_session, {Kind::org}, term_of_school},
      {"/schools/{}/classes/{}/enrollments",
       Kind::enrollment,
       {Kind::org, Kind::class_},
       enrollment_of_class},
      {"/schools/{}/classes/{}/students", Kind::user, {Kind::org, Kind::class_}, student_of_class},
      {"/schools/{}/classes/{}/teachers", Kind::user, {Kind::org, Kind::class_}, teacher_of_class},
      {"/students/{}/classes", Kind::class_, {Kind::user}, class_of_student},
      {"/teachers/{}/classes", Kind::class_, {Kind::user}, class_of_teacher},
      {"/users/{}/classes", Kind::class_, {Kind::user}, class_of_user}};
  return kNested;
}

Handler nested_handler(const Nested& nested) {
  return [nested](const Context& context) {
    for (std::size_t i = 0; i < nested.parents.size(); ++i) {
      if (context.store.find(nested.parents[i], context.ids[i]) == nullptr &&
          context.config.roster_unknown_parent_is_404) {
        return unknown_object(context,
                              "there is no such " + std::string(singular(nested.parents[i])));
      }
    }
    return answer_collection(context, nested.kind,
                             [&](const Record& record) { return nested.selects(context, record); });
  };
}

void add_version(Version version, const std::string& base, std::vector<Route>& routes) {
  const auto full = scope_address(version, "roster.readonly");
  const auto core = scope_address(version, "roster-core.readonly");
  for (const auto& view : kViews) {
    routes.push_back({version, "GET", view.path, base, {full, core}, [view](const Context& c) {
                        return answer_collection(c, view.kind, [&](const Record& record) {
                          return view.selects(c, record);
                        });
                      }});
    routes.push_back({version,
                      "GET",
                      std::string(view.path) + "/{}",
                      base,
                      {full, core},
                      [view](const Context& c) {
                        const auto* record = c.store.find(view.kind, c.ids[0]);
                        const bool shown = record != nullptr && view.selects(c, *record);
                        return answer_one(c, view.kind, shown ? record : nullptr);
                      }});
  }
  for (const auto& nested : nested_reads()) {
    routes.push_back({version, "GET", nested.path, base, {full}, nested_handler(nested)});
  }
}

} // namespace

void add_rostering_routes(const SisConfig& config, std::vector<Route>& routes) {
  add_version(Version::v1p1, config.base_1p1, routes);
  add_version(Version::v1p2, config.rostering_1p2, routes);
}

} // namespace host_stub::sis
