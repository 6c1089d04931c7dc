// Members of a record, taken with tolerance.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/gradebook/ids.hpp"

namespace passback::oneroster::record {

std::string text(const boost::json::object& record, std::string_view name);
/// A number, or a text that is one; none for everything else, and for what Decimal cannot hold.
std::optional<gradebook::Decimal> decimal(const boost::json::object& record, std::string_view name);
/// true, "true", "TRUE", 1, "1", "yes" and their opposites; none for everything else.
std::optional<bool> flag(const boost::json::object& record, std::string_view name);
/// The first ten characters of a date or date-time; empty unless they are digits and hyphens where
/// they must be.
std::string date(const boost::json::object& record, std::string_view name);
/// sourcedId of a reference: {"sourcedId":...}, a list of one, or the bare id.
gradebook::SourcedId reference(const boost::json::object& record, std::string_view name);
std::vector<gradebook::SourcedId> references(const boost::json::object& record,
                                             std::string_view name);
/// The objects of a list, or the one object that stands in its place.
std::vector<const boost::json::object*> objects(const boost::json::object& record,
                                                std::string_view name);
boost::json::object metadata(const boost::json::object& record);

} // namespace passback::oneroster::record
