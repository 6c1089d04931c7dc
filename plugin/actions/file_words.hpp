// The words that people see where grades go to an SIS as files. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/actions/state_words.hpp"
#include "plugin/outbox/grade_file.hpp"

namespace passback::actions {

/// What a record's state means there; nullopt = what it means everywhere. parent, zone: as
/// words_for has them.
std::optional<StateWords> words_by_file(const outbox::Record& record, const Phrase& sis,
                                        Code parent, std::string_view zone = "");

/// Stable: "making", "open", "taken", "not_taken".
std::string_view grade_file_state(outbox::GradeFileState state);
Phrase grade_file_words(const outbox::GradeFile& file, const std::string& sis_name);

} // namespace passback::actions
