// The ids that are proposed for records outlive the data folder, where the host says which site it
// is.
#include <set>
#include <string>

#include "plugin/decision/wire_ids.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

class WireIds : public IntakeTest {
 protected:
  void is_site(const std::string& id) {
    commit([&](outbox::Transaction& transaction) {
      return outbox::put_site(transaction, id, "https://lms.example");
    });
  }
  static outbox::RecordKey key(const std::string& connection_id) {
    outbox::RecordKey made;
    made.connection_id = connection_id;
    made.kind = outbox::Kind::line_item;
    made.school_year = gradebook::SchoolYear("2026");
    made.class_id = gradebook::ClassId("algebra");
    made.sis_class_id = gradebook::SourcedId("sis-algebra");
    made.activity_id = gradebook::ActivityId("essay");
    return made;
  }
  std::string id_for(const outbox::RecordKey& key) {
    outbox::Record record;
    record.key = key;
    commit([&](outbox::Transaction& transaction) {
      return decision::make_wire_id(transaction, record);
    });
    return record.wire_id.value;
  }
};

TEST_F(WireIds, OfAConnectionThatIsEnteredAgainAreThoseOfBefore) {
  is_site("lincoln");
  auto again = key("another random id");
  again.connection_generation = 2;
  EXPECT_EQ(id_for(key("a random id")), id_for(again));
}

TEST_F(WireIds, OfAnotherSiteClassActivityStudentOrUseOfTheClassAreOthers) {
  is_site("lincoln");
  std::set<std::string> ids{id_for(key("sis"))};
  auto other = key("sis");
  other.sis_class_id = gradebook::SourcedId("sis-geometry");
  ids.insert(id_for(other));
  other = key("sis");
  other.activity_id = gradebook::ActivityId("quiz");
  ids.insert(id_for(other));
  other = key("sis");
  other.kind = outbox::Kind::result;
  other.student_id = gradebook::StudentId("ada");
  ids.insert(id_for(other));
  other.student_id = gradebook::StudentId("ben");
  ids.insert(id_for(other));
  other = key("sis");
  other.incarnation = 1;
  ids.insert(id_for(other));
  is_site("jefferson");
  ids.insert(id_for(key("sis")));
  EXPECT_EQ(ids.size(), 7U);
}

TEST_F(WireIds, OfAHostThatDoesNotSayWhichSiteItIsAreTheConnections) {
  EXPECT_NE(id_for(key("one")), id_for(key("other")));
  auto other_sis = key("one");
  other_sis.connection_generation = 2;
  EXPECT_NE(id_for(key("one")), id_for(other_sis));
}

TEST_F(WireIds, OnceMadeAreKeptWhateverTheSiteSaysLater) {
  take(essay());
  take(score_of("9"));
  const auto before = result().wire_id;
  is_site("lincoln");
  take(score_of("8"));
  EXPECT_EQ(result().wire_id, before);
}

} // namespace
} // namespace passback::intake
