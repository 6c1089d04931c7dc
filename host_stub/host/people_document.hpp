#pragma once
// The extension lms.people/1: names of people, for a page that is drawn now.
#include <string>
#include <string_view>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::host {

// Answers a lms.people_query/1 with a lms.people/1: those whom the asker may see in the class or
// domain that is named. Whoever is not known, or not for the asker's eyes, is left out.
Result<std::string> answer_people_query(gradebook::Gradebook& book, std::string_view query);

} // namespace host_stub::host
