#include "host_stub/sis/manual_changes.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "host_stub/sis/text.hpp"
#include "host_stub/sis/validation.hpp"

namespace host_stub::sis {

namespace {

constexpr std::array<std::string_view, 8> kMembers = {"kind", "sourcedId", "lineItem", "student",
                                                      "set",  "remove",    "delete",   "lock"};

void check_members(const json::object& object) {
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
      throw std::runtime_error("the unknown member '" + std::string(name) + "'");
    }
  }
}

void merge_members(Kind kind, const json::object& object, json::object& value) {
  if (const auto* set = object.if_contains("set")) {
    for (const auto& member : canonical(kind, Version::v1p2, set->as_object())) {
      value[member.key()] = member.value();
    }
  }
  if (const auto* remove = object.if_contains("remove")) {
    for (const auto& name : remove->as_array()) {
      value.erase(name.as_string());
    }
  }
}

} // namespace

std::string change_by_hand(const json::value& document, Store& store, RecordFlags& record_flags,
                           std::int64_t now_ms) {
  if (!document.is_object()) {
    throw std::runtime_error("the body must be an object");
  }
  const auto& object = document.get_object();
  check_members(object);
  const auto kind = kind_of_plural(text_member(object, "kind"));
  if (!kind) {
    throw std::runtime_error("kind must be one of the collections, such as lineItems");
  }
  std::string id(text_member(object, "sourcedId"));
  if (id.empty() && *kind == Kind::result) {
    id = store.result_of(text_member(object, "lineItem"), text_member(object, "student"));
  }
  const auto* record = store.find(*kind, id);
  if (record == nullptr) {
    throw std::runtime_error("there is no such " + std::string(singular(*kind)));
  }
  if (const auto* lock = object.if_contains("lock")) {
    if (lock->as_bool()) {
      record_flags.locked.insert({*kind, id});
    } else {
      record_flags.locked.erase({*kind, id});
    }
  }
  if (const auto* gone = object.if_contains("delete"); gone != nullptr && gone->as_bool()) {
    store.erase(*kind, id);
    return id;
  }
  if (object.contains("set") || object.contains("remove")) {
    auto value = record->value;
    merge_members(*kind, object, value);
    value["sourcedId"] = id;
    value["dateLastModified"] = iso_time(now_ms);
    store.put(*kind, id, std::move(value), now_ms);
    record_flags.by_hand.insert({*kind, id});
  }
  return id;
}

} // namespace host_stub::sis
