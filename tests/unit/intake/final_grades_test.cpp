#include "plugin/oneroster/documents/final_slots.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::State;
using outbox::WireIdOrigin;

class FinalGrades : public IntakeTest {
 protected:
  FinalGrades() {
    district.connection->profile = "places";
    save(district);
  }
  static ActivityEvent final_grade() {
    auto event = essay();
    event.facts.kind = gradebook::ActivityKind::final_grade;
    event.facts.title = "Final grade";
    event.facts.category_sis_id = {};
    return event;
  }
  void offer(const std::vector<std::string>& ids) {
    std::vector<oneroster::SlotInSis> slots;
    for (const auto& id : ids) {
      slots.push_back({gradebook::SourcedId(id), "Grade", {}});
    }
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "slots", "sis-algebra", oneroster::to_json(slots), clock.unix_ms()});
    });
  }
  void choose(const std::string& slot) {
    settings::ClassSettings chosen;
    chosen.final_slots["sis-algebra/essay"] = slot;
    save(chosen);
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    while (*intake->reconsider(kDeadline)) {
    }
  }
};

TEST_F(FinalGrades, GoNowhereUntilAPersonHasChosenAPlaceThatTheSisOffers) {
  take(final_grade());
  EXPECT_EQ(take(score_of("90")).reason, Code::final_slot_missing);
  choose("slot-1");
  EXPECT_EQ(result().code, Code::final_slot_unread);
  offer({"slot-2"});
  choose("slot-1");
  EXPECT_EQ(result().code, Code::final_slot_gone);
  offer({"slot-1", "slot-2"});
  choose("slot-1");
  EXPECT_EQ(line_item().wire_id.value, "slot-1");
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::adopted);
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(FinalGrades, AnSisWithoutPlacesTakesNone) {
  district.connection->profile = "generic-1.2";
  save(district);
  take(final_grade());
  EXPECT_EQ(take(score_of("90")).reason, Code::kind_unsupported);
}

TEST_F(FinalGrades, BecomeAssignmentsOnlyIfAnAdministratorSaysSo) {
  district.connection->profile = "generic-1.2";
  district.grading.final_as_assignment = true;
  save(district);
  auto event = final_grade();
  event.facts.category_sis_id = gradebook::SourcedId("sis-homework");
  take(event);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::derived);
}

TEST_F(FinalGrades, TheirPlaceChangesOnlyWhileNoGradeStandsInIt) {
  offer({"slot-1", "slot-2"});
  take(final_grade());
  choose("slot-1");
  take(score_of("90"));
  choose("slot-2");
  EXPECT_EQ(line_item().wire_id.value, "slot-2");
  deliver_everything();
  deliver_everything();
  ASSERT_EQ(result().confirmed.form, Form::present);
  choose("slot-1");
  EXPECT_EQ(line_item().wire_id.value, "slot-2");
  EXPECT_EQ(line_item().code, Code::final_slot_fixed);
  choose("slot-2");
  EXPECT_EQ(line_item().state, State::settled);
}

TEST_F(FinalGrades, AFinalGradeThatIsGoneTakesItsResultsBackOneByOne) {
  offer({"slot-1"});
  take(final_grade());
  choose("slot-1");
  take(score_of("90"));
  deliver_everything();
  deliver_everything();
  auto gone = final_grade();
  gone.withdrawn = true;
  take(gone);
  while (*intake->reconsider(kDeadline)) {
  }
  EXPECT_EQ(result().released.form, Form::absent);
  EXPECT_EQ(result().state, State::ready);
  deliver_everything();
  EXPECT_EQ(result().state, State::withdrawn);
  // What comes back, goes again.
  take(final_grade());
  EXPECT_EQ(take(score_of("91")).disposition, Disposition::queued);
  EXPECT_EQ(line_item().wire_id.value, "slot-1");
}

} // namespace
} // namespace passback::intake
