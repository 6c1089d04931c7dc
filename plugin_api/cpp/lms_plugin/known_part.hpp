// known_part.hpp - copying a struct whose writer may have compiled a shorter one.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_KNOWN_PART_HPP
#define LMS_PLUGIN_KNOWN_PART_HPP

#include <cstddef>

namespace lms_plugin {

/// Copies those of the members that lie wholly within from.struct_size, as LMS_HAS asks. The others
/// of `to` stay as they are. A copy by bytes would take half a pointer from a struct that ends
/// inside one.
template <class Struct, class... Member>
void copy_known(const Struct& from, Struct& to, Member Struct::*... members) {
  const auto end_of = [&to](auto member) {
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&(to.*member) + 1) -
                                    reinterpret_cast<const char*>(&to));
  };
  ((from.struct_size >= end_of(members) ? void(to.*members = from.*members) : void()), ...);
}

} // namespace lms_plugin

#endif
