// The records of one page of a collection, whatever envelope the SIS puts around them.
#pragma once

#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// The objects of a 2xx answer: {"categories":[...]}, {"category":[...]}, one object where a list
/// belongs, a bare list, a bare object, another name for the only list that there is; null or no
/// body (204) is an empty page. answer_unreadable for everything else, so that an error in a 200 or
/// a body cut short never passes for "there is nothing".
Result<std::vector<boost::json::object>> collection_entries(const HttpAnswer& answer,
                                                            std::string_view collection);

/// False for status tobedeleted, and for 1.0's inactive, which means the same.
bool is_active(const boost::json::object& record);

} // namespace passback::oneroster
