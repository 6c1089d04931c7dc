// An LMS that was put back from a backup has grades that are older than what it sent before:
// nothing older goes over something newer without a person. The host tells of a restore by a higher
// host_epoch; of each cell it is then asked, with the first fact after that, whether the SIS has
// something else and newer. One question for a class, or on the card for all of them, says which of
// the two counts. What was graded after the restore goes as ever. Pure.
//
// A whole data folder that was put back with the LMS takes for confirmed what the backup had: what
// the SIS got since then nobody here knows.
#pragma once

#include "plugin/decision/origin.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Of facts that are about to be observed: whether they are older than what the SIS has, which is
/// kept with them. `only_read`: no event told of them, they were read from the gradebook.
void note_put_back(const outbox::Record& result, outbox::Form form, const Origin& origin,
                   bool only_read, gradebook::ScoreFacts& facts);
bool is_put_back(const outbox::Record& result);

/// Why this result does not go by itself: older_than_sis, or newer_kept where a person said that
/// the SIS keeps what it has, or Code::none.
Code older_code(const outbox::Record& result);

/// A person is asked which of the two counts.
bool waits_for_older_answer(const outbox::Record& record);
/// She said that what the SIS has counts: nobody is asked again until it is graded anew.
void keep_newer_in_sis(outbox::Record& result);

} // namespace passback::decision
