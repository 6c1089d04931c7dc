// Readers against answers that were damaged on the way: whatever comes, they answer, and a page
// that cannot be read is never "there is nothing".
#include <random>

#include <gtest/gtest.h>

#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/reads/paging.hpp"
#include "plugin/oneroster/reads/sis_object_reads.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

constexpr const char* kBodies[] = {
    R"({"lineItems":[{"sourcedId":"l-1","status":"active","title":"Essay","class":{"sourcedId":"k"},
      "dueDate":"2026-10-01T00:00:00.000Z","resultValueMax":12.5,"metadata":{"a":[1,null]}}]})",
    R"({"results":[{"sourcedId":"r-1","score":89.995,"late":"true","scoreDate":"2026-10-01",
      "learningObjectiveSet":[{"source":"case","learningObjectiveResults":[{"score":1e3}]}]}]})",
    R"({"academicSessions":[{"sourcedId":"g","type":"gradingPeriod","startDate":"2026-08-01",
      "parent":{"sourcedId":"t"},"children":[{"sourcedId":"u"}]}]})",
    R"({"sourcedIdPairs":[{"suppliedSourcedId":"a","allocatedSourcedId":"1"}]})",
    R"({"imsx_codeMajor":"failure","imsx_CodeMinor":{"imsx_codeMinorField":[
      {"imsx_codeMinorFieldValue":"unknownobject"}]}})",
    R"({"class":{"sourcedId":"k","school":{"sourcedId":"o"},"terms":[{"sourcedId":"t"}]}})"};

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  std::string body() {
    std::string text = kBodies[below(std::size(kBodies))];
    for (std::size_t times = below(4); times > 0 && !text.empty(); --times) {
      damage(text);
    }
    return text;
  }
  int status() {
    static constexpr int kStatuses[] = {200, 200, 201, 204, 304, 400, 401,
                                        404, 429, 500, 999, 0,   -1};
    return kStatuses[below(std::size(kStatuses))];
  }
  std::vector<Header> headers() {
    static const std::vector<std::vector<Header>> kHeaders = {
        {},
        {{"x-total-count", "18446744073709551616"}},
        {{"X-Total-Count", "-1"}, {"X-Total-Count", "1"}},
        {{"Link", "<?offset=1>; rel=next"}, {"link", "<<<>>>"}},
        {{"Link", "<https://elsewhere.example/>; rel=\"next\""}},
        {{"Retry-After", "99999999999999999999"}},
        {{"", ""}, {"Link", std::string(3, '\0')}}};
    return kHeaders[below(kHeaders.size())];
  }

 private:
  std::size_t below(std::size_t count) { return random_() % count; }

  void damage(std::string& text) {
    static const std::vector<std::string> kScraps = {"null",
                                                     "[]",
                                                     "{}",
                                                     "\"\"",
                                                     "1e999",
                                                     "-0",
                                                     "\xff\xfe",
                                                     "<html>",
                                                     std::string("\0", 1),
                                                     "99999999999999999999999",
                                                     "\"sourcedId\":",
                                                     "[[[[[[[[[["};
    const std::size_t at = below(text.size());
    switch (below(4)) {
    case 0:
      text.resize(at);
      break;
    case 1:
      text[at] = static_cast<char>(random_());
      break;
    case 2:
      text.insert(at, kScraps[below(kScraps.size())]);
      break;
    default:
      text.erase(at, 1 + below(12));
      break;
    }
  }

  std::mt19937_64 random_;
};

void read_records(const PageLoop& loop) {
  std::vector<SisAcademicSession> sessions;
  for (const auto& record : loop.items()) {
    EXPECT_TRUE(line_item_of(record).id == result_of(record).id);
    category_of(record);
    class_of(record);
    sessions.push_back(academic_session_of(record));
  }
  choose_grading_period(grading_periods_of(sessions, {}, PeriodSource::own_terms), "2026-10-01");
  const auto kept = records_from_json(records_to_json(loop.items()));
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->size(), loop.items().size());
}

TEST(DamagedAnswers, AreReadOrRefusedButNeverBelieved) {
  std::size_t unreadable = 0;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Damage damage(seed);
    const HttpAnswer answer{damage.status(), damage.headers(), damage.body()};
    PageLoop loop("https://s.example/lineItems", seed % 2 == 0 ? "lineItems" : "results", 100);
    const Status added = loop.add(answer);
    if (!added.ok()) {
      ++unreadable;
      ASSERT_EQ(added.error().code, Code::answer_unreadable) << "seed " << seed;
      ASSERT_FALSE(loop.complete()) << "seed " << seed;
      ASSERT_FALSE(loop.next_url()) << "seed " << seed;
    } else {
      ASSERT_TRUE(answer.status >= 200 && answer.status < 300) << "seed " << seed;
    }
    if (loop.next_url()) {
      ASSERT_TRUE(loop.next_url()->starts_with("https://s.example/")) << "seed " << seed;
    }
    read_records(loop);
    const auto pairs = read_id_pairs(answer);
    ASSERT_TRUE(!pairs || (answer.status >= 200 && answer.status < 300)) << "seed " << seed;
    (void)read_class(answer);
    (void)read_line_item(answer);
    const Verdict verdict = read_answer({}, Operation::put_result, answer,
                                        gradebook::SourcedId("r-1"), 1'790'000'000'000);
    const bool success = answer.status >= 200 && answer.status < 300;
    const bool confirmed = verdict.meaning == Meaning::confirmed;
    const bool readable = answer.body.empty() || read_json(answer.body);
    ASSERT_TRUE(!confirmed || (success && readable)) << "seed " << seed << answer.body;
    ASSERT_EQ(verdict.code == Code::none, confirmed) << "each outcome has a name; seed " << seed;
  }
  EXPECT_GT(unreadable, 500U);
  EXPECT_LT(unreadable, 4'500U);
}

} // namespace
} // namespace passback::oneroster
