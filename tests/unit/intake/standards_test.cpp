// Scores of standards as line items of their own.
#include "plugin/decision/cell_notes.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::Decimal;
using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

class Standards : public IntakeTest {
 protected:
  Standards() {
    district.connection->profile = "generic-1.1";
    district.connection->version = settings::OneRosterVersion::v1p1;
    district.grading.standards = settings::Standards::line_items;
    save(district);
    choose_category("sis-standards");
  }
  void choose_category(const std::string& id) {
    settings::ClassSettings of_class;
    of_class.standards_category = id;
    save(of_class);
  }
  void settings_changed() {
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    while (*intake->reconsider(kDeadline)) {
    }
  }
  static gradebook::ObjectiveScore of(const std::string& id, const std::string& points) {
    gradebook::ObjectiveScore score;
    score.objective_id = id;
    score.possible = Decimal::from_integer(4);
    if (!points.empty()) {
      score.points = *Decimal::parse(points);
    }
    return score;
  }
  static ScoreEvent assessed(const std::string& student = "ada") {
    auto event = score_of("90", student);
    event.facts.objectives = {of("reading", "3"), of("writing", "2.5")};
    return event;
  }
  /// Of an activity of the host's (empty objective) or of one of its standards.
  Record find(Kind kind, const std::string& objective) {
    for (const auto& record : records(kind)) {
      const auto standard = gradebook::standard_of(record.key.activity_id);
      if ((standard ? standard->objective_id : "") == objective) {
        return record;
      }
    }
    ADD_FAILURE() << "there is none of " << objective;
    return {};
  }
  gradebook::ActivityFacts line_item_of(const std::string& objective) {
    return *gradebook::activity_facts_from_json(find(Kind::line_item, objective).released.facts);
  }
  gradebook::ScoreFacts result_of(const std::string& objective) {
    return *gradebook::score_facts_from_json(find(Kind::result, objective).released.facts);
  }
};

TEST_F(Standards, EachIsALineItemOfItsOwnInTheCategoryThatDoesNotCount) {
  take(essay());
  take(assessed());
  ASSERT_EQ(records(Kind::line_item).size(), 3U);
  const auto line_item = line_item_of("reading");
  EXPECT_EQ(line_item.title, "Essay: reading");
  EXPECT_EQ(line_item.category_sis_id.value, "sis-standards");
  EXPECT_EQ(line_item.points_possible, Decimal::from_integer(4));
  EXPECT_FALSE(line_item.counts);
  EXPECT_EQ(result_of("reading").points, Decimal::from_integer(3));
  EXPECT_EQ(result_of("writing").points, *Decimal::parse("2.5"));
  EXPECT_EQ(result_of("").points, Decimal::from_integer(90)) << "the activity's own score goes too";
  EXPECT_EQ(line_item_of("").category_sis_id.value, "sis-homework");
  EXPECT_EQ(find(Kind::result, "reading").line_item_id, find(Kind::line_item, "reading").id);
  EXPECT_NE(find(Kind::line_item, "reading").wire_id, find(Kind::line_item, "").wire_id);
}

TEST_F(Standards, StudentsShareTheLineItemsAndNothingIsMadeTwice) {
  take(essay());
  take(assessed());
  take(assessed("bob"));
  take(assessed());
  EXPECT_EQ(records(Kind::line_item).size(), 3U);
  EXPECT_EQ(records(Kind::result).size(), 6U);
  deliver_everything();
  take(assessed());
  for (const auto& record : records(Kind::result)) {
    EXPECT_EQ(record.state, State::settled);
  }
}

TEST_F(Standards, WithoutACategoryTheyWaitAndTheActivitysScoreGoes) {
  choose_category("");
  take(essay());
  EXPECT_EQ(take(assessed()).disposition, Disposition::queued);
  EXPECT_EQ(find(Kind::result, "reading").code, Code::standards_category_missing);
  EXPECT_EQ(find(Kind::line_item, "reading").code, Code::standards_category_missing);
  choose_category("sis-standards");
  settings_changed();
  EXPECT_EQ(find(Kind::result, "reading").state, State::waiting_parent);
  EXPECT_EQ(line_item_of("reading").category_sis_id.value, "sis-standards");
}

TEST_F(Standards, AreLeftOutAndSaidSoWhereNobodyChoseThem) {
  district.grading.standards.reset();
  save(district);
  take(essay());
  take(assessed());
  EXPECT_EQ(records(Kind::line_item).size(), 1U);
  const auto notes = decision::notes_on(assessed().facts, *profiles.find("generic-1.1"),
                                        settings::OneRosterVersion::v1p1, district.grading);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].code, Code::standards_left_out);
  EXPECT_EQ(notes[0].about, (std::vector<std::string>{"reading", "writing"}));
}

TEST_F(Standards, StayWhereTheyAreWhenTheChoiceIsTakenBack) {
  take(essay());
  take(assessed());
  district.grading.standards = settings::Standards::leave_out;
  save(district);
  settings_changed();
  EXPECT_EQ(find(Kind::result, "reading").state, State::off);
  EXPECT_EQ(find(Kind::result, "reading").code, Code::standards_left_out);
  EXPECT_EQ(find(Kind::result, "").state, State::waiting_parent);
  district.grading.standards = settings::Standards::line_items;
  save(district);
  settings_changed();
  EXPECT_EQ(find(Kind::result, "reading").state, State::waiting_parent);
}

TEST_F(Standards, FollowTheirActivity) {
  take(essay());
  take(assessed());
  deliver_everything();
  auto renamed = essay();
  renamed.facts.title = "Report";
  take(renamed);
  EXPECT_EQ(line_item_of("writing").title, "Report: writing");
  EXPECT_EQ(find(Kind::line_item, "writing").state, State::ready);
  deliver_everything();
  auto gone = essay();
  gone.withdrawn = true;
  take(gone);
  EXPECT_EQ(find(Kind::line_item, "writing").released.form, Form::absent);
}

TEST_F(Standards, ThatCameBeforeTheirActivityGoWithIt) {
  take(assessed());
  EXPECT_EQ(records(Kind::result).size(), 1U);
  take(essay());
  EXPECT_EQ(find(Kind::result, "reading").state, State::waiting_parent);
}

TEST_F(Standards, AreClearedAndTakenBackWithTheirScore) {
  take(essay());
  take(assessed());
  deliver_everything();
  auto cleared = assessed();
  cleared.facts.objectives = {of("reading", "")};
  take(cleared);
  EXPECT_EQ(find(Kind::result, "reading").observed.form, Form::cleared);
  EXPECT_EQ(find(Kind::result, "writing").observed.form, Form::absent) << "it is not assessed now";
  take(assessed());
  auto gone = score_of("");
  gone.withdrawn = true;
  take(gone);
  EXPECT_EQ(find(Kind::result, "reading").observed.form, Form::absent);
}

TEST_F(Standards, OneThatAnAdministratorLeftOutIsNotMade) {
  district.grading.objectives["writing"] = {"", ""};
  district.grading.objectives["reading"] = {"", "R.2"};
  save(district);
  take(essay());
  take(assessed());
  EXPECT_EQ(records(Kind::line_item).size(), 2U);
  EXPECT_EQ(line_item_of("reading").title, "Essay: R.2") << "as people in the SIS know it";
}

TEST_F(Standards, OfAnExcludedActivityStayToo) {
  take(essay());
  take(assessed());
  settings::ClassSettings of_class;
  of_class.standards_category = "sis-standards";
  of_class.excluded_activities = {gradebook::ActivityId("essay")};
  save(of_class);
  settings_changed();
  EXPECT_EQ(find(Kind::result, "reading").code, Code::activity_excluded);
}

TEST_F(Standards, AreHeldWithTheirScore) {
  take(essay());
  auto draft = assessed();
  draft.facts.flags.draft = true;
  take(draft);
  EXPECT_EQ(find(Kind::result, "reading").code, Code::draft);
  take(assessed());
  EXPECT_EQ(find(Kind::result, "reading").state, State::waiting_parent);
}

} // namespace
} // namespace passback::intake
