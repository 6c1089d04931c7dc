// What the parts of a test grade share: with whom it speaks, what it wants to write, what it has
// made. Each part is a few functions that add the next steps; only they look into it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/test_grade_plan.hpp"
#include "plugin/gradebook/decimal.hpp"
#include "plugin/oneroster/answers/answer.hpp"

namespace passback::exchange::test_grade {

inline constexpr std::string_view kLineItem = "lineItem";
inline constexpr std::string_view kResult = "result";
inline constexpr auto kPutResult = oneroster::Operation::put_result;

using Next = std::function<void()>;

/// Something of the test's that the SIS has, or may have.
struct Made {
  std::string kind; ///< kLineItem or kResult
  std::string id;   ///< empty = the SIS has not said it
  bool gone = false;
};

struct TestGradeRun {
  const Partner& partner;
  const oneroster::RosterReads& roster_reads;
  ConversationSteps& steps;
  CheckList& checks;
  TestGradeInput input;
  TestGradePlan plan;
  std::optional<Made> line_item = {}, result = {};
  bool result_known = false; ///< the SIS's id of it
  /// The score that the SIS showed last, of those that were sent; none = it has shown none.
  std::optional<gradebook::Decimal> score_shown = {};
  /// SisCapabilities::reads_back; none = nothing was written that could tell.
  std::optional<bool> reads_back = {};

  const oneroster::Profile& profile() const { return *partner.profile; }
  /// In the order in which it was made.
  std::vector<Made> made() const;
};

/// Where the SIS shows it, and takes it.
std::string url_of(const TestGradeRun& run, const Made& made);

/// A write; `then` takes the response.
void write(TestGradeRun& run, const std::string& step, std::string method, std::string url,
           std::string body, ResponseHandler then);
/// A check that failed, because the SIS said no or nothing.
void refused(TestGradeRun& run, std::string id, Phrase what, oneroster::Operation operation,
             const Response& response);
/// The SIS has said no: nothing of it is there. Anything else may be stored.
bool says_clearly_no(const Response& response);

/// The id of what was posted under `supplied`; empty if the answer does not pair it.
std::string given_id(const Response& response, std::string_view supplied);
/// The id in an answer that names another than was sent: the SIS keeps it under that one.
std::optional<gradebook::SourcedId> other_id_of(const TestGradeRun& run,
                                                oneroster::Operation operation, const Made& made,
                                                const Response& response);

/// A check in the catalogue's words: no document can be made for this SIS.
Check no_document(std::string id, CheckOutcome outcome, Phrase what, const Error& error);

} // namespace passback::exchange::test_grade
