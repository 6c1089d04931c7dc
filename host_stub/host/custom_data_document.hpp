#pragma once
// lms.custom_data_query/1 in, lms.custom_data/1 out: what stands in fields of this LMS's own.
#include <string>
#include <string_view>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::host {

Result<std::string> answer_custom_data_query(gradebook::Gradebook& book, std::string_view query);

} // namespace host_stub::host
