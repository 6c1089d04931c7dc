// Everything that we send to an SIS of the specification's own kind, held against its data model
// with additionalProperties: false.
#include <fstream>
#include <iterator>

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "plugin/oneroster/documents/post_documents.hpp"
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DataModel : public ::testing::Test {
 protected:
  DataModel() {
    const std::string root = SOURCE_DIR;
    const auto read = read_json(
        contents(root + "/tests/unit/oneroster/data_model/oneroster_1p2_writes.schema.json"));
    schema_document_ = read.value();
    valijson::SchemaParser().populateSchema(valijson::adapters::BoostJsonAdapter(schema_document_),
                                            schema_);
    const auto profile =
        parse_profile(contents(root + "/manifests/sis/generic-1.2.yaml"),
                      contents(root + "/manifests/sis.schema.json"), "generic-1.2.yaml");
    EXPECT_TRUE(profile.ok()) << profile.error().detail;
    wire_.profile = *profile;
  }

  /// Why it does not fit; "" if it does.
  std::string misfit(const std::string& document) const {
    const auto value = read_json(document);
    if (!value) {
      return "no JSON: " + document;
    }
    valijson::ValidationResults results;
    valijson::Validator validator;
    const bool fits =
        validator.validate(schema_, valijson::adapters::BoostJsonAdapter(*value), &results);
    return fits ? std::string() : document;
  }

  json::value schema_document_;
  valijson::Schema schema_;
  Wire wire_{OneRosterVersion::v1p2};
};

/// Every combination of what a line item may have and lack.
std::vector<LineItemInput> line_items() {
  std::vector<LineItemInput> all;
  for (int bits = 0; bits < 256; ++bits) {
    const auto has = [&](int bit) { return (bits >> bit & 1) != 0; };
    LineItemInput input = essay();
    if (!has(0)) {
      input.facts.description.clear();
    }
    if (!has(1)) {
      input.facts.points_possible.reset();
    }
    input.facts.due_at_unix_ms = has(2) ? kDue : 0;
    if (!has(3)) {
      input.grading_period_id = SourcedId();
    }
    input.facts.extra_credit = has(4);
    if (has(5)) {
      input.objective_ids = {"a", "b"};
    }
    if (has(6)) {
      input.in_sis = line_item_of(
          read_json(R"({"sourcedId":"l-1","metadata":{"x":1.5},"title":"t","resultValueMax":3,
                        "academicSession":{"sourcedId":"a"},"gradingPeriod":{"sourcedId":"g"},
                        "scoreScale":{"sourcedId":"s"}})")
              ->as_object());
    }
    input.facts.assigned_at_unix_ms = has(7) ? kAssigned : 0;
    all.push_back(std::move(input));
  }
  return all;
}

/// Every kind of score with every flag.
std::vector<ResultInput> results() {
  std::vector<ResultInput> all;
  for (const char* points : {"", "0", "89.995", "0.0000001", "300", "-2"}) {
    for (int bits = 0; bits < 2048; bits += 37) { // flags in every mixture, without waiting minutes
      const auto has = [&](int bit) { return (bits >> bit & 1) != 0; };
      ResultInput input = graded(points);
      auto& flags = input.facts.flags;
      flags.exempt = has(0);
      flags.missing = has(1);
      flags.late = has(2);
      flags.incomplete = has(3);
      flags.submitted = has(4);
      flags.in_progress = has(5);
      flags.dropped = has(6);
      input.facts.text_score = has(7) ? "B+" : "";
      input.facts.comment = has(8) ? "a \"comment\"\n" : "";
      input.cleared = has(9);
      if (has(10)) {
        input.sent_before = gradebook::ScoreFacts();
        input.sent_before->comment = input.sent_before->text_score = "x";
        input.sent_before->flags.late = true;
        input.facts.objectives = {{"o", decimal("1"), decimal("4"), {}}, {"p", {}, {}, {}}};
        input.points_possible = decimal("100"); // where they are the score it is counted of them
      }
      all.push_back(std::move(input));
    }
  }
  return all;
}

TEST_F(DataModel, HoldsForEveryLineItem) {
  for (const LineItemInput& input : line_items()) {
    ASSERT_EQ(misfit(wire_.line_item(input)), "");
  }
  wire_.context.withdrawn = true;
  EXPECT_EQ(misfit(wire_.line_item(essay())), "");
}

TEST_F(DataModel, HoldsForEveryResult) {
  for (const ResultInput& input : results()) {
    ASSERT_EQ(misfit(wire_.result(input)), "");
  }
}

TEST_F(DataModel, HoldsForCategoriesAndSets) {
  EXPECT_EQ(misfit(*category_document(wire_.profile, wire_.endpoint,
                                      {SourcedId("c"), {"Tests", decimal("12.5")}}, wire_.context)),
            "");
  EXPECT_EQ(misfit(*category_document(wire_.profile, wire_.endpoint,
                                      {SourcedId("c"), {"Tests", {}}}, wire_.context)),
            "");
  const auto items = line_items();
  EXPECT_EQ(misfit(*line_items_post(wire_.profile, wire_.endpoint, items, wire_.context)), "");
  const auto some = results();
  EXPECT_EQ(misfit(*results_post(wire_.profile, wire_.endpoint, std::span(some).last(50),
                                 wire_.context)),
            "");
}

TEST_F(DataModel, HoldsForAssessments) {
  wire_.profile.gradebook = Gradebook::assessment;
  wire_.profile.score_scale = Need::when_known;
  wire_.profile.scales["default"].sourced_id = SourcedId("ss");
  for (const LineItemInput& input : line_items()) {
    ASSERT_EQ(misfit(wire_.line_item(input)), "");
  }
  for (const char* points : {"", "80"}) {
    EXPECT_EQ(misfit(wire_.result(graded(points))), "");
  }
}

TEST_F(DataModel, SeesWhatDoesNotFit) {
  const std::string good = wire_.line_item(essay());
  EXPECT_EQ(misfit(good), "");
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return misfit(text);
  };
  EXPECT_NE(changed(R"("title")", R"("titel")"), "") << "a member that is not the model's";
  EXPECT_NE(changed(R"("active")", R"("inactive")"), "");
  EXPECT_NE(changed(R"(T18:25:43.511Z)", ""), "") << "a date where a dateTime belongs";
  EXPECT_NE(changed(R"("type":"class")", R"("type":"course")"), "");
  EXPECT_NE(changed(R"("school")", R"("org")"), "");
  EXPECT_NE(misfit(R"({"lineItem":{}})"), "");
  EXPECT_NE(misfit("{}"), "");
  wire_.profile.references = References::id_only;
  EXPECT_NE(misfit(wire_.line_item(essay())), "");
  wire_.profile.score_date_form = ScoreDateForm::date_time;
  EXPECT_NE(misfit(wire_.result(graded("1"))), "");
}

} // namespace
} // namespace passback::oneroster
