#include "host_stub/sis/model.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace host_stub::sis {

namespace {

struct Words {
  Kind kind;
  std::string_view singular;
  std::string_view plural;
};

constexpr std::array kWords = {
    Words{Kind::academic_session, "academicSession", "academicSessions"},
    Words{Kind::class_, "class", "classes"},
    Words{Kind::course, "course", "courses"},
    Words{Kind::enrollment, "enrollment", "enrollments"},
    Words{Kind::org, "org", "orgs"},
    Words{Kind::user, "user", "users"},
    Words{Kind::category, "category", "categories"},
    Words{Kind::line_item, "lineItem", "lineItems"},
    Words{Kind::result, "result", "results"},
    Words{Kind::score_scale, "scoreScale", "scoreScales"},
    Words{Kind::assessment_line_item, "assessmentLineItem", "assessmentLineItems"},
    Words{Kind::assessment_result, "assessmentResult", "assessmentResults"},
};

using enum Form;
using enum Need;

template <std::size_t... N> constexpr auto join(const std::array<Field, N>&... parts) {
  std::array<Field, (N + ...)> all{};
  auto next = all.begin();
  ((next = std::copy(parts.begin(), parts.end(), next)), ...);
  return all;
}

constexpr std::array kCommon = {
    Field{"sourcedId", text, required}, Field{"status", Form::status, strict_only},
    Field{"dateLastModified", modified, strict_only}, Field{"metadata", Form::metadata}};

constexpr auto kCategory1p1 = join(kCommon, std::array{Field{"title", line, required}});
constexpr auto kCategory1p2 =
    join(kCommon, std::array{Field{"title", line, required}, Field{"weight", number}});

constexpr auto kLineItem1p1 =
    join(kCommon,
         std::array{Field{"title", line, required}, Field{"description", text},
                    Field{"assignDate", date_time, required}, Field{"dueDate", date_time, required},
                    Field{"class", ref, required, Kind::class_},
                    Field{"category", ref, strict_only, Kind::category},
                    Field{"gradingPeriod", ref, Need::optional, Kind::academic_session},
                    Field{"resultValueMin", number, strict_only},
                    Field{"resultValueMax", number, strict_only}});
constexpr auto kLineItem1p2 =
    join(kCommon,
         std::array{Field{"title", line, required}, Field{"description", text},
                    Field{"assignDate", date_time, required}, Field{"dueDate", date_time, required},
                    Field{"class", ref, required, Kind::class_},
                    Field{"school", ref, required, Kind::org},
                    Field{"category", ref, required, Kind::category},
                    Field{"gradingPeriod", ref, Need::optional, Kind::academic_session},
                    Field{"academicSession", ref, Need::optional, Kind::academic_session},
                    Field{"scoreScale", ref, Need::optional, Kind::score_scale},
                    Field{"resultValueMin", number}, Field{"resultValueMax", number},
                    Field{"learningObjectiveSet", objectives}});

constexpr auto kResult1p1 =
    join(kCommon,
         std::array{Field{"lineItem", ref, required, Kind::line_item},
                    Field{"student", ref, required, Kind::user}, Field{"score", number, required},
                    Field{"scoreStatus", score_status, required},
                    Field{"scoreDate", score_date, required}, Field{"comment", text}});
constexpr std::array kScoreMembers = {Field{"scoreScale", ref, Need::optional, Kind::score_scale},
                                      Field{"score", number},
                                      Field{"textScore", line},
                                      Field{"scoreStatus", score_status, required},
                                      Field{"scoreDate", score_date, required},
                                      Field{"comment", text},
                                      Field{"learningObjectiveSet", objective_scores},
                                      Field{"inProgress", flag},
                                      Field{"incomplete", flag},
                                      Field{"late", flag},
                                      Field{"missing", flag}};

constexpr auto kResult1p2 = join(kCommon,
                                 std::array{Field{"lineItem", ref, required, Kind::line_item},
                                            Field{"student", ref, required, Kind::user},
                                            Field{"class", ref, Need::optional, Kind::class_}},
                                 kScoreMembers);

constexpr auto kScoreScale =
    join(kCommon, std::array{Field{"title", line, required}, Field{"type", line, required},
                             Field{"course", ref, Need::optional, Kind::course},
                             Field{"class", ref, required, Kind::class_},
                             Field{"scoreScaleValue", scale_values, required}});

constexpr auto kAssessmentLineItem = join(
    kCommon,
    std::array{Field{"title", line, required}, Field{"description", text},
               Field{"class", ref, Need::optional, Kind::class_},
               Field{"parentAssessmentLineItem", ref, Need::optional, Kind::assessment_line_item},
               Field{"scoreScale", ref, Need::optional, Kind::score_scale},
               Field{"resultValueMin", number}, Field{"resultValueMax", number},
               Field{"learningObjectiveSet", objectives}});

constexpr auto kAssessmentResult =
    join(kCommon,
         std::array{Field{"assessmentLineItem", ref, required, Kind::assessment_line_item},
                    Field{"student", ref, required, Kind::user}, Field{"scorePercentile", number}},
         kScoreMembers);

constexpr auto kSession =
    join(kCommon, std::array{Field{"title", line, required}, Field{"startDate", date, required},
                             Field{"endDate", date, required}, Field{"type", line, required},
                             Field{"parent", ref, Need::optional, Kind::academic_session},
                             Field{"children", refs, Need::optional, Kind::academic_session},
                             Field{"schoolYear", open, required}});

constexpr auto kClass = join(
    kCommon, std::array{Field{"title", line, required}, Field{"classCode", line},
                        Field{"classType", line}, Field{"location", line}, Field{"grades", open},
                        Field{"subjects", open}, Field{"course", ref, required, Kind::course},
                        Field{"school", ref, required, Kind::org},
                        Field{"terms", refs, required, Kind::academic_session},
                        Field{"subjectCodes", open}, Field{"periods", open}});

constexpr auto kCourse = join(
    kCommon, std::array{Field{"title", line, required},
                        Field{"schoolYear", ref, Need::optional, Kind::academic_session},
                        Field{"courseCode", line}, Field{"grades", open}, Field{"subjects", open},
                        Field{"org", ref, Need::optional, Kind::org}, Field{"subjectCodes", open}});

constexpr auto kEnrollment = join(
    kCommon, std::array{Field{"user", ref, required, Kind::user},
                        Field{"class", ref, required, Kind::class_},
                        Field{"school", ref, required, Kind::org}, Field{"role", line, required},
                        Field{"primary", flag}, Field{"beginDate", date}, Field{"endDate", date}});

constexpr auto kOrg = join(
    kCommon, std::array{Field{"name", line, required}, Field{"type", line, required},
                        Field{"identifier", text}, Field{"parent", ref, Need::optional, Kind::org},
                        Field{"children", refs, Need::optional, Kind::org}});

constexpr std::array kUserMembers = {Field{"username", line},
                                     Field{"userIds", open},
                                     Field{"enabledUser", flag, required},
                                     Field{"givenName", line, required},
                                     Field{"familyName", line, required},
                                     Field{"middleName", line},
                                     Field{"identifier", text},
                                     Field{"email", line},
                                     Field{"sms", line},
                                     Field{"phone", line},
                                     Field{"agents", refs, Need::optional, Kind::user},
                                     Field{"grades", open}};

constexpr auto kUser1p1 =
    join(kCommon, kUserMembers,
         std::array{Field{"role", line, required}, Field{"orgs", refs, required, Kind::org}});
constexpr auto kUser1p2 = join(
    kCommon, kUserMembers,
    std::array{Field{"userMasterIdentifier", line}, Field{"preferredFirstName", line},
               Field{"preferredMiddleName", line}, Field{"preferredLastName", line},
               Field{"pronouns", line}, Field{"roles", open, required}, Field{"userProfiles", open},
               Field{"primaryOrg", ref, Need::optional, Kind::org}});

const Words& words(Kind kind) {
  return *std::find_if(kWords.begin(), kWords.end(),
                       [kind](const Words& w) { return w.kind == kind; });
}

} // namespace

std::string_view singular(Kind kind) {
  return words(kind).singular;
}
std::string_view plural(Kind kind) {
  return words(kind).plural;
}

std::optional<Kind> kind_of_plural(std::string_view word) {
  for (const auto& entry : kWords) {
    if (entry.plural == word) {
      return entry.kind;
    }
  }
  return std::nullopt;
}

std::optional<Kind> kind_of_type(std::string_view type) {
  for (const auto& entry : kWords) {
    if (entry.singular == type) {
      return entry.kind;
    }
  }
  return std::nullopt;
}

bool is_gradebook(Kind kind) {
  return std::find(std::begin(kGradebookKinds), std::end(kGradebookKinds), kind) !=
         std::end(kGradebookKinds);
}

std::span<const Field> fields_of(Kind kind, Version version) {
  const bool old = version == Version::v1p1;
  switch (kind) {
  case Kind::academic_session:
    return kSession;
  case Kind::class_:
    return kClass;
  case Kind::course:
    return kCourse;
  case Kind::enrollment:
    return kEnrollment;
  case Kind::org:
    return kOrg;
  case Kind::user:
    return old ? std::span<const Field>(kUser1p1) : std::span<const Field>(kUser1p2);
  case Kind::category:
    return old ? std::span<const Field>(kCategory1p1) : std::span<const Field>(kCategory1p2);
  case Kind::line_item:
    return old ? std::span<const Field>(kLineItem1p1) : std::span<const Field>(kLineItem1p2);
  case Kind::result:
    return old ? std::span<const Field>(kResult1p1) : std::span<const Field>(kResult1p2);
  case Kind::score_scale:
    return old ? std::span<const Field>() : std::span<const Field>(kScoreScale);
  case Kind::assessment_line_item:
    return old ? std::span<const Field>() : std::span<const Field>(kAssessmentLineItem);
  case Kind::assessment_result:
    return old ? std::span<const Field>() : std::span<const Field>(kAssessmentResult);
  }
  return {};
}

const Field* find_field(Kind kind, Version version, std::string_view name) {
  for (const auto& field : fields_of(kind, version)) {
    if (field.name == name) {
      return &field;
    }
  }
  return nullptr;
}

} // namespace host_stub::sis
