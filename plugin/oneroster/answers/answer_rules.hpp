// The profile's table "status and code -> what it means", applied.
#pragma once

#include <optional>
#include <string_view>

#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/answers/error_body.hpp"

namespace passback::oneroster {

/// What a code of the catalogue stands for as the meaning of an answer; none for codes that no
/// answer can mean. A profile may only name codes that have one.
std::optional<Meaning> meaning_of(Code code);

/// The first rule of the profile that fits, or nullptr.
const AnswerRule* rule_for(const Profile& profile, int status, const ErrorBody& error);

/// The rule that gave a refused record its code, found again from what was kept of the answer: its
/// status and words_for_support (error_body.hpp). nullptr = none did.
const AnswerRule* rule_told_by(const Profile& profile, int status, Code code,
                               std::string_view sis_words);

} // namespace passback::oneroster
