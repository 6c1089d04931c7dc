#include "plugin/actions/state_words.hpp"
#include "plugin/outbox/accounts.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

class StatusTest : public ActionsTest {
 protected:
  boost::json::object status(const std::string& query) {
    auto text = actions.status(query, LiveFigures{2, 10, 8, 1, 1});
    EXPECT_TRUE(text.ok()) << text.error().detail;
    return text ? boost::json::parse(*text).as_object() : boost::json::object();
  }
};

TEST_F(StatusTest, TheWholeHasCountsAccountsAndTheWorker) {
  take(essay());
  take(score_of("90"));
  const auto whole = status("");
  EXPECT_EQ(whole.at("schema"), "lms.status/1");
  EXPECT_FALSE(whole.at("held").as_bool());
  EXPECT_EQ(whole.at("counts").at(0).at("state"), "on_its_way");
  EXPECT_EQ(whole.at("counts").at(0).at("results"), 1);
  EXPECT_EQ(whole.at("worker").at("in_flight"), 2);
  EXPECT_FALSE(whole.contains("records"));
}

TEST_F(StatusTest, AClassHasItsRecordsWithoutScoresOrNames) {
  take(essay());
  auto score = score_of("87.125");
  score.facts.comment = "well done";
  take(score);
  const auto text = boost::json::serialize(status(R"({"class_id":"algebra"})"));
  EXPECT_NE(text.find("\"records\""), std::string::npos);
  EXPECT_EQ(text.find("87.125"), std::string::npos);
  EXPECT_EQ(text.find("well done"), std::string::npos);
}

TEST_F(StatusTest, ALongListGoesOnAfterTheLastId) {
  take(essay());
  for (int i = 0; i < 5; ++i) {
    take(score_of("50", "student-" + std::to_string(i)));
  }
  const auto first = status(R"({"class_id":"algebra","limit":4})");
  EXPECT_EQ(first.at("records").as_array().size(), 4U);
  const auto rest = status(R"({"class_id":"algebra","limit":4,"after_id":)" +
                           std::to_string(first.at("next_after_id").as_int64()) + "}");
  EXPECT_EQ(rest.at("records").as_array().size(), 2U);
  EXPECT_FALSE(rest.contains("next_after_id"));
}

TEST_F(StatusTest, AScoreWhoseActivityWasRefusedIsNotOnItsWay) {
  take(essay());
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(line_item().id);
    outbox::mark_sent(row, "request", 1, clock.unix_ms());
    outbox::refuse(row, outbox::State::rejected, Code::rejected_content, 422, "no such type");
    return transaction.put_record(row);
  });
  const auto shown = status(R"({"class_id":"algebra"})");
  const auto& score = shown.at("records").at(0).at("kind") == "result"
                          ? shown.at("records").at(0)
                          : shown.at("records").at(1);
  EXPECT_EQ(score.at("words"), "Needs your attention");
  EXPECT_EQ(score.at("reason").at("code"), "record.parent_refused");
  for (const auto& document : {shown, status("")}) {
    const auto counts = boost::json::serialize(document.at("counts"));
    EXPECT_EQ(counts.find("On its way"), std::string::npos) << counts;
    EXPECT_NE(counts.find("Needs your attention"), std::string::npos) << counts;
  }

  // Another score of the same activity stands where the first one does.
  EXPECT_EQ(take(score_of("80", "bob")).reason, Code::parent_refused);
  deliver_everything();
  EXPECT_EQ(records(outbox::Kind::result).at(1).state, outbox::State::settled)
      << "it goes as soon as the activity is there";
}

TEST_F(StatusTest, TheWholeAndTheClassAgreeWhichActivitiesHoldTheirScoresBack) {
  take(essay());
  take(score_of("90"));
  const auto needs_somebody = [&](const std::string& query) {
    const auto document = status(query);
    for (const auto& line : document.at("counts").as_array()) {
      if (line.at("state") == "not_ready" && line.as_object().contains("results")) {
        return true;
      }
    }
    return false;
  };
  using outbox::State;
  const std::vector<std::pair<State, bool>> holds_back = {
      {State::ready, false},   {State::sending, false}, {State::held, false},
      {State::waiting, true},  {State::off, true},      {State::conflict, true},
      {State::rejected, true}, {State::failed, true},   {State::unlinked, true}};
  for (const auto& [state, held] : holds_back) {
    commit([&, state = state](outbox::Transaction& transaction) {
      auto row = **transaction.record(line_item().id);
      row.state = state;
      row.code = Code::activity_unknown;
      return transaction.put_record(row);
    });
    EXPECT_EQ(needs_somebody(R"({"class_id":"algebra"})"), held) << state_id(state);
    EXPECT_EQ(needs_somebody(""), held) << state_id(state);
  }
}

TEST_F(StatusTest, ARefusalThatTheProfileKnowsIsExplainedInItsWords) {
  district.connection->profile = "outspoken";
  save(district);
  take(essay());
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(line_item().id);
    outbox::release(row);
    outbox::mark_sent(row, "request", 1, clock.unix_ms());
    outbox::refuse(row, outbox::State::rejected, Code::rejected_content, 400,
                   "invaliddata: Unknown COLUMN type 7");
    return transaction.put_record(row);
  });
  const auto reason = status(R"({"class_id":"algebra"})").at("records").at(0).at("reason");
  EXPECT_EQ(reason.at("code"), "record.rejected");
  EXPECT_EQ(reason.at("sentence"), "Outspoken does not take this kind of column.");
  EXPECT_EQ(reason.at("teacher"), "Choose another category.");
}

TEST_F(StatusTest, ATeacherSeesTheConnectionOfHerClassAndNobodyElses) {
  take(essay());
  commit([&](outbox::Transaction& transaction) {
    for (const auto* id : {"sis-1", "sis-2"}) {
      auto connection = IntakeTest::connection(id);
      connection.sis_name = "Called " + connection.id;
      outbox::ConnectionRow row;
      row.id = id;
      row.domain_id.value = connection.id == "sis-1" ? "district" : "elsewhere";
      row.account_key = connection.id + "-0123456789";
      row.document = settings::to_json(connection);
      EXPECT_TRUE(transaction.put_connection(row).ok());
      outbox::AccountRow account;
      account.key = **outbox::account_key_of(transaction, row.id);
      account.state = outbox::AccountState::down;
      account.code = Code::sis_unreachable;
      EXPECT_TRUE(transaction.put_account(account).ok());
    }
    return ok_status();
  });
  const auto hers = sync(R"({"op":"status"})");
  const auto text = boost::json::serialize(hers);
  EXPECT_EQ(text.find("sis-2"), std::string::npos) << text;
  EXPECT_EQ(text.find("elsewhere"), std::string::npos) << text;
  ASSERT_EQ(hers.at("connections").as_array().size(), 1U);
  EXPECT_EQ(hers.at("connections").at(0).at("sis_name"), "Called sis-1");
  EXPECT_EQ(hers.at("accounts").as_array().size(), 1U);
  EXPECT_EQ(status("").at("connections").as_array().size(), 2U) << "the host itself sees all";
}

TEST_F(StatusTest, WhileTheSiteGuardHoldsDeliveryNothingIsOnItsWay) {
  take(essay());
  take(score_of("90"));
  const auto hold = [&](std::string_view text) {
    commit([&](outbox::Transaction& transaction) { return transaction.put_meta("hold", text); });
  };
  const auto words = [&] {
    return std::string(
        status(R"({"class_id":"algebra"})").at("records").at(0).at("words").as_string());
  };
  hold(info(Code::site_moved).id);
  EXPECT_EQ(words(), "Waiting: an administrator must say whether this site moved");
  for (const auto& document : {status(R"({"class_id":"algebra"})"), status("")}) {
    const auto counts = boost::json::serialize(document.at("counts"));
    EXPECT_EQ(counts.find("On its way"), std::string::npos) << counts;
    EXPECT_NE(counts.find("an administrator must say"), std::string::npos) << counts;
  }
  hold("copy");
  EXPECT_EQ(words(), "Not synced");
  EXPECT_EQ(status("").at("hold").at("code"), "policy.site_copy");
  hold("");
  EXPECT_EQ(words(), "On its way");
}

TEST_F(StatusTest, JobsThatHaveNotEndedAreCounted) {
  EXPECT_EQ(status("").at("open_jobs"), 0);
  commit([&](outbox::Transaction& transaction) {
    outbox::ConnectionRow connection;
    connection.id = "sis-1";
    connection.document = "{}";
    if (auto put = transaction.put_connection(connection); !put) {
      return put;
    }
    outbox::JobRow job;
    job.connection_id = "sis-1";
    return transaction.put_job(job);
  });
  EXPECT_EQ(status("").at("open_jobs"), 1);
}

TEST_F(StatusTest, AQueryOfAWrongKindIsRefused) {
  EXPECT_EQ(actions.status(R"({"class_id":5})", {}).error().code, Code::document);
}

} // namespace
} // namespace passback::actions
