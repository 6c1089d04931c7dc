#include "plugin/decision/grades_in_column.hpp"

#include <utility>

#include "plugin/decision/write.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "plugin/outbox/sis_document_kind.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {

Result<std::optional<GradesInColumn>> grades_in_column(outbox::Transaction& transaction,
                                                       const outbox::Record& line_item) {
  if (!is_taken_over(line_item)) {
    return std::optional<GradesInColumn>();
  }
  const auto& key = line_item.key;
  PASSBACK_TRY_AS(const auto row,
                  transaction.sis_document(key.connection_id, key.connection_generation,
                                           outbox::stored_name(outbox::SisDocumentKind::results),
                                           line_item.wire_id.value));
  const auto read = row ? oneroster::graded_results_from_json(row->document)
                        : Result<std::vector<oneroster::SisResult>>(Code::corrupt);
  if (!read) {
    return std::optional<GradesInColumn>();
  }
  GradesInColumn grades;
  for (const auto& result : *read) {
    grades.emplace(result.student_id, result);
  }
  return std::optional(std::move(grades));
}

} // namespace passback::decision
