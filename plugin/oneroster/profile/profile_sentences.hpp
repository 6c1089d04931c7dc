// The sentences of `profile show` that more than one field says, and when a field matters at all;
// for the table of fields.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"

namespace passback::oneroster {

/// "a, b and c", where `between` is ", " and `last` is " and ".
std::string joined(const Sentences& parts, std::string_view between, std::string_view last);
/// The text with its holes filled (see FieldDetails); `own` stands for "{}".
std::string filled(std::string_view text, const Profile& profile, std::string_view own = {});
/// What a field says of its value, or the value itself where it says nothing of it. Empty where the
/// field does not matter.
std::string words_of(const Field& field, const Profile& profile);
/// The phrase of ProfileSummary; may be empty.
std::string brief_of(std::string_view path, const Profile& profile);

bool is_1p1(const Profile& profile);
bool of_class(const Profile& profile);
bool posts_line_items(const Profile& profile);
bool posts_results(const Profile& profile);

void say_before_you_start(const Profile& profile, Sentences& say);
void say_addresses(const Profile& profile, Sentences& say);
void say_headers(const Profile& profile, Sentences& say);
void say_owners(const Profile& profile, Sentences& say);
void say_final_slot(const Profile& profile, Sentences& say);
void say_numbers(const Profile& profile, Sentences& say);
void say_scales(const Profile& profile, Sentences& say);
void say_unscored(const Profile& profile, Sentences& say);
void say_known_limits(const Profile& profile, Sentences& say);
void say_refusals(const Profile& profile, Sentences& say);

} // namespace passback::oneroster
