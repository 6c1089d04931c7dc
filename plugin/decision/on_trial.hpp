// A document on trial: made before everything that it needs is known, to see what the record lacks,
// what it says to the SIS of its own accord, or what people are shown. Pure.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Stands for an id that is known by the time the document is made in earnest.
const gradebook::SourcedId& stand_in();
/// Stands for a day that nobody is told of.
inline constexpr const char* kSomeDay = "2000-01-01";

/// The record as it is when that version of it has been released.
outbox::Record with_released(outbox::Record record, const outbox::Version& version);

/// The members of the record in such a document, as people are shown them: no times of sending, no
/// ids of the record and of what it belongs to, nothing that a stand-in stands for. A reference is
/// its id.
boost::json::object shown_members(const std::string& document);

} // namespace passback::decision
