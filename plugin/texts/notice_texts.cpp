// Notices: each has a title and a body. {what} is what happened and what an administrator does
// next, in the words of the code that comes with it.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kNoticeTexts[] = {
    {"notice.account_waits.title", "Grades wait for {sis}"},
    {"notice.account_waits.body", "{what} Nothing is lost: the grades wait and go by themselves."},
    {"notice.account_over.title", "Grades go to {sis} again"},
    {"notice.account_over.body", "What they waited for is over. Nothing needs to be done."},
    {"notice.class_refused.title", "{sis} did not accept something of class {class}"},
    {"notice.class_refused.body",
     "{sentence} Sync grades to SIS shows in the class what it is, why, and what to do; from there "
     "it is sent again."},
    {"notice.class_refused_over.title", "Nothing of class {class} is refused any more"},
    {"notice.class_refused_over.body", "What {sis} did not accept of it has been seen to."},
    {"notice.site_moved.title", "Grades wait: has this site moved, or is it a copy?"},
    {"notice.site_moved.body", "{what} Nothing is lost: the grades wait."},
    {"notice.outbox_restored.title", "The outbox is older than what was sent from it"},
    {"notice.outbox_restored.body", "{what}"},
    {"notice.not_listed.title", "Grades from before were not looked at."},
    {"notice.not_listed.body", "{what}"},
    {"notice.digest_administrators.title",
     "Grades to {sis}: {sent} sent, {refused} refused, {waiting} waiting"},
    {"notice.digest_administrators.body",
     "Since the last of these notices. What is refused or waits is in {classes}. {cause}"},
    {"notice.digest_teacher.title",
     "Your grades: {ready} to send, {refused} refused, {waiting} waiting"},
    {"notice.digest_teacher.body",
     "{sent} reached {sis} since the last of these notices. What is left is in {classes}; Sync "
     "grades to SIS shows in the class what it is, and what to do."},
    {"notice.digest_over.title", "Nothing is left to do about grades for {sis}"},
    {"notice.digest_over.body", "What this notice told has been seen to."},

    // Parts of them.
    {"notice.the_sis", "the SIS"},
    {"notice.one_class", "class {class}"},
    {"notice.classes", "{count} classes"},
    {"notice.commonest_cause", "The commonest cause: {sentence}"},
    {"notice.console_shows", "The console shows which classes they are, and what to do."},
};

} // namespace

std::span<const Text> texts_of_notices() {
  return kNoticeTexts;
}

} // namespace passback::texts
