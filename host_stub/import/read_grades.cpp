#include "host_stub/import/record_reader.hpp"

namespace host_stub::import {

void read_grades(const TableSource& source, Records& records, Problems& problems) {
  FileReader files(source, records, problems);

  files.read("categories.csv", {"sourcedId", "title"}, records.categories,
             [](const RowReader& row, const Table&, CategoryRecord& category) {
               category.title = row.needed("title");
               category.weight = row.number("weight");
             });

  files.read("lineItems.csv", {"sourcedId", "title", "classSourcedId"}, records.line_items,
             [](const RowReader& row, const Table& table, LineItemRecord& item) {
               item.title = row.needed("title");
               item.description = row.text("description");
               item.assign_date = row.date("assignDate");
               item.due_date = row.date("dueDate");
               item.class_id = row.needed("classSourcedId");
               item.category_id = row.text("categorySourcedId");
               // 1.2 renamed the column.
               item.period_id = table.has_column("gradingPeriodSourcedId")
                                    ? row.text("gradingPeriodSourcedId")
                                    : row.text("academicSessionSourcedId");
               item.result_value_max = row.number("resultValueMax");
             });

  files.read("results.csv", {"sourcedId", "lineItemSourcedId", "studentSourcedId"}, records.results,
             [](const RowReader& row, const Table&, ResultRecord& result) {
               result.line_item_id = row.needed("lineItemSourcedId");
               result.student_id = row.needed("studentSourcedId");
               result.score_status =
                   row.word("scoreStatus", {"exempt", "fully graded", "not submitted",
                                            "partially graded", "submitted"});
               result.score = row.number("score");
               result.score_date = row.date("scoreDate");
               result.comment = row.text("comment");
               result.text_score = row.text("textScore");
               result.late = row.truth("late", false);
               result.missing = row.truth("missing", false);
               result.incomplete = row.truth("incomplete", false);
             });
}

} // namespace host_stub::import
