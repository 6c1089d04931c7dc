// What the SIS has, what it was asked, and what people change in it by hand. On the thread of
// `run`.
#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

std::string id_in(const json::value& record, std::string_view member) {
  const auto* found = at(record, member);
  return found == nullptr ? std::string() : text_at(*found, "sourcedId");
}

// The records that the step means: of a student the results, else line items. A line item is named
// by its title.
json::array records_meant(StorySis& sis, const Members& members) {
  const auto title = members.text("line item");
  const auto in_class =
      members.has("class") ? sis.id_of("classes", members.text("class")) : std::string();
  json::array items;
  for (auto& item : sis.values("lineItems")) {
    if ((title.empty() || text_at(item, "title") == title) &&
        (in_class.empty() || id_in(item, "class") == in_class)) {
      items.push_back(std::move(item));
    }
  }
  if (!members.has("student")) {
    return items;
  }
  const auto student = sis.id_of("users", members.text("student"));
  json::array results;
  for (auto& result : sis.values("results")) {
    for (const auto& item : items) {
      if (id_in(result, "lineItem") == text_at(item, "sourcedId") &&
          id_in(result, "student") == student) {
        results.push_back(result);
      }
    }
  }
  return results;
}

std::string look_at(StorySis& sis) {
  return "curl -s " + sis.url() + "/_sis/records # while the story runs";
}

// A day stands for any time of that day.
bool day_is(const std::string& wanted, const std::string& there) {
  constexpr std::size_t kDay = 10;
  return wanted.size() == kDay ? there.starts_with(wanted) : there == wanted;
}

std::string difference_of(StorySis& sis, const json::value& record, const Members& members) {
  constexpr std::pair<const char*, const char*> kValues[] = {{"score", "score"},
                                                             {"status", "scoreStatus"},
                                                             {"comment", "comment"},
                                                             {"late", "late"},
                                                             {"missing", "missing"},
                                                             {"incomplete", "incomplete"},
                                                             {"text score", "textScore"},
                                                             {"points", "resultValueMax"},
                                                             {"description", "description"}};
  for (const auto& [word, member] : kValues) {
    const auto* wanted = members.find(word);
    if (wanted != nullptr && !is_as(*wanted, at(record, member))) {
      return std::string(word) + " is " + shown(at(record, member)) + ", not " + shown(wanted);
    }
  }
  constexpr std::pair<const char*, std::pair<const char*, const char*>> kReferences[] = {
      {"category", {"category", "categories"}},
      {"period", {"gradingPeriod", "academicSessions"}},
      {"school", {"school", "orgs"}}};
  for (const auto& [word, where] : kReferences) {
    const auto there = id_in(record, where.first);
    if (members.has(word) && sis.id_of(where.second, members.text(word)) != there) {
      return std::string(word) + " is \"" + sis.called(where.second, there) + "\", not \"" +
             members.text(word) + "\"";
    }
  }
  constexpr std::pair<const char*, const char*> kDays[] = {
      {"due", "dueDate"}, {"assigned", "assignDate"}, {"scored on", "scoreDate"}};
  for (const auto& [word, member] : kDays) {
    if (members.has(word) && !day_is(members.text(word), text_at(record, member))) {
      return std::string(word) + " is " + text_at(record, member) + ", not " + members.text(word);
    }
  }
  for (const auto& wanted : members.map("members")) {
    const auto* there = at_path(record, wanted.key());
    if (!is_as(wanted.value(), there)) {
      return std::string(wanted.key()) + " is " + shown(there) + ", not " + shown(&wanted.value());
    }
  }
  return {};
}

void sis_has(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  const auto records = records_meant(sis, members);
  const auto times = static_cast<std::size_t>(members.number("times", 1));
  if (records.size() != times) {
    throw StepFailure(sis.name() + " has it " +
                          (times == 1 ? "once" : std::to_string(times) + " times"),
                      std::to_string(records.size()) + " such records; it has:\n" + sis.gradebook(),
                      look_at(sis));
  }
  for (const auto& record : records) {
    if (const auto why = difference_of(sis, record, members); !why.empty()) {
      throw StepFailure(sis.name() + " has it so", why + "\nin the record\n" + shown(&record),
                        look_at(sis));
    }
  }
}

void sis_does_not_have(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  if (!records_meant(sis, members).empty()) {
    throw StepFailure(sis.name() + " does not have it", "it has:\n" + sis.gradebook(),
                      look_at(sis));
  }
}

void sis_has_in_all(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  constexpr std::pair<const char*, const char*> kKinds[] = {
      {"line items", "lineItems"}, {"results", "results"}, {"categories", "categories"}};
  for (const auto& [word, kind] : kKinds) {
    const auto there = static_cast<std::int64_t>(sis.values(kind).size());
    if (members.has(word) && there != members.number(word)) {
      throw StepFailure(sis.name() + " has " + members.text(word) + " " + word,
                        "it has " + std::to_string(there) + ":\n" + sis.gradebook(), look_at(sis));
    }
  }
}

void sis_was_asked(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  std::int64_t found = 0;
  std::string list;
  const auto requests = sis.client().get("/_sis/requests");
  for (const auto& request : requests.at("requests").as_array()) {
    const auto method = text_at(request, "method");
    const auto path = text_at(request, "path");
    const bool fits = (!members.has("method") || method == members.text("method")) &&
                      path.find(members.text("path")) != std::string::npos &&
                      says(text_at(request, "body"), members.text("with"));
    found += fits ? 1 : 0;
    list += (fits ? "* " : "  ") + method + " " + path + "\n";
  }
  const auto times = members.number("times", found == 0 ? 1 : found);
  if (found != times) {
    throw StepFailure(sis.name() + " was asked so " + std::to_string(times) + " times",
                      std::to_string(found) + " times, of these:\n" + list, look_at(sis));
  }
}

void forget_requests(Scene& scene, const Members& members) {
  scene.sis(members.text("SIS")).client().remove("/_sis/requests");
}

void by_hand(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  json::object change;
  if (members.has("kind")) {
    const auto kind = members.text("kind");
    change = {{"kind", kind}, {"sourcedId", sis.id_of(kind, members.text("record"))}};
  } else {
    const auto records = records_meant(sis, members);
    if (records.size() != 1) {
      throw StepFailure("it is one record of " + sis.name(), "it has:\n" + sis.gradebook(),
                        look_at(sis));
    }
    change = {{"kind", members.has("student") ? "results" : "lineItems"},
              {"sourcedId", text_at(records.front(), "sourcedId")}};
  }
  for (const auto* word : {"set", "remove", "delete", "lock"}) {
    if (const auto* value = members.find(word)) {
      change[word] = *value;
    }
  }
  sis.client().post("/_sis/by_hand", json::serialize(change));
}

void remove_by_hand(StorySis& sis, const std::string& kind, const json::value& record) {
  sis.client().post("/_sis/by_hand",
                    json::serialize(json::object{{"kind", kind},
                                                 {"sourcedId", text_at(record, "sourcedId")},
                                                 {"delete", true}}));
}

void put_back(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  const auto had = members.texts("had");
  const auto results = sis.values("results");
  for (const auto& item : sis.values("lineItems")) {
    if (std::ranges::find(had, text_at(item, "title")) != had.end()) {
      continue;
    }
    for (const auto& result : results) {
      if (id_in(result, "lineItem") == text_at(item, "sourcedId")) {
        remove_by_hand(sis, "results", result);
      }
    }
    remove_by_hand(sis, "lineItems", item);
  }
}

// As a teacher does who keeps her gradebook in the SIS. The id is one that the SIS gave.
void make_by_hand(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  const auto title = members.text("line item");
  const auto id = "by-hand-" + std::to_string(sis.values("lineItems").size() + 1);
  const auto reference = [&](const char* kind, const std::string& called, const char* type) {
    return json::object{{"sourcedId", sis.id_of(kind, called)}, {"type", type}};
  };
  const auto due = members.text("due") + "T00:00:00.000Z";
  const auto in_class = members.text("class");
  json::object item{{"sourcedId", id},
                    {"title", title},
                    {"class", reference("classes", in_class, "class")},
                    {"category", reference("categories", members.text("category"), "category")},
                    {"assignDate", due},
                    {"dueDate", due},
                    {"resultValueMin", 0},
                    {"resultValueMax", members.number("points", 100)}};
  json::array results;
  for (const auto& grade : members.map("grades")) {
    const std::string student(grade.key());
    results.push_back(
        json::object{{"sourcedId", id + "-" + std::to_string(results.size() + 1)},
                     {"lineItem", json::object{{"sourcedId", id}, {"type", "lineItem"}}},
                     {"student", reference("users", student, "user")},
                     {"score", grade.value()},
                     {"scoreStatus", "fully graded"},
                     {"scoreDate", members.text("due")}});
  }
  sis.client().post("/_sis/roster", json::serialize(json::object{{"lineItems", {std::move(item)}},
                                                                 {"results", std::move(results)}}));
}

const Member kLineItem = {"line item", Form::text, "its title"};
const Member kWhose = {"student", Form::text, "whose result; without: the line item itself"};
const Member kInClass = {"class", Form::text, "only in this class of the SIS"};

} // namespace

std::vector<Verb> sis_record_verbs() {
  return {{"the SIS has",
           "The SIS's own record: a student's result, or a line item; there once, unless told "
           "otherwise.",
           {kWhichSis,
            kLineItem,
            kWhose,
            kInClass,
            {"score", Form::any, "the score; null: none"},
            {"status", Form::text, "fully graded, exempt, not submitted …"},
            {"comment", Form::any, "the comment; null: none"},
            {"late", Form::any, "marked late"},
            {"missing", Form::any, "marked missing"},
            {"incomplete", Form::any, "marked incomplete"},
            {"text score", Form::any, "a letter or a word"},
            {"scored on", Form::text, "the date of the score"},
            {"points", Form::any, "of a line item: the points possible"},
            {"description", Form::any, "of a line item"},
            {"category", Form::text, "of a line item, by title or id"},
            {"period", Form::text, "of a line item, by title or id"},
            {"school", Form::text, "of a line item, by name or id"},
            {"due", Form::text, "of a line item: a day, or the time as it stands there"},
            {"assigned", Form::text, "the same"},
            {"members", Form::map, "anything else, by its path in the record"},
            {"times", Form::number, "so many such records; default: 1"}},
           "",
           sis_has},
          {"the SIS does not have",
           "There is no such record in the SIS.",
           {kWhichSis, kLineItem, kWhose, kInClass},
           "",
           sis_does_not_have},
          {"the SIS has in all",
           "So many records, no more and no less.",
           {kWhichSis,
            {"line items", Form::number, "so many"},
            {"results", Form::number, "so many"},
            {"categories", Form::number, "so many"}},
           "",
           sis_has_in_all},
          {"the SIS was asked",
           "Which requests it received.",
           {kWhichSis,
            {"method", Form::text, "GET, PUT, POST, DELETE"},
            {"path", Form::text, "a part of the address"},
            {"with", Form::text, "words of the body"},
            {"times", Form::number, "exactly so often; default: at least once"}},
           "",
           sis_was_asked},
          {"forget what the SIS was asked",
           "From here on requests are counted anew.",
           {kWhichSis},
           "SIS",
           forget_requests},
          {"somebody makes in the SIS",
           "A person makes an activity in the SIS's own gradebook, and grades it there.",
           {kWhichSis,
            {"line item", Form::text, "its title", true},
            {"class", Form::text, "of which class of the SIS", true},
            {"category", Form::text, "by title or id", true},
            {"due", Form::text, "2026-09-10", true},
            {"points", Form::number, "the points possible; default: 100"},
            {"grades", Form::map, "a student to the score"}},
           "",
           make_by_hand},
          {"somebody changes in the SIS",
           "A person changes or deletes a record in the SIS's own screens.",
           {kWhichSis,
            kLineItem,
            kWhose,
            kInClass,
            {"kind", Form::text, "another kind: categories, classes …"},
            {"record", Form::text, "which of that kind, by title or id"},
            {"set", Form::map, "members to what they become"},
            {"remove", Form::any, "members that are taken away"},
            {"delete", Form::flag, "it is deleted"},
            {"lock", Form::flag, "it is locked"}},
           "",
           by_hand},
          {"the SIS is put back from a backup",
           "It has lost the activities, and their results, that it did not have at the time.",
           {kWhichSis, {"had", Form::texts, "titles of the activities that it had at the time"}},
           "had",
           put_back}};
}

} // namespace host_stub::story
