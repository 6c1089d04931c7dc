// status.hpp - a call's result as a value, for the C++ layers of both sides.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_STATUS_HPP
#define LMS_PLUGIN_STATUS_HPP

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "lms_plugin/lms_plugin.h"

namespace lms_plugin {

/// Borrows text for a call.
[[nodiscard]] inline lms_str to_str(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

/// Views what a peer handed in; valid as long as that is.
[[nodiscard]] inline std::string_view to_view(const lms_str& text) noexcept {
  return text.len == 0 ? std::string_view() : std::string_view(text.ptr, text.len);
}

/// What a call answered. Texts are empty when it is ok.
struct Status {
  lms_status value = LMS_OK;
  std::uint32_t flags = 0; ///< LMS_ERROR_RETRYABLE, LMS_ERROR_USER_FIXABLE
  std::int32_t http_status = 0;
  std::string code;
  std::string message;
  std::string next_step;

  [[nodiscard]] bool ok() const noexcept { return value == LMS_OK; }
  [[nodiscard]] bool retryable() const noexcept { return (flags & LMS_ERROR_RETRYABLE) != 0; }
};

/// An empty lms_error with its size set, to be handed to a call.
[[nodiscard]] inline lms_error empty_error() noexcept {
  lms_error error{};
  error.struct_size = sizeof error;
  return error;
}

/// The status of a call and what its error says.
[[nodiscard]] inline Status to_status(lms_status value, const lms_error& error) {
  if (value == LMS_OK) {
    return {};
  }
  const auto text = [](const char* from, std::size_t size) {
    return std::string(from, ::strnlen(from, size));
  };
  return {value,
          error.flags,
          error.http_status,
          text(error.code, sizeof error.code),
          text(error.message, sizeof error.message),
          text(error.next_step, sizeof error.next_step)};
}

} // namespace lms_plugin

#endif
