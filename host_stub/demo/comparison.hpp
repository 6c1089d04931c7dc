#pragma once
// Whether LMS and SIS are equal in the end, record by record: what the demo is judged by.
#include <string>

#include <boost/json/value.hpp>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::demo {

struct Comparison {
  std::string table;
  std::size_t records = 0;
  std::size_t different = 0; // also: only here, only there, or there twice
};

// Every activity and every cell of the gradebook beside the line item and the result that the SIS
// has for it. They are matched by class, title and student, as a person would, not by ids that
// either side made. `sis_records` is the answer of GET /_sis/records.
Comparison compare(gradebook::Gradebook& book, const boost::json::value& sis_records);

} // namespace host_stub::demo
