// Where a record or a job stands, how long ago something was, and the names of the menu items.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kStatesTexts[] = {
    {"menu.sync_grades_settings", "Sync grades settings"},
    {"menu.sync_grades_to_sis", "Sync grades to SIS"},
    {"menu.sis_settings", "SIS settings"},
    {"menu.console", "SIS sync console"},
    {"menu.activity_sync", "Sync to SIS"},
    {"state.the_sis", "the SIS"},
    {"state.the_sis_before", "the SIS of before"},
    {"state.off", "Not synced"},
    {"state.not_ready", "Needs your attention"},
    {"state.ready", "Not sent yet"},
    {"state.changed", "Changed since last sent"},
    {"state.on_its_way", "On its way"},
    {"state.goes_at", "Goes at {time}"},
    {"state.removal_asked", "Gone from the LMS: take back in {sis} too?"},
    {"state.waiting.paused", "Waiting: an administrator has paused sending"},
    {"state.waiting.quiet_hours", "Waiting: quiet hours"},
    {"state.waiting.nothing_today", "Waiting: nothing goes today"},
    {"state.accepted", "Accepted by {sis}"},
    {"state.for_file", "Ready for the file"},
    {"state.in_file", "In the file of {date}"},
    {"state.in_some_file", "In a file that nobody has spoken for"},
    {"state.changed_since_file", "Changed since the file of {date}"},
    {"state.taken_over", "Taken over by {sis}"},
    {"state.held", "Not released to students yet"},
    {"state.conflict", "{sis} shows a different grade"},
    {"state.rejected", "{sis} did not accept it"},
    {"state.failed", "Not sent"},
    {"state.unlinked", "Removed in {sis}"},
    {"state.withdrawn", "Taken back"},
    {"state.nothing", "Nothing to send"},
    {"state.settled", "Nothing to do"},
    {"state.moved", "Moved to the right record"},
    {"state.moved.section", "Moved to another section"},
    {"state.moved.kept", "Moved: {before} keeps its own"},
    {"state.moved.may_be_kept", "Moved: {before} may have its own"},
    {"state.other_sis", "Was sent to {before}. Send to {sis} too?"},
    {"state.waiting.results_forbidden", "Waiting: {sis} does not let us write results"},
    {"state.waiting.line_items_forbidden", "Waiting: {sis} does not let us write activities"},
    {"state.waiting.address_refused", "Waiting: what answers at the address is not {sis}"},
    {"state.waiting.token_address", "Waiting: no token can be had at the API Token URL"},
    {"state.waiting.window_shut", "Waiting: grading window closed"},
    {"state.waiting.unauthorised", "Waiting: {sis} does not accept the credentials"},
    {"state.waiting.secret_unusable", "Waiting: the password cannot be used"},
    {"state.waiting.secret_missing", "Waiting: the password is not known yet"},
    {"state.waiting.address", "Waiting: {sis} may not be contacted from here"},
    {"state.waiting.down", "Waiting: {sis} not answering"},
    {"state.waiting.site_moved", "Waiting: an administrator must say whether this site moved"},
    {"state.waiting.missed", "Waiting: {sis} does not show it just now"},
    {"state.waiting.pause", "Waiting: {sis} asked us to wait until {until}"},
    {"mark.exempt", "exempt"},
    {"mark.missing", "missing"},
    {"mark.incomplete", "incomplete"},
    {"mark.handed_in", "handed in"},
    {"job.asked", "It begins in a moment."},
    {"job.running", "It is under way."},
    {"job.done", "It is done."},
    {"job.failed", "It could not be done."},
    {"job.goes_on", "{pause}. It goes on by itself then."},
    {"age.now", "just now"},
    {"age.minute", "{count} minute ago"},
    {"age.minutes", "{count} minutes ago"},
    {"age.hour", "{count} hour ago"},
    {"age.hours", "{count} hours ago"},
    {"age.day", "{count} day ago"},
    {"age.days", "{count} days ago"},
};

} // namespace

std::span<const Text> texts_of_states() {
  return kStatesTexts;
}

} // namespace passback::texts
