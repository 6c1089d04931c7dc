// What is registered with a host: the items and the callbacks, literally, as functions with a
// context.
//
// The context is the handle itself, as a pointer that nobody follows: a call that comes after
// destroy finds a dead handle, not freed memory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lms_plugin/lms_plugin.h"

namespace passback::abi {

/// The items that a host of its age knows, whose texts are borrowed from the labels: these are the
/// label in other languages (labels_json), in the order of item_texts.
std::vector<lms_menu_item> items_of(lms_instance instance, std::span<const std::string> labels,
                                    bool host_knows_1_1);
/// The keys of the items' labels in the catalogue.
std::vector<std::string_view> item_texts();
lms_callbacks callbacks_of(lms_instance instance);

/// The permission that an item needs; nullptr = no such item.
const char* permission_of(std::string_view item_id);

} // namespace passback::abi
