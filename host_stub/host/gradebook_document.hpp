#pragma once
// The service gradebook_read: the gradebook as the plugin asks to see it, in JSON.
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::host {

struct ScoreFact;
struct ActivityFact;

boost::json::object to_document(const ScoreFact& fact);
boost::json::object to_document(const ActivityFact& fact);

// Answers a lms.gradebook_query/1 with a lms.gradebook/1 (docs/documents.md): what exists as it is,
// what does not as withdrawn, or a page of it. A query that is not one is refused.
Result<std::string> answer_gradebook_query(gradebook::Gradebook& book, std::string_view query);

} // namespace host_stub::host
