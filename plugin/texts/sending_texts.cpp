// When grades go, and what is asked before they leave the SIS: the card's fields, and questions.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kSendingTexts[] = {
    {"sending.automatic_for.label", "Which classes send by themselves"},
    {"sending.automatic_for.help",
     "Sending by itself is best where students begin and end when they like."},
    {"sending.automatic_for.all", "All classes"},
    {"sending.automatic_for.self_paced", "Self-paced classes only"},
    {"sending.wait_before_sending.label", "Wait before sending (minutes)"},
    {"sending.wait_before_sending.help",
     "0 to 60. Several changes within that time go as one. What a teacher sends goes at once."},
    {"sending.send_at.label", "Times at which grades go"},
    {"sending.send_at.help",
     "By the clock of the SIS, for example 06:00 and 18:00. What goes by itself waits for the next "
     "of them; what a teacher sends goes at once. Nothing entered: at once."},
    {"sending.quiet_hours.from.label", "Quiet hours from"},
    {"sending.quiet_hours.from.help",
     "In these hours, by the clock of the SIS, nothing goes by itself. For example 22:00."},
    {"sending.quiet_hours.to.label", "Quiet hours to"},
    {"sending.quiet_hours.to.help", "For example 06:00."},
    {"sending.no_sending_on.label", "Dates on which nothing goes"},
    {"sending.no_sending_on.help",
     "For example while report cards are stored. A teacher who sends is asked."},
    {"sending.removals.label", "What is taken out of the LMS"},
    {"sending.removals.help",
     "When a student is unenrolled, an activity deleted, a class emptied or put back from a "
     "backup. A single grade that a teacher takes out always goes."},
    {"sending.removals.keep_and_offer", "Stays in the SIS, and a person is asked"},
    {"sending.removals.by_itself", "Is taken out of the SIS too"},
    {"sending.removal_brake.label", "Ask if more than this many are removed"},
    {"sending.removal_brake.help", "Within ten minutes in one class. Nothing entered: 10."},
    {"sending.trial.label", "Trial: nothing is written"},
    {"sending.trial.help",
     "Everything as in earnest: grades are taken in, checked and shown as they would be sent. "
     "Nothing "
     "is written to the SIS, also when a teacher sends. When the trial ends you are asked what "
     "goes. "
     "Nothing chosen: as the domain above says."},
    {"sending.new_activities.label", "New activities"},
    {"sending.new_activities.help",
     "Whether an activity goes of which the teacher has said nothing. Nothing chosen: it goes."},
    {"sending.new_activities.sync", "Go to the SIS"},
    {"sending.new_activities.leave_out", "Are left out until the teacher chooses them"},
    {"sending.send_final_grades.label", "Send final and period grades"},
    {"sending.send_final_grades.help", "Nothing chosen: they are sent."},
    {"sending.needs_due_date.label", "An activity needs a due date before it goes"},
    {"sending.needs_category.label", "An activity needs a category before it goes"},
    {"sending.grace_after_class_end.label", "Days after the end of a class"},
    {"sending.grace_after_class_end.help", "So many days after its last day grades of a class "
                                           "still go by themselves; later a person sends "
                                           "them and says why. Nothing entered: no end."},
    {"problem.expected_grace_after_class_end", "Expected whole days, 0 to 10000."},
    {"result.say_why", "The class is over. Say why it is sent now."},
    {"sending.longest_title.label", "Longest title of an activity (characters)"},
    {"sending.longest_title.help",
     "One with a longer title waits until it is shortened. Nothing entered, or 0: any."},
    {"sending.category_table.label", "Categories of all classes, by title"},
    {"sending.category_table.help",
     "The title of a category here and of the SIS's category that it goes into, for example "
     "Homework and HW. A class's own choice goes first."},
    {"sis_settings.pilot_above",
     "Sync is on for some domains, classes or teachers only, as {domain} says."},
    {"sending.on_for.who.label", "On for"},
    {"sending.on_for.who.help", "For a pilot. Nothing chosen: as the domain above says. Whoever "
                                "joins later is as one for whom "
                                "sync is switched on then."},
    {"sending.on_for.who.everyone", "Everyone"},
    {"sending.on_for.who.only", "Only these domains, classes and teachers"},
    {"sending.on_for.domains.label", "On for these domains"},
    {"sending.on_for.domains.help", "With everything below them."},
    {"sending.on_for.classes.label", "On for these classes"},
    {"sending.on_for.classes.help", "By their ids in the LMS."},
    {"sending.on_for.teachers.label", "On for the classes of these teachers"},
    {"sending.on_for.teachers.help", "By their ids in the LMS."},
    {"problem.expected_on_for",
     "Expected everyone, or at least one domain, class or teacher, by id."},
    {"sending.between_periods.label", "A due date between two grading periods"},
    {"sending.between_periods.help",
     "For example in the days between two quarters. Nothing chosen: as the kind of SIS says."},
    {"sending.between_periods.earlier", "Goes into the earlier one"},
    {"sending.between_periods.later", "Goes into the later one"},
    {"sending.between_periods.ask", "Waits until a person chooses"},
    {"problem.expected_between_periods", "Expected earlier, later or ask."},
    {"locked.set_by", "Set by {domain}."},
    {"locked.choice.label", "Locked"},
    {"locked.choice.help", "On: teachers, and the domains below, see it and cannot change it."},
    {"locked.choice.of", "Locked for teachers: {choice}"},
    {"problem.locked", "Set by {domain}; it cannot be changed here."},
    {"problem.expected_lock", "Expected names of choices of Sync grades settings, or true or false "
                              "for each."},
    {"problem.expected_new_activities", "Expected sync or leave_out."},
    {"problem.expected_send_final_grades", "Expected true or false."},
    {"problem.expected_needs_due_date", "Expected true or false."},
    {"problem.expected_needs_category", "Expected true or false."},
    {"problem.expected_longest_title", "Expected a whole number, 0 to 10000."},
    {"problem.expected_category_table",
     "Expected titles of categories here, each with the title of the SIS's category."},
    {"sending.reconcile_nightly.label", "Look through the gradebook every night"},
    {"sending.reconcile_nightly.help",
     "The gradebook is read each night, to find what the LMS did not tell. Nothing goes out of its "
     "time for it. Nothing chosen: no."},
    {"problem.expected_reconcile_nightly", "Expected true or false."},
    {"sending.notice_hour.label", "Hour of the daily notices"},
    {"sending.notice_hour.help", "0 to 23, by the clock of the SIS. Nothing entered: 7."},
    {"sending.notice_language.label", "Language of notices"},
    {"sending.notice_language.help", "Pages are in the language of whoever opens them."},
    {"language.name", "English"},
    {"problem.expected_notice_hour", "Expected a whole hour of the day, 0 to 23."},
    {"problem.expected_notice_language", "Expected the tag of a language, such as en or es."},
    {"problem.expected_automatic_for", "Expected all or self_paced."},
    {"problem.expected_wait_before_sending", "Expected whole minutes, 0 to 60."},
    {"problem.expected_quiet_hours",
     "Expected from and to, two different times of the day such as 22:00 and 06:00."},
    {"problem.expected_no_sending_on",
     "Expected dates such as 2026-12-18, or from and to, the earlier one first."},
    {"problem.expected_removals", "Expected keep_and_offer or by_itself."},
    {"problem.expected_removal_brake", "Expected a whole number, 0 to 10000."},
    {"sending.estimate.minutes", "At the pace of this SIS it takes about {count} minutes."},
    {"sending.estimate.hours", "At the pace of this SIS it takes about {count} hours."},
    {"removal.result", "Take back 1 result?"},
    {"removal.line_item", "Take back 1 activity?"},
    {"removal.results", "Take back {results} results?"},
    {"removal.line_items", "Take back {line_items} activities?"},
    {"removal.both", "Take back {line_items} activities and {results} results?"},
    {"removal.take_back", "Take them back"},
    {"removal.keep_in_sis", "Leave them in the SIS"},
    {"removal.taken_back", "{count} on the way out."},
    {"removal.kept", "{count} stay in the SIS."},
    {"removal.expected_question", "Expected cause and upto, as the question gave them."},
    {"older.one", "1 grade in the SIS is newer than the LMS's, which was put back from a backup. "
                  "Which of the two counts?"},
    {"older.many", "{grades} grades in the SIS are newer than the LMS's, which was put back from a "
                   "backup. Which of the two count?"},
    {"older.send_older", "Send the LMS's grades"},
    {"older.keep_newer", "Keep the SIS's grades"},
    {"older.sent", "{count} on the way."},
    {"send_again.question", "Send everything of this class again that {sis} has confirmed: {count} "
                            "activities and grades? What is there is written once more."},
    {"send_again.yes", "Send it all again"},
    {"send_again.nothing", "Nothing of this class is in the SIS yet."},
    {"send_again.sent", "{count} on the way again."},
    {"points.become", "{title}: {from} points become {to}."},
    {"points.fall", "{count} students fall, the lowest to {percent} %."},
    {"points.fall_to", "{count} students fall to {percent} %."},
    {"points.fall_one", "1 student falls to {percent} %."},
    {"points.rise", "{count} students rise, the highest to {percent} %."},
    {"points.rise_to", "{count} students rise to {percent} %."},
    {"points.rise_one", "1 student rises to {percent} %."},
    {"points.more", "And {count} activities more."},
    {"points.send_points", "Send the new points, then all grades"},
    {"older.kept", "{count} stay as the SIS has them."},
    {"column.question", "{sis} already has \"{title}\"."},
    {"column.question.due", "{sis} already has \"{title}\", {due}."},
    {"column.question.several", "{sis} already has {count} activities that look like it."},
    {"column.course",
     "{sis} has {count} activities from the course \"{course}\", which does not send there any "
     "more. Go on with them?"},
    {"column.course.one",
     "{sis} has {count} activity from the course \"{course}\", which does not send there any more. "
     "Go on with it?"},
    {"column.course.use_column", "Go on with those"},
    {"column.course.make_another", "Make new ones"},
    {"column.course.leave_out", "Leave these activities out"},
    {"column.use_column", "Use that one"},
    {"column.make_another", "Make another"},
    {"column.leave_out", "Leave it out"},
    {"column.use_column.done",
     "{count} use what the SIS has. Nothing is written there before you send it."},
    {"column.make_another.done", "{count} get a column of their own."},
    {"column.leave_out.done", "{count} are left out."},
    {"column.expected_activity", "Expected activity_id, or all."},
    {"column.not_asked", "Nothing is asked about it."},
    {"column.which", "Several look like it: say which, by its column."},
    {"column.locked", "The administrator decides here which activities go."},
    {"column.being_read", "What the SIS has already in {count} of these activities is being read. "
                          "Look again in a moment, before you send."},
    {"column.unread",
     "What the SIS has already in {count} of these activities could not be read. "
     "Look there before you send: a grade of yours takes the place of the one that "
     "is there."},
    {"column.not_read",
     "{sis} does not show which activities its gradebook has already. What was made there by hand "
     "will stand there a second time."},
    {"first_send.question", "Grades that were given before sync was switched on, or in a trial: "
                            "{grades}, in {classes}. What becomes of "
                            "them?"},
    {"first_send.question_since", "Grades that were given before sync was switched on, or in a "
                                  "trial: {grades}, in {classes}, the "
                                  "oldest of {oldest}. What becomes of them?"},
    {"first_send.counting",
     "Grades that were given before sync was switched on are being counted; so far {grades}."},
    {"first_send.from", "Send from a date on"},
    {"first_send.from_operation.label", "Send from a date on"},
    {"first_send.from.date.label", "First date whose grades go"},
    {"first_send.teachers", "Each teacher decides"},
    {"first_send.leave", "Leave them in the LMS"},
    {"first_send.all", "Send all of them"},
    {"first_send.expected_op", "Expected first_send_from, first_send_teachers, first_send_leave or "
                               "first_send_all."},
    {"first_send.expected_date", "Enter the first date whose grades go, such as 2026-10-01."},
    {"lost.question",
     "{sis} does not have {gone} of {confirmed} activities that it had, with their grades. Was it "
     "set up anew, or put back from a backup? Send everything again?"},
    {"lost.send", "Send everything again"},
    {"lost.leave", "Leave it as it is"},
    {"lost.sent", "Everything goes again."},
    {"lost.left", "It stays as it is. A teacher may send an activity again."},
    {"imported.question", "Grades that came by an import or a copy of a class: {grades}, in "
                          "{classes}. What becomes of them?"},
    {"imported.expected_op", "Expected imported_send, imported_teachers or imported_leave."},
};

} // namespace

std::span<const Text> texts_of_sending() {
  return kSendingTexts;
}

} // namespace passback::texts
