#pragma once
// What a problem of a roster calls the place where it is.
#include <string>
#include <string_view>

namespace host_stub::import {

// Where a roster came from, and so what a problem calls the place that it is in: file, line and
// column of a CSV bundle, or collection, object and member of an SIS's API.
enum class Origin { csv, api };

// "classes.csv" → "classes" for an API. Roles have no collection of their own there: they are a
// part of "users".
std::string place_name(Origin origin, std::string_view file);

// "courseSourcedId" → "course", "termSourcedIds" → "terms" for an API.
std::string member_name(Origin origin, std::string_view column);

} // namespace host_stub::import
