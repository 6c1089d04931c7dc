// The JSON bodies of the requests, derived from facts. Numbers are plain decimals, never with an
// exponent.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/endpoint.hpp"
#include "plugin/oneroster/profile.hpp"

namespace passback::oneroster {

/// What a document needs beside facts, profile and addresses; time and time zone come in as values.
struct DocumentContext {
  std::int64_t now_unix_ms = 0; ///< dateLastModified
};

struct LineItemInput {
  gradebook::SourcedId wire_id, class_id;
  gradebook::SourcedId school_id, category_id, grading_period_id; ///< empty = not known
  gradebook::ActivityFacts facts;
};

struct ResultInput {
  gradebook::SourcedId wire_id, line_item_id, class_id, student_id;
  std::string score_date; ///< YYYY-MM-DD in the SIS's time zone
  bool cleared = false;   ///< the score was taken away: the record stays, its value goes
  gradebook::ScoreFacts facts;
};

struct CategoryInput {
  gradebook::SourcedId wire_id;
  gradebook::CategoryFacts facts;
};

/// {"lineItem":{...}}. Errors name what is missing: category_missing, school_unknown,
/// points_possible_missing, ...
Result<std::string> line_item_document(const Profile& profile, const Endpoint& endpoint,
                                       const LineItemInput& input, const DocumentContext& context);
/// {"result":{...}}. OneRoster 1.1 needs a number: score_not_number.
Result<std::string> result_document(const Profile& profile, const Endpoint& endpoint,
                                    const ResultInput& input, const DocumentContext& context);
/// {"category":{...}}.
Result<std::string> category_document(const Profile& profile, const Endpoint& endpoint,
                                      const CategoryInput& input, const DocumentContext& context);

} // namespace passback::oneroster
