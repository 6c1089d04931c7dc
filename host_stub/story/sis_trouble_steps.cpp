// When the SIS does not do what it should. On the thread of `run`.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

void add_fault(Scene& scene, const Members& members, json::object rule, json::object action) {
  if (members.has("times")) {
    rule["count"] = *members.find("times");
  }
  if (members.has("after")) {
    rule["skip"] = *members.find("after");
  }
  if (members.has("with")) {
    rule["body"] = members.text("with");
  }
  rule["action"] = std::move(action);
  scene.sis(members.text("SIS"))
      .client()
      .post("/_sis/faults", json::serialize(json::object{{"rules", {std::move(rule)}}}));
}

// "results" stands for every request that writes one; nothing named, for every request.
json::object requests_of(const Members& members) {
  const auto what = members.text("what", "everything");
  if (what == "everything") {
    return {};
  }
  if (what == "tokens") {
    return {{"path", "/oauth/token"}};
  }
  if (what == "results" || what == "line items") {
    return {{"path", what == "results" ? "/results" : "/lineItems"}, {"method", "PUT"}};
  }
  if (what == "reading") {
    return {{"method", "GET"}};
  }
  throw StepFailure("\"what\" is everything, results, line items, reading or tokens",
                    "it is \"" + what + "\"");
}

void is_down(Scene& scene, const Members& members) {
  add_fault(scene, members, {{"name", "down"}}, {{"drop", true}});
}

void is_maintained(Scene& scene, const Members& members) {
  add_fault(scene, members, {{"name", "maintenance"}}, {{"html", true}, {"status", 503}});
}

void asks_to_slow_down(Scene& scene, const Members& members) {
  add_fault(scene, members, requests_of(members),
            {{"status", 429}, {"retry_after", members.number("seconds", 1)}});
}

void answers_slowly(Scene& scene, const Members& members) {
  add_fault(scene, members, requests_of(members),
            {{"delay_before_ms", members.number("milliseconds", 500)}});
}

void refuses(Scene& scene, const Members& members) {
  json::object action{{"status", members.number("status", 422)}};
  const auto words = members.text("words");
  action["body"] = json::object{{"imsx_codeMajor", "failure"},
                                {"imsx_severity", "error"},
                                {"imsx_description", words.empty() ? "No." : words}};
  add_fault(scene, members, requests_of(members), std::move(action));
}

void loses_answers(Scene& scene, const Members& members) {
  add_fault(scene, members, requests_of(members), {{"store_then_drop", true}});
}

void misbehaves(Scene& scene, const Members& members) {
  scene.sis(members.text("SIS"))
      .client()
      .post("/_sis/faults", json::serialize(json::object{{"rules", *members.find("rules")}}));
}

void is_well(Scene& scene, const Members& members) {
  scene.sis(members.text("SIS")).client().remove("/_sis/faults");
}

void is_set_to(Scene& scene, const Members& members) {
  scene.sis(members.text("SIS"))
      .client()
      .post("/_sis/settings", json::serialize(members.map("settings")));
}

const Member kWhat = {"what", Form::text,
                      "everything (the default), results, line items, reading, tokens"};
const Member kTimes = {"times", Form::number, "so often, then no more; default: until it is well"};
const Member kAfter = {"after", Form::number, "so many requests pass first"};
const Member kWith = {"with", Form::text, "only those with this in the body"};

} // namespace

std::vector<Verb> sis_trouble_verbs() {
  return {
      {"the SIS is down",
       "It closes every connection without an answer.",
       {kWhichSis, kTimes},
       "SIS",
       is_down},
      {"the SIS is in maintenance",
       "It answers everything with a page for people, and 503.",
       {kWhichSis, kTimes},
       "SIS",
       is_maintained},
      {"the SIS asks to slow down",
       "It answers 429 and says when to come again.",
       {kWhichSis,
        kWhat,
        {"seconds", Form::number, "when to come again; default: 1"},
        kTimes,
        kAfter},
       "seconds",
       asks_to_slow_down},
      {"the SIS answers slowly",
       "Every answer takes its time.",
       {kWhichSis, kWhat, {"milliseconds", Form::number, "how long; default: 500"}, kTimes, kAfter},
       "milliseconds",
       answers_slowly},
      {"the SIS refuses",
       "It refuses what is sent, in OneRoster's way.",
       {kWhichSis,
        kWhat,
        {"status", Form::number, "the status; default: 422"},
        {"words", Form::text, "what it says"},
        kTimes,
        kAfter,
        kWith},
       "what",
       refuses},
      {"the SIS loses its answers",
       "It stores what is sent, and its answer never arrives.",
       {kWhichSis, kWhat, kTimes, kAfter, kWith},
       "what",
       loses_answers},
      {"the SIS misbehaves",
       "Any rules of docs/sis-simulator.md.",
       {kWhichSis, {"rules", Form::any, "the list of rules", true}},
       "rules",
       misbehaves},
      {"the SIS is well again", "All of that is over.", {kWhichSis}, "SIS", is_well},
      {"the SIS is set to",
       "Its settings change while it runs (docs/sis-simulator.md).",
       {kWhichSis, {"settings", Form::map, "settings to values", true}},
       "settings",
       is_set_to}};
}

} // namespace host_stub::story
