#include "plugin/outbox/identity.hpp"

#include <algorithm>

#include "plugin/gradebook/facts.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

// By the numbers of LMS_ROLE_, as the host told them.
Code no_student(std::int32_t role) {
  constexpr std::int32_t kAssistant = 4, kGuest = 5, kPreviewStudent = 6;
  return role == kPreviewStudent                ? Code::preview_student
         : role == kAssistant || role == kGuest ? Code::not_a_student
                                                : Code::none;
}

gradebook::SourcedId sis_class_of(const EnrolmentRow& row, const ClassLinks& links) {
  if (row.ids_before.held() && !row.ids_before.class_sis_id.empty()) {
    return row.ids_before.class_sis_id;
  }
  if (links.asked_for.enrolments && !row.custom_class.asked) {
    return {};
  }
  const auto& own = row.own_class();
  const bool of_class = row.custom_class.before.empty() && own == links.by_roster;
  return own.empty() || of_class || links.was(own) ? links.now : own;
}

gradebook::SourcedId person_of(const EnrolmentRow& row, const ClassLinks& links) {
  if (row.ids_before.held() && !row.ids_before.user_sis_id.empty()) {
    return row.ids_before.user_sis_id;
  }
  return links.asked_for.users && !row.custom_user.asked ? gradebook::SourcedId() : row.person();
}

// What went to the class that the roster names now goes back to the one that counts.
void keep_link_of_before(const IdsBefore& before, ClassLinks& links) {
  if (!before.held() || before.class_sis_id.empty()) {
    return;
  }
  links.is_asked = before.change == IdChange::asked;
  if (!links.is_asked && !links.now.empty()) {
    links.former.push_back(links.now);
  }
  links.now = before.class_sis_id;
}

} // namespace

bool ClassLinks::was(const gradebook::SourcedId& sis_class_id) const {
  return std::ranges::find(former, sis_class_id) != former.end();
}

Result<ClassLinks> links_of(const std::optional<ClassRow>& row, IdsAskedFor asked_for) {
  ClassLinks links;
  links.asked_for = asked_for;
  if (!row) {
    return links;
  }
  if (!row->facts.empty()) {
    PASSBACK_TRY_AS(auto facts, gradebook::class_facts_from_json(row->facts));
    links.by_roster = std::move(facts.class_sis_id);
    links.former = std::move(facts.former_class_sis_ids);
  }
  if (!asked_for.classes || row->custom.asked) {
    links.now = row->custom.over(links.by_roster);
  }
  keep_link_of_before(row->ids_before, links);
  std::erase(links.former, links.now);
  return links;
}

Identity identity_of(const std::optional<EnrolmentRow>& row, const ClassLinks& links) {
  if (!row) {
    return {links.now, {}, false, Code::none, links.is_asked};
  }
  return {sis_class_of(*row, links), person_of(*row, links), row->ended, no_student(row->role),
          links.is_asked || row->ids_before.change == IdChange::asked};
}

bool stands_at_sis(const Record& record) {
  return record.in_doubt || record.sent.in_flight || record.confirmed.form == Form::present ||
         record.confirmed.form == Form::cleared;
}

gradebook::SourcedId holder_of(const Record& result) {
  if (!stands_at_sis(result)) {
    return {};
  }
  for (const Version* version : {static_cast<const Version*>(&result.sent),
                                 static_cast<const Version*>(&result.confirmed)}) {
    const auto* facts = version->facts.score();
    if (facts && !facts->student_sis_id.empty()) {
      return facts->student_sis_id;
    }
  }
  return {};
}

void note_holder(Record& result, const gradebook::SourcedId& student_sis_id) {
  const auto* facts = result.sent.facts.score();
  if (facts != nullptr && facts->student_sis_id != student_sis_id) {
    auto of_student = *facts;
    of_student.student_sis_id = student_sis_id;
    result.sent.facts = Facts::of(std::move(of_student));
  }
}

Whereabouts whereabouts(const Record& record, const Identity& student, const ClassLinks& links) {
  const auto& at = record.key.sis_class_id;
  if (is_left_behind(record) || record.key.kind == Kind::category || student.is_asked ||
      links.is_asked) {
    return Whereabouts::right;
  }
  const bool of_result = record.key.kind == Kind::result;
  if (of_result && !student.student_sis_id.empty()) {
    const auto holder = holder_of(record);
    if (!holder.empty() && holder != student.student_sis_id) {
      return Whereabouts::wrong_student;
    }
  }
  const auto& belongs = of_result ? student.sis_class_id : links.now;
  const bool elsewhere = !at.empty() && !belongs.empty() && at != belongs;
  if (!elsewhere || (!of_result && !links.was(at))) {
    return Whereabouts::right;
  }
  if (!stands_at_sis(record)) {
    return Whereabouts::not_sent;
  }
  return links.was(at) ? Whereabouts::wrong_class : Whereabouts::old_section;
}

} // namespace passback::outbox
