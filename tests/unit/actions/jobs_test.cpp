// What can be asked to be done at the SIS: asked here, ended by hand as the worker would, read
// here.
#include "plugin/actions/jobs.hpp"
#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

class Jobs : public ActionsTest {
 protected:
  static std::int64_t id_of(const boost::json::object& reply) {
    return reply.at("job").at("id").as_int64();
  }
  outbox::JobRow row(std::int64_t id) {
    outbox::JobRow found;
    const auto read = store->intake().read([&](outbox::Transaction& transaction) {
      found = transaction.job(id)->value();
      return ok_status();
    });
    EXPECT_TRUE(read.ok());
    return found;
  }
  void end_with(std::int64_t id, const std::string& report, Code code = Code::none) {
    auto job = row(id);
    job.state = code == Code::none ? outbox::JobState::done : outbox::JobState::failed;
    job.code = code;
    job.report = report;
    job.recording = R"({"kind":"x"})";
    job.ended_unix_ms = clock.now_ms;
    commit([&](outbox::Transaction& transaction) { return transaction.put_job(job); });
  }
  boost::json::object settings(const std::string& input) {
    return use(kSyncGradesSettings, teacher(), input);
  }
  void put_class(const std::string& id, const std::string& sis_id,
                 const std::string& domain = "district") {
    outbox::ClassRow in;
    in.class_id.value = id;
    in.school_year.value = "2026";
    in.domain_id.value = domain;
    gradebook::ClassFacts facts;
    facts.class_sis_id.value = sis_id;
    in.facts = gradebook::to_json(facts);
    commit([&](outbox::Transaction& transaction) { return transaction.put_class(in); });
  }
  void put_person(const std::string& class_id, const std::string& user, int role,
                  const std::string& sis_id) {
    outbox::EnrolmentRow in;
    in.class_id.value = class_id;
    in.school_year.value = "2026";
    in.user_id = user;
    in.role = role;
    in.user_sis_id.value = sis_id;
    commit([&](outbox::Transaction& transaction) { return transaction.put_enrolment(in); });
  }
};

TEST_F(Jobs, ATestOfTheConnectionIsAskedForOnceAndReadWhenItIsDone) {
  const auto started = card(R"({"op":"test_connection"})");
  EXPECT_TRUE(started.at("ok").as_bool());
  EXPECT_TRUE(changed) << "the worker is nudged";
  EXPECT_EQ(started.at("job").at("state"), "asked");
  EXPECT_EQ(id_of(card(R"({"op":"test_connection"})")), id_of(started)) << "pressed twice";
  EXPECT_EQ(row(id_of(started)).asked_by, "admin");

  end_with(id_of(started), R"({"outcome":"ok","checks":[]})");
  const auto job = card(R"({"op":"job","kind":"test_connection"})");
  EXPECT_FALSE(changed);
  EXPECT_EQ(job.at("schema"), "lms.job/1");
  EXPECT_EQ(job.at("state"), "done");
  EXPECT_EQ(job.at("report").at("outcome"), "ok");
  EXPECT_TRUE(job.at("has_recording").as_bool());
  EXPECT_EQ(job.if_contains("recording"), nullptr);
  EXPECT_TRUE(card(R"({"op":"job","kind":"test_connection","recording":true})")
                  .at("recording")
                  .is_object());
  EXPECT_NE(id_of(card(R"({"op":"test_connection"})")), id_of(started)) << "a new one now";
}

TEST_F(Jobs, TheCardShowsWhatTheLastTestSaid) {
  const auto id = id_of(card(R"({"op":"test_connection"})"));
  EXPECT_NE(boost::json::serialize(card("")).find("under way"), std::string::npos);
  end_with(id, R"({"outcome":"failed","checks":[
    {"id":"token","outcome":"failed","sentence":"No token.","next_step":"Check the secret."},
    {"id":"clock","outcome":"skipped","sentence":"No clock."}]})");
  clock.now_ms += 5 * 60'000;
  const auto form = boost::json::serialize(card(""));
  EXPECT_NE(form.find("tested 5 minutes ago"), std::string::npos) << form;
  EXPECT_NE(form.find("No token. Check the secret."), std::string::npos);
  EXPECT_EQ(form.find("No clock."), std::string::npos);
}

TEST_F(Jobs, ATestWithRemarksIsNoProblemForSummaryAndReport) {
  const auto id = id_of(card(R"({"op":"test_connection"})"));
  end_with(id, R"({"outcome":"warning","checks":[]})");
  const auto state = card(R"({"op":"summary"})").at("state").as_object();
  EXPECT_EQ(state.at("outcome"), "ok");
  EXPECT_EQ(state.at("text_key"), "card.state.last_test_remarks");
  const auto report = card(R"({"op":"setup_report"})");
  EXPECT_NE(report.at("text").as_string().find("works, with remarks"), std::string::npos);
}

TEST_F(Jobs, AJobThatCouldNotBeRunSaysWhy) {
  end_with(id_of(card(R"({"op":"test_connection"})")), "", Code::secret_missing);
  const auto job = card(R"({"op":"job","kind":"test_connection"})");
  EXPECT_EQ(job.at("state"), "failed");
  EXPECT_EQ(job.at("reason").at("code"), "account.secret_missing");
}

TEST_F(Jobs, AJobThatWaitsBecauseTheSisAskedForAPauseSaysUntilWhen) {
  card(R"({"op":"test_connection"})");
  outbox::ConnectionRow row;
  row.id = "sis-1";
  row.domain_id.value = "district";
  row.account_key = "sis-1-0123456789";
  row.document = settings::to_json(connection("sis-1"));
  commit([&](outbox::Transaction& transaction) {
    EXPECT_TRUE(transaction.put_connection(row).ok());
    outbox::AccountRow account;
    account.key = **outbox::account_key_of(transaction, row.id);
    account.code = Code::sis_busy;
    account.retry_unix_ms = clock.now_ms + 10 * 60'000;
    return transaction.put_account(account);
  });
  const auto words = [&] {
    return std::string(card(R"({"op":"job","kind":"test_connection"})").at("words").as_string());
  };
  EXPECT_NE(words().find("asked us to wait until 2026-"), std::string::npos) << words();
  EXPECT_NE(words().find("It goes on by itself then."), std::string::npos) << words();
  clock.now_ms += 10 * 60'000;
  EXPECT_EQ(words(), "It begins in a moment.");
}

TEST_F(Jobs, ATestGradeNeedsAClassAndAStudent) {
  EXPECT_EQ(problems_of(card(R"({"op":"test_grade"})")), "class_sis_id,student_sis_id");
  EXPECT_FALSE(changed);
  const auto started = card(R"({"op":"test_grade","class_sis_id":"c1","student_sis_id":"s1"})");
  const auto input = boost::json::parse(row(id_of(started)).input);
  EXPECT_EQ(input.at("class_id"), "c1");
  EXPECT_EQ(input.at("student_id"), "s1");
  EXPECT_EQ(input.at("today").as_string(), "2026-09-21");
  EXPECT_FALSE(input.at("seed").as_string().empty());
}

TEST_F(Jobs, WhereNothingCanBeDeletedATestGradeHasToBeConfirmedFirst) {
  commit([&](outbox::Transaction& transaction) {
    exchange::SisCapabilities found;
    found.may_delete = false;
    outbox::SisDocumentRow document;
    document.connection_id = "sis-1";
    document.kind = stored_name(outbox::SisDocumentKind::found);
    document.document = exchange::to_json(found);
    return transaction.put_sis_document(document);
  });
  const auto asked = card(R"({"op":"test_grade","class_sis_id":"c1","student_sis_id":"s1"})");
  EXPECT_FALSE(asked.at("ok").as_bool());
  EXPECT_EQ(asked.at("questions").as_array().at(0).at("name"), "confirm");
  EXPECT_FALSE(changed);
  EXPECT_FALSE(card(R"({"op":"job","kind":"test_grade"})").at("ok").as_bool());
  EXPECT_TRUE(
      card(R"({"op":"test_grade","class_sis_id":"c1","student_sis_id":"s1","confirm":"yes"})")
          .at("ok")
          .as_bool());
}

TEST_F(Jobs, WithoutAConnectionOrFromACopyOfTheSiteNothingIsStarted) {
  commit([](outbox::Transaction& t) { return t.put_meta("hold", "copy"); });
  EXPECT_EQ(problems_of(card(R"({"op":"test_connection"})")), "site");
  district.connection.reset();
  save(district);
  EXPECT_EQ(problems_of(card(R"({"op":"readiness"})")), "connection");
  EXPECT_EQ(problems_of(card(R"({"op":"job","kind":"readiness"})")), "connection");
}

TEST_F(Jobs, AnAddressThatCannotBeUsedIsSaidInsteadOfTested) {
  district.connection->base_url = "https://north.example/ims/oneroster/v1p1";
  save(district);
  const auto reply = card(R"({"op":"test_connection"})");
  EXPECT_EQ(problems_of(reply), "connection.base_url");
  EXPECT_NE(boost::json::serialize(reply).find("is an address of OneRoster 1.1"), std::string::npos)
      << boost::json::serialize(reply);
  EXPECT_FALSE(changed);
}

TEST_F(Jobs, AJobOfAnotherConnectionIsNotShown) {
  outbox::JobRow other;
  other.connection_id = "sis-of-another-district";
  other.kind = "test_connection";
  other.report = R"({"outcome":"ok"})";
  other.state = outbox::JobState::done;
  commit([&](outbox::Transaction& transaction) { return transaction.put_job(other); });
  EXPECT_EQ(problems_of(card(R"({"op":"job","id":)" + std::to_string(other.id) + "}")), "id");
}

TEST_F(Jobs, ReadinessCountsWhoHasAnIdAsksForASampleAndListsWhoNeedsSomebody) {
  put_class("algebra", "sis-algebra");
  put_class("biology", "");
  put_person("algebra", "anna", 1, "sis-anna");
  put_person("biology", "anna", 1, "");
  put_person("algebra", "bert", 1, "");
  put_person("algebra", "teach", 2, "=sis-teach");
  put_person("algebra", "parent", 3, "");
  put_person("algebra", "assistant", 4, "");
  put_person("algebra", "guest", 5, "");
  put_person("algebra", "preview", 6, "");
  const auto id = id_of(card(R"({"op":"readiness"})"));
  const auto input = boost::json::parse(row(id).input);
  EXPECT_EQ(boost::json::serialize(input.at("classes")), R"(["sis-algebra"])");
  EXPECT_EQ(input.at("samples").as_array().size(), 3u) << boost::json::serialize(input);

  end_with(id, R"({"outcome":"failed","checks":[],"asked":[
    {"kind":"class","sis_id":"sis-algebra","known":true},
    {"kind":"student","sis_id":"sis-anna"},
    {"kind":"teacher","sis_id":"=sis-teach","known":false}]})");
  const auto job = card(R"({"op":"job","kind":"readiness"})");
  const auto& counts = job.at("counts");
  EXPECT_EQ(counts.at("classes").at("total"), 2);
  EXPECT_EQ(counts.at("classes").at("without_sis_id"), 1);
  EXPECT_EQ(counts.at("classes").at("known_in_sis"), 1);
  EXPECT_EQ(counts.at("students").at("total"), 2) << "each person once";
  EXPECT_EQ(counts.at("students").at("with_sis_id"), 1);
  EXPECT_EQ(counts.at("teachers").at("unknown_in_sis"), 1);
  EXPECT_EQ(job.at("list").as_array().size(), 3u) << "biology, bert, teach";
  const std::string csv(
      card(R"({"op":"job","kind":"readiness","format":"csv"})").at("csv").as_string());
  EXPECT_NE(csv.find("student,bert,algebra,,no_sis_id\r\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find("teacher,teach,algebra,'=sis-teach,unknown_in_sis\r\n"), std::string::npos)
      << "a spreadsheet must not take an id for a formula";
}

TEST_F(Jobs, ATeacherCanHaveTheCategoriesReadAgainAndSeesHowOldTheyAre) {
  EXPECT_FALSE(settings(R"({"op":"refresh_categories"})").at("ok").as_bool())
      << "the class is not linked";
  auto linked = essay();
  take(linked);
  commit([&](outbox::Transaction& transaction) {
    outbox::ClassRow in;
    in.class_id.value = "algebra";
    in.school_year.value = "2026";
    in.domain_id.value = "north";
    gradebook::ClassFacts facts;
    facts.class_sis_id.value = "sis-algebra";
    in.facts = gradebook::to_json(facts);
    return transaction.put_class(in);
  });
  const auto started = settings(R"({"op":"refresh_categories"})");
  ASSERT_TRUE(started.at("ok").as_bool()) << boost::json::serialize(started);
  EXPECT_TRUE(changed);
  EXPECT_EQ(row(id_of(started)).subject, "sis-algebra");
  EXPECT_NE(boost::json::serialize(settings("")).find("being read"), std::string::npos);

  commit([&](outbox::Transaction& transaction) {
    outbox::SisDocumentRow document;
    document.connection_id = "sis-1";
    document.kind = "categories";
    document.key = "sis-algebra";
    document.document = R"([{"id":"cat-1","title":"Homework"}])";
    document.read_unix_ms = clock.now_ms;
    return transaction.put_sis_document(document);
  });
  end_with(id_of(started), R"({"outcome":"ok","checks":[]})");
  clock.now_ms += 3 * 60 * 60'000;
  const auto form = boost::json::serialize(settings(""));
  EXPECT_NE(form.find("were read 3 hours ago"), std::string::npos) << form;
  EXPECT_NE(form.find(R"("value":"cat-1")"), std::string::npos);
  EXPECT_EQ(settings(R"({"op":"job"})").at("kind"), "read_categories");
}

TEST_F(Jobs, AClassThatIsSeveralAtTheSisGetsTheCategoriesOfEach) {
  take(essay());
  put_class("algebra", "sis-algebra");
  outbox::EnrolmentRow moved;
  moved.class_id.value = "algebra";
  moved.school_year.value = "2026";
  moved.user_id = "anna";
  moved.class_sis_id.value = "sis-algebra-2";
  commit([&](outbox::Transaction& transaction) { return transaction.put_enrolment(moved); });
  auto in_lms = essay();
  in_lms.facts.category_sis_id = {};
  in_lms.facts.category_id = gradebook::CategoryId("homework");
  in_lms.facts.category_title = "Homework";
  take(in_lms);

  const auto started = settings(R"({"op":"refresh_categories"})");
  EXPECT_EQ(boost::json::serialize(boost::json::parse(row(id_of(started)).input).at("class_ids")),
            R"(["sis-algebra","sis-algebra-2"])");
  EXPECT_EQ(id_of(settings(R"({"op":"refresh_categories"})")), id_of(started)) << "pressed twice";
  EXPECT_EQ(settings(R"({"op":"job"})").at("id"), id_of(started));

  const auto keep = [&](const std::string& sis_class, const std::string& list) {
    outbox::SisDocumentRow document;
    document.connection_id = "sis-1";
    document.kind = "categories";
    document.key = sis_class;
    document.document = list;
    document.read_unix_ms = clock.now_ms;
    commit([&](outbox::Transaction& t) { return t.put_sis_document(document); });
  };
  end_with(id_of(started), R"({"outcome":"ok","checks":[]})");
  keep("sis-algebra", R"([{"id":"cat-1","title":"Homework"}])");
  EXPECT_NE(boost::json::serialize(settings("")).find("not read yet: sis-algebra-2."),
            std::string::npos);
  keep("sis-algebra-2", R"([{"id":"cat-9","title":"Homework"}])");

  settings(R"({"op":"save","category_map":{"sis-algebra-2/homework":"cat-9"}})");
  const auto form = settings("");
  boost::json::object map;
  for (const auto& field : form.at("fields").as_array()) {
    map = field.at("name") == "category_map" ? field.as_object() : map;
  }
  EXPECT_EQ(boost::json::serialize(map.at("choices")),
            R"([{"value":"cat-1","label":"Homework – sis-algebra"},)"
            R"({"value":"cat-9","label":"Homework – sis-algebra-2"}])");
  const auto& rows = map.at("value").as_object();
  EXPECT_EQ(rows.size(), 4u) << boost::json::serialize(rows);
  EXPECT_EQ(rows.at("sis-algebra-2/homework").at("value"), "cat-9");
  EXPECT_TRUE(rows.at("sis-algebra/homework").at("value").is_null());
  EXPECT_EQ(rows.at("sis-algebra/").at("title"), "Everything else – sis-algebra");

  // One list for both: one choice does.
  keep("sis-algebra-2", R"([{"id":"cat-1","title":"Homework"}])");
  settings(R"({"op":"save","category_map":null})");
  const auto same = boost::json::serialize(settings(""));
  EXPECT_NE(
      same.find(R"("value":{"homework":{"title":"Homework","value":null,"proposed":"cat-1"}})"),
      std::string::npos)
      << same;
  EXPECT_NE(same.find(R"("choices":[{"value":"cat-1","label":"Homework"}])"), std::string::npos);
}

class JobsOfASchool : public Jobs {
 protected:
  JobsOfASchool() {
    for (const std::string school : {"north", "south"}) {
      EXPECT_TRUE(card("", school).contains("fields")) << "the place in the tree is known";
      put_class("class-" + school, "sis-class-" + school, school);
      put_person("class-" + school, "student-" + school, 1, "sis-student-" + school);
      put_person("class-" + school, "teacher-" + school, 2, "sis-teacher-" + school);
    }
  }
  boost::json::object test_grade(const std::string& asker, const std::string& of_class,
                                 const std::string& student) {
    return card(R"({"op":"test_grade","class_sis_id":"sis-)" + of_class +
                    R"(","student_sis_id":"sis-)" + student + "\"}",
                asker);
  }
  boost::json::object job_of(const std::string& asker, const std::string& by) {
    return card(R"({"op":"job",)" + by + R"(,"recording":true})", asker);
  }
};

TEST_F(JobsOfASchool, ATestGradeGoesToItsOwnClassesAndPeopleOnly) {
  EXPECT_EQ(problems_of(test_grade("north", "class-south", "student-south")),
            "class_sis_id,student_sis_id");
  EXPECT_FALSE(changed);
  EXPECT_EQ(problems_of(test_grade("north", "class-north", "student-south")), "student_sis_id");
  EXPECT_EQ(problems_of(test_grade("north", "class-north", "teacher-north")), "student_sis_id");
  EXPECT_EQ(problems_of(test_grade("north", "class-nobody-knows", "student-north")),
            "class_sis_id");
  EXPECT_TRUE(test_grade("north", "class-north", "student-north").at("ok").as_bool());
  EXPECT_TRUE(test_grade("district", "class-south", "student-south").at("ok").as_bool());
}

TEST_F(JobsOfASchool, WhoeverSetTheConnectionMayTryItBeforeAnyClassIsKnown) {
  EXPECT_TRUE(test_grade("district", "class-new", "student-new").at("ok").as_bool());
}

TEST_F(JobsOfASchool, WhatWasAskedElsewhereIsNotShown) {
  const auto of_district = id_of(test_grade("district", "class-south", "student-south"));
  end_with(of_district, R"({"outcome":"ok","checks":[]})");
  const auto of_south = id_of(card(R"({"op":"test_connection"})", "south"));
  end_with(of_south, R"({"outcome":"ok","checks":[]})");
  for (const auto id : {of_district, of_south}) {
    const auto shown = job_of("north", "\"id\":" + std::to_string(id));
    EXPECT_EQ(problems_of(shown), "id") << boost::json::serialize(shown);
  }
  for (const auto* kind : {"test_grade", "test_connection"}) {
    const auto shown = job_of("north", std::string(R"("kind":")") + kind + "\"");
    EXPECT_EQ(problems_of(shown), "id") << boost::json::serialize(shown);
  }
  EXPECT_EQ(boost::json::serialize(card("", "north")).find("The connection was tested"),
            std::string::npos);
  EXPECT_EQ(job_of("south", R"("kind":"test_connection")").at("id"), of_south);
  EXPECT_EQ(job_of("district", "\"id\":" + std::to_string(of_south)).at("id"), of_south)
      << "whoever manages the district manages its schools";
}

TEST_F(JobsOfASchool, AskingIsNotAnsweredWithWhatAnotherSchoolAskedFor) {
  const auto of_south = id_of(card(R"({"op":"readiness"})", "south"));
  const auto of_north = id_of(card(R"({"op":"readiness"})", "north"));
  EXPECT_NE(of_south, of_north);
  EXPECT_EQ(row(of_north).input.find("south"), std::string::npos) << row(of_north).input;
}

TEST(Age, IsSaidInTheLargestUnitThatStillTells) {
  const auto ago = [](std::int64_t minutes) { return age_text(0, minutes * 60'000); };
  EXPECT_EQ(age_text(100, 0), "just now");
  EXPECT_EQ(ago(1), "1 minute ago");
  EXPECT_EQ(ago(119), "119 minutes ago");
  EXPECT_EQ(ago(180), "3 hours ago");
  EXPECT_EQ(ago(60 * 72), "3 days ago");
}

} // namespace
} // namespace passback::actions
