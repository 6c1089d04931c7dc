// The nightly look through the gradebook: where an administrator chose it, the sweep (sweep.hpp) of
// a domain is asked for once a night, so that what no event told of is found without anybody
// asking. It reads the LMS; what it finds goes as any other grade, by quiet hours and dates without
// sending, and behind the first-send question.
//
// [intake] On the host's thread.
#pragma once

#include <string_view>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

/// When its turn comes, in minutes after midnight: districts are spread over the hours from one to
/// four, each always at the same minute. Pure.
int nightly_minute(std::string_view connection_id);
/// Whether it may begin at that minute of the day. One that was missed, because nothing ran, is
/// made up for until six; then school begins, and it waits for the next night. Pure.
bool is_its_night(std::string_view connection_id, int minute_of_day);

Result<bool> is_nightly_read_due(decision::UnitOfWork& work);
/// Asks for those that are due, and writes down that they were asked for tonight: no other process,
/// and none that is started again, asks anew. While an earlier look goes on none begins.
Status begin_nightly_reads(decision::UnitOfWork& work, const gradebook::DomainId& default_domain);

} // namespace passback::intake
