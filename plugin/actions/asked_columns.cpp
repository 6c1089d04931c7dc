#include "plugin/actions/asked_columns.hpp"

#include <set>
#include <utility>

#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/grades_in_column.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using outbox::Record;

CellFilter line_items_of(CellFilter scope) {
  scope.students.reset();
  scope.kind = outbox::Kind::line_item;
  return scope;
}

bool is_asked(const Record& line_item) {
  return line_item.state == outbox::State::waiting && line_item.code == Code::column_there;
}

bool is_used_unsent(const Record& line_item) {
  return decision::is_taken_over(line_item) && !decision::may_have_left(line_item) &&
         line_item.observed.form == outbox::Form::present;
}

/// What of it is found there now; none = nothing is to be asked any more.
Result<std::optional<AskedColumn>> asked_column_of(decision::UnitOfWork& work, Record record) {
  PASSBACK_TRY_AS(const auto view, work.open_class_of(record));
  const auto* facts = record.observed.facts.activity();
  if (facts == nullptr || view.profile == nullptr || !decision::belongs_to(view, record)) {
    return std::optional<AskedColumn>();
  }
  PASSBACK_TRY_AS(auto found, decision::column_in_sis(work.transaction, work.in_sis, view.manner(),
                                                      record, *facts));
  if (found.like.empty()) {
    return std::optional<AskedColumn>();
  }
  auto name = settings::shown_name(*view.effective.connection);
  return std::optional(AskedColumn{std::move(record), std::move(name), std::move(found.like)});
}

/// Walks the line items of every class: only where something is asked.
Status find_courses(decision::UnitOfWork& work, ColumnsOfClass& columns) {
  std::map<gradebook::SourcedId, std::set<gradebook::SourcedId>> ids; // by class of the SIS
  std::map<gradebook::SourcedId, const Record*> one_of;
  for (const auto& asked : columns.asked) {
    const auto& sis_class = asked.line_item.key.sis_class_id;
    one_of[sis_class] = &asked.line_item;
    for (const auto& column : asked.like) {
      ids[sis_class].insert(column.id);
    }
  }
  for (const auto& [sis_class, of_class] : ids) {
    PASSBACK_TRY_AS(auto found, decision::columns_of_other_courses(
                                    work.transaction, *one_of.at(sis_class), of_class));
    columns.of_courses.merge(found);
  }
  return ok_status();
}

/// In any of the SIS's classes that the class has line items in.
Result<std::optional<std::string>> hidden_in(decision::UnitOfWork& work,
                                             const decision::ClassView& view,
                                             const std::set<gradebook::SourcedId>& sis_classes) {
  const auto& connection = view.effective.connection;
  if (!connection || view.profile == nullptr || view.by_file()) {
    return std::optional<std::string>();
  }
  bool hidden = view.profile->gradebook != oneroster::Gradebook::of_class;
  for (const auto& id : sis_classes) {
    PASSBACK_TRY_AS(const auto is, decision::columns_are_hidden(
                                       work.in_sis, {connection->id, connection->generation, id}));
    hidden = hidden || is;
  }
  return hidden ? std::optional(settings::shown_name(*connection)) : std::nullopt;
}

} // namespace

const Record* course_column(const ColumnsOfClass& columns, const AskedColumn& asked) {
  if (asked.like.size() != 1) {
    return nullptr;
  }
  const auto found = columns.of_courses.find(asked.like.front().id);
  return found == columns.of_courses.end() ? nullptr : &found->second;
}

CellFilter whole_page(const Asker& asker) {
  auto filter = cells_of_class(asker);
  if (!asker.activity.empty()) {
    filter.activities = {asker.activity};
  }
  return filter;
}

Result<ColumnsOfClass> columns_of_class(decision::UnitOfWork& work, const Asker& asker,
                                        const CellFilter& scope) {
  ColumnsOfClass columns;
  PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
  std::vector<Record> asked, used;
  std::set<gradebook::SourcedId> sis_classes;
  PASSBACK_TRY(each_record(work, line_items_of(scope), [&](Record& record) {
    if (decision::belongs_to(view, record) && !record.key.sis_class_id.empty()) {
      sis_classes.insert(record.key.sis_class_id);
    }
    if (is_asked(record)) {
      asked.push_back(std::move(record));
    } else if (is_used_unsent(record)) {
      used.push_back(std::move(record));
    }
    return ok_status();
  }));
  for (auto& record : asked) {
    PASSBACK_TRY_AS(auto one, asked_column_of(work, std::move(record)));
    if (one) {
      columns.asked.push_back(std::move(*one));
    }
  }
  PASSBACK_TRY(find_courses(work, columns));
  for (auto& record : used) {
    PASSBACK_TRY_AS(const auto grades, decision::grades_in_column(work.transaction, record));
    if (!grades) {
      columns.unread.push_back(std::move(record));
    }
  }
  PASSBACK_TRY_AS(columns.hidden_by, hidden_in(work, view, sis_classes));
  return columns;
}

Result<std::vector<Record>> used_columns(decision::UnitOfWork& work, const Asker& asker,
                                         const gradebook::ActivityId& activity) {
  auto filter = whole_page(asker);
  filter.activities = {activity};
  std::vector<Record> used;
  PASSBACK_TRY(each_record(work, line_items_of(filter), [&](Record& record) {
    if (is_used_unsent(record)) {
      used.push_back(std::move(record));
    }
    return ok_status();
  }));
  return used;
}

} // namespace passback::actions
