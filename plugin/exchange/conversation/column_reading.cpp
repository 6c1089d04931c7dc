#include "plugin/exchange/conversation/column_reading.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;

ColumnReading::ColumnReading(Partner partner, gradebook::SourcedId class_id,
                             std::vector<gradebook::SourcedId> columns)
    : Conversation(std::move(partner)), class_id_(std::move(class_id)),
      columns_(std::move(columns)) {
  sign_in();
  read(0);
}

void ColumnReading::read(std::size_t at) {
  if (at >= columns_.size()) {
    checks_.ok("columns", say("check.columns.read", {{"count", std::to_string(read_)}}));
    return;
  }
  oneroster::PageLoop results(oneroster::line_item_results_url(partner().endpoint,
                                                               profile().reads.results, class_id_,
                                                               columns_[at]),
                              "results", profile().reads.page_limit);
  steps_.read_list(
      "columns", std::move(results),
      [this, at](bool read_all, const oneroster::PageLoop& list, const Response& last) {
        if (!read_all) {
          // Whoever does not show one does not show the next.
          checks_.add(explain_refusal("columns", say("check.columns.refused"), profile(),
                                      oneroster::Operation::get, last));
          return;
        }
        keep(columns_[at], list);
        read(at + 1);
      });
}

void ColumnReading::keep(const gradebook::SourcedId& column, const oneroster::PageLoop& results) {
  std::vector<oneroster::SisResult> graded;
  for (const auto& entry : results.items()) {
    auto result = oneroster::result_of(entry);
    // Some SISs pass over the filter.
    if (result.line_item_id.empty() || result.line_item_id == column) {
      graded.push_back(std::move(result));
    }
  }
  learn(outbox::SisDocumentKind::results, column.value, oneroster::to_json(graded));
  ++read_;
}

json::object ColumnReading::report() const {
  return {{"schema", "lms.columns_report/1"},
          {"outcome", exchange::name_of(checks_.worst())},
          {"class", class_id_.value},
          {"found", read_},
          {"checks", checks_.to_json()}};
}

} // namespace passback::exchange
