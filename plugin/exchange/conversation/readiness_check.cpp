#include "plugin/exchange/conversation/readiness_check.hpp"

#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/period_reading.hpp"
#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;

ReadinessCheck::ReadinessCheck(Partner partner, std::vector<ReadinessSample> samples,
                               std::vector<std::string> classes)
    : Conversation(std::move(partner)) {
  sign_in();
  for (auto& sample : samples) {
    asked_.push_back({std::move(sample)});
  }
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    ask(i);
  }
  for (auto& id : classes) {
    seen_.push_back({std::move(id), {}, {}});
  }
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    look_at(i);
  }
  steps_.ask("sum_up",
             [this]() -> std::optional<oneroster::HttpRequest> {
               sum_up(); // when all others are done; nothing is sent
               return std::nullopt;
             },
             {});
}

void ReadinessCheck::ask(std::size_t at) {
  const auto& sample = asked_[at].sample;
  const bool person = sample.kind != "class";
  const std::string step = "read_" + sample.kind;
  steps_.ask(
      step,
      [this, person, id = sample.sis_id]() -> std::optional<oneroster::HttpRequest> {
        if (person && !people_shown_) {
          return std::nullopt;
        }
        const gradebook::SourcedId asked(id);
        return oneroster::read_request(person ? oneroster::user_url(partner().endpoint, asked)
                                              : oneroster::class_url(partner().endpoint, asked));
      },
      [this, at, person](const Response& response) {
        if (!response.answer) {
          checks_.add(explain_silence("reach", say("check.no_answer"), response));
          steps_.end();
          return;
        }
        if (const auto found = object_of(response, person ? "user" : "class")) {
          asked_[at].known = oneroster::is_active(*found) ? Known::yes : Known::no;
        } else if (not_there(response)) {
          asked_[at].known = Known::no;
        } else if (not_permitted(response) || not_offered(response)) {
          people_shown_ = people_shown_ && !person;
        }
      });
}

void ReadinessCheck::look_at(std::size_t at) {
  const gradebook::SourcedId id(seen_[at].class_id);
  const auto& endpoint = partner().endpoint;
  const int limit = profile().reads.page_limit;
  if (const auto url = oneroster::class_categories_url(endpoint, profile().reads.categories, id)) {
    steps_.ask("categories", oneroster::read_request(oneroster::limited(*url, limit)),
               [this, at](const Response& response) {
                 if (const auto list = entries_of(response, "categories")) {
                   seen_[at].categories = list->size();
                 }
               });
  }
  if (profile().reads.grading_periods == oneroster::PeriodRoute::none) {
    return;
  }
  steps_.ask("class", oneroster::read_request(oneroster::class_url(endpoint, id)),
             [this, at](const Response& response) { look_at_periods(at, response); });
}

void ReadinessCheck::look_at_periods(std::size_t at, const Response& of_class) {
  const bool granted = oneroster::may_read_periods(profile().reads.grading_periods, roster_reads());
  if (!granted || !of_class.answer || not_there(of_class)) {
    return;
  }
  const auto found = object_of(of_class, "class");
  const auto terms =
      found ? oneroster::record::references(*found, "terms") : std::vector<gradebook::SourcedId>();
  read_periods(steps_, partner(), "grading_periods", terms, {},
               [this, at](const PeriodsOfClass& of) {
                 if (of.known) {
                   seen_[at].grading_periods = of.periods.size();
                 }
               });
}

void ReadinessCheck::sum_up() {
  for (const std::string kind : {"class", "student", "teacher"}) {
    std::size_t yes = 0;
    std::size_t no = 0;
    for (const auto& one : asked_) {
      yes += one.sample.kind == kind && one.known == Known::yes ? 1 : 0;
      no += one.sample.kind == kind && one.known == Known::no ? 1 : 0;
    }
    const std::string plural = kind == "class" ? "classes" : kind + "s";
    const std::string text = "check.ready." + plural;
    if (yes + no == 0) {
      checks_.skip(plural, say(text + ".none"));
    } else if (no == 0) {
      checks_.ok(plural, say(text + ".known", {{"count", std::to_string(yes)}}));
    } else {
      checks_.fail(plural,
                   say(text + ".unknown",
                       {{"unknown", std::to_string(no)}, {"count", std::to_string(yes + no)}}),
                   say("check.step.import_again"));
    }
  }
  std::size_t without_category = 0;
  std::size_t without_period = 0;
  for (const auto& one : seen_) {
    without_category += one.categories && *one.categories == 0 ? 1 : 0;
    without_period += one.grading_periods && *one.grading_periods == 0 ? 1 : 0;
  }
  if (without_category > 0) {
    checks_.warn("categories",
                 say("check.ready.categories", {{"count", std::to_string(without_category)}}),
                 say("check.step.make_categories"));
  }
  if (without_period > 0) {
    checks_.warn("grading_periods",
                 say("check.ready.grading_periods", {{"count", std::to_string(without_period)}}),
                 say("check.step.set_up_periods_of_term"));
  }
}

json::object ReadinessCheck::report() const {
  json::array asked, seen;
  for (const auto& one : asked_) {
    json::object line{{"kind", one.sample.kind}, {"sis_id", one.sample.sis_id}};
    if (one.known != Known::unasked) {
      line["known"] = one.known == Known::yes;
    }
    asked.push_back(std::move(line));
  }
  for (const auto& one : seen_) {
    json::object line{{"class", one.class_id}};
    if (one.categories) {
      line["categories"] = *one.categories;
    }
    if (one.grading_periods) {
      line["grading_periods"] = *one.grading_periods;
    }
    seen.push_back(std::move(line));
  }
  return {{"schema", "lms.readiness_report/1"},
          {"outcome", name_of(checks_.worst())},
          {"checks", checks_.to_json()},
          {"asked", std::move(asked)},
          {"classes", std::move(seen)}};
}

} // namespace passback::exchange
