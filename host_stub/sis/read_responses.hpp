#pragma once
// Reading: one object, or a collection with limit and offset, filter, sort, and choice of fields.
#include <functional>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/errors.hpp"

namespace host_stub::sis {

/// 200 with {"lineItems": […]}, X-Total-Count and Link, or a 400 that names the bad parameter.
/// `belongs` says which records are in the collection.
http::Response answer_collection(const Context& context, Kind kind,
                                 const std::function<bool(const Record&)>& belongs);

/// 200 with {"lineItem": {…}}; 404 when the record is nullptr. Only `fields` is looked at.
http::Response answer_one(const Context& context, Kind kind, const Record* record);

/// 404 of the asked version.
http::Response unknown_object(const Context& context, const std::string& what);

/// A failure in the shape of the asked version.
http::Response fail(const Context& context, const Failure& failure);

} // namespace host_stub::sis
