#include <gtest/gtest.h>

#include "plugin/oneroster/answers/clean_words.hpp"
#include "plugin/oneroster/answers/error_body.hpp"
#include "plugin/platform/text.hpp"

namespace passback::oneroster {
namespace {

using Codes = std::vector<std::string>;

TEST(ErrorBody, FindsCodeAndDescriptionInEveryShape) {
  for (
      const char* body :
      {// OneRoster 1.2, as specified.
       R"({"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"Gone.",
               "imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"TargetEndSystem",
               "imsx_codeMinorFieldValue":"unknownobject"}]}})",
       // The spelling of most servers; an object where a list belongs.
       R"({"imsx_description":"Gone.","imsx_codeMinor":{"imsx_codeMinorField":
               {"imsx_codeMinorFieldValue":"unknownobject"}}})",
       R"({"imsx_codeMinor":"unknownobject","imsx_description":"Gone."})",
       R"({"imsx_codeMinor":["unknownobject"],"imsx_description":"Gone."})",
       // 1.1, wrapped.
       R"({"statusInfoSet":[{"imsx_codeMinor":"unknownobject","imsx_description":"Gone."}]})",
       R"({"statusInfoSet":{"imsx_codeMinor":"unknownobject","imsx_description":"Gone."},"error_id":null})",
       R"({"statusInfo":{"CodeMinor":"unknownobject","Description":"Gone."}})",
       R"({"errors":[{"code":"unknownobject","message":"Gone."}]})",
       R"({"imsx_CodeMinor":null,"error":"unknownobject","error_description":"Gone."})"}) {
    const ErrorBody error = read_error_body(body);
    EXPECT_EQ(error.codes, Codes{"unknownobject"}) << body;
    EXPECT_EQ(error.description, "Gone.") << body;
  }
}

TEST(ErrorBody, TakesWhateverElseThereIsAsWords) {
  EXPECT_EQ(read_error_body("").description, "");
  EXPECT_EQ(read_error_body("null").description, "");
  EXPECT_EQ(read_error_body("[]").codes, Codes{});
  EXPECT_EQ(read_error_body("\"plain text\"").description, "plain text");
  EXPECT_EQ(read_error_body(R"({"errors":["a","b"]})").description, "a; b");
  EXPECT_EQ(words_for_support(read_error_body("<html><h1>502</h1>\n<p>Bad Gateway</p></html>")),
            "502 Bad Gateway");
  EXPECT_NE(
      words_for_support(read_error_body(R"({"imsx_description":"cut off her)")).find("cut off her"),
      std::string::npos);
}

TEST(ErrorBody, SurvivesDeepNesting) {
  EXPECT_NO_FATAL_FAILURE(read_error_body(std::string(100'000, '[')));
  EXPECT_NO_FATAL_FAILURE(read_error_body(std::string(100'000, '{')));
}

TEST(CleanWords, RemovesPeopleAndSecrets) {
  EXPECT_EQ(clean_words("Student ann.lee@school.example is not enrolled"),
            "Student [address] is not enrolled");
  EXPECT_EQ(clean_words("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc expired"),
            "Bearer [removed] expired");
  EXPECT_EQ(clean_words("access_token=abc12345 is bad"), "access_token=[removed] is bad");
  EXPECT_EQ(clean_words("oauth_signature=\"MdpQcU8iPSUjWoN/UDMsK2sui9I=\""),
            "oauth_signature=\"[removed]=\"");
}

TEST(CleanWords, KeepsWhatNamesTheRecord) {
  const std::string words =
      "lineItem 6b1d3a52-5c1e-5c9f-8a55-0d2f1c0f7a11 not found in https://sis.example/lineItems";
  EXPECT_EQ(clean_words(words), words);
  EXPECT_EQ(clean_words("the access token is not accepted for this operation"),
            "the access token is not accepted for this operation");
  EXPECT_EQ(clean_words("score < 0 or > 100"), "score < 0 or > 100");
}

TEST(CleanWords, IsOneLineWithoutHiddenCharacters) {
  EXPECT_EQ(clean_words("a\r\n\tb\x01\x1b[31mc\x7f"), "a b [31mc");
  EXPECT_EQ(clean_words("a\u202eb\u2028c\u0085d"), "a b c d");
  EXPECT_EQ(clean_words(std::string_view("a\0b", 3)), "a b");
}

TEST(CleanWords, IsCutBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 400; ++i) {
    long_text += "é ";
  }
  const std::string cut = clean_words(long_text);
  EXPECT_LE(cut.size(), kWordsMaxBytes);
  EXPECT_GT(cut.size(), kWordsMaxBytes - 4);
  EXPECT_TRUE(platform::is_valid_utf8(cut));
}

TEST(CleanWords, IsAlwaysUtf8) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes += static_cast<char>(byte);
  }
  EXPECT_TRUE(platform::is_valid_utf8(clean_words(bytes)));
  EXPECT_TRUE(platform::is_valid_utf8(clean_words(std::string(9000, '\xc3'))));
}

} // namespace
} // namespace passback::oneroster
