// What is wrong with what a person entered, and what to do about it.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kProblemsTexts[] = {
    {"problem.expected_flag", "Expected true or false."},
    {"problem.expected_text", "Expected a text; write numbers in quotation marks."},
    {"problem.expected_list", "Expected a list."},
    {"problem.expected_ids", "Expected a list of ids."},
    {"problem.expected_number", "Expected a whole number."},
    {"problem.expected_yes", "Expected yes."},
    {"problem.expected_block", "Expected a block of settings."},
    {"problem.expected_short", "Expected at most 255 bytes."},
    {"problem.expected_address_change", "Expected same, other or real."},
    {"problem.expected_version", "Expected 1.1 or 1.2."},
    {"problem.expected_authentication", "Expected key_and_secret or access_token."},
    {"problem.expected_way", "Expected api or file."},
    {"problem.expected_https", "Expected an address that begins with https://."},
    {"problem.expected_records", "Expected a list of records."},
    {"problem.expected_id_and_seq", "Each record needs id and seq, as the preview gave them."},
    {"problem.expected_token", "Expected the token of a preview of this class."},
    {"problem.expected_category_map", "Expected pairs of an LMS category and an SIS category."},
    {"problem.expected_period_map",
     "Expected pairs of an LMS grading period and an SIS grading period."},
    {"problem.expected_activity_periods",
     "Expected pairs of an activity and an SIS grading period."},
    {"problem.expected_final_slots", "Expected pairs of a final grade and its place in the SIS."},
    {"problem.expected_scales", "Expected, for each scale, steps with text, percent and from."},
    {"problem.expected_objectives", "Expected, for each standard, the id that it has in the SIS."},
    {"problem.expected_standards", "Expected with_result, line_items or leave_out."},
    {"problem.expected_grading_period", "Expected pick (shortest, longest or titled) and title."},
    {"problem.expected_grade_form", "Expected points or percent."},
    {"problem.expected_final_as_assignment", "Expected true or false."},
    {"problem.expected_withdraw_from_old_section", "Expected true or false."},
    {"problem.expected_send_comments", "Expected true or false."},
    {"problem.no_setting", "There is no setting of this name."},
    {"problem.given_twice", "This was given twice; give it once."},
    {"problem.changed_meanwhile", "Somebody changed these settings meanwhile. Open them again, and "
                                  "enter what you changed once more."},
    {"problem.with_detail", "{sentence} ({detail})"},
    {"problem.category_not_in_sis",
     "\"{category}\": The chosen category is not among those that the SIS shows for this class."},
    {"problem.scale_steps", "{scale}: give at least one step."},
    {"problem.scale_text", "{scale}: a step has no text."},
    {"problem.scale_order", "{scale}: write the steps from the best to the lowest."},
    {"problem.objective_uuid", "{objective}: an id of the source case is a UUID."},
    {"problem.enter_period_title", "Enter a part of the titles that you mean."},
    {"problem.unusable_inside",
     "The {field} has {what} inside. Copy it again, in one piece, or type it."},
    {"inside.a_line_break", "a line break"},
    {"inside.a_tab", "a tab"},
    {"inside.a_control_character", "a control character"},
    {"inside.an_invisible_character", "an invisible character"},
    {"problem.connection_twice", "Give the connection in one place: in this block, or beside it."},
    {"problem.enter_base_url", "Enter the API Base URL of the SIS."},
    {"problem.expected_credentials_end", "Expected a day, as 2027-06-30."},
    {"problem.no_time_zone", "There is no time zone of this name; write it like America/Denver."},
    {"problem.ca_file",
     "Files of the server are not opened any more. Paste the certificate itself (PEM) as ca_pem, "
     "or let whoever runs the server name its file in operator.ca_files."},
    {"problem.certificate_too_long",
     "This is too long; paste only the certificate of the authority."},
    {"problem.password_in_address", "Leave user names and passwords out of the address."},
    {"problem.query_in_address", "Leave out everything from the question mark or # on."},
    {"problem.version_of_profile", "{profile} speaks OneRoster {version}."},
    {"problem.key_or_token", "Enter either API Key and API Secret, or an Access token, not both."},
    {"problem.enter_key_or_token", "Enter API Key and API Secret, or an Access token."},
    {"problem.enter_secret", "Enter the API Secret."},
    {"problem.enter_token", "Enter the Access token."},
    {"problem.no_credentials_for_file",
     "Grades go to this SIS as files: leave the credentials out."},
    {"problem.nobody_to_speak_to",
     "Grades go to this SIS as files: there is nobody to speak to, and nothing to test."},
    {"problem.secret_of_other_server", "The secret may only be sent to the server it was entered "
                                       "for. Enter it again for the new address."},
    {"problem.old_token_url",
     "Tokens are still fetched at {token_url}, although the SIS is now at {address}."},
    {"problem.enter_token_url", "Enter the API Token URL that goes with the new address; or the "
                                "same once more, if tokens still come from there."},
    {"problem.same_or_other",
     "Is this the same SIS at a new address (same), or another SIS (other)?"},
    {"problem.address_changed",
     "The address of the SIS has changed. Is it the same SIS at a new address, or another SIS? "
     "With another SIS, everything that was sent before stays with the old one."},
    {"problem.same_sis_moved", "The same SIS at a new address"},
    {"problem.same_sis", "The same SIS"},
    {"problem.another_sis", "Another SIS"},
    {"problem.the_real_sis", "From the test server to the real SIS"},
    {"problem.expected_requests_per_second", "Enter a whole number from 1 to 1000, or nothing."},
    {"problem.expected_send_at", "Enter times of the day, for example 06:00 and 18:00."},
    {"problem.expected_trial", "Choose on or off, or nothing."},
    {"problem.no_test_server", "The SIS of before was not marked as a test server."},
    {"problem.removed_or_other",
     "Is this {sis}, whose connection was removed here (same), or another SIS (other)?"},
    {"problem.was_removed", "The connection to {sis} was removed here. Is this the same SIS, or "
                            "another SIS? With the same, what was sent before is kept up; with "
                            "another SIS it stays as it is there, and everything is sent anew."},
    {"problem.domains_not_listed",
     "The excluded domains could not be checked: the LMS does not list its domains."},
    {"problem.domains_unknown", "The LMS knows no such domain here or below: {domains}."},
    {"problem.domains_gone", "The LMS no longer knows these excluded domains: {domains}."},
    {"problem.class_of_domain", "Enter the id that the SIS has for a class of this domain."},
    {"problem.student_of_domain", "Enter the id that the SIS has for a student of this domain."},
    {"problem.class_sis_id", "Enter the id that the SIS has for a class."},
    {"problem.student_sis_id", "Enter the id that the SIS has for a student of that class."},
    {"problem.no_job", "Nothing of this kind was asked for, or it is too long ago."},
    {"problem.site_not_asked",
     "Nothing is asked: this site has the id and the address that it always had."},
};

} // namespace

std::span<const Text> texts_of_problems() {
  return kProblemsTexts;
}

} // namespace passback::texts
