#pragma once
// The gradebook page by page, for a plugin that reads it anew without having been told what
// changed.
#include <boost/json/object.hpp>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::host {

// Answers the member `page` of a lms.gradebook_query/1 (docs/documents.md) with a lms.gradebook/1:
// a page of the list of classes, or a page of one class. What is asked for in a way that is not
// known is refused.
//
// The mark of a page is where it ended (ids, not a number of rows), so that what is added or
// removed between two pages neither hides nor repeats anything else.
Result<boost::json::object> answer_page(gradebook::Gradebook& book,
                                        const boost::json::object& asked);

} // namespace host_stub::host
