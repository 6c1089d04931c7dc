// What an operation answers, and what it asks before it is done.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kResultsTexts[] = {
    {"result.saved", "Saved."},
    {"result.gradebook_is_read",
     "The gradebook is being read; what is found goes as any other grade."},
    {"result.nothing_changed", "Nothing has changed."},
    {"result.nothing_saved", "Nothing was saved."},
    {"result.nothing_sent", "Nothing was sent."},
    {"result.nothing_started", "Nothing was started."},
    {"result.nothing_changed_here", "Nothing was changed."},
    {"result.nothing_to_show", "There is nothing to show."},
    {"result.started", "Started; look again in a moment."},
    {"result.sent", "{on_the_way} on the way, {already_there} already there, {not_sent} not sent."},
    {"result.sent_before",
     "There is nothing to send: {name} sent this class at {time} ({count}), and it is in the SIS."},
    {"result.sent_before_on_its_way", "There is nothing to send: {name} sent this class at {time}; "
                                      "{on_the_way} of {count} are still "
                                      "on their way."},
    {"result.sent_before_not_all",
     "There is nothing to send: {name} sent this class at {time}; {not_there} of {count} did not "
     "get there. Look at what needs your attention."},
    {"result.nothing_to_send",
     "There is nothing to send: what can go is in the SIS or on its way already."},
    {"result.sent_in_trial", "Trial: {count} would have been sent. Nothing was written."},
    {"result.sending_goes_on", "Sending goes on."},
    {"result.paused", "Paused: nothing is sent from here until somebody lets it go on."},
    {"result.paused_already", "It is paused already."},
    {"result.not_paused", "It is not paused here."},
    {"result.copy_sends_nothing", "Nothing is sent from this copy of the site."},
    {"result.send_test_grade", "Send the test grade all the same?"},
    {"result.send_it", "Send it"},
    {"result.send_all_the_same", "Send all the same?"},
    {"result.sis_again",
     "This connection has led to this SIS before: what was sent there is kept up."},
    {"sent_again.more_than", "More than 1,000 grades that the SIS has will be sent again, in "
                             "another form. Save all the same?"},
    {"sent_again.at_least_one",
     "At least 1 grade that the SIS has will be sent again, in another form. Save all the same?"},
    {"sent_again.at_least", "At least {count} grades that the SIS has will be sent again, in "
                            "another form. Save all the same?"},
    {"sent_again.one",
     "1 grade that the SIS has will be sent again, in another form. Save all the same?"},
    {"sent_again.several",
     "{count} grades that the SIS has will be sent again, in another form. Save all the same?"},
    {"sent_again.yes", "Save and send again"},
};

} // namespace

std::span<const Text> texts_of_results() {
  return kResultsTexts;
}

} // namespace passback::texts
