// The second half of the test of a connection: which operations there are, at which address.
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/connection_test.hpp"
#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;
using oneroster::CategoryRoute;
using oneroster::NestedRoute;

/// One entry is enough to see that it is there.
oneroster::HttpRequest one_of(std::string url) {
  return oneroster::read_request(oneroster::limited(std::move(url), 1));
}

} // namespace

void ConnectionTest::ask_about_class(const json::object& first_class) {
  const gradebook::SourcedId id(oneroster::text_of(oneroster::member(first_class, "sourcedId")));
  steps_.ask(
      "class", oneroster::read_request(oneroster::class_url(partner().endpoint, id)),
      [this](const Response& response) {
        const auto one = object_of(response, "class");
        if (!one) {
          checks_.add(explain_refusal("class", say("check.class.refused"), profile(),
                                      oneroster::Operation::get, response));
          return;
        }
        const bool school_missing = oneroster::record::reference(*one, "school").empty() &&
                                    profile().school == oneroster::Need::required;
        if (school_missing) {
          checks_.fail("class", say("check.class.no_school"), say("check.step.assign_schools"));
        } else {
          checks_.ok("class", say("check.class.read"));
        }
      });
  ask_for_categories(id);
  ask_for_line_items(id);
  ask_for_results(id);
  const auto terms = oneroster::record::references(first_class, "terms");
  ask_for_grading_periods(terms);
  ask_for_the_rest(id);
}

void ConnectionTest::list_refused(const ListRoute& route, const Response& response) {
  if (not_offered(response)) {
    checks_.warn(route.id, say("check.list.not_offered", {{"what", route.what}}), route.without,
                 status_text(response));
    if (route.found) {
      route.found(-1);
    }
    return;
  }
  auto check = explain_refusal(route.id, say("check.list.refused", {{"what", route.what}}),
                               profile(), oneroster::Operation::get, response);
  const bool goes_without = route.may_be_refused && !roster_reads().nested;
  check.outcome =
      not_permitted(response) && !goes_without ? CheckOutcome::failed : CheckOutcome::warning;
  if (not_permitted(response)) {
    check.next_step = say("check.step.ask_reading");
  }
  checks_.add(std::move(check));
}

void ConnectionTest::list_accepted(const ListRoute& route, bool usual_way,
                                   const json::object& entry) {
  note_metadata(route.id, entry);
  checks_.ok(route.id,
             say(usual_way ? "check.list.read" : "check.list.other_way", {{"what", route.what}}));
}

void ConnectionTest::ask_route(ListRoute route) {
  auto first = std::move(route.first);
  steps_.ask(route.id, std::move(first),
             [this, route = std::move(route)](const Response& response) {
               const auto accepted = [this, route](const Page& page, int which) {
                 list_accepted(route, which == 0, page.first);
                 if (route.found) {
                   route.found(which);
                 }
               };
               if (const auto page = read_page(response, route.member_name)) {
                 accepted(*page, 0);
                 return;
               }
               if (!route.second || !(no_such_address(response) || not_permitted(response))) {
                 list_refused(route, response);
                 return;
               }
               steps_.ask(route.id, *route.second, [this, route, accepted](const Response& again) {
                 if (const auto page = read_page(again, route.member_name)) {
                   accepted(*page, 1);
                 } else {
                   list_refused(route, again);
                 }
               });
             });
}

void ConnectionTest::ask_for_categories(const gradebook::SourcedId& class_id) {
  const auto at = [&](CategoryRoute route) {
    return one_of(
        oneroster::class_categories_url(partner().endpoint, route, class_id).value_or(""));
  };
  ask_route({at(CategoryRoute::of_class), at(CategoryRoute::all), "categories", "categories",
             say("check.what.categories"), say("check.without.categories"), [this](int which) {
               found_anything_ = true;
               found_.categories = which == 0   ? CategoryRoute::of_class
                                   : which == 1 ? CategoryRoute::all
                                                : CategoryRoute::none;
             }});
}

void ConnectionTest::ask_for_line_items(const gradebook::SourcedId& class_id) {
  const auto& endpoint = partner().endpoint;
  ask_route({one_of(oneroster::class_line_items_url(endpoint, NestedRoute::of_class, class_id)),
             one_of(oneroster::class_line_items_url(endpoint, NestedRoute::filtered, class_id)),
             "line_items", "lineItems", say("check.what.assignments"),
             say("check.without.assignments"), [this](int which) {
               found_anything_ = true;
               if (which >= 0) {
                 found_.line_items = which == 0 ? NestedRoute::of_class : NestedRoute::filtered;
               }
             }});
}

void ConnectionTest::ask_for_results(const gradebook::SourcedId& class_id) {
  const auto& endpoint = partner().endpoint;
  ask_route({one_of(oneroster::class_results_url(endpoint, NestedRoute::of_class, class_id)),
             one_of(oneroster::class_results_url(endpoint, NestedRoute::filtered, class_id)),
             "results", "results", say("check.what.grades"), say("check.without.grades"),
             [this](int which) {
               found_anything_ = true;
               if (which >= 0) {
                 found_.results = which == 0 ? NestedRoute::of_class : NestedRoute::filtered;
               }
             }});
}

void ConnectionTest::ask_for_the_rest(const gradebook::SourcedId& class_id) {
  const auto& endpoint = partner().endpoint;
  if (endpoint.version == oneroster::OneRosterVersion::v1p2) {
    ask_route({one_of(oneroster::score_scales_url(endpoint, class_id)),
               one_of(oneroster::gradebook_collection_url(endpoint, "scoreScales")),
               "score_scales",
               "scoreScales",
               say("check.what.score_scales"),
               say("check.without.score_scales"),
               {}});
    steps_.ask(
        "discovery", oneroster::read_request(oneroster::discovery_urls(endpoint).front()),
        [this](const Response& response) {
          const bool there = answered_well(response) && oneroster::read_json(response.answer->body);
          checks_.skip("discovery", say(there ? "check.discovery.there" : "check.discovery.none"));
        });
  }
  steps_.ask("write",
             [this]() -> std::optional<oneroster::HttpRequest> {
               // Nothing is sent: this step only waits until all others are done.
               check_writing();
               check_metadata();
               return std::nullopt;
             },
             {});
}

void ConnectionTest::check_writing() {
  if (profile().writes.results == oneroster::Writing::none) {
    checks_.fail("write", say("check.write.none"), say("check.step.ask_another_way"));
  } else if (found_.may_write == false) {
    checks_.fail("write", say("check.write.no_permission"),
                 say("check.step.ask_scope", {{"scope", write_scope()}}));
  } else if (found_.may_write == true) {
    checks_.ok("write",
               say(found_.may_delete == false ? "check.write.no_deleting" : "check.write.granted"));
  } else {
    checks_.skip("write", say("check.write.unknown"));
  }
  if (found_anything_) {
    learn(outbox::SisDocumentKind::found, "", to_json(found_));
  }
}

void ConnectionTest::check_metadata() {
  if (!metadata_.empty()) {
    checks_.skip("metadata", say("check.metadata.own"));
  }
  const auto& sign = profile().window.metadata;
  if (!sign.empty()) {
    bool seen = false;
    for (const auto& name : metadata_) {
      seen = seen || name.ends_with("." + sign);
    }
    checks_.skip("window", say(seen ? "check.window.shown" : "check.window.not_shown"));
  }
}

} // namespace passback::exchange
