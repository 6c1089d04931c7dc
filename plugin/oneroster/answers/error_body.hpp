// The words of an error answer, whatever shape they have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace passback::oneroster {

struct ErrorBody {
  /// imsx code minor values and OAuth error words, as written.
  std::vector<std::string> codes;
  /// Descriptions, joined; the whole body if it is no JSON. Not cleaned: never shown or kept as it
  /// is.
  std::string description;
};

/// Finds them in every shape that was seen: imsx_CodeMinor or imsx_codeMinor, as object, list or
/// text; bare, in statusInfo, statusInfoSet or errors; {"error":...} of OAuth layers; problem
/// details (RFC 9457); HTML; nulls; bodies cut short.
ErrorBody read_error_body(std::string_view body);

/// What support sees: codes and description, cleaned (clean_words.hpp).
std::string words_for_support(const ErrorBody& error);

} // namespace passback::oneroster
