#include "plugin/abi/host_registration.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "plugin/abi/host_bridge.hpp"
#include "plugin/abi/table.hpp"
#include "plugin/texts/catalogue.hpp"

namespace passback::abi {
namespace {

struct Item {
  std::string_view id;
  std::string_view place;
  std::string_view text; ///< key of the label in the catalogue
  const char* permission;
  std::uint32_t order;
};

constexpr std::array<Item, 5> kItems = {{
    {LMS_ITEM_SYNC_GRADES_SETTINGS, "gradebook.tools", "menu.sync_grades_settings",
     LMS_PERMISSION_SYNC_GRADES, 10},
    {LMS_ITEM_SYNC_GRADES_TO_SIS, "gradebook.tools", "menu.sync_grades_to_sis",
     LMS_PERMISSION_SYNC_GRADES, 20},
    {LMS_ITEM_SIS_SETTINGS, "admin.sis_sync", "menu.sis_settings", LMS_PERMISSION_MANAGE_SYNC, 10},
    {LMS_ITEM_SYNC_CONSOLE, "admin.sis_sync", "menu.console", LMS_PERMISSION_MANAGE_SYNC, 20},
    {LMS_ITEM_ACTIVITY_SYNC, "gradebook.activity", "menu.activity_sync", LMS_PERMISSION_SYNC_GRADES,
     10},
}};

static_assert(sizeof(std::uintptr_t) >= sizeof(lms_instance), "A handle must fit a context.");

void* context_of(lms_instance instance) {
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(instance));
}

lms_instance instance_of(void* context) {
  return static_cast<lms_instance>(reinterpret_cast<std::uintptr_t>(context));
}

// An item's function is told the instance but not the item, so each item has a function of its own.
template <std::size_t kIndex>
lms_status LMS_CALL state(void* ctx, const lms_action_context* who, lms_item_state* out,
                          lms_error* err) noexcept {
  const std::string_view id = kItems[kIndex].id;
  return table().item_state(instance_of(ctx), id.data(), id.size(), who, out, err);
}

template <std::size_t kIndex>
lms_status LMS_CALL invoke(void* ctx, const lms_action_context* who, const char* input_json,
                           std::uint64_t input_len, const lms_sink* output,
                           lms_error* err) noexcept {
  const std::string_view id = kItems[kIndex].id;
  return table().item_invoke(instance_of(ctx), id.data(), id.size(), who, input_json, input_len,
                             output, err);
}

template <std::size_t kIndex> lms_menu_item item(lms_instance instance, std::string_view labels) {
  const Item& row = kItems[kIndex];
  return {.struct_size = sizeof(lms_menu_item),
          .order = row.order,
          .id = borrow(row.id),
          .place = borrow(row.place),
          .label = borrow(texts::english(row.text)),
          .labels_json = borrow(labels),
          .permission = borrow(row.permission),
          .ctx = context_of(instance),
          .state = &state<kIndex>,
          .invoke = &invoke<kIndex>,
          .view_permission = borrow(LMS_PERMISSION_VIEW_SYNC)};
}

lms_status LMS_CALL on_score(void* ctx, const lms_score_event* event, std::uint32_t deadline_ms,
                             lms_outcome* out, lms_error* err) noexcept {
  return table().on_score(instance_of(ctx), event, deadline_ms, out, err);
}

lms_status LMS_CALL on_scores(void* ctx, const lms_score_event* events, std::uint64_t count,
                              std::uint64_t stride, std::uint32_t deadline_ms,
                              lms_batch_outcome* out, lms_error* err) noexcept {
  return table().on_scores(instance_of(ctx), events, count, stride, deadline_ms, out, err);
}

lms_status LMS_CALL on_activity(void* ctx, const lms_activity_event* event,
                                std::uint32_t deadline_ms, lms_outcome* out,
                                lms_error* err) noexcept {
  return table().on_activity(instance_of(ctx), event, deadline_ms, out, err);
}

lms_status LMS_CALL on_class(void* ctx, const lms_class_event* event, std::uint32_t deadline_ms,
                             lms_outcome* out, lms_error* err) noexcept {
  return table().on_class(instance_of(ctx), event, deadline_ms, out, err);
}

lms_status LMS_CALL on_enrolment(void* ctx, const lms_enrolment_event* event,
                                 std::uint32_t deadline_ms, lms_outcome* out,
                                 lms_error* err) noexcept {
  return table().on_enrolment(instance_of(ctx), event, deadline_ms, out, err);
}

lms_status LMS_CALL on_domain(void* ctx, const lms_domain_event* event, std::uint32_t deadline_ms,
                              lms_outcome* out, lms_error* err) noexcept {
  return table().on_domain(instance_of(ctx), event, deadline_ms, out, err);
}

} // namespace

std::vector<std::string_view> item_texts() {
  std::vector<std::string_view> keys;
  for (const Item& row : kItems)
    keys.push_back(row.text);
  return keys;
}

std::vector<lms_menu_item> items_of(lms_instance instance, std::span<const std::string> labels,
                                    bool host_knows_1_1) {
  const auto of = [&](std::size_t index) {
    return index < labels.size() ? std::string_view(labels[index]) : std::string_view();
  };
  std::vector<lms_menu_item> items = {item<0>(instance, of(0)), item<1>(instance, of(1)),
                                      item<2>(instance, of(2))};
  // A host that was written for 1.0 counts on the items of 1.0.
  if (host_knows_1_1) {
    items.push_back(item<3>(instance, of(3)));
    items.push_back(item<4>(instance, of(4)));
  }
  return items;
}

lms_callbacks callbacks_of(lms_instance instance) {
  return {.struct_size = sizeof(lms_callbacks),
          .reserved = 0,
          .ctx = context_of(instance),
          .on_score = &on_score,
          .on_scores = &on_scores,
          .on_activity = &on_activity,
          .on_class = &on_class,
          .on_enrolment = &on_enrolment,
          .on_domain = &on_domain};
}

const char* permission_of(std::string_view item_id) {
  const auto row = std::ranges::find(kItems, item_id, &Item::id);
  return row == kItems.end() ? nullptr : row->permission;
}

} // namespace passback::abi
