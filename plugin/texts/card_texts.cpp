// What stands on the SIS settings card besides its fields: the summary, the set-up report, advice.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kCardTexts[] = {
    {"card.edit_settings.label", "Edit settings"},
    {"card.summary.label", "Summary"},
    {"card.setup_report.label", "Set-up report"},
    {"card.setup_report.help",
     "One page without secrets, for your account manager or the administrator of the SIS."},
    {"card.on", "On"},
    {"card.off", "Off"},
    {"card.none", "None"},
    {"card.not_set", "Not set"},
    // What holds where nobody chose anything: card.unset.NAME OF THE FIELD.
    {"card.unset.automatic_for", "All classes (nothing was set)"},
    {"card.unset.wait_before_sending", "0 minutes: at once (nothing was set)"},
    {"card.unset.send_at", "At any time of the day (nothing was set)"},
    {"card.unset.quiet_hours.from", "No quiet hours (nothing was set)"},
    {"card.unset.quiet_hours.to", "No quiet hours (nothing was set)"},
    {"card.unset.no_sending_on", "On no date (nothing was set)"},
    {"card.unset.removals", "Stays in the SIS, and a person is asked (nothing was set)"},
    {"card.unset.removal_brake", "{count} (nothing was set)"},
    {"card.unset.new_activities", "Go to the SIS (nothing was set)"},
    {"card.unset.grace_after_class_end", "No end: grades go whenever (nothing was set)"},
    {"card.unset.longest_title", "Any length (nothing was set)"},
    {"card.unset.category_table", "No titles: as each class chooses (nothing was set)"},
    {"card.unset.between_periods", "As the kind of SIS says (nothing was set)"},
    {"card.unset.on_for.who", "Everyone (nothing was set)"},
    {"card.unset.notice_hour", "{hour} o'clock (nothing was set)"},
    {"card.unset.notice_language", "English (nothing was set)"},
    {"card.unset.grade_form", "As the kind of SIS says (nothing was set)"},
    {"card.unset.grading_period.pick", "As the kind of SIS says (nothing was set)"},
    {"card.unset.grading_period.title", "No words (nothing was set)"},
    {"card.unset.standards", "As the kind of SIS says (nothing was set)"},
    {"card.unset.scales", "None (nothing was set)"},
    {"card.unset.objectives", "None (nothing was set)"},
    {"card.unset.connection.time_zone", "UTC (nothing was set)"},
    {"card.unset.custom_data.users", "The roster sync (nothing was set)"},
    {"card.unset.custom_data.classes", "The roster sync (nothing was set)"},
    {"card.unset.custom_data.enrolments", "That of its class (nothing was set)"},

    {"card.entered", "Entered"},
    {"card.entries", "{count} entries"},
    {"card.state.none", "No SIS is connected yet."},
    {"card.state.by_file", "Grades for {sis} are downloaded as files."},
    {"card.state.not_tested", "The connection to {sis} has not been tested yet."},
    {"card.state.last_test_ok", "Connected to {sis}; the last test found that everything works."},
    {"card.state.last_test_remarks", "Connected to {sis}; the last test had remarks."},
    {"card.state.last_test_not_ok", "The last test of the connection to {sis} found problems."},
    {"card.waiting.attention", "{classes} classes have grades that need somebody."},
    {"card.waiting.attention_one", "1 class has grades that need somebody."},
    {"card.waiting.paused", "Sending is paused. It goes on when somebody resumes it."},
    {"card.credentials_end",
     "The credentials for {sis} end {when}, on {ends_on}. Ask whoever runs the SIS for new ones, "
     "and enter them here with their last day."},
    {"card.credentials_ended", "The credentials for {sis} ended on {ends_on}. Enter new ones, or "
                               "the day on which these end."},
    {"card.time_zone_missing",
     "No time zone is set, so days are counted in UTC: a grade of the evening may carry the next "
     "day's date. Enter the time zone of the SIS."},
    {"card.roster_missing", "No classes are known here yet. Bring the roster from the SIS into the "
                            "LMS first; then connect "
                            "the SIS."},
    {"card.roster",
     "The roster has {classes} classes, {classes_without} of them without an id of the SIS, and "
     "{students} students, {students_without} of them without one."},
    {"card.roster_ids_missing",
     "Grades of a class or a student without an id of the SIS cannot go."},
    {"card.standards",
     "Scores of standards may be sent with an activity's score. Their mappings and weights may not "
     "be applied in the SIS."},
    {"card.branding_not_used", "The vendor's file of names and contacts is not used. {problem}"},
    {"card.product_name", "Passback"},
    {"card.support_contact", "whoever supplies your LMS"},
    {"card.account_manager", "whoever supplies your LMS"},
    {"card.text_for_teachers", "Grades can now be sent to {sis}. In your gradebook choose Sync "
                               "grades settings once, then Sync "
                               "grades to SIS: it shows what would be sent before anything is."},
    {"card.report.title", "Set-up report"},
    {"card.report.domain", "Domain: {domain}"},
    {"card.report.made", "Made: {at} (UTC)"},
    {"card.report.connection", "Connection"},
    {"card.report.settings", "Settings"},
    {"card.report.roster", "Roster"},
    {"card.report.tests", "Tests"},
    {"card.report.notes", "Notes"},
    {"card.report.contacts", "Contacts"},
    {"card.report.support", "Support: {contact}"},
    {"card.report.manager", "Account manager: {contact}"},
    {"card.report.last_test", "Test of the connection: {outcome}"},
    {"card.report.last_test_grade", "Test grade: {outcome}"},
    {"card.report.last_readiness", "Readiness asked of the SIS: {outcome}"},
    {"card.report.never", "never run"},
    {"card.report.running", "under way"},
    {"card.report.failed", "could not be run, {age}"},
    {"card.report.outcome_ok", "everything works, {age}"},
    {"card.report.outcome_remarks", "works, with remarks, {age}"},
    {"card.report.outcome_not_ok", "not everything works, {age}"},
};

} // namespace

std::span<const Text> texts_of_card() {
  return kCardTexts;
}

} // namespace passback::texts
