#include <random>

#include <gtest/gtest.h>

#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/answers/answer_rules.hpp"

namespace passback::oneroster {
namespace {

constexpr std::int64_t kReceived = 784'111'777'000;

Verdict read(Operation operation, int status, std::string body = "",
             std::vector<Header> headers = {}, const Profile& profile = {}) {
  return read_answer(profile, operation, {status, std::move(headers), std::move(body)},
                     gradebook::SourcedId("id-1"), kReceived);
}

TEST(Answer, ASuccessIsConfirmedUnlessItsBodyContradicts) {
  for (const int status : {200, 201, 204}) {
    for (const char* body : {"", "{}", "null", "OK", "[1]"}) {
      const Verdict verdict = read(Operation::put_result, status, body);
      EXPECT_EQ(verdict.meaning, Meaning::confirmed) << status << body;
      EXPECT_EQ(verdict.code, Code::none);
      EXPECT_FALSE(verdict.other_id.has_value());
    }
  }
}

TEST(Answer, TheStatusDecidesNotTheWordsOfTheBody) {
  EXPECT_EQ(read(Operation::put_result, 422, R"({"imsx_codeMajor":"success"})").meaning,
            Meaning::refused);
}

TEST(Answer, NoticesThatTheSisGaveTheRecordAnotherId) {
  const auto other = [](const char* body) {
    const auto id = read(Operation::put_line_item, 200, body).other_id;
    return id ? id->value : "";
  };
  EXPECT_EQ(other(R"({"lineItem":{"sourcedId":"sis-9","class":{"sourcedId":"k"}}})"), "sis-9");
  EXPECT_EQ(other(R"({"LineItem":[{"sourcedId":"sis-9"}]})"), "sis-9");
  EXPECT_EQ(other(R"({"sourcedId":"sis-9"})"), "sis-9");
  EXPECT_EQ(other(R"({"sourcedIdPairs":[{"suppliedSourcedId":"x","allocatedSourcedId":"no"},
                      {"suppliedSourcedId":"id-1","allocatedSourcedId":"sis-9"}]})"),
            "sis-9");
  EXPECT_EQ(
      other(R"({"sourcedIdPairs":{"suppliedSourcedId":"id-1","allocatedSourcedId":"sis-9"}})"),
      "sis-9");
  EXPECT_EQ(other(R"({"lineItem":{"sourcedId":"id-1"}})"), "");
  EXPECT_EQ(other(R"({"lineItem":{"sourcedId":"ID-1"}})"), "");
  EXPECT_EQ(other(R"({"result":{"sourcedId":"sis-9"}})"), "");
  EXPECT_EQ(other(R"({"lineItem":{"class":{"sourcedId":"k"}}})"), "");
}

TEST(Answer, RefusalsNameTheirCause) {
  struct Case {
    int status;
    Meaning meaning;
    Code code;
  };
  for (const Case& expected : {Case{400, Meaning::refused, Code::rejected_content},
                               Case{401, Meaning::unauthorised, Code::unauthorised},
                               Case{403, Meaning::forbidden, Code::forbidden},
                               Case{405, Meaning::refused, Code::method_refused},
                               Case{408, Meaning::in_doubt, Code::sis_timeout},
                               Case{409, Meaning::refused, Code::rejected_conflict},
                               Case{412, Meaning::refused, Code::rejected_conflict},
                               Case{413, Meaning::refused, Code::rejected_content},
                               Case{415, Meaning::refused, Code::rejected_content},
                               Case{422, Meaning::refused, Code::rejected_content},
                               Case{423, Meaning::refused, Code::rejected_conflict},
                               Case{425, Meaning::in_doubt, Code::sis_busy},
                               Case{429, Meaning::throttled, Code::sis_busy},
                               Case{500, Meaning::in_doubt, Code::sis_error},
                               Case{501, Meaning::refused, Code::method_refused},
                               Case{502, Meaning::in_doubt, Code::sis_error},
                               Case{503, Meaning::in_doubt, Code::sis_error},
                               Case{504, Meaning::in_doubt, Code::sis_timeout},
                               Case{301, Meaning::misdirected, Code::address_refused},
                               Case{302, Meaning::misdirected, Code::address_refused},
                               Case{307, Meaning::misdirected, Code::address_refused},
                               Case{0, Meaning::in_doubt, Code::answer_unreadable},
                               Case{101, Meaning::in_doubt, Code::answer_unreadable},
                               Case{999, Meaning::in_doubt, Code::answer_unreadable}}) {
    const Verdict verdict = read(Operation::put_result, expected.status);
    EXPECT_EQ(verdict.meaning, expected.meaning) << expected.status;
    EXPECT_EQ(verdict.code, expected.code) << expected.status;
  }
}

TEST(Answer, AnUnknownIdMeansSomethingElseForEachOperation) {
  EXPECT_EQ(read(Operation::put_result, 404).meaning, Meaning::target_gone);
  EXPECT_EQ(read(Operation::put_line_item, 404).meaning, Meaning::refused);
  EXPECT_EQ(read(Operation::put_line_item, 404).code, Code::record_unknown);
  EXPECT_EQ(read(Operation::put_category, 404).code, Code::record_unknown);
  EXPECT_EQ(read(Operation::get, 404).meaning, Meaning::target_gone);
  EXPECT_EQ(read(Operation::put_result, 410).meaning, Meaning::target_gone);
}

TEST(Answer, DeletingWhatIsNotThereHasSucceeded) {
  EXPECT_EQ(read(Operation::delete_result, 404).meaning, Meaning::target_gone);
  EXPECT_EQ(read(Operation::delete_line_item, 410).meaning, Meaning::target_gone);
  EXPECT_EQ(read(Operation::delete_result, 404, R"({"imsx_codeMajor":"failure"})").meaning,
            Meaning::confirmed);
  EXPECT_EQ(read(Operation::delete_result, 200, "{\"result\":{\"sourcedId\":\"x\"}}").meaning,
            Meaning::confirmed);
}

TEST(Answer, AForbiddenThatSpeaksOfTheTokenIsUnauthorised) {
  EXPECT_EQ(read(Operation::put_result, 403, R"({"error":"invalid_token"})").meaning,
            Meaning::unauthorised);
  EXPECT_EQ(read(Operation::put_result, 403, R"({"imsx_codeMinor":"unauthorisedrequest"})").meaning,
            Meaning::unauthorised);
  EXPECT_EQ(
      read(Operation::put_result, 403, "", {{"www-authenticate", "Bearer error=\"invalid_token\""}})
          .meaning,
      Meaning::unauthorised);
  EXPECT_EQ(read(Operation::put_result, 403, R"({"error":"insufficient_scope"})").meaning,
            Meaning::forbidden);
}

TEST(Answer, HonoursRetryAfterOf429And503) {
  const Verdict limited = read(Operation::put_result, 429, "", {{"retry-after", "7"}});
  EXPECT_EQ(limited.meaning, Meaning::throttled);
  EXPECT_EQ(limited.retry_after_ms, 7000);
  const Verdict busy =
      read(Operation::put_result, 503, "", {{"Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"}});
  EXPECT_EQ(busy.meaning, Meaning::throttled);
  EXPECT_EQ(busy.retry_after_ms, 60'000);
  EXPECT_EQ(read(Operation::put_result, 429).retry_after_ms, std::nullopt);
}

TEST(Answer, AsksTheTableOfTheProfileFirst) {
  Profile profile;
  profile.answers = {{403, "", "window", "account.window_shut"},
                     {403, "server_busy", "", "account.busy"},
                     {0, "", "does not teach", "record.forbidden"},
                     {500, "", "", "record.rejected"}};
  const auto meaning = [&](int status, const char* body) {
    return read(Operation::put_result, status, body, {}, profile);
  };
  EXPECT_EQ(meaning(403, R"({"imsx_description":"The grading WINDOW is closed"})").meaning,
            Meaning::window_shut);
  EXPECT_EQ(meaning(403, R"({"imsx_codeMinor":"Server_Busy"})").meaning, Meaning::throttled);
  EXPECT_EQ(meaning(403, "{}").meaning, Meaning::forbidden);
  EXPECT_EQ(meaning(409, R"({"message":"User does not teach section"})").code,
            Code::record_forbidden);
  EXPECT_EQ(meaning(500, "x").code, Code::rejected_content);
  EXPECT_EQ(meaning(200, R"({"message":"does not teach"})").meaning, Meaning::unproven)
      << "the table speaks of refusals only";
  EXPECT_EQ(meaning(200, R"({"errors":["does not teach"]})").code, Code::record_forbidden)
      << "also of those that come under a success";
}

TEST(Answer, KeepsCleanWordsForSupport) {
  const Verdict verdict =
      read(Operation::put_result, 422,
           R"({"imsx_codeMinor":"invaliddata","imsx_description":"Score of a@b.example\nis bad"})");
  EXPECT_EQ(verdict.sis_words, "invaliddata: Score of [address] is bad");
}

TEST(Answer, NamesAnOutcomeForEveryDamagedAnswer) {
  const std::string whole =
      R"({"statusInfoSet":[{"imsx_codeMajor":"failure","imsx_severity":"error",)"
      R"("imsx_description":"No such student","imsx_codeMinor":{"imsx_codeMinorField":)"
      R"([{"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"x"}]}}]})";
  std::mt19937 random(500);
  for (int i = 0; i < 2000; ++i) {
    std::string body = whole;
    for (unsigned damage = random() % 8; damage > 0; --damage) {
      body[random() % body.size()] = static_cast<char>(random() % 256);
    }
    body.resize(random() % (body.size() + 1));
    const int status = static_cast<int>(random() % 700);
    const Verdict verdict = read(static_cast<Operation>(random() % 6), status, body,
                                 {{"Retry-After", body.substr(0, random() % 20)}});
    EXPECT_EQ(verdict.meaning == Meaning::confirmed, verdict.code == Code::none);
    EXPECT_LE(verdict.sis_words.size(), 500U);
    if (verdict.retry_after_ms) {
      EXPECT_GE(*verdict.retry_after_ms, 0);
      EXPECT_LE(*verdict.retry_after_ms, 86'400'000);
    }
  }
}

TEST(Answer, FindsTheProfilesWordsAgainInWhatWasKeptOfARefusal) {
  Profile profile;
  profile.answers = {
      {409, "", "locked", "record.conflict", "The gradebook is locked.", "Unlock it in the SIS."},
      {409, "nosource", "", "record.conflict", "Gone there.", ""},
      {409, "", "", "record.rejected", "Something else.", ""}};
  const auto told = [&](int status, Code code, const std::string& body) -> std::string {
    const Verdict verdict = read(Operation::put_result, status, body, {}, profile);
    EXPECT_EQ(verdict.code, code) << body;
    const auto* rule = rule_told_by(profile, status, code, verdict.sis_words);
    return rule == nullptr ? "" : rule->sentence;
  };
  EXPECT_EQ(told(409, Code::rejected_conflict, R"({"imsx_description":"Locked by admin"})"),
            "The gradebook is locked.");
  EXPECT_EQ(told(409, Code::rejected_conflict,
                 R"({"imsx_CodeMinor":{"imsx_codeMinorField":[
                     {"imsx_codeMinorFieldName":"x","imsx_codeMinorFieldValue":"NoSource"}]}})"),
            "Gone there.");
  EXPECT_EQ(told(409, Code::rejected_content, ""), "Something else.");
  EXPECT_EQ(told(422, Code::rejected_content, "locked"), "");
  profile.answers.push_back({0, "", "no teacher", "record.forbidden", "Not yours.", ""});
  EXPECT_EQ(told(200, Code::record_forbidden, R"({"errors":["no teacher of it"]})"), "Not yours.");
}

TEST(Answer, OnlyNoSuchAddressInWordsOfNobodysOwnIsHearsay) {
  const auto hearsay = [](int status, const std::string& body) {
    return is_hearsay(read(Operation::get, status, body), status);
  };
  for (const int status : {404, 405, 410, 501}) {
    EXPECT_TRUE(hearsay(status, "")) << status;
    EXPECT_TRUE(hearsay(status, R"({"message":"no such route"})")) << status;
    EXPECT_FALSE(hearsay(status, R"({"imsx_codeMajor":"failure"})")) << status << ": the SIS's own";
    EXPECT_FALSE(hearsay(status, "<html>Not found</html>")) << status << ": a page says nothing";
  }
  EXPECT_FALSE(hearsay(400, ""));
  EXPECT_FALSE(hearsay(403, ""));
  EXPECT_FALSE(hearsay(200, R"({"imsx_codeMajor":"failure"})")) << "it answers at that address";
}

TEST(Answer, DoubtsTheLineItemOfAResultOnlyWhereTheAnswerMissesIt) {
  const auto doubts = [](Operation operation, int status, const std::string& description) {
    return read(operation, status, R"({"imsx_description":")" + description + "\"}")
        .doubts_line_item;
  };
  EXPECT_TRUE(doubts(Operation::put_result, 400, "lineItem 4711 not found"));
  EXPECT_TRUE(doubts(Operation::put_result, 422, "Unknown Line Item"));
  EXPECT_TRUE(doubts(Operation::put_result, 400, "result.lineItem: there is no lineItem 'li-1'"));
  EXPECT_FALSE(doubts(Operation::put_result, 422, "score above the line item's maximum"));
  EXPECT_FALSE(doubts(Operation::put_result, 422, "student not found"));
  EXPECT_FALSE(doubts(Operation::put_line_item, 422, "lineItem not found"));
  EXPECT_FALSE(doubts(Operation::put_result, 500, "lineItem not found"));
  EXPECT_TRUE(read(Operation::put_result, 400,
                   R"({"imsx_CodeMinor":{"imsx_codeMinorField":[
                       {"imsx_codeMinorFieldName":"x","imsx_codeMinorFieldValue":"unknownobject"}]}})")
                  .doubts_line_item);
}

} // namespace
} // namespace passback::oneroster
