// Checks what a host hands in, before anything of it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lms_plugin/lms_plugin.h"
#include "plugin/gradebook/decimal.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

/// Reads the members of one struct and remembers the first thing wrong with it, so that a reading
/// function is a plain list. `what` names the struct in messages.
class Reader {
 public:
  explicit Reader(std::string_view what) : what_(what) {}

  /// An id: UTF-8, no control characters, at most LMS_ID_MAX bytes.
  std::string id(std::string_view member, const lms_str& text);
  std::string required_id(std::string_view member, const lms_str& text);
  /// A text for people: UTF-8, no NUL, at most `max` bytes.
  std::string text(std::string_view member, const lms_str& text, std::size_t max = 65536);
  /// A double as the shortest decimal that reads back as it.
  std::optional<gradebook::Decimal> number(std::string_view member, double value);
  /// A plain decimal in a text.
  std::optional<gradebook::Decimal> number(std::string_view member, const lms_str& text);
  std::int64_t time(std::string_view member, std::int64_t unix_ms);
  void refuse(Code code, std::string_view member, std::string_view problem);

  Status status() const;

 private:
  std::string_view what_;
  std::optional<Error> first_;
};

/// A pointer and a length as a view; a NULL pointer with a length is an error.
Result<std::string_view> read_view(std::string_view what, const char* text, std::uint64_t length,
                                   std::uint64_t max);

/// The size that a struct had in 1.0, which every host fills. A member behind it is read through
/// LMS_HAS.
template <class T> inline constexpr std::size_t kFirstSize = sizeof(T);
template <>
inline constexpr std::size_t kFirstSize<lms_score_event> = offsetof(lms_score_event, reason);
template <>
inline constexpr std::size_t kFirstSize<lms_activity_event> = offsetof(lms_activity_event, reason);
template <>
inline constexpr std::size_t kFirstSize<lms_class_event> = offsetof(lms_class_event, copied_from);

/// A struct that starts with struct_size: present, and at least as big as its 1.0 form.
template <class T> Status check_struct(std::string_view what, const T* value) {
  if (value == nullptr)
    return Error{Code::argument, std::string(what) + " is NULL."};
  if (value->struct_size < kFirstSize<T>)
    return Error{Code::struct_size,
                 std::string(what) + " says struct_size " + std::to_string(value->struct_size) +
                     ", expected at least " + std::to_string(kFirstSize<T>) + "."};
  return ok_status();
}

/// Bytes from one element of an array to the next.
template <class T> std::uint64_t stride_of(const T* first, std::uint64_t stride) {
  return stride != 0 ? stride : first->struct_size;
}

/// A step that the compiler of some later release could have made: at least the 1.0 form, whole
/// members, and no nonsense that would lead out of the array.
template <class T> Status check_stride(std::string_view what, std::uint64_t stride) {
  constexpr std::uint64_t kLargestElement = 65'536;
  if (stride < kFirstSize<T> || stride % alignof(T) != 0)
    return Error{Code::struct_size, std::string(what) + " has elements of " +
                                        std::to_string(stride) + " bytes, expected at least " +
                                        std::to_string(kFirstSize<T>) + ", in steps of " +
                                        std::to_string(alignof(T)) + "."};
  if (stride > kLargestElement)
    return Error{Code::range, std::string(what) + " has elements that are too large."};
  return ok_status();
}

/// Element `index` of an array whose elements may be longer than we know.
template <class T> const T* element(const T* first, std::uint64_t index, std::uint64_t stride) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(first) + index * stride);
}

} // namespace passback::abi
