// The exchange about one record, with the SIS played by hand.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/exchange/record_exchange.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

namespace passback::exchange {
namespace {

using oneroster::TransportFailure;
using Then = StepResult::Then;

constexpr std::int64_t kAnsweredAt = 1'800'000'000'000;
constexpr const char* kUnknown =
    R"({"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"not found",)"
    R"("imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"sourcedId",)"
    R"("imsx_codeMinorFieldValue":"unknownobject"}]}})";
constexpr const char* kInvalid =
    R"({"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"no",)"
    R"("imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"score",)"
    R"("imsx_codeMinorFieldValue":"invaliddata"}]}})";

class RecordExchangeTest : public ::testing::Test {
 protected:
  RecordExchangeTest() {
    profile.name = "test";
    route = route_to_sis(profile);
  }

  PlannedRequest result(std::int64_t id) const {
    auto planned = planned_result(route, id);
    planned.student_id.value = "student-" + std::to_string(id);
    std::get<oneroster::ResultInput>(planned.content).student_id = planned.student_id;
    return planned;
  }

  PlannedRequest line_item(std::int64_t id) const {
    auto planned = planned_line_item(route, id);
    planned.reads = {Lookup::sis_class};
    return planned;
  }

  /// Results that the SIS makes with one POST, after it was looked whether they are there.
  RecordExchange set_of(int count) {
    std::vector<PlannedRequest> members;
    for (int i = 0; i < count; ++i) {
      members.push_back(result(100 + i));
      members.back().creation = Creation::post;
    }
    RecordExchange exchange(std::move(members.front()));
    for (int i = 1; i < count; ++i) {
      exchange.join(std::move(members[static_cast<std::size_t>(i)]));
    }
    return exchange;
  }

  oneroster::HttpRequest request(RecordExchange& exchange) {
    EXPECT_EQ(exchange.make_ready(at).then, Then::again);
    auto next = exchange.next(at);
    EXPECT_TRUE(std::holds_alternative<oneroster::HttpRequest>(next));
    return std::get<oneroster::HttpRequest>(std::move(next));
  }

  StepResult answer(RecordExchange& exchange, int status, const std::string& body = "") {
    const Step step = exchange.step();
    const bool reads = step != Step::write;
    oneroster::HttpAnswer came;
    came.status = status;
    came.headers.push_back({"Content-Type", "application/json"});
    came.body = body;
    const auto verdict = oneroster::read_answer(
        profile, reads ? oneroster::Operation::get : operation_of(exchange.planned()), came,
        reads ? gradebook::SourcedId{} : exchange.planned().wire_id, kAnsweredAt,
        exchange.is_about_record(step));
    return exchange.take_answer(step, came, verdict, at);
  }

  oneroster::Profile profile;
  RoutePtr route;
  Circumstances at{kAnsweredAt, true, true};
};

TEST_F(RecordExchangeTest, AScoreIsOnePutWhoseAnswerEndsIt) {
  RecordExchange exchange(result(7));
  EXPECT_EQ(request(exchange).method, "PUT");
  const auto led_to = answer(exchange, 201);
  EXPECT_EQ(led_to.then, Then::over);
  EXPECT_EQ(led_to.passed, std::vector{Step::write});
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  EXPECT_EQ(led_to.outcomes[0].record_id, 7);
}

TEST_F(RecordExchangeTest, WhatIsAcceptedForLaterIsLookedAtBeforeItCounts) {
  RecordExchange exchange(result(7));
  request(exchange);
  auto led_to = answer(exchange, 202);
  EXPECT_EQ(led_to.then, Then::again);
  EXPECT_TRUE(led_to.outcomes.empty());
  const auto look = request(exchange);
  EXPECT_EQ(look.method, "GET");
  EXPECT_TRUE(look.url.ends_with("/results/result-7")) << look.url;
  led_to = answer(exchange, 200,
                  R"({"result":{"sourcedId":"result-7","score":80,"status":"active",)"
                  R"("scoreStatus":"fully graded","scoreDate":"2027-03-09"}})");
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  EXPECT_EQ(led_to.passed, (std::vector{Step::read_back, Step::write}));
}

TEST_F(RecordExchangeTest, WhatIsSaidToBeDoneIsLookedAtWhereTheProfileDoesNotBelieveIt) {
  profile.writes.confirm = oneroster::Confirm::read;
  RecordExchange exchange(result(7));
  request(exchange);
  auto led_to = answer(exchange, 201);
  EXPECT_EQ(led_to.then, Then::again);
  EXPECT_TRUE(led_to.outcomes.empty());
  EXPECT_TRUE(led_to.passed.empty()) << "nobody knows yet whether the SIS does its work";
  const auto look = request(exchange);
  EXPECT_EQ(look.method, "GET");
  EXPECT_TRUE(look.url.ends_with("/results/result-7")) << look.url;
  led_to = answer(exchange, 200,
                  R"({"result":{"sourcedId":"result-7","score":80,"status":"active",)"
                  R"("scoreStatus":"fully graded","scoreDate":"2027-03-09"}})");
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  EXPECT_EQ(led_to.outcomes[0].http_status, 201);
  EXPECT_EQ(led_to.passed, (std::vector{Step::read_back, Step::write}));
}

TEST_F(RecordExchangeTest, WhatIsSaidToBeDoneAndIsNotShownStaysInDoubt) {
  profile.writes.confirm = oneroster::Confirm::read;
  for (const auto* old : {"", R"({"result":{"sourcedId":"result-7","score":70,)"
                              R"("status":"active","scoreStatus":"fully graded"}})"}) {
    RecordExchange exchange(result(7));
    request(exchange);
    answer(exchange, 201);
    request(exchange);
    const std::string shown(old);
    const auto led_to =
        shown.empty() ? answer(exchange, 404, kUnknown) : answer(exchange, 200, shown);
    ASSERT_EQ(led_to.then, Then::met) << shown;
    EXPECT_EQ(led_to.met_at, Step::write);
    EXPECT_EQ(led_to.met.code, Code::not_shown);
    const auto end = exchange.give_up(led_to.met_at, led_to.met,
                                      {kAnsweredAt + 1'000, false, false}, kAnsweredAt);
    ASSERT_EQ(end.outcomes.size(), 1U);
    EXPECT_EQ(end.outcomes[0].status, RequestStatus::in_doubt);
  }
}

TEST_F(RecordExchangeTest, WhatIsSaidToBeDoneIsBelievedWhereNobodyMayLook) {
  profile.writes.confirm = oneroster::Confirm::read;
  for (const bool taken_back : {false, true}) {
    auto planned = result(7);
    planned.write = taken_back ? Write::remove : Write::put;
    RecordExchange exchange(std::move(planned));
    request(exchange);
    EXPECT_EQ(answer(exchange, 200).then, Then::again);
    request(exchange);
    const auto led_to = answer(exchange, 403);
    ASSERT_EQ(led_to.outcomes.size(), 1U);
    EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  }
}

TEST_F(RecordExchangeTest, WhatWasTakenBackIsGoneWhoeverSaysThatItIsNotThere) {
  profile.writes.confirm = oneroster::Confirm::read;
  auto planned = result(7);
  planned.write = Write::remove;
  RecordExchange exchange(std::move(planned));
  EXPECT_EQ(request(exchange).method, "DELETE");
  EXPECT_EQ(answer(exchange, 204).then, Then::again);
  EXPECT_EQ(request(exchange).method, "GET");
  oneroster::HttpAnswer bare;
  bare.status = 404;
  const auto verdict = oneroster::read_answer(profile, oneroster::Operation::get, bare,
                                              gradebook::SourcedId{}, kAnsweredAt);
  const auto led_to = exchange.take_answer(Step::read_back, bare, verdict, at);
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
}

TEST_F(RecordExchangeTest, WhatTheSisSaysNotToHaveIsNotLookedAtOnceMore) {
  profile.writes.confirm = oneroster::Confirm::read;
  auto planned = result(7);
  planned.write = Write::remove;
  RecordExchange exchange(std::move(planned));
  request(exchange);
  const auto led_to = answer(exchange, 404, kUnknown);
  EXPECT_EQ(led_to.then, Then::over);
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
}

TEST_F(RecordExchangeTest, AWriteThatNobodyAnsweredIsLookedAtBeforeItIsWrittenAgain) {
  RecordExchange exchange(result(7));
  request(exchange);
  EXPECT_EQ(
      exchange.hear_nothing(Step::write, TransportFailure::maybe_stored, Code::sis_timeout, at)
          .then,
      Then::again);
  EXPECT_EQ(exchange.step(), Step::read_back);
  // It is not there: the carrier decides how long the record rests, and it stays in doubt.
  const auto led_to = answer(exchange, 404, kUnknown);
  ASSERT_EQ(led_to.then, Then::met);
  EXPECT_EQ(led_to.met_at, Step::write);
  const auto end =
      exchange.give_up(led_to.met_at, led_to.met, {kAnsweredAt + 1'000, false, false}, kAnsweredAt);
  ASSERT_EQ(end.outcomes.size(), 1U);
  EXPECT_EQ(end.outcomes[0].status, RequestStatus::in_doubt);
}

TEST_F(RecordExchangeTest, AWriteThatWasCutIsInDoubtAndAReadThatWasCutIsNot) {
  RecordExchange write(result(7));
  request(write);
  auto led_to = write.hear_nothing(Step::write, TransportFailure::maybe_stored, Code::deadline, at);
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::in_doubt);
  EXPECT_FALSE(led_to.outcomes[0].nothing_left);

  RecordExchange read(line_item(8));
  request(read);
  led_to = read.hear_nothing(Step::look_up, TransportFailure::maybe_stored, Code::deadline, at);
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::not_sent);
  EXPECT_TRUE(led_to.outcomes[0].nothing_left);
}

TEST_F(RecordExchangeTest, TheClassIsReadOnceForAllWhoWaitForIt) {
  RecordExchange first(line_item(7));
  RecordExchange second(line_item(8));
  EXPECT_TRUE(request(first).url.ends_with("/classes/class"));
  const auto led_to = answer(first, 200, R"({"class":{"sourcedId":"class","title":"Art"}})");
  EXPECT_EQ(led_to.then, Then::again);
  ASSERT_TRUE(led_to.learned);
  EXPECT_TRUE(led_to.learned->shared);
  ASSERT_TRUE(second.waits_for(*led_to.learned));
  second.take_known(led_to.learned->lookup, led_to.learned->known);
  EXPECT_EQ(first.step(), Step::write);
  EXPECT_EQ(second.step(), Step::write);
}

TEST_F(RecordExchangeTest, AClassThatIsNotFoundByItsIdIsLookedForInTheList) {
  RecordExchange exchange(line_item(7));
  request(exchange);
  EXPECT_EQ(answer(exchange, 404, kUnknown).then, Then::again);
  EXPECT_EQ(exchange.step(), Step::look_up);
  EXPECT_NE(request(exchange).url.find("/classes?"), std::string::npos);
}

TEST_F(RecordExchangeTest, WhatTheListShowsAlreadyIsNotMadeASecondTime) {
  auto exchange = set_of(2);
  EXPECT_NE(request(exchange).url.find("/results"), std::string::npos);
  EXPECT_EQ(
      answer(
          exchange, 200,
          R"({"results":[{"sourcedId":"theirs","status":"active","student":{"sourcedId":"student-100"},)"
          R"("lineItem":{"sourcedId":"line-item"},"score":80,"scoreStatus":"fully graded",)"
          R"("scoreDate":"2027-03-09"}]})")
          .then,
      Then::again);
  request(exchange); // the next page
  const auto led_to = answer(exchange, 200, R"({"results":[]})");
  ASSERT_EQ(led_to.outcomes.size() + led_to.behind.size(), 1U);
  EXPECT_EQ(led_to.then, Then::again);
  EXPECT_FALSE(exchange.is_set());
  EXPECT_EQ(exchange.planned().record_id, 101);
}

TEST_F(RecordExchangeTest, ASetThatIsRefusedGoesInHalves) {
  auto exchange = set_of(3);
  request(exchange);
  answer(exchange, 200, R"({"results":[]})");
  EXPECT_EQ(request(exchange).method, "POST");
  const auto led_to = answer(exchange, 422, kInvalid);
  EXPECT_EQ(led_to.then, Then::over);
  EXPECT_TRUE(led_to.outcomes.empty());
  ASSERT_EQ(led_to.ahead.size(), 2U);
  EXPECT_EQ(led_to.ahead[0].planned.record_id, 100);
  EXPECT_EQ(led_to.ahead[1].planned.record_id, 101);
  EXPECT_EQ(led_to.ahead[1].others.size(), 1U);
}

/// A line item that the SIS has made with one POST, and called "theirs".
class MadeLineItemTest : public RecordExchangeTest {
 protected:
  MadeLineItemTest() { profile.writes.confirm = oneroster::Confirm::read; }
  RecordExchange made() {
    auto planned = line_item(7);
    planned.reads.clear();
    planned.creation = Creation::post;
    RecordExchange exchange(std::move(planned));
    request(exchange);
    answer(exchange, 200, R"({"lineItems":[]})");
    EXPECT_EQ(request(exchange).method, "POST");
    EXPECT_EQ(answer(exchange, 201,
                     R"({"sourcedIdPairs":[{"suppliedSourcedId":"result-7",)"
                     R"("allocatedSourcedId":"theirs"}]})")
                  .then,
              Then::again);
    EXPECT_EQ(exchange.step(), Step::find);
    return exchange;
  }
};

TEST_F(MadeLineItemTest, IsFoundInTheListByTheIdThatTheAnswerTold) {
  auto exchange = made();
  request(exchange);
  answer(exchange, 200,
         R"({"lineItems":[{"sourcedId":"theirs","status":"active","title":"ESSAY 1"}]})");
  request(exchange); // the next page
  const auto led_to = answer(exchange, 200, R"({"lineItems":[]})");
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  ASSERT_TRUE(led_to.outcomes[0].other_id);
  EXPECT_EQ(led_to.outcomes[0].other_id->value, "theirs");
}

TEST_F(MadeLineItemTest, IsUnclearWhereTheListDoesNotHaveIt) {
  auto exchange = made();
  request(exchange);
  const auto led_to = answer(exchange, 200, R"({"lineItems":[]})");
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::unclear);
  EXPECT_FALSE(led_to.outcomes[0].other_id) << "an id that nobody has seen";
}

TEST_F(MadeLineItemTest, IsBelievedWhereThereIsNoListToLookAt) {
  auto exchange = made();
  request(exchange);
  const auto led_to = answer(exchange, 422, kInvalid);
  ASSERT_EQ(led_to.outcomes.size(), 1U);
  EXPECT_EQ(led_to.outcomes[0].status, RequestStatus::confirmed);
  ASSERT_TRUE(led_to.outcomes[0].other_id);
  EXPECT_EQ(led_to.outcomes[0].other_id->value, "theirs");
}

TEST_F(RecordExchangeTest, ASetOfWhichOneIsUnknownThereDoesNotTakeAllItsStudentsForGone) {
  auto exchange = set_of(2);
  request(exchange);
  answer(exchange, 200, R"({"results":[]})");
  request(exchange);
  EXPECT_EQ(answer(exchange, 404, kUnknown).then, Then::again);
  EXPECT_EQ(exchange.step(), Step::read_parent);
  request(exchange);
  const auto led_to = answer(
      exchange, 200, R"({"lineItem":{"sourcedId":"line-item","status":"active","title":"Essay"}})");
  EXPECT_TRUE(led_to.outcomes.empty()) << "nobody has said which of the two is unknown";
  EXPECT_EQ(led_to.ahead.size(), 2U);
}

TEST_F(RecordExchangeTest, HalvesThatCannotGoNowStayInDoubtBecauseTheSetWasSent) {
  auto exchange = set_of(2);
  request(exchange);
  answer(exchange, 200, R"({"results":[]})");
  request(exchange);
  auto led_to = answer(exchange, 422, kInvalid);
  ASSERT_EQ(led_to.ahead.size(), 2U);
  // The SIS may have kept the first before it refused the second: it is looked for when it goes.
  const RecordExchange half(std::move(led_to.ahead[0]));
  const auto end = half.not_sent(Code::sis_busy, 0, kAnsweredAt, kAnsweredAt);
  ASSERT_EQ(end.outcomes.size(), 1U);
  EXPECT_EQ(end.outcomes[0].status, RequestStatus::in_doubt);
  EXPECT_FALSE(end.outcomes[0].nothing_left);
}

TEST_F(RecordExchangeTest, AMemberThatLacksWhatTheSetHasReadWaitsAlone) {
  profile.school = oneroster::Need::required;
  auto with_school = line_item(7);
  with_school.creation = Creation::post;
  std::get<oneroster::LineItemInput>(with_school.content).school_id.value = "school";
  auto without = line_item(8);
  without.creation = Creation::post;
  without.reads.clear();
  RecordExchange exchange(std::move(with_school));
  exchange.join(std::move(without));
  request(exchange);
  answer(exchange, 200, R"({"class":{"sourcedId":"class","title":"Art"}})");
  const auto ready = exchange.make_ready(at);
  EXPECT_EQ(ready.then, Then::again);
  ASSERT_EQ(ready.outcomes.size(), 1U);
  EXPECT_EQ(ready.outcomes[0].record_id, 8);
  EXPECT_EQ(ready.outcomes[0].status, RequestStatus::lacking);
  EXPECT_EQ(exchange.planned().record_id, 7);
}

TEST_F(RecordExchangeTest, ASchoolThatTheHostHasNamedNeedsNoReadingOfTheClass) {
  profile.school = oneroster::Need::required;
  for (const int status : {403, 404}) {
    auto planned = line_item(7);
    std::get<oneroster::LineItemInput>(planned.content).school_id.value = "of-the-host";
    RecordExchange exchange(std::move(planned));
    for (int way = 0; way < 5 && exchange.step() == Step::look_up; ++way) {
      request(exchange);
      EXPECT_EQ(answer(exchange, status).then, Then::again) << status;
    }
    const auto write = request(exchange);
    EXPECT_EQ(write.method, "PUT") << status;
    EXPECT_NE(write.body.find("of-the-host"), std::string::npos) << write.body;
  }
  RecordExchange without(line_item(7));
  request(without);
  const auto led_to = answer(without, 403);
  EXPECT_EQ(led_to.then, Then::met) << "nobody has named a school";
  EXPECT_EQ(led_to.met.code, Code::forbidden);
}

TEST_F(RecordExchangeTest, ALineItemThatIsLookedAtFirstTakesWhatIsReadAfterwards) {
  profile.school = oneroster::Need::required;
  auto planned = line_item(7);
  planned.look_first = true;
  RecordExchange exchange(std::move(planned));
  EXPECT_TRUE(request(exchange).url.ends_with("/lineItems/result-7"));
  EXPECT_EQ(answer(exchange, 404, kUnknown).then, Then::again);
  request(exchange);
  answer(exchange, 200,
         R"({"class":{"sourcedId":"class","title":"Art","school":{"sourcedId":"the-school"}}})");
  const auto write = request(exchange);
  EXPECT_EQ(write.method, "PUT");
  EXPECT_NE(write.body.find("the-school"), std::string::npos) << write.body;
}

TEST_F(RecordExchangeTest, ARefusalThatRestsOnWhatWasKeptReadsItAnewOnce) {
  auto planned = line_item(7);
  planned.reads.clear();
  planned.known.sis_class.emplace().id.value = "class";
  planned.known_from_store = true;
  RecordExchange exchange(std::move(planned));
  request(exchange);
  EXPECT_EQ(answer(exchange, 422, kInvalid).then, Then::again);
  EXPECT_EQ(exchange.step(), Step::look_up);
  request(exchange);
  answer(exchange, 200, R"({"class":{"sourcedId":"class","title":"Art"}})");
  // What was read says the same: the SIS has given its answer.
  EXPECT_EQ(exchange.make_ready(at).then, Then::again);
  const auto next = exchange.next(at);
  ASSERT_TRUE(std::holds_alternative<StepResult>(next));
  const auto& end = std::get<StepResult>(next);
  ASSERT_EQ(end.outcomes.size(), 1U);
  EXPECT_EQ(end.outcomes[0].status, RequestStatus::refused);
}

class ColumnsFirst : public RecordExchangeTest {
 protected:
  RecordExchange of_line_item() {
    auto planned = planned_line_item(route, 7);
    planned.reads = {Lookup::line_items};
    planned.columns_first = true;
    return RecordExchange(std::move(planned));
  }
};

TEST_F(ColumnsFirst, AreReadAndJudgedBeforeAnythingIsMade) {
  auto exchange = of_line_item();
  const auto read = request(exchange);
  EXPECT_EQ(read.method, "GET");
  EXPECT_NE(read.url.find("/classes/class/lineItems"), std::string::npos) << read.url;
  answer(exchange, 200, R"({"lineItems":[{"sourcedId":"by-hand","title":"Essay"}]})");
  request(exchange); // nobody said how many there are: the next page
  const auto led_to = answer(exchange, 200, R"({"lineItems":[]})");
  ASSERT_TRUE(led_to.learned);
  EXPECT_EQ(led_to.learned->lookup, Lookup::line_items);
  EXPECT_EQ(kept_text(Lookup::line_items, led_to.learned->known),
            R"([{"id":"by-hand","title":"Essay"}])");
  const auto end = exchange.make_ready(at);
  EXPECT_EQ(end.then, Then::over);
  ASSERT_EQ(end.outcomes.size(), 1U);
  EXPECT_EQ(end.outcomes[0].status, RequestStatus::not_sent);
  EXPECT_TRUE(end.outcomes[0].blameless);
  EXPECT_EQ(end.outcomes[0].retry_unix_ms, 0) << "it keeps its place in the line";
}

TEST_F(ColumnsFirst, ThatMayNotBeListedLetItGoAndTheRefusalIsKept) {
  for (const int status : {403, 404, 501}) {
    auto exchange = of_line_item();
    request(exchange);
    const auto led_to = answer(exchange, status, status == 404 ? kUnknown : "");
    ASSERT_EQ(led_to.then, Then::again) << status;
    ASSERT_TRUE(led_to.learned) << status;
    EXPECT_EQ(kept_text(Lookup::line_items, led_to.learned->known), "null");
    EXPECT_EQ(request(exchange).method, "PUT") << status;
  }
}

} // namespace
} // namespace passback::exchange
