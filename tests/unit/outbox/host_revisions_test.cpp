// The order that a host gives its events, and what of two versions an SIS can tell apart.
#include "tests/unit/outbox/cell.hpp"

namespace passback::outbox {
namespace {

TEST(HostRevisions, OrderEventsInsideAnEpoch) {
  Record record;
  EXPECT_EQ(observe(record, Form::present, score(80), 1, 5, 1), Observed::changed);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 4, 1), Observed::superseded);
  EXPECT_EQ(record.observed.facts, score(80));
  EXPECT_EQ(record.observed.seq, 1);
  EXPECT_EQ(record.superseded, 1);
  EXPECT_EQ(observe(record, Form::present, score(90), 3, 6, 1), Observed::changed);
}

TEST(HostRevisions, AHigherEpochWinsWhateverItsRevision) {
  Record record;
  observe(record, Form::present, score(80), 1, 500, 1);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 3, 2), Observed::changed);
  EXPECT_EQ(observe(record, Form::present, score(60), 3, 501, 1), Observed::superseded);
  EXPECT_EQ(record.host_epoch, 2);
  EXPECT_EQ(record.host_rev, 3);
}

TEST(HostRevisions, ARaisedEpochPutsWhatTheSisConfirmedInDoubt) {
  Cell cell;
  observe(cell.record, Form::present, score(80), ++cell.seq, 500, 1);
  release(cell.record);
  enqueue(cell.record, true, cell.now);
  cell.arrives();
  observe(cell.record, Form::present, score(80), ++cell.seq, 501, 1);
  EXPECT_FALSE(needs_send(cell.record));
  EXPECT_EQ(observe(cell.record, Form::present, score(80), ++cell.seq, 3, 2), Observed::same);
  EXPECT_TRUE(needs_send(cell.record)) << "the SIS may have what the host has lost";
}

TEST(SameForSis, TheSameFactsThatBecomeAnotherDocumentAreNotTheSame) {
  const Version sent{1, Form::present, score(80), "points"};
  EXPECT_FALSE(same_for_sis(Kind::result, sent, {2, Form::present, score(80), "percent"}));
  EXPECT_TRUE(same_for_sis(Kind::result, sent, {2, Form::present, score(80), ""})) << "not known";
  EXPECT_TRUE(same_for_sis(Kind::line_item, {1, Form::present, "{}", "said.chosen"},
                           {2, Form::present, "{}", "said.chosen otherwise"}));
}

TEST(HostRevisions, AnEqualRevisionWithEqualFactsIsTheSame) {
  Record record;
  observe(record, Form::present, score(80), 1, 5, 1);
  EXPECT_EQ(observe(record, Form::present, score(80), 2, 5, 1), Observed::same);
  EXPECT_EQ(record.observed.seq, 2);
}

TEST(HostRevisions, AHostWithoutRevisionsIsTakenInTheOrderOfArrival) {
  Record record;
  observe(record, Form::present, score(80), 1, 5, 1);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 0, 0), Observed::changed);
  EXPECT_EQ(record.host_rev, 5);
  EXPECT_EQ(observe(record, Form::present, score(60), 3, 4, 1), Observed::superseded);
}

TEST(SameForSis, IgnoresTheTimeOfScoring) {
  const Version a{1, Form::present, score(80, 1'000)};
  const Version b{2, Form::present, score(80, 2'000)};
  ASSERT_NE(a.facts, b.facts);
  EXPECT_TRUE(same_for_sis(Kind::result, a, b));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::present, score(81, 1'000)}));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::cleared, score(80, 1'000)}));
}

TEST(SameForSis, ComparesTextsThatItCannotRead) {
  const Version a{1, Form::present, "not facts"};
  EXPECT_TRUE(same_for_sis(Kind::result, a, Version{2, Form::present, "not facts"}));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::present, "other facts"}));
}

TEST(SameForSis, ALineItemThatOnlyMovedItsCategoryIsTheSame) {
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  Version a{1, Form::present, to_json(facts)};
  facts.category_title = "Tests";
  Version b{2, Form::present, to_json(facts)};
  EXPECT_TRUE(same_for_sis(Kind::line_item, a, b));
  facts.title = "Essay 2";
  EXPECT_FALSE(same_for_sis(Kind::line_item, a, Version{3, Form::present, to_json(facts)}));
}

} // namespace
} // namespace passback::outbox
