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
    {"notice.period_end_teacher.title",
     "{period} ends {when}: {grades} of your grades are not in {sis}"},
    {"notice.period_end_teacher.body",
     "{to_send} to send, {refused} refused, {waiting} waiting, in {classes}. {cause}"},
    {"notice.period_end_administrators.title",
     "{period} ends {when}: {grades} grades are not in {sis}"},
    {"notice.period_end_administrators.body",
     "They are of {teachers}, in {classes}: {to_send} to send, {refused} refused, "
     "{waiting} waiting. {cause}"},
    {"notice.period_end_over.title", "Grades for {sis} before {ends_on}: nothing is left to do"},
    {"notice.period_end_over.body", "What this notice told has been seen to, or the day is over."},
    {"notice.credentials_end.title", "The credentials for {sis} end {when}"},
    {"notice.credentials_end.body",
     "By the date on the SIS settings card they are good until {ends_on}. Ask whoever runs the SIS "
     "for new ones, and enter them there with their last day. Without them grades wait from then "
     "on."},
    {"notice.credentials_end_over.title", "The credentials for {sis} have another last day"},
    {"notice.credentials_end_over.body", "Nothing needs to be done."},
    {"notice.first_send.title", "{grades} grades from before wait for your answer"},
    {"notice.first_send.body",
     "They are of {classes}, and were given before sync with {sis} was switched on. "
     "{oldest}"},
    {"notice.first_send_over.title", "The question about grades from before is answered"},
    {"notice.first_send_over.body", "Nothing needs to be done."},
    {"notice.first_send_teacher.title",
     "{grades} of your grades from before go to {sis} when you send them"},
    {"notice.first_send_teacher.body",
     "They were given before sync was switched on, in {classes}. Sync grades to SIS shows them in "
     "the class as \"Not sent yet\"."},
    {"notice.first_send_teacher_over.title", "Your grades from before have been seen to"},
    {"notice.first_send_teacher_over.body", "Nothing needs to be done."},
    {"notice.changed_ids.title", "{sis}: {students} students and {classes} classes have other ids"},
    {"notice.changed_ids.body",
     "They changed at once, and the grades of these students and classes wait. The SIS settings "
     "card asks whether the new ids are used or those of before are kept."},
    {"notice.changed_ids_over.title", "The question about changed ids of {sis} is answered"},
    {"notice.changed_ids_over.body", "Nothing needs to be done."},
    {"notice.lost_records.title", "{sis} has lost {gone} of {confirmed} activities: send again?"},
    {"notice.lost_records.body",
     "It does not have them any more, as after a backup was put back or a test server was set up "
     "anew. The SIS settings card asks whether everything is sent again, or left as it is."},
    {"notice.lost_records_over.title", "The question about what {sis} has lost is answered"},
    {"notice.lost_records_over.body", "Nothing needs to be done."},

    // Parts of them.
    {"notice.the_sis", "the SIS"},
    {"notice.one_class", "class {class}"},
    {"notice.classes", "{count} classes"},
    {"notice.classes_one", "1 class"},
    {"notice.teachers", "{count} teachers"},
    {"notice.teachers_one", "1 teacher"},
    {"notice.commonest_cause", "The commonest cause: {sentence}"},
    {"notice.oldest", "The oldest is of {oldest}."},
    {"notice.first_send_asks",
     "The SIS settings card asks whether they go from a day on, each teacher decides, or they are "
     "left. They wait for the answer."},
    {"notice.the_period", "The grading period"},
    {"notice.today", "today"},
    {"notice.tomorrow", "tomorrow"},
    {"notice.in_days", "in {days} days"},
    {"notice.console_lists", "The console lists them by school and teacher."},
    {"notice.sync_grades_shows",
     "Sync grades to SIS shows in the class what they are, and what to do."},
    {"notice.console_shows", "The console shows which classes they are, and what to do."},
};

} // namespace

std::span<const Text> texts_of_notices() {
  return kNoticeTexts;
}

} // namespace passback::texts
