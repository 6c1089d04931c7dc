// Who speaks in an answer, and whether its body contradicts its status.
#include <gtest/gtest.h>

#include "plugin/oneroster/answers/answer.hpp"

namespace passback::oneroster {
namespace {

constexpr Operation kWrites[] = {Operation::put_category, Operation::put_line_item,
                                 Operation::put_result, Operation::delete_line_item,
                                 Operation::delete_result};
constexpr const char* kSignIn =
    "\r\n <!DOCTYPE html><html><head><title>Sign in</title></head><body>a</body></html>";

Verdict read_body(Operation operation, int status, std::string body = "",
                  const std::string& type = "", const Profile& profile = {}) {
  std::vector<Header> headers;
  if (!type.empty()) {
    headers.push_back({"content-type", type});
  }
  return read_answer(profile, operation, {status, std::move(headers), std::move(body)},
                     gradebook::SourcedId("id-1"), 784'111'777'000);
}

TEST(AnswerBody, APageNeverConfirmsNeverRemovesAndIsNeverTheSissRefusal) {
  Profile profile;
  profile.answers = {{0, "", "sign in", "record.rejected"}, {404, "", "", "line_item.gone"}};
  for (const int status :
       {200, 201, 202, 203, 206, 207, 400, 403, 404, 405, 409, 410, 422, 500, 501, 502, 599}) {
    const Meaning expected = status < 500 || status == 501 ? Meaning::page : Meaning::in_doubt;
    for (const Operation operation : kWrites) {
      EXPECT_EQ(read_body(operation, status, kSignIn, "", profile).meaning, expected)
          << status << " by its first byte, operation " << static_cast<int>(operation);
      EXPECT_EQ(read_body(operation, status, "No such <b>page</b>", "Text/HTML; charset=x").meaning,
                expected)
          << status << " by its type, operation " << static_cast<int>(operation);
    }
    EXPECT_EQ(read_body(Operation::get, status, kSignIn, "", profile).meaning, expected) << status;
  }
  const Verdict page = read_body(Operation::put_result, 404, kSignIn);
  EXPECT_EQ(page.code, Code::answer_page);
  EXPECT_EQ(page.sis_words, "Sign in");
  EXPECT_EQ(read_body(Operation::put_result, 404, "", "application/xhtml+xml").meaning,
            Meaning::page);
}

TEST(AnswerBody, AFailureThatIsSaidUnderASuccessIsARefusalWithTheseWords) {
  for (const char* body :
       {R"({"imsx_codeMajor":"failure","imsx_description":"No such course"})",
        R"({"imsx_codeMajor":"Unsupported","imsx_description":"No such course"})",
        R"({"statusInfoSet":[{"imsx_codeMajor":"success"},
            {"imsx_codeMajor":"failure","imsx_description":"No such course"}]})",
        R"({"statusInfoSet":{"imsx_codeMajor":"failure","imsx_description":"No such course"}})",
        R"({"imsx_StatusInfo":{"imsx_codeMajor":"failure","imsx_description":"No such course"}})",
        R"({"imsx_severity":"error","imsx_description":"No such course"})",
        R"({"error":"No such course"})", R"({"Error":{"message":"No such course"}})",
        R"({"errors":["No such course"]})", R"({"errors":[{"detail":"No such course"}]})",
        R"({"result":{"sourcedId":"id-1"},"errors":{"score":"No such course"}})",
        R"({"success":false,"message":"No such course"})",
        R"({"status":"error","message":"No such course"})",
        R"({"statusCode":422,"message":"No such course"})",
        R"({"fault":{"faultstring":"No such course","detail":{"errorcode":"x.y"}}})",
        R"({"Fault":"No such course"})", R"({"result":{"error":"No such course"}})",
        R"({"result":{"sourcedId":"id-1","errors":[{"message":"No such course"}]}})",
        R"({"results":[{"sourcedId":"id-1","success":false,"message":"No such course"}]})",
        R"({"lineItem":{"fault":{"faultstring":"No such course"}}})",
        R"([{"error":"No such course"}])"}) {
    for (const int status : {200, 201, 202, 207}) {
      const Verdict verdict = read_body(Operation::put_result, status, body, "application/json");
      EXPECT_EQ(verdict.meaning, Meaning::refused) << status << " " << body;
      EXPECT_EQ(verdict.code, Code::rejected_content) << status << " " << body;
      EXPECT_NE(verdict.sis_words.find("No such course"), std::string::npos) << body;
    }
  }
  const Verdict set =
      read_body(Operation::put_result, 207,
                R"({"results":[{"status":201},{"status":422,"detail":"No such x"}]})");
  EXPECT_EQ(set.meaning, Meaning::refused);
}

TEST(AnswerBody, WordsBesideTheDataOfAReadAreNotAboutTheData) {
  for (const char* body : {R"({"message":"Invalid API key","results":[]})", R"({"message":"x"})",
                           R"({"results":[{"error":"x","success":false}]})"}) {
    EXPECT_EQ(read_body(Operation::get, 200, body).meaning, Meaning::confirmed) << body;
  }
}

TEST(AnswerBody, AFailureUnderASuccessMeansWhatItsCodeSays) {
  const auto said = [](Operation operation, const std::string& minor) {
    return read_body(operation, 200,
                     R"({"imsx_codeMajor":"failure","imsx_CodeMinor":{"imsx_codeMinorField":
                   [{"imsx_codeMinorFieldValue":")" +
                         minor + R"("}]}})");
  };
  EXPECT_EQ(said(Operation::put_result, "unknownobject").meaning, Meaning::target_gone);
  EXPECT_EQ(said(Operation::delete_result, "unknownobject").meaning, Meaning::confirmed);
  EXPECT_EQ(said(Operation::get, "unknownobject").meaning, Meaning::target_gone);
  EXPECT_EQ(said(Operation::put_result, "unauthorisedrequest").meaning, Meaning::unauthorised);
  EXPECT_EQ(said(Operation::put_result, "forbidden").meaning, Meaning::forbidden);
  EXPECT_EQ(said(Operation::put_result, "server_busy").meaning, Meaning::throttled);
  EXPECT_EQ(said(Operation::put_result, "internal_server_error").meaning, Meaning::in_doubt);
  Profile profile;
  profile.answers = {{0, "", "window", "account.window_shut"}};
  EXPECT_EQ(
      read_body(Operation::put_result, 200, R"({"errors":["The window is closed"]})", "", profile)
          .meaning,
      Meaning::window_shut);
}

TEST(AnswerBody, GoodAnswersAreConfirmed) {
  for (const char* body :
       {"", " \r\n", "OK", "ok.", "\"OK\"", "null", "true", "1", "{}", "[]", "\xef\xbb\xbf{}",
        R"({"imsx_codeMajor":"success","imsx_severity":"status"})",
        R"({"imsx_codeMajor":"success","imsx_severity":"error","imsx_CodeMinor":"fullsuccess"})",
        R"({"statusInfoSet":[{"imsx_codeMajor":"success","imsx_codeMinor":"full success"}]})",
        R"({"error":null,"errors":[],"success":true,"status":"success"})",
        R"({"error":false,"errors":{},"errorMessage":""})", R"({"error":"","errors":null})",
        R"({"error":0,"errors":"none"})", R"({"errors":[null]})", R"({"fault":null})",
        R"({"result":{}})", R"({"result":null})", R"({"result":{"error":null,"status":"active"}})",
        R"({"message":""})", R"({"message":"Success."})", R"({"message":"OK","code":0})",
        R"({"status":"success","message":"The result was saved."})",
        R"({"sourcedId":"id-1","title":"Invalid arguments","description":"error"})",
        R"({"lineItem":{"sourcedId":"id-1","title":"Error","description":"fault",
            "category":{"sourcedId":"c-1","type":"category","href":"https://x/error"}}})",
        R"({"result":{"sourcedId":"id-1","status":"active","comment":"error: <b>see</b> me",
            "metadata":{"error":"x","success":false}}})",
        R"({"sourcedId":"id-1","status":"tobedeleted","title":"Failure and error"})",
        R"({"sourcedIdPairs":[{"suppliedSourcedId":"id-1","allocatedSourcedId":"id-1"}]})"}) {
    for (const int status : {200, 201, 204}) {
      for (const char* type : {"", "application/json", "text/html; charset=utf-8"}) {
        for (const Operation operation : kWrites) {
          const Verdict verdict = read_body(operation, status, body, type);
          EXPECT_EQ(verdict.meaning, Meaning::confirmed) << status << " " << type << " " << body;
          EXPECT_EQ(verdict.code, Code::none);
        }
      }
    }
  }
}

TEST(AnswerBody, ASuccessThatDoesNotSayThatItIsDoneProvesNothing) {
  for (const char* body :
       {"{\"result\":{\"sourc", "an error occurred", "\"rejected\"", "false",
        R"({"message":"Invalid API key"})", R"({"Message":"Invalid API key","requestId":"4f1"})",
        R"({"msg":"not yours","code":7})", R"({"title":"Unknown product","detail":"x","type":"y"})",
        R"({"message":["Invalid API key"]})", R"({"detail":{"reason":"Invalid API key"}})"}) {
    for (const int status : {200, 201}) {
      const Verdict verdict = read_body(Operation::put_result, status, body);
      EXPECT_EQ(verdict.meaning, Meaning::unproven) << status << body;
      EXPECT_EQ(verdict.code, Code::answer_unreadable) << status << body;
    }
  }
  for (const int status : {202, 203, 205, 206, 207, 226, 299}) {
    EXPECT_EQ(read_body(Operation::put_result, status, "").meaning, Meaning::unproven) << status;
    EXPECT_EQ(read_body(Operation::delete_result, status, "{}").meaning, Meaning::unproven)
        << status;
  }
  EXPECT_EQ(read_body(Operation::put_result, 200, R"({"imsx_codeMajor":"processing"})").meaning,
            Meaning::unproven);
  EXPECT_EQ(read_body(Operation::get, 206, R"({"lineItems":[]})").meaning, Meaning::in_doubt);
}

TEST(AnswerBody, ANotFoundRemovesOnlyInTheSissOwnWords) {
  EXPECT_EQ(read_body(Operation::delete_result, 404,
                      R"({"imsx_codeMajor":"failure","imsx_CodeMinor":{"imsx_codeMinorField":
                    [{"imsx_codeMinorFieldValue":"unknownobject"}]}})")
                .meaning,
            Meaning::confirmed);
  EXPECT_EQ(
      read_body(Operation::delete_line_item, 410, R"({"statusInfoSet":[{"imsx_codeMajor":7}]})")
          .meaning,
      Meaning::confirmed);
  for (const char* body : {"", "404 page not found", R"({"message":"no Route matched"})"}) {
    EXPECT_EQ(read_body(Operation::delete_result, 404, body).meaning, Meaning::target_gone) << body;
    EXPECT_EQ(read_body(Operation::delete_line_item, 410, body).meaning, Meaning::target_gone)
        << body;
  }
}

TEST(AnswerBody, ARefusedSignInStaysOneWhateverItsPageLooksLike) {
  EXPECT_EQ(read_body(Operation::put_result, 401, kSignIn, "text/html").meaning,
            Meaning::unauthorised);
  EXPECT_EQ(read_body(Operation::put_result, 429, kSignIn, "text/html").meaning,
            Meaning::throttled);
}

} // namespace
} // namespace passback::oneroster
