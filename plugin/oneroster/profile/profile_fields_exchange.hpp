// The fields of a profile about how records are written and read, how fast, and what refusals mean.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"

namespace passback::oneroster {

template <auto Member> constexpr FieldValue writing() {
  return choices<&Profile::writes, Member>(
      {{Writing::put, "put", "{} are written with PUT."},
       {Writing::post, "post", "{} are made with POST and changed with PUT.", "",
        kOneRoster1p2 | kClassGradebook},
       {Writing::none, "none", "{} are never written."}});
}

inline constexpr Field kWriteFields[] = {
    Field("writes.categories",
          choices<&Profile::writes, &Writes::categories>(
              {{Writing::put, "put", "{} are written with PUT."},
               {Writing::none, "none", "{} are never written."}}),
          {.subject = "Categories"}),
    Field("writes.line_items", writing<&Writes::line_items>(), {.subject = "Line items"}),
    Field("writes.results", writing<&Writes::results>(), {.subject = "Results"}),
    Field("writes.ids",
          choices<&Profile::writes, &Writes::ids>(
              {{WireIds::client, "client", "Their ids are ours.", "ours, by PUT"},
               {WireIds::allocated, "allocated", "The SIS gives their ids in its answer.",
                "given by the SIS to a POST"},
               {WireIds::rewritten, "rewritten",
                "The SIS takes our id and shows another one afterwards.",
                "ours by PUT; the SIS shows others"}})),
    Field("writes.post_size", number<&Profile::writes, &Writes::post_size>(1, 500),
          {.says = "At most {} records go in one POST.",
           .when =
               [](const Profile& profile) {
                 return posts_line_items(profile) || posts_results(profile);
               }}),
    Field("writes.post_line_items_to",
          choices<&Profile::writes, &Writes::post_line_items_to>(
              {{PostLineItemsTo::its_class, "class"},
               {PostLineItemsTo::school, "school",
                "New line items go to the address of the school."}}),
          {.when = posts_line_items}),
    Field("writes.post_results_to",
          choices<&Profile::writes, &Writes::post_results_to>(
              {{PostResultsTo::line_item, "line_item"},
               {PostResultsTo::session, "session",
                "New results go to the address of the class and the session of their line item, "
                "which is read first."}}),
          {.when = posts_results}),
    Field("writes.marker", at<&Profile::writes, &Writes::marker>(),
          {.says = "A line item keeps our id in its metadata as {}, so that it is found again "
                   "after a lost answer."}),
    Field("writes.result_identity", choices<&Profile::writes, &Writes::result_identity>(
                                        {{ResultIdentity::ours, "ours"},
                                         {ResultIdentity::look_up_first, "look_up_first",
                                          "The results that the SIS made for a line item are read "
                                          "first and taken over by their ids."}})),
    Field("writes.id_in_body", at<&Profile::writes, &Writes::id_in_body>(),
          {.says = "The id stands in the address and in the body.",
           .otherwise = "The id stands in the address only."}),
    Field("writes.base_members", at<&Profile::writes, &Writes::base_members>(),
          {.otherwise = "status and dateLastModified are not sent."}),
    Field("writes.confirm",
          choices<&Profile::writes, &Writes::confirm>(
              {{Confirm::trust, "trust"},
               {Confirm::read, "read", "Each write is read back before it counts as accepted."}}))};

inline constexpr Field kReadFields[] = {
    Field("reads.page_limit", number<&Profile::reads, &Reads::page_limit>(1, 10000),
          {.says = "Records are asked for by {} at a time."}),
    Field("reads.categories",
          choices<&Profile::reads, &Reads::categories>(
              {{CategoryRoute::of_class, "of_class",
                "The categories of a class are read from the class."},
               {CategoryRoute::all, "all",
                "All categories are read; the SIS does not list those of one class."},
               {CategoryRoute::none, "none",
                "Categories are not read; the SIS does not list them."}}),
          {.in_1p1 = "all"}),
    Field("reads.grading_periods",
          choices<&Profile::reads, &Reads::grading_periods>(
              {{PeriodRoute::of_terms, "of_terms",
                "Grading periods are read from the terms of a class."},
               {PeriodRoute::all, "all", "All grading periods are read."},
               {PeriodRoute::none, "none", "Grading periods are not read."}})),
    Field("reads.line_items",
          choices<&Profile::reads, &Reads::line_items>(
              {{NestedRoute::of_class, "of_class", "Line items are read from their class."},
               {NestedRoute::filtered, "filtered",
                "Line items are read from the whole collection with a filter."}})),
    Field("reads.results",
          choices<&Profile::reads, &Reads::results>(
              {{NestedRoute::of_class, "of_class", "Results are read from their line item."},
               {NestedRoute::filtered, "filtered",
                "Results are read from the whole collection with a filter."}}))};

inline constexpr Field kLimitFields[] = {
    Field("pace.max_in_flight", number<&Profile::max_in_flight>(1, 64),
          {.says = "At most {} requests are on their way at a time, at most "
                   "{pace.requests_per_second} begin in a second; fewer when the SIS asks for it.",
           .say = say_known_limits}),
    Field("pace.requests_per_second", number<&Profile::requests_per_second>(0.01, 1000)),
    Field("pace.request_timeout_s", number<&Profile::request_timeout_s>(1, 600),
          {.says = "An answer must be there after {} seconds."}),
    Field("pace.settle_s", number<&Profile::settle_s>(0, 3600),
          {.says = "After a doubtful answer a record rests for {} seconds."})};

inline constexpr Field kRefusalFields[] = {
    Field("answers", own_form(read_answers), {.say = say_refusals}),
    Field("window.metadata", at<&Profile::window, &WindowSign::metadata>(),
          {.says = "The grading window is open while the SIS shows {} as {window.open}; otherwise "
                   "grades wait."}),
    Field("window.open", at<&Profile::window, &WindowSign::open>())};

} // namespace passback::oneroster
