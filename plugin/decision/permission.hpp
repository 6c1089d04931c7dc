// Whether anything of an activity, or of one of its records, may go, by what people chose and what
// the profile has a place for. Asked when a fact arrives and again at the last moment: since then
// an administrator may have switched the sync off, excluded a domain or an activity, or changed the
// connection. Pure.
#pragma once

#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::decision {

/// These settings name the SIS that the record is for.
bool is_of_connection(const settings::Effective& effective, const outbox::RecordKey& key);

/// Why nothing of this activity goes here, or Code::none. `profile`: with what people chose over
/// it; nullptr = it is not installed, or there is no connection.
Code off_code(const settings::Effective& effective, const oneroster::Profile* profile,
              const gradebook::ActivityId& activity);

/// The same of a record, which may be of a connection that these settings do not name any more.
Code off_code(const settings::Effective& effective, const oneroster::Profile* profile,
              const outbox::Record& record);

} // namespace passback::decision
