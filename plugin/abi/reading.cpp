#include "plugin/abi/reading.hpp"

#include <algorithm>

#include "plugin/platform/text.hpp"

namespace passback::abi {
namespace {

// The year 9999: a later instant is a unit mistake (micro- or nanoseconds), not a date.
constexpr std::int64_t kLatestUnixMs = 253'402'300'799'999;

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

} // namespace

void Reader::refuse(Code code, std::string_view member, std::string_view problem) {
  if (!first_)
    first_ = Error{code, std::string(what_) + "." + std::string(member) + " " +
                             std::string(problem) + "."};
}

std::string Reader::id(std::string_view member, const lms_str& text) {
  if (text.len == 0)
    return {};
  if (text.ptr == nullptr) {
    refuse(Code::argument, member, "is NULL but has a length");
    return {};
  }
  if (text.len > LMS_ID_MAX) {
    refuse(Code::range, member, "is longer than 255 bytes");
    return {};
  }
  const std::string_view view(text.ptr, text.len);
  if (!platform::is_valid_utf8(view) || has_control_characters(view)) {
    refuse(Code::utf8, member, "is not UTF-8 or holds control characters");
    return {};
  }
  return std::string(view);
}

std::string Reader::required_id(std::string_view member, const lms_str& text) {
  if (text.len == 0)
    refuse(Code::argument, member, "is required");
  return id(member, text);
}

std::string Reader::text(std::string_view member, const lms_str& text, std::size_t max) {
  if (text.len == 0)
    return {};
  if (text.ptr == nullptr) {
    refuse(Code::argument, member, "is NULL but has a length");
    return {};
  }
  if (text.len > max) {
    refuse(Code::range, member, "is longer than " + std::to_string(max) + " bytes");
    return {};
  }
  const std::string_view view(text.ptr, text.len);
  if (!platform::is_valid_utf8(view) || view.find('\0') != std::string_view::npos) {
    refuse(Code::utf8, member, "is not UTF-8 or holds NUL");
    return {};
  }
  return std::string(view);
}

std::optional<gradebook::Decimal> Reader::number(std::string_view member, double value) {
  auto decimal = gradebook::Decimal::from_double(value);
  if (!decimal.ok()) {
    refuse(Code::range, member, "is not a finite number of a usable size");
    return std::nullopt;
  }
  return *decimal;
}

std::optional<gradebook::Decimal> Reader::number(std::string_view member, const lms_str& text) {
  const std::string written = this->text(member, text, 64);
  auto decimal = gradebook::Decimal::parse(written);
  if (!decimal.ok() || written.find_first_of("eE") != std::string::npos) {
    refuse(Code::range, member, "is not a plain decimal number");
    return std::nullopt;
  }
  return *decimal;
}

std::int64_t Reader::time(std::string_view member, std::int64_t unix_ms) {
  if (unix_ms < 0 || unix_ms > kLatestUnixMs) {
    refuse(Code::range, member, "is not a time in Unix milliseconds");
    return 0;
  }
  return unix_ms;
}

Status Reader::status() const {
  return first_ ? Status(*first_) : ok_status();
}

Result<std::string_view> read_view(std::string_view what, const char* text, std::uint64_t length,
                                   std::uint64_t max) {
  if (length == 0)
    return std::string_view{};
  if (text == nullptr)
    return Error{Code::argument, std::string(what) + " is NULL but has a length."};
  if (length > max)
    return Error{Code::range,
                 std::string(what) + " is longer than " + std::to_string(max) + " bytes."};
  const std::string_view view(text, length);
  if (!platform::is_valid_utf8(view))
    return Error{Code::utf8, std::string(what) + " is not UTF-8."};
  return view;
}

} // namespace passback::abi
