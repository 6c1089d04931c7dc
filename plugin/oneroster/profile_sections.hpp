// The sections of a profile file, one function each.
#pragma once

#include "plugin/oneroster/profile.hpp"
#include "plugin/oneroster/profile_section.hpp"

namespace passback::oneroster {

void read_where(const Section& where, Profile& profile);
void read_who(const Section& who, Profile& profile);
/// `documents`: what line items and categories say.
void read_line_items(const Section& documents, Profile& profile);
/// `documents`: what results say.
void read_results(const Section& documents, Profile& profile);
void read_writes(const Section& section, Writes& writes);
void read_reads(const Section& section, Reads& reads);
void read_pace(const Section& pace, Profile& profile);

} // namespace passback::oneroster
