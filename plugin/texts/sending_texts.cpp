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
    {"first_send.question",
     "Grades that were given before sync was switched on: {grades}, in {classes} classes. What "
     "becomes of them?"},
    {"first_send.question_since",
     "Grades that were given before sync was switched on: {grades}, in {classes} classes, the "
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
    {"first_send.not_asked", "Nobody asks this here now."},
    {"imported.question", "Grades that came by an import or a copy of a class: {grades}, in "
                          "{classes} classes. What becomes of them?"},
    {"imported.expected_op", "Expected imported_send, imported_teachers or imported_leave."},
};

} // namespace

std::span<const Text> texts_of_sending() {
  return kSendingTexts;
}

} // namespace passback::texts
