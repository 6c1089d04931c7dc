#include <gtest/gtest.h>

#include "plugin/decision/write.hpp"

namespace passback::decision {
namespace {

using exchange::Write;
using outbox::Form;
using outbox::Kind;

TEST(IsSlot, ALineItemWhoseIdAPersonAdopted) {
  outbox::Record record;
  record.key.kind = Kind::line_item;
  EXPECT_FALSE(is_slot(record));
  for (const auto ours : {outbox::WireIdOrigin::allocated, outbox::WireIdOrigin::rewritten}) {
    record.wire_id_origin = ours;
    EXPECT_FALSE(is_slot(record)) << "we made it, under whatever id";
  }
  record.wire_id_origin = outbox::WireIdOrigin::adopted;
  EXPECT_TRUE(is_slot(record));
  record.key.kind = Kind::result;
  EXPECT_FALSE(is_slot(record)) << "a result that the SIS had already is ours to write";
}

TEST(WriteOf, APresentVersionIsPut) {
  EXPECT_EQ(write_of({}, Kind::result, Form::present), Write::put);
  EXPECT_EQ(write_of({}, Kind::line_item, Form::present), Write::put);
}

TEST(WriteOf, AnAbsentOneGoesAsTheProfileSaysOfItsKind) {
  oneroster::Profile profile;
  profile.withdrawal = oneroster::Withdrawal::tobedeleted;
  profile.line_item_withdrawal = oneroster::Withdrawal::remove;
  EXPECT_EQ(write_of(profile, Kind::result, Form::absent), Write::tombstone);
  EXPECT_EQ(write_of(profile, Kind::line_item, Form::absent), Write::remove);
  profile.withdrawal = oneroster::Withdrawal::unsupported;
  EXPECT_EQ(write_of(profile, Kind::result, Form::absent), std::nullopt);
  EXPECT_EQ(write_of(profile, Kind::line_item, Form::absent), Write::remove);
}

TEST(WriteOf, AClearedScoreIsPutOrRemovedOrStays) {
  oneroster::Profile profile;
  profile.clearing = oneroster::Clearing::not_submitted;
  EXPECT_EQ(write_of(profile, Kind::result, Form::cleared), Write::put);
  profile.clearing = oneroster::Clearing::remove;
  EXPECT_EQ(write_of(profile, Kind::result, Form::cleared), Write::remove);
  profile.clearing = oneroster::Clearing::unsupported;
  EXPECT_EQ(write_of(profile, Kind::result, Form::cleared), std::nullopt);
}

} // namespace
} // namespace passback::decision
