// How far a refusal or a failure reaches, and what narrows it.
#include <gtest/gtest.h>

#include "plugin/delivery/worker/refusal_scope.hpp"

namespace passback::delivery {
namespace {

Asked one(std::int64_t record, const std::string& class_id, std::int32_t attempts = 0,
          exchange::ServiceCall call = exchange::ServiceCall::put_result) {
  return {"credential", call, record, class_id, attempts};
}

TEST(RefusalScope, WhatOneRecordMeetsIsItsOwnHoweverOften) {
  for (const auto trouble :
       {Trouble::refusal, Trouble::elsewhere, Trouble::busy, Trouble::failure}) {
    RefusalScope scope;
    for (std::int32_t i = 0; i < 20; ++i) {
      EXPECT_EQ(scope.got(trouble, one(1, "algebra", i)).scope, Scope::record);
    }
  }
}

TEST(RefusalScope, DifferentRecordsOfDifferentClassesWidenItToTheKindOfRequest) {
  RefusalScope scope;
  EXPECT_EQ(scope.got(Trouble::refusal, one(1, "algebra")).scope, Scope::record);
  EXPECT_EQ(scope.got(Trouble::refusal, one(2, "algebra")).scope, Scope::school_class);
  EXPECT_EQ(scope.got(Trouble::refusal, one(3, "biology")).scope, Scope::verb);
  const auto other_call = one(4, "biology", 0, exchange::ServiceCall::put_line_item);
  EXPECT_EQ(scope.got(Trouble::refusal, other_call).scope, Scope::record);
  EXPECT_EQ(scope.got(Trouble::failure, one(5, "chemistry")).scope, Scope::record);
}

TEST(RefusalScope, TheFirstThatPassesNarrowsItAgain) {
  RefusalScope scope;
  scope.got(Trouble::refusal, one(1, "algebra"));
  scope.passed(one(9, "chemistry"));
  EXPECT_EQ(scope.got(Trouble::refusal, one(2, "biology")).scope, Scope::record);
  EXPECT_EQ(scope.got(Trouble::refusal, one(1, "algebra", 1)).scope, Scope::record)
      << "it was refused while others passed: it is no evidence against the rest";
}

TEST(RefusalScope, ARecordIsSetAsideAfterFiveAttemptsOfItsOwnWhileOthersPass) {
  RefusalScope scope;
  for (std::int32_t i = 0; i < kSetAsideAfter; ++i) {
    const auto reach = scope.got(Trouble::failure, one(1, "algebra", i));
    EXPECT_EQ(reach.set_aside, i == kSetAsideAfter - 1) << i;
    scope.passed(one(2, "biology"));
  }
}

TEST(RefusalScope, WhereNobodyElseIsThereAReadTellsAndTheRecordIsSetAsideAllTheSame) {
  RefusalScope scope;
  std::int32_t attempts = 0;
  bool set_aside = false;
  while (!set_aside && attempts < 20) {
    const auto reach = scope.got(Trouble::refusal, one(1, "algebra", attempts++));
    if (reach.ask) {
      scope.probe_passed("credential");
    }
    set_aside = reach.set_aside;
  }
  EXPECT_TRUE(set_aside);
  EXPECT_EQ(attempts, kSetAsideAfter);
}

TEST(RefusalScope, NothingIsSetAsideWhileNothingPasses) {
  RefusalScope scope;
  for (std::int32_t i = 0; i < 50; ++i) {
    EXPECT_FALSE(
        scope.got(Trouble::failure, one(i % 4, "class-" + std::to_string(i % 2), i)).set_aside);
  }
}

TEST(RefusalScope, AReadThatMeetsTheSameWidensItToWhatTheTroubleIsAbout) {
  const std::vector<std::pair<Trouble, Scope>> cases = {{Trouble::refusal, Scope::credential},
                                                        {Trouble::elsewhere, Scope::address},
                                                        {Trouble::failure, Scope::sis},
                                                        {Trouble::busy, Scope::sis}};
  for (const auto& [trouble, wide] : cases) {
    RefusalScope scope;
    EXPECT_FALSE(scope.got(trouble, one(1, "algebra")).ask) << "one answer is no reason to ask";
    EXPECT_TRUE(scope.got(trouble, one(1, "algebra", 1)).ask);
    EXPECT_EQ(scope.probe_got(trouble, "credential"), wide);
  }
}

TEST(RefusalScope, AReadThatIsRefusedSaysNothingWhileRecordsPass) {
  RefusalScope scope;
  scope.got(Trouble::refusal, one(1, "algebra"));
  scope.passed(one(2, "biology"));
  EXPECT_EQ(scope.probe_got(Trouble::refusal, "credential"), Scope::record)
      << "a client that may write need not be allowed to read";
}

TEST(RefusalScope, WhatCannotBeReachedTwiceInARowIsTheSissTroubleAndNoRecords) {
  RefusalScope scope;
  EXPECT_EQ(scope.got(Trouble::unreached, one(1, "algebra")).scope, Scope::record);
  EXPECT_EQ(scope.got(Trouble::unreached, one(1, "algebra")).scope, Scope::sis);
  scope.passed(one(2, "biology"));
  EXPECT_EQ(scope.got(Trouble::unreached, one(1, "algebra")).scope, Scope::record);
}

TEST(RefusalScope, OfAClassThatIsRefusedTheNextRecordIsNotTriedSoOften) {
  RefusalScope scope;
  for (const std::int64_t record : {1, 2}) {
    for (std::int32_t i = 0; i < kSetAsideAfter; ++i) {
      scope.got(Trouble::refusal, one(record, "algebra", i));
      scope.passed(one(9, "biology"));
    }
  }
  EXPECT_FALSE(scope.got(Trouble::refusal, one(3, "algebra")).set_aside);
  scope.passed(one(9, "biology"));
  EXPECT_TRUE(scope.got(Trouble::refusal, one(3, "algebra", 1)).set_aside);
}

TEST(RefusalScope, PeopleHearThatAKindOfRequestIsRefusedWhenSeveralRecordsAreAgainAndAgain) {
  RefusalScope scope;
  EXPECT_FALSE(scope.got(Trouble::refusal, one(1, "algebra")).tell);
  EXPECT_FALSE(scope.got(Trouble::refusal, one(2, "algebra")).tell);
  EXPECT_FALSE(scope.got(Trouble::refusal, one(1, "algebra", 1)).tell);
  EXPECT_TRUE(scope.got(Trouble::refusal, one(2, "algebra", 1)).tell);
}

} // namespace
} // namespace passback::delivery
