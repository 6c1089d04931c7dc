// A document on trial: made before everything that it needs is known, to see what the record lacks,
// what it says to the SIS of its own accord, or what people are shown. Pure.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// The record as it is when that version of it has been released.
outbox::Record with_released(outbox::Record record, const outbox::Version& version);

/// The members of the record in such a document, as people are shown them: no times of sending, no
/// ids of the record and of what it belongs to, nothing that a stand-in stands for. A reference is
/// its id.
boost::json::object shown_members(const std::string& document);

} // namespace passback::decision
