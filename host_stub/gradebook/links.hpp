#pragma once
// Which person or class of the SIS a person or class of the LMS is: what an administrator corrects
// by hand where the roster came with a wrong sourcedId.
#include <string>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// Whoever had that sourcedId before is linked to nothing from then on. The plugin is told with the
// next delivery, as after an import.
void link_person(Gradebook& book, const std::string& user_id, const std::string& sis_id);
void link_class(Gradebook& book, const std::string& class_id, const std::string& sis_id);

} // namespace host_stub::gradebook
