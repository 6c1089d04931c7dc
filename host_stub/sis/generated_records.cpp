#include "host_stub/sis/generated_records.hpp"

#include "host_stub/sis/calendar.hpp"
#include "host_stub/sis/crypto.hpp"

namespace host_stub::sis {

namespace {

constexpr const char* kSlotCategory = "sis-final";

json::object reference(Kind kind, std::string_view id) {
  return {{"sourcedId", id}, {"type", singular(kind)}};
}

json::object common(const std::string& id, std::int64_t now_ms) {
  return {{"sourcedId", id}, {"status", "active"}, {"dateLastModified", iso_time(now_ms)}};
}

/// The class's own terms, whatever their type.
std::vector<const Record*> terms_of_class(const Store& store, const Record& class_record) {
  std::vector<const Record*> out;
  const auto* list = class_record.value.if_contains("terms");
  if (list == nullptr || !list->is_array()) {
    return out;
  }
  for (const auto& term : list->get_array()) {
    const auto* session =
        !term.is_object()
            ? nullptr
            : store.find(Kind::academic_session, text_member(term.get_object(), "sourcedId"));
    if (session != nullptr) {
      out.push_back(session);
    }
  }
  return out;
}

std::vector<const Record*> all_classes(const Store& store) {
  std::vector<const Record*> out;
  store.each(Kind::class_, [&out](const Record& record) { out.push_back(&record); });
  return out;
}

void make_periods(Store& store, const SisConfig& config, std::int64_t now_ms) {
  std::vector<std::pair<std::string, json::object>> made;
  for (const auto* owner : all_classes(store)) {
    for (const auto* term : terms_of_class(store, *owner)) {
      if (text_member(term->value, "type") == "gradingPeriod") {
        continue;
      }
      for (std::size_t i = 0; i < config.extra_periods.size(); ++i) {
        const auto id = "sis-gp-" + term->id + "-" + std::to_string(i + 1);
        auto session = common(id, now_ms);
        session["title"] = config.extra_periods[i].title;
        session["type"] = "gradingPeriod";
        for (const auto* member : {"startDate", "endDate", "schoolYear"}) {
          if (const auto* value = term->value.if_contains(member)) {
            session[member] = *value;
          }
        }
        session["parent"] = reference(Kind::academic_session, term->id);
        made.emplace_back(id, std::move(session));
      }
    }
  }
  for (auto& [id, session] : made) {
    if (store.find(Kind::academic_session, id) == nullptr) {
      store.put(Kind::academic_session, id, std::move(session), now_ms);
    }
  }
}

json::object slot_item(const FinalSlot& slot, const std::string& id, const Record& owner,
                       const Record& session, std::int64_t now_ms) {
  auto item = common(id, now_ms);
  item["title"] = slot.title;
  item["assignDate"] = std::string(text_member(session.value, "startDate")) + "T00:00:00.000Z";
  item["dueDate"] = std::string(text_member(session.value, "endDate")) + "T00:00:00.000Z";
  item["class"] = reference(Kind::class_, owner.id);
  if (const auto* school = owner.value.if_contains("school")) {
    item["school"] = *school;
  }
  item["category"] = reference(Kind::category, kSlotCategory);
  if (slot.per == "period") {
    item["gradingPeriod"] = reference(Kind::academic_session, session.id);
  }
  item["resultValueMin"] = 0;
  item["resultValueMax"] = 100;
  if (!slot.metadata.empty()) {
    json::object metadata;
    for (const auto& [member, value] : slot.metadata) {
      metadata[member] = value;
    }
    item["metadata"] = std::move(metadata);
  }
  return item;
}

void make_slots(Store& store, const SisConfig& config, RecordFlags& record_flags,
                std::int64_t now_ms) {
  record_flags.slots.clear();
  if (config.final_slots.empty()) {
    return;
  }
  if (store.find(Kind::category, kSlotCategory) == nullptr) {
    auto category = common(kSlotCategory, now_ms);
    category["title"] = "Final grades";
    store.put(Kind::category, kSlotCategory, std::move(category), now_ms);
  }
  for (const auto* owner : all_classes(store)) {
    for (std::size_t i = 0; i < config.final_slots.size(); ++i) {
      const auto& slot = config.final_slots[i];
      for (const auto* session :
           slot.per == "period" ? periods_of_class(store, *owner) : terms_of_class(store, *owner)) {
        const auto id = "sis-slot-" + owner->id + "-" + session->id + "-" + std::to_string(i + 1);
        record_flags.slots.insert(id);
        if (store.find(Kind::line_item, id) == nullptr) {
          store.put(Kind::line_item, id, slot_item(slot, id, *owner, *session, now_ms), now_ms);
        }
      }
    }
  }
}

} // namespace

void generate_records(Store& store, const SisConfig& config, RecordFlags& record_flags,
                      std::int64_t now_ms) {
  store.together([&] {
    make_periods(store, config, now_ms);
    make_slots(store, config, record_flags, now_ms);
  });
}

void precreate_results(const Context& context, const std::string& line_item) {
  const auto* item = context.store.find(Kind::line_item, line_item);
  if (!context.config.precreate_results || item == nullptr) {
    return;
  }
  const std::string owner(ref_member(item->value, "class"));
  std::vector<std::string> students;
  context.store.each(Kind::enrollment, [&](const Record& enrollment) {
    const std::string user(ref_member(enrollment.value, "user"));
    if (ref_member(enrollment.value, "class") == owner &&
        context.store.enrolled(user, owner, "student") &&
        text_member(enrollment.value, "role") == "student" &&
        !context.store.other_result(line_item, user, "")) {
      students.push_back(user);
    }
  });
  for (const auto& student : students) {
    const auto id = context.config.allocated_prefix + random_hex(8);
    auto blank = common(id, context.now_ms);
    blank["lineItem"] = reference(Kind::line_item, line_item);
    blank["student"] = reference(Kind::user, student);
    blank["class"] = reference(Kind::class_, owner);
    blank["scoreStatus"] = "not submitted";
    blank["scoreDate"] = local_day(iso_time(context.now_ms), context.config.utc_offset_minutes);
    context.store.put(Kind::result, id, std::move(blank), context.now_ms);
  }
}

} // namespace host_stub::sis
