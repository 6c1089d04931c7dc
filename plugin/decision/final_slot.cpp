#include "plugin/decision/final_slot.hpp"

#include <algorithm>

#include "plugin/decision/records.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Record;

bool stands_there(const Record& record) {
  return may_have_left(record) && (record.in_doubt || record.confirmed.form != Form::absent);
}

/// Whether a grade stands, or may stand, under the id that the line item has now.
Result<bool> holds_grades(UnitOfWork& work, const Record& line_item) {
  if (!is_slot(line_item)) {
    return stands_there(line_item);
  }
  return outbox::any_record(work.transaction, outbox::results_beside(line_item),
                            [&](const Record& result) -> Result<bool> {
                              return result.line_item_id == line_item.id && stands_there(result);
                            });
}

} // namespace

Status adopt_slot(UnitOfWork& work, const ClassView& view, Record& line_item, Code& lacks) {
  lacks = Code::kind_unsupported;
  if (view.profile->final_grades != oneroster::FinalGrades::sis_slot) {
    return ok_status();
  }
  const auto& choices = view.effective.class_settings.final_slots;
  const auto chosen =
      choices.find(settings::final_slot_key(line_item.key.sis_class_id, line_item.key.activity_id));
  if (chosen == choices.end()) {
    lacks = Code::final_slot_missing;
    return ok_status();
  }
  const gradebook::SourcedId slot(chosen->second);
  const auto& key = line_item.key;
  PASSBACK_TRY_AS(
      const auto offered,
      work.in_sis.slots({key.connection_id, key.connection_generation, key.sis_class_id},
                        {Purpose::judging, view.profile}));
  // An id that was only typed could be of any line item, and its grades would be overwritten.
  if (!offered) {
    lacks = Code::final_slot_unread;
    return ok_status();
  }
  if (std::ranges::find(*offered, slot, &oneroster::SlotInSis::id) == offered->end()) {
    lacks = Code::final_slot_gone;
    return ok_status();
  }
  lacks = Code::none;
  if (is_slot(line_item) && line_item.wire_id == slot) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto holds, holds_grades(work, line_item));
  if (holds || line_item.sent.in_flight) {
    lacks = Code::final_slot_fixed;
    return ok_status();
  }
  line_item.wire_id = slot;
  line_item.wire_id_origin = outbox::WireIdOrigin::adopted;
  // What was confirmed of another id says nothing of this one: delivery looks at it first.
  line_item.confirmed = {};
  line_item.released = {};
  line_item.in_doubt = false;
  return ok_status();
}

} // namespace passback::decision
