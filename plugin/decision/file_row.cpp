#include "plugin/decision/file_row.hpp"

#include "plugin/decision/identity.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/profile/profile_for_file.hpp"
#include "plugin/outbox/grade_file.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;

/// One record on its way into its row.
struct RowCase {
  UnitOfWork& work;
  const ClassView& view;
  const Record& record;
  const std::optional<Record>& parent;
  Manner manner; ///< of rows
  oneroster::DocumentContext context = {};
};

/// It is there, or will be when the rows before are taken.
bool stands_or_goes(const Record& parent) {
  const bool goes = outbox::is_in_file(parent) && parent.sent.form == Form::present;
  return (goes || parent.confirmed.form == Form::present) && parent.released.form != Form::absent;
}

Result<std::string> category_text(const RowCase& at) {
  PASSBACK_TRY_AS(auto facts, gradebook::category_facts_from_json(facts_of(at.record)));
  return oneroster::category_document(at.manner.profile, at.view.endpoint,
                                      {at.record.wire_id, std::move(facts)}, at.context);
}

Result<std::string> line_item_text(const RowCase& at) {
  const auto* facts = facts_of(at.record).activity();
  if (facts == nullptr) {
    return Code::activity_unknown;
  }
  auto input = line_item_input(at.manner, at.record, *facts);
  if (at.record.category_id != 0) {
    if (!at.parent || (!stands_or_goes(*at.parent) && !at.context.withdrawn)) {
      return Code::parent_not_confirmed;
    }
    input.category_id = at.parent->wire_id;
  }
  PASSBACK_TRY_AS(const auto row,
                  at.work.transaction.lms_class(at.record.key.class_id, at.record.key.school_year));
  if (row && !row->facts.empty()) {
    PASSBACK_TRY_AS(auto of_class, gradebook::class_facts_from_json(row->facts));
    if (!at.view.of_other_sis) {
      input.school_id = std::move(of_class.school_sis_id);
    }
    if (of_class.ends_at_unix_ms != 0) {
      input.class_end = at.context.local_day(of_class.ends_at_unix_ms);
    }
  }
  return oneroster::line_item_document(at.manner.profile, at.view.endpoint, input, at.context);
}

/// What is taken back goes to whom it was sent.
Result<gradebook::SourcedId> student_of(const RowCase& at) {
  const bool taken_out =
      outbox::is_left_behind(at.record) || at.record.released.form == Form::absent;
  if (auto holder = outbox::holder_of(at.record); taken_out && !holder.empty()) {
    return holder;
  }
  PASSBACK_TRY_AS(auto student, known_identity(at.work, at.view, at.record.key.student_id));
  const auto* said = at.record.released.facts.score();
  return student.student_sis_id.empty() && said != nullptr ? said->student_sis_id
                                                           : student.student_sis_id;
}

Result<std::string> result_text(const RowCase& at, const gradebook::SourcedId& student) {
  if (!at.parent || (!stands_or_goes(*at.parent) && !at.context.withdrawn)) {
    return Code::parent_not_confirmed;
  }
  if (student.empty()) {
    return Code::student_unlinked;
  }
  PASSBACK_TRY_AS(const auto input, result_input(at.manner, at.record, *at.parent, student));
  return oneroster::result_document(at.manner.profile, at.view.endpoint, input, at.context);
}

Result<std::string> text_of(const RowCase& at, const gradebook::SourcedId& student) {
  switch (at.record.key.kind) {
  case Kind::category:
    return category_text(at);
  case Kind::line_item:
    return line_item_text(at);
  case Kind::result:
    return result_text(at, student);
  case Kind::score_scale:
    break;
  }
  return Code::kind_unsupported;
}

oneroster::FileRecordKind kind_of(Kind kind) {
  return kind == Kind::category    ? oneroster::FileRecordKind::category
         : kind == Kind::line_item ? oneroster::FileRecordKind::line_item
                                   : oneroster::FileRecordKind::result;
}

} // namespace

Result<FileRow> file_row(UnitOfWork& work, const ClassView& view, const Record& record,
                         const std::optional<Record>& parent) {
  if (record.key.sis_class_id.empty()) {
    return Code::class_unlinked;
  }
  const auto write = write_of(*view.profile, record.key.kind, record.released.form);
  if (!write) {
    return no_way_code(record.released.form);
  }
  const auto profile = oneroster::profile_of_rows(*view.profile);
  RowCase at{work, view, record, parent, {profile, view.effective}};
  at.context = context_of(at.manner);
  at.context.now_unix_ms = work.now_unix_ms;
  at.context.withdrawn = *write != exchange::Write::put;
  FileRow row;
  if (record.key.kind == Kind::result) {
    PASSBACK_TRY_AS(row.student, student_of(at));
  }
  PASSBACK_TRY_AS(row.record.document, text_of(at, row.student));
  row.record.kind = kind_of(record.key.kind);
  row.record.wire_id = record.wire_id;
  row.record.withdrawn = at.context.withdrawn;
  if (record.key.kind == Kind::result && parent) {
    const auto* activity = activity_of(*parent).activity();
    row.record.title = activity == nullptr ? std::string() : activity->title;
  }
  return row;
}

} // namespace passback::decision
