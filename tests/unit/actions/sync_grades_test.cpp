#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

using outbox::Kind;
using outbox::State;

class SyncGrades : public ActionsTest {
 protected:
  SyncGrades() {
    make_manual();
    take(essay());
  }
  static std::string send_all(const boost::json::object& preview) {
    return R"({"op":"send","all":true,"token":")" + std::string(preview.at("token").as_string()) +
           "\"}";
  }
  std::ptrdiff_t result_count_of(State state) {
    return std::ranges::count(records(Kind::result), state, &outbox::Record::state);
  }
};

TEST_F(SyncGrades, APreviewShowsWhatWouldGoAndWhyTheRestWouldNot) {
  take(score_of("90"));
  auto draft = score_of("80", "bob");
  draft.facts.flags.draft = true;
  take(draft);
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("schema"), "lms.preview/1");
  EXPECT_EQ(preview.at("will_send"), 1);
  for (const auto& cell : preview.at("cells").as_array()) {
    if (cell.at("kind") != "result") {
      continue;
    }
    const bool of_ada = cell.at("student_id") == "ada";
    EXPECT_EQ(cell.at("will_send").as_bool(), of_ada);
    EXPECT_EQ(cell.at("words"), of_ada ? "Not sent yet" : "Not released to students yet");
    EXPECT_EQ(cell.at("value"), of_ada ? "90" : "80");
    EXPECT_EQ(cell.at("activity_title"), "Essay");
  }
}

// The class's own school does not sync; Ada's does.
TEST_F(SyncGrades, AStudentOfAnotherSchoolIsShownAndSentAsHerSchoolHasIt) {
  settings::DomainSettings north;
  north.allow_grades = false;
  save(north, "north");
  settings::DomainSettings south;
  south.connection = connection("sis-2");
  south.connection->sis_name = "South's SIS";
  save(south, "south");
  settings::ClassSettings chosen;
  chosen.category_map["south-algebra/"] = "south-homework";
  save(chosen);
  intake::ClassEvent of_class;
  of_class.origin = origin();
  ASSERT_TRUE(intake->lms_class(of_class, kDeadline).ok());
  intake::EnrolmentEvent ada;
  ada.origin = origin();
  ada.origin.domain_id = gradebook::DomainId("south");
  ada.user_id = "ada";
  ada.user_sis_id = gradebook::SourcedId("sis-ada");
  ada.class_sis_id = gradebook::SourcedId("south-algebra");
  ASSERT_TRUE(intake->enrolment(ada, kDeadline).ok());
  take(essay());
  auto score = score_of("90");
  score.class_sis_id = {};
  EXPECT_EQ(take(score).disposition, decision::Disposition::stored);
  EXPECT_EQ(take(score_of("80", "bob")).disposition, decision::Disposition::off);

  EXPECT_TRUE(actions.item_state(kSyncGradesToSis, teacher())->enabled);
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_FALSE(preview.contains("off")) << boost::json::serialize(preview);
  EXPECT_EQ(preview.at("will_send"), 1);
  EXPECT_EQ(sync(R"({"op":"open"})").at("sis_name"), "South's SIS");
  EXPECT_EQ(sync(send_all(preview)).at("released"), 1);
  deliver_everything();
  const auto after = sync(R"({"op":"preview"})");
  int accepted = 0;
  for (const auto& cell : after.at("cells").as_array()) {
    if (cell.at("words") == "Accepted by South's SIS") {
      ++accepted;
      EXPECT_EQ(cell.at("sis_name"), "South's SIS") << "of a class that may be in several";
      EXPECT_EQ(cell.at("sis_class_id"), "south-algebra");
    }
  }
  EXPECT_EQ(accepted, 2) << "the grade and its activity: " << boost::json::serialize(after);
}

TEST_F(SyncGrades, SendingAPreviewReleasesExactlyWhatItShowed) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  const auto preview = sync(R"({"op":"preview"})");
  take(score_of("40", "bob"));
  take(score_of("70", "cem"));
  const auto sent = sync(send_all(preview));
  EXPECT_EQ(sent.at("released"), 1);
  EXPECT_FALSE(sent.at("ok").as_bool());
  ASSERT_EQ(sent.at("skipped").as_array().size(), 2U) << "bob's new score, and cem's";
  EXPECT_EQ(sent.at("skipped").at(0).at("reason").at("code"), "preview.changed");
  EXPECT_TRUE(changed);
  for (const auto& row : records(Kind::result)) {
    EXPECT_EQ(row.released.form == outbox::Form::present, row.key.student_id.value == "ada");
  }
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_GT(line_item().priority, 0);
}

TEST_F(SyncGrades, ASendOfAStudentsPreviewSendsHersAlone) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  take(score_of("70", "cem"));
  const auto preview = sync(R"({"op":"preview","student_id":"cem"})");
  EXPECT_EQ(preview.at("will_send"), 1);
  ASSERT_EQ(preview.at("cells").as_array().size(), 1U);
  EXPECT_EQ(preview.at("cells").at(0).at("activity_title"), "Essay");
  const auto sent = sync(send_all(preview));
  EXPECT_EQ(sent.at("released"), 1);
  EXPECT_TRUE(sent.at("skipped").as_array().empty());
  for (const auto& row : records(Kind::result)) {
    EXPECT_EQ(row.released.form == outbox::Form::present, row.key.student_id.value == "cem");
  }
}

TEST_F(SyncGrades, AScopeIsSeveralActivitiesAndStudentsAndTheTokenKeepsIt) {
  for (const char* id : {"essay", "quiz", "poster"}) {
    auto activity = essay();
    activity.activity_id = gradebook::ActivityId(id);
    activity.facts.title = id;
    activity.facts.category_id =
        gradebook::CategoryId(std::string(id) == "poster" ? "projects" : "papers");
    take(activity);
    for (const char* student : {"ada", "bob", "cem"}) {
      auto score = score_of("90", student);
      score.activity_id = gradebook::ActivityId(id);
      take(score);
    }
  }
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 9);
  const auto of_category = sync(R"({"op":"preview","category_id":"papers"})");
  EXPECT_EQ(of_category.at("will_send"), 6);
  // What comes into the category afterwards was not shown.
  auto poster = essay();
  poster.activity_id = gradebook::ActivityId("poster");
  poster.facts.title = "poster";
  poster.facts.category_id = gradebook::CategoryId("papers");
  take(poster);
  const auto chosen =
      sync(R"({"op":"preview","activity_ids":["essay","poster"],"student_ids":["ada","cem"]})");
  EXPECT_EQ(chosen.at("will_send"), 4);
  EXPECT_EQ(sync(send_all(chosen)).at("released"), 4);
  EXPECT_EQ(sync(send_all(of_category)).at("released"), 4) << "of six, two went already";
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 1) << "Bob's poster";
}

TEST_F(SyncGrades, EachSendIsRememberedWithWhoAndWhatBecameOfIt) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  EXPECT_TRUE(sync(R"({"op":"sends"})").at("sends").as_array().empty());
  sync(send_all(sync(R"({"op":"preview","student_id":"bob"})")));
  const auto before = sync(R"({"op":"sends"})").at("sends");
  ASSERT_EQ(before.as_array().size(), 1U);
  EXPECT_EQ(before.at(0).at("by"), "teacher");
  EXPECT_EQ(before.at(0).at("students"), 1);
  EXPECT_EQ(before.at(0).at("released"), 1);
  EXPECT_EQ(before.at(0).at("now").at("on_its_way"), 1);
  deliver_everything();
  clock.now_ms += 60'000;
  sync(send_all(sync(R"({"op":"preview"})")));
  const auto after = sync(R"({"op":"sends"})").at("sends");
  ASSERT_EQ(after.as_array().size(), 2U);
  EXPECT_EQ(after.at(0).as_object().if_contains("students"), nullptr) << "of the whole class";
  EXPECT_EQ(after.at(1).at("now").at("accepted"), 1);
}

TEST_F(SyncGrades, ASecondPressHearsWhoSentAndHowFarThatIs) {
  take(score_of("90"));
  const auto shown_to_both = sync(R"({"op":"preview"})");
  sync(send_all(shown_to_both));
  auto co_teacher = teacher();
  co_teacher.user = gradebook::UserId("ms-lopez");
  auto told = use(kSyncGradesToSis, co_teacher, send_all(shown_to_both));
  EXPECT_EQ(told.at("released"), 0);
  EXPECT_TRUE(told.at("ok").as_bool());
  const auto message = [&] { return std::string(told.at("message").as_string()); };
  EXPECT_NE(message().find("teacher sent this class at 2026-09-21"), std::string::npos)
      << message();
  EXPECT_NE(message().find("1 of 1 are still on their way"), std::string::npos) << message();
  deliver_everything();
  told = use(kSyncGradesToSis, co_teacher, send_all(shown_to_both));
  EXPECT_NE(message().find("it is in the SIS"), std::string::npos) << message();
  clock.now_ms += 3 * 86'400'000LL;
  told = use(kSyncGradesToSis, co_teacher, send_all(shown_to_both));
  EXPECT_EQ(message().find("sent this class"), std::string::npos) << "that was days ago";
}

TEST_F(SyncGrades, AScopeThatIsMisspeltIsRefusedAndIsNotTheWholeClass) {
  take(score_of("90"));
  for (const char* input :
       {R"({"op":"preview","student":"ada"})", R"({"op":"send","all":true,"tokn":"1"})",
        R"({"op":"retry","all":true,"activity":"essay"})", R"({"op":"status","domain_id":"d"})",
        R"({"op":"preview","only":"some"})", R"({"op":"preview","period":"no-such"})"}) {
    const auto reply = actions.invoke(kSyncGradesToSis, teacher(), input, kDeadline);
    ASSERT_FALSE(reply.ok()) << input << reply->document;
    EXPECT_EQ(reply.error().code, Code::document) << input;
  }
}

TEST_F(SyncGrades, APreviewComesInPagesAndSaysOfEachTheWhole) {
  constexpr int kStudents = 25;
  for (int i = 0; i < kStudents; ++i) {
    take(score_of("90", "student-" + std::to_string(i)));
  }
  std::set<std::int64_t> seen;
  std::string input = R"({"op":"preview","limit":10)";
  std::string after;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = sync(input + after + "}");
    EXPECT_EQ(page.at("will_send"), kStudents);
    EXPECT_EQ(page.at("going"), kStudents + 1) << "and their activity";
    EXPECT_LE(page.at("cells").as_array().size(), 10U);
    for (const auto& cell : page.at("cells").as_array()) {
      EXPECT_TRUE(seen.insert(cell.at("id").as_int64()).second);
    }
    more = page.contains("next_after_id");
    after = more ? ",\"after_id\":" + std::to_string(page.at("next_after_id").as_int64()) : "";
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), kStudents + 1U);
}

TEST_F(SyncGrades, APreviewOfWhatGoesLeavesOutWhatStays) {
  take(score_of("90"));
  auto draft = score_of("80", "bob");
  draft.facts.flags.draft = true;
  take(draft);
  const auto going = sync(R"({"op":"preview","only":"going"})");
  for (const auto& cell : going.at("cells").as_array()) {
    EXPECT_TRUE(cell.at("will_send").as_bool() || cell.as_object().contains("goes_along"));
  }
  EXPECT_EQ(going.at("cells").as_array().size(), 2U) << "Ada's score, and the activity along";
  const auto staying = sync(R"({"op":"preview","only":"staying"})");
  ASSERT_EQ(staying.at("cells").as_array().size(), 1U);
  EXPECT_EQ(staying.at("cells").at(0).at("student_id"), "bob");
  EXPECT_EQ(staying.at("staying"), 1);
}

// 900 cells with comments of 2,000 characters are more than a document may hold.
TEST_F(SyncGrades, APageEndsBeforeTheDocumentIsLargerThanAnHostTakes) {
  for (int i = 0; i < 900; ++i) {
    auto score = score_of("90", "student-" + std::to_string(i));
    score.facts.comment = std::string(2000, 'x');
    take(score);
  }
  const auto page = sync(R"({"op":"preview"})");
  EXPECT_LT(boost::json::serialize(page).size(), 1'048'576U);
  EXPECT_TRUE(page.contains("next_after_id"));
  EXPECT_EQ(page.at("will_send"), 900);
}

TEST_F(SyncGrades, ASendLongAfterEverythingWentSaysThatThereIsNothingToSend) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  deliver_everything();
  clock.now_ms += 3 * 86'400'000LL;
  const auto again = sync(send_all(sync(R"({"op":"preview"})")));
  EXPECT_TRUE(again.at("ok").as_bool());
  EXPECT_EQ(again.at("released"), 0);
  EXPECT_EQ(again.at("message"),
            "There is nothing to send: what can go is in the SIS or on its way already.");
}

TEST_F(SyncGrades, ARecordThatMovedSinceItWasShownIsSkippedWithAReason) {
  take(score_of("90"));
  const auto shown = result();
  take(score_of("91"));
  const auto sent = sync(R"({"op":"send","records":[{"id":)" + std::to_string(shown.id) +
                         R"(,"seq":)" + std::to_string(shown.observed.seq) + "}]}");
  EXPECT_FALSE(sent.at("ok").as_bool());
  EXPECT_EQ(sent.at("skipped").at(0).at("reason").at("code"), "preview.changed");
  EXPECT_EQ(result().released.form, outbox::Form::none);
}

TEST_F(SyncGrades, ATeacherCannotSendAnotherClassesRecord) {
  take(score_of("90"));
  auto other = teacher();
  other.class_id = gradebook::ClassId("biology");
  const auto sent = use(kSyncGradesToSis, other,
                        R"({"op":"send","records":[{"id":)" + std::to_string(result().id) +
                            R"(,"seq":)" + std::to_string(result().observed.seq) + "}]}");
  EXPECT_EQ(sent.at("released"), 0);
  EXPECT_EQ(result().released.form, outbox::Form::none);
  EXPECT_FALSE(actions
                   .invoke(kSyncGradesToSis, other,
                           R"({"op":"history","id":)" + std::to_string(result().id) + "}",
                           kDeadline)
                   .ok());
}

TEST_F(SyncGrades, AnotherClassesTokenIsRefused) {
  take(score_of("90"));
  const auto preview = sync(R"({"op":"preview"})");
  auto other = teacher();
  other.class_id = gradebook::ClassId("biology");
  EXPECT_EQ(problems_of(use(kSyncGradesToSis, other, send_all(preview))), "token");
  EXPECT_EQ(problems_of(sync(R"({"op":"send","all":true,"token":"9999"})")), "token");
}

TEST_F(SyncGrades, ASentGradeIsAcceptedAndALaterOneIsShownAsChanged) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  deliver_everything();
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 0);
  take(score_of("95"));
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 1);
  const auto& cell = preview.at("cells").at(1);
  EXPECT_EQ(cell.at("words"), "Changed since last sent");
  EXPECT_EQ(cell.at("sis_value"), "90");
}

TEST_F(SyncGrades, WhatIsNewerThanWhatIsOnItsWayIsOfferedAndTakesItsPlace) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 0) << "on its way, and nothing is newer";
  take(score_of("95"));
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 1);
  EXPECT_EQ(sync(send_all(preview)).at("released"), 1);
  EXPECT_EQ(result().released.seq, result().observed.seq);
}

TEST_F(SyncGrades, ASettingThatIsChangedSendsNothingNewerOfAnActivityThatIsSentByHand) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  deliver_everything();
  auto other = essay();
  other.facts.title = "Essay, second draft";
  other.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(other);
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  while (*intake->reconsider(kDeadline)) {
  }
  const auto now = line_item();
  EXPECT_NE(now.released.seq, now.observed.seq) << "the title waits for a person";
}

TEST_F(SyncGrades, WhatTheSisRefusedGoesAgainOnlyWhenAPersonAsks) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(result().id);
    outbox::enqueue(row, true, clock.unix_ms());
    outbox::mark_sent(row, "request", 1, clock.unix_ms());
    outbox::refuse(row, State::rejected, Code::rejected_content, 422, "too high");
    return transaction.put_record(row);
  });
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 0);
  EXPECT_EQ(sync(R"({"op":"retry","all":true})").at("released"), 1);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(SyncGrades, WhatTheSisRemovedIsMadeAgainOnlyWhenAPersonAsks) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  deliver_everything();
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(line_item().id);
    row.state = State::unlinked;
    row.code = Code::line_item_gone;
    return transaction.put_record(row);
  });
  EXPECT_EQ(sync(R"({"op":"retry","all":true})").at("released"), 1);
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(SyncGrades, WhatWentWithARemovedActivityFollowsItBack) {
  district.connection->profile = "outspoken";
  save(district);
  take(score_of("90"));
  take(score_of("80", "bob"));
  sync(send_all(sync(R"({"op":"preview"})")));
  deliver_everything();
  // The SIS gave ids of its own, which went with what they stood for.
  commit([&](outbox::Transaction& transaction) {
    for (const auto kind : {Kind::line_item, Kind::result}) {
      outbox::RecordFilter filter;
      filter.kind = kind;
      auto rows = transaction.records(filter);
      for (auto& row : *rows) {
        row.wire_id = gradebook::SourcedId("sis-" + std::to_string(row.id));
        row.wire_id_origin = outbox::WireIdOrigin::allocated;
        if (kind == Kind::line_item) {
          outbox::park(row, State::unlinked, Code::line_item_gone);
        }
        if (auto put = transaction.put_record(row); !put) {
          return put;
        }
      }
    }
    return ok_status();
  });
  take(score_of("70", "cem"));
  EXPECT_EQ(sync(R"({"op":"preview"})").at("will_send"), 0);

  EXPECT_EQ(sync(R"({"op":"retry","all":true})").at("released"), 1);
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(line_item().wire_id_origin, outbox::WireIdOrigin::derived)
      << "made anew, not changed under an id that nobody knows";
  for (const auto& row : records(Kind::result)) {
    if (row.key.student_id.value != "cem") {
      EXPECT_EQ(row.state, State::waiting_parent) << row.key.student_id.value;
      EXPECT_EQ(row.wire_id_origin, outbox::WireIdOrigin::derived);
    }
  }
  deliver_everything();
  for (const auto& row : records(Kind::result)) {
    if (row.key.student_id.value != "cem") {
      EXPECT_EQ(row.state, State::settled) << row.key.student_id.value;
    }
  }
}

TEST_F(SyncGrades, TheHistoryTellsWhoReleasedIt) {
  take(score_of("90"));
  sync(send_all(sync(R"({"op":"preview"})")));
  const auto history = sync(R"({"op":"history","id":)" + std::to_string(result().id) + "}");
  EXPECT_EQ(history.at("lines").at(0).at("event"), "released");
  EXPECT_EQ(history.at("lines").at(0).at("actor"), "teacher");
}

TEST_F(SyncGrades, TheOverviewCountsByTheWordsThatPeopleSee) {
  take(score_of("90"));
  take(score_of("80", "bob"));
  const auto overview = sync("");
  EXPECT_EQ(overview.at("schema"), "lms.sync_overview/1");
  bool found = false;
  for (const auto& count : overview.at("counts").as_array()) {
    if (count.at("state") == "ready") {
      found = true;
      EXPECT_EQ(count.at("words"), "Not sent yet");
      EXPECT_EQ(count.at("results"), 2);
    }
  }
  EXPECT_TRUE(found);
}

TEST_F(SyncGrades, APreviewSaysWhatTheSisGetsOtherwiseThanItStandsHere) {
  district.connection->profile = "choosy";
  save(district);
  auto twin = essay();
  twin.activity_id = gradebook::ActivityId("twin");
  twin.facts.title = " ESSAY";
  auto long_one = essay();
  long_one.activity_id = gradebook::ActivityId("long");
  long_one.facts.title = "Überlanger Aufsatz";
  for (const auto& event : {essay(), twin, long_one}) {
    take(event);
  }
  auto standards = score_of("90");
  standards.facts.objectives = {{"reading", gradebook::Decimal::from_integer(3), {}, {}},
                                {"unscored", {}, {}, {}}};
  take(standards);
  const auto preview = sync(R"({"op":"preview"})");
  std::map<std::string, std::string> notes;
  for (const auto& cell : preview.at("cells").as_array()) {
    const auto* said = cell.as_object().if_contains("notes");
    const std::string what =
        cell.at("kind") == "result" ? "score" : std::string(cell.at("activity_id").as_string());
    notes[what] = said == nullptr ? "" : std::string(said->at(0).at("code").as_string());
    if (what == "score") {
      EXPECT_EQ(said->at(0).at("about"), boost::json::array{"reading"});
      EXPECT_EQ(said->at(0).at("severity"), "warning");
    }
  }
  const std::map<std::string, std::string> expected = {{"essay", "line_item.title_not_unique"},
                                                       {"twin", "line_item.title_not_unique"},
                                                       {"long", "line_item.title_shortened"},
                                                       {"score", "result.standards_left_out"}};
  EXPECT_EQ(notes, expected);
}

TEST_F(SyncGrades, APreviewSaysThatADueDateLiesInNoGradingPeriod) {
  commit([&](outbox::Transaction& transaction) {
    return transaction.put_sis_document(
        {"sis-1", 1, "sessions", "sis-algebra",
         R"([{"sourcedId":"q1","type":"gradingPeriod","startDate":"2026-08-15","endDate":"2026-10-31"}])",
         clock.unix_ms()});
  });
  auto in_summer = essay();
  in_summer.facts.due_at_unix_ms = 1'785'000'000'000; // 2026-07-25
  take(in_summer);
  take(score_of("90"));
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 1) << "it holds nothing back";
  for (const auto& cell : preview.at("cells").as_array()) {
    if (cell.at("kind") == "line_item") {
      EXPECT_EQ(cell.at("notes").at(0).at("code"), "line_item.dates_outside_period");
      EXPECT_EQ(cell.at("notes").at(0).at("severity"), "warning");
    }
  }
}

TEST_F(SyncGrades, AStandardThatGoesOnItsOwnBelongsToItsActivity) {
  district.grading.standards = settings::Standards::line_items;
  save(district);
  settings::ClassSettings of_class;
  of_class.standards_category = "sis-standards";
  save(of_class);
  auto standards = score_of("90");
  standards.facts.objectives = {
      {"reading", gradebook::Decimal::from_integer(3), gradebook::Decimal::from_integer(4), {}}};
  take(standards);
  const auto preview = sync(R"({"op":"preview","activity_id":"essay"})");
  std::string seen;
  for (const auto& cell : preview.at("cells").as_array()) {
    EXPECT_EQ(cell.at("activity_id"), "essay");
    EXPECT_EQ(cell.at("activity_title"), "Essay");
    const auto* objective = cell.as_object().if_contains("objective_id");
    if (objective != nullptr) {
      seen += std::string(objective->as_string()) + "=" + cell.at("value").as_string().c_str() + ";";
    }
  }
  EXPECT_EQ(seen, "reading=Essay: reading;reading=3;");
  EXPECT_EQ(sync(send_all(preview)).at("released"), 2) << "both scores";
  EXPECT_EQ(result_count_of(outbox::State::waiting_parent), 2);
}

TEST_F(SyncGrades, APreviewShowsTheCountedPointsAndSaysTheRule) {
  auto standards = score_of("");
  standards.facts.objectives = {
      {"reading", gradebook::Decimal::from_integer(2), gradebook::Decimal::from_integer(3), {}},
      {"writing", {}, gradebook::Decimal::from_integer(3), {}}};
  take(standards);
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 1);
  for (const auto& cell : preview.at("cells").as_array()) {
    if (cell.at("kind") == "result") {
      EXPECT_EQ(cell.at("value"), "66.6667");
      const auto& note = cell.at("notes").at(0);
      EXPECT_EQ(note.at("code"), "result.counted_from_standards");
      EXPECT_EQ(note.at("severity"), "info");
      EXPECT_EQ(note.at("about"), boost::json::array{"reading"});
    }
  }
}

} // namespace
} // namespace passback::actions
