#pragma once
// Academic sessions in relation to one another and to days: which grading periods a class has, and
// whether a day lies in one.
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

/// The session lies in another one, at any depth.
bool within(const Store& store, const Record& session, std::string_view outer);
/// The grading periods that are, or lie in, one of the class's terms.
std::vector<const Record*> periods_of_class(const Store& store, const Record& class_record);
/// "2026-10-16" for a date-time, as the clocks of a place that is so far ahead of UTC show it; ""
/// when it is none.
std::string local_day(std::string_view date_time, int utc_offset_minutes);
bool contains_day(const Record& session, std::string_view day);

} // namespace host_stub::sis
