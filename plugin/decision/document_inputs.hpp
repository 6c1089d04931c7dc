// What the document of a record is derived from, as far as facts and settings say it. What has to
// be read of the SIS first (period, school, titles that are taken) comes in when it is planned.
#pragma once

#include <string>

#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/category_choice.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::decision {

/// How the records of one class are written. The profile has what people chose for the class.
struct Manner {
  const oneroster::Profile& profile;
  const settings::Effective& effective;
};

/// The days of a document are days where the SIS is.
oneroster::DocumentContext context_of(const Manner& manner);

/// The facts of the document. A tombstone repeats the last ones that the SIS saw.
const outbox::Facts& facts_of(const outbox::Record& record);

/// What a result takes of its activity: what may go of it, because a result waits until the SIS has
/// that too (outbox/bounds.hpp).
const outbox::Facts& activity_of(const outbox::Record& line_item);

/// Which category the line item is for, by what people chose.
settings::CategoryChoice category_of(const Manner& manner, const outbox::Record& line_item,
                                     const gradebook::ActivityFacts& facts);

oneroster::LineItemInput line_item_input(const Manner& manner, const outbox::Record& line_item,
                                         gradebook::ActivityFacts facts);

/// `student`: who it is at the SIS now. corrupt for facts that cannot be read, or what is wrong
/// with the time zone.
Result<oneroster::ResultInput> result_input(const Manner& manner, const outbox::Record& result,
                                            const outbox::Record& line_item,
                                            const gradebook::SourcedId& student);

} // namespace passback::decision
