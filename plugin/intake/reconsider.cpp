#include "plugin/intake/reconsider.hpp"

#include <utility>

#include "plugin/decision/counted_score.hpp"
#include "plugin/decision/identity.hpp"
#include "plugin/decision/moved.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/standards.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::PlacementOptions;
using decision::UnitOfWork;
using outbox::Kind;
using outbox::Record;
using outbox::State;

bool moved(const Record& before, const Record& after) {
  return before.state != after.state || before.code != after.code || before.key != after.key ||
         before.observed.facts != after.observed.facts ||
         before.observed.seq != after.observed.seq || before.released.seq != after.released.seq ||
         before.wire_id != after.wire_id || before.line_item_id != after.line_item_id ||
         before.category_id != after.category_id || before.in_doubt != after.in_doubt ||
         before.confirmed.form != after.confirmed.form ||
         before.released.digest != after.released.digest ||
         before.confirmed.digest != after.confirmed.digest || before.priority != after.priority ||
         before.next_attempt_unix_ms != after.next_attempt_unix_ms;
}

Status put_if_moved(UnitOfWork& work, const Record& before, Record& after) {
  return moved(before, after) ? decision::put(work, after) : ok_status();
}

// The class of the SIS has become known.
Status link_later(UnitOfWork& work, const gradebook::SourcedId& sis_class_id, Record& record) {
  if (!record.key.sis_class_id.empty() || sis_class_id.empty()) {
    return ok_status();
  }
  auto key = record.key;
  key.sis_class_id = sis_class_id;
  PASSBACK_TRY_AS(auto other, work.transaction.find(key));
  // A row that is linked already holds a newer word; this one then stays as it is.
  if (!other) {
    return decision::link_to_class(work, record, sis_class_id);
  }
  return ok_status();
}

Status place_again(UnitOfWork& work, const ClassView& view, Record result, bool anew) {
  const Record before = result;
  PASSBACK_TRY_AS(auto student, decision::known_identity(work, view, result.key.student_id));
  PASSBACK_TRY(link_later(work, student.sis_class_id, result));
  PASSBACK_TRY(decision::follow_student(work, view, student, result, anew));
  PASSBACK_TRY_AS(auto line_item,
                  decision::find_or_make_line_item(
                      work, view, {result.key.sis_class_id, result.key.activity_id, {}}));
  decision::drop_possible_of_activity(result, line_item);
  PASSBACK_TRY_AS(auto counted, decision::count_again(work, result, line_item));
  PlacementOptions options = decision::options_for(before);
  options.hold_back = options.hold_back && !counted; // another score goes as a new one does
  options.anew = anew;
  const Record line_item_before = line_item;
  PASSBACK_TRY(decision::place_result(work, view, result, line_item, options));
  const bool is_new = line_item.id == 0;
  if (auto stored =
          is_new ? decision::put(work, line_item) : put_if_moved(work, line_item_before, line_item);
      !stored) {
    return stored;
  }
  result.line_item_id = line_item.id;
  const bool other_row = result.id != before.id;
  PASSBACK_TRY(other_row ? decision::put(work, result) : put_if_moved(work, before, result));
  if (result.released.seq != before.released.seq) {
    PASSBACK_TRY(decision::tell_history(work, result, result.released.seq, "released", "host"));
  }
  return decision::place_standards(work, view, result, line_item);
}

Status place_again_line_item(UnitOfWork& work, const ClassView& view, Record line_item) {
  const Record before = line_item;
  PASSBACK_TRY(link_later(work, view.links.now, line_item));
  PASSBACK_TRY(decision::follow_class(work, view, line_item));
  PASSBACK_TRY(
      decision::place_line_item(work, view, line_item, false, decision::options_for(before)));
  return line_item.id != before.id ? decision::put(work, line_item)
                                   : put_if_moved(work, before, line_item);
}

Status place_again_category(UnitOfWork& work, const ClassView& view, Record category) {
  const Record before = category;
  decision::place_category(work, view, category, {});
  return put_if_moved(work, before, category);
}

// Only ever taken out, and then done with.
bool is_taken_out(const ClassView& view, const Record& record) {
  return decision::stands_wrongly(view, record) && !outbox::stands_at_sis(record) &&
         record.confirmed.form == outbox::Form::absent;
}

Status place_again_any(UnitOfWork& work, Record record, bool anew) {
  PASSBACK_TRY_AS(auto view, work.open_class_of(record));
  const Record before = record;
  if (!decision::belongs_to(view, record)) {
    PASSBACK_TRY_AS(auto ours, decision::follow_connection(work, view, record));
    if (auto stored = put_if_moved(work, before, record); !stored || !ours) {
      return stored;
    }
  }
  if (is_taken_out(view, record)) {
    return ok_status();
  }
  if (outbox::is_left_behind(record)) {
    return decision::take_out(work, view, record);
  }
  switch (record.key.kind) {
  case Kind::result:
    return place_again(work, view, std::move(record), anew);
  case Kind::line_item:
    return place_again_line_item(work, view, std::move(record));
  case Kind::category:
    return place_again_category(work, view, std::move(record));
  case Kind::score_scale:
    break;
  }
  return ok_status();
}

// One row that cannot be read must not keep all others from their place.
Status place_again_if_readable(UnitOfWork& work, const Record& record, bool anew) {
  auto placed = place_again_any(work, record, anew);
  const bool unreadable =
      !placed && (placed.error().code == Code::corrupt || placed.error().code == Code::config);
  return unreadable ? ok_status() : placed;
}

} // namespace

Result<bool> reconsider(UnitOfWork& work, int limit) {
  work.accept_unknown_domains();
  PASSBACK_TRY_AS(const auto wish, work.transaction.next_pending());
  if (!wish) {
    return false;
  }
  PASSBACK_TRY_AS(const auto records, outbox::next_affected(work.transaction, *wish, limit));
  for (const auto& record : records) {
    PASSBACK_TRY(place_again_if_readable(work, record, wish->affected.anew));
  }
  PASSBACK_TRY(outbox::went_on(work.transaction, *wish, records, limit));
  PASSBACK_TRY_AS(const auto next, work.transaction.next_pending());
  return next.has_value();
}

} // namespace passback::intake
