#include "plugin/oneroster/documents/post_documents.hpp"
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

TEST(Posts, HoldSeveralLineItemsWithTheirIds) {
  Wire wire = kTwo;
  wire.profile.writes.id_in_body = false;
  std::vector inputs{essay(), essay()};
  inputs[1].wire_id = SourcedId("l-2");
  const auto text = line_items_post(wire.profile, wire.endpoint, inputs, wire.context);
  ASSERT_TRUE(text.ok());
  const auto set = read_json(*text)->as_object().at("lineItems").as_array();
  ASSERT_EQ(set.size(), 2U);
  EXPECT_EQ(set[0].as_object().at("sourcedId"), "l-1") << "the answer refers to it";
  EXPECT_EQ(set[1].as_object().at("sourcedId"), "l-2");
  EXPECT_EQ(set[1].as_object().at("title"), "Essay \"One\"");
}

TEST(Posts, HoldSeveralResults) {
  std::vector inputs{graded("80"), graded("0.0000001")};
  inputs[1].wire_id = SourcedId("r-2");
  const auto text = results_post(kTwo.profile, kTwo.endpoint, inputs, kTwo.context);
  ASSERT_TRUE(text.ok());
  EXPECT_TRUE(text->starts_with(R"({"results":[{"sourcedId":"r-1")")) << *text;
  EXPECT_NE(text->find(R"("score":0.0000001)"), std::string::npos);
  inputs[1].student_id = SourcedId();
  EXPECT_EQ(results_post(kTwo.profile, kTwo.endpoint, inputs, kTwo.context).error().code,
            Code::student_unlinked);
}

std::string pairs_of(std::string body, int status = 201) {
  const auto pairs = read_id_pairs({status, {}, std::move(body)});
  if (!pairs) {
    return std::string(info(pairs.error().code).id);
  }
  std::string text;
  for (const IdPair& pair : *pairs) {
    text += pair.supplied.value + ">" + pair.allocated.value + " ";
  }
  return text;
}

TEST(Posts, ReadThePairsOfTheAnswer) {
  EXPECT_EQ(pairs_of(R"({"sourcedIdPairs":[{"suppliedSourcedId":"b","allocatedSourcedId":"2"},
                        {"allocatedSourcedId":1,"suppliedSourcedId":"a"}]})"),
            "a>1 b>2 ");
  EXPECT_EQ(pairs_of(R"({"sourcedIdPairs":{"suppliedSourcedId":"a","allocatedSourcedId":"1"}})"),
            "a>1 ");
  EXPECT_EQ(pairs_of(R"([{"suppliedSourcedId":"a","allocatedSourcedId":"1"}])"), "a>1 ");
  EXPECT_EQ(pairs_of(R"({"SourcedIDPairs":[{"suppliedSourcedId":"a","allocatedSourcedId":"1"}]})"),
            "a>1 ");
}

TEST(Posts, TakeAnAnswerWithoutPairsForWhatItIs) {
  for (const char* body : {"", "  ", "{}", "[]", R"({"sourcedIdPairs":null})",
                           R"({"sourcedIdPairs":[null,7,{"suppliedSourcedId":"a"}]})"}) {
    EXPECT_EQ(pairs_of(body), "") << body;
  }
  EXPECT_EQ(pairs_of("<html>"), "account.answer_unreadable");
  EXPECT_EQ(pairs_of(R"({"sourcedIdPairs":[{"suppl)"), "account.answer_unreadable");
  EXPECT_EQ(pairs_of("{}", 422), "account.answer_unreadable");
}

TEST(Posts, LeaveOutPairsThatCannotBothBeTrue) {
  EXPECT_EQ(pairs_of(R"([{"suppliedSourcedId":"a","allocatedSourcedId":"1"},
                         {"suppliedSourcedId":"a","allocatedSourcedId":"1"},
                         {"suppliedSourcedId":"b","allocatedSourcedId":"2"},
                         {"suppliedSourcedId":"b","allocatedSourcedId":"3"},
                         {"suppliedSourcedId":"c","allocatedSourcedId":"4"},
                         {"suppliedSourcedId":"d","allocatedSourcedId":"4"}])"),
            "a>1 ");
}

} // namespace
} // namespace passback::oneroster
