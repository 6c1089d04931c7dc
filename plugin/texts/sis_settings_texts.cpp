// The texts of the SIS settings card.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kSisSettingsTexts[] = {
    {"sis_settings.title", "SIS settings"},
    {"sis_settings.allow_grades.label", "Allow grades to be sent to the SIS"},
    {"sis_settings.allow_grades.help", "Shows Sync grades settings and Sync grades to SIS in every "
                                       "gradebook of this domain and those "
                                       "below, by themselves."},
    {"sis_settings.send_automatically.label", "Send new grades automatically"},
    {"sis_settings.send_automatically.help",
     "Each activity grade goes as soon as it has a new score; best for courses of continuous "
     "enrolment. Off: teachers choose and send. Period and final grades go only when a person "
     "sends them."},
    {"sis_settings.create_categories.label", "Allow categories to be made in the SIS"},
    {"sis_settings.create_categories.help",
     "Only where the SIS permits it and the teacher asks for it."},
    {"sis_settings.excluded_domains.label", "Excluded domains"},
    {"sis_settings.excluded_domains.help",
     "Nothing is sent from these domains and what is below them, whatever is set there."},
    {"sis_settings.connection.sis_name.label", "SIS name"},
    {"sis_settings.connection.sis_name.help", "What teachers read."},
    {"sis_settings.connection.profile.label", "Kind of SIS"},
    {"sis_settings.connection.way.label", "How grades get there"},
    {"sis_settings.connection.way.help",
     "As a file: nothing is sent. Grades gather, a person downloads the file and takes it to the "
     "SIS; no address and no credentials are needed."},
    {"sis_settings.connection.way.api", "By the API"},
    {"sis_settings.connection.way.file", "As a file to download"},
    {"sis_settings.connection.base_url.label", "API Base URL"},
    {"sis_settings.connection.base_url.help",
     "Acquire from your SIS: the address as its administrator gave it."},
    {"sis_settings.connection.rostering_base_url.label", "Rostering address"},
    {"sis_settings.connection.rostering_base_url.help",
     "Only if it differs from what the kind of SIS says."},
    {"sis_settings.connection.gradebook_base_url.label", "Gradebook address"},
    {"sis_settings.connection.gradebook_base_url.help",
     "Only if it differs from what the kind of SIS says."},
    {"sis_settings.connection.authentication.label", "Authentication method"},
    {"sis_settings.connection.authentication.help", "Which of the two the SIS gave you."},
    {"sis_settings.connection.authentication.key_and_secret", "Key and secret"},
    {"sis_settings.connection.authentication.access_token", "Access token"},
    {"sis_settings.connection.api_key.label", "API Key"},
    {"sis_settings.connection.api_key.help", "Acquire from your SIS."},
    {"sis_settings.connection.api_secret.label", "API Secret"},
    {"sis_settings.connection.api_secret.help", "Acquire from your SIS. Leave empty to keep it."},
    {"sis_settings.connection.token_url.label", "API Token URL"},
    {"sis_settings.connection.token_url.help",
     "Acquire from your SIS, if it has one: where a token is fetched with API Key and API Secret."},
    {"sis_settings.connection.access_token.label", "Access token"},
    {"sis_settings.connection.access_token.help",
     "Acquire from your SIS. Instead of API Key and API Secret. Leave empty to keep it."},
    {"sis_settings.connection.credentials_end.label", "Last day of these credentials"},
    {"sis_settings.connection.credentials_end.help",
     "Where the key or token ends on a day, enter it: you are told 30, 7 and 1 days before, and on "
     "the day."},
    {"sis_settings.connection.requests_per_second.label", "Requests a second, at most"},
    {"sis_settings.connection.requests_per_second.help",
     "To spare the SIS. It only slows down: above what the kind of SIS allows, that counts. "
     "Nothing "
     "entered: as fast as the kind of SIS allows."},
    {"sis_settings.connection.test_server.label", "This is a test server"},
    {"sis_settings.connection.test_server.help",
     "Everybody reads so wherever the SIS is named. When you enter the real SIS, what the test "
     "server "
     "has is forgotten, and all is new there."},
    {"sis_settings.connection.time_zone.label", "Time zone of the SIS"},
    {"sis_settings.connection.time_zone.help", "For example America/Denver."},
    {"sis_settings.connection.ca_pem.label", "Certificate of a private authority"},
    {"sis_settings.connection.ca_pem.help",
     "Only if the SIS's certificate is from a private authority: its certificate as text (PEM), "
     "from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----."},
    {"sis_settings.not_confirmed", "{sis} (not confirmed)"},
    {"sis_settings.writing_not_confirmed", "It is not confirmed that grades can be written to "
                                           "{sis} over OneRoster. Send a test grade first."},
    {"sis_settings.set_above", "This was set in {domain}."},
    {"sis_settings.connection_inherited",
     "The connection to {sis_name} is set in {domain} and used here as a whole."},
    {"sis_settings.auth.access_token",
     "The Access token is sent with every request. It does not renew itself: when the SIS lets it "
     "expire, a new one must be entered here."},
    {"sis_settings.auth.token_url", "API Key and API Secret are exchanged for a token at the API "
                                    "Token URL, {token_url} (OAuth 2.0 client credentials)."},
    {"sis_settings.auth.usual_token_url",
     "API Key and API Secret are exchanged for a token (OAuth 2.0 client credentials) at "
     "{token_url}, the address that is usual for {sis}. Enter an API Token URL if yours is "
     "another."},
    {"sis_settings.auth.signature",
     "Every request is signed with API Key and API Secret (OAuth 1.0a, {method}), because there is "
     "no API Token URL. If the SIS gave you one, enter it."},
    {"sis_settings.auth.by_file",
     "Grades gather for the next file; nothing is sent to the SIS by the network."},
    {"sis_settings.by_file",
     "Grades go to {sis} as files: Sync grades to SIS makes them, class by class."},
    {"sis_settings.columns_not_read",
     "{sis} did not show which activities its gradebook has already in {classes} classes: what was "
     "made there by hand will stand there a second time. Let the SIS's account for grades read "
     "line items, or tell those teachers."},
    {"sis_settings.columns_never_read",
     "Which activities the gradebook of {sis} has already is not looked at: what was made there by "
     "hand will stand there a second time."},
    {"sis_settings.being_tested", "A test of the connection is under way; look again in a moment."},
    {"sis_settings.not_tested", "The connection could not be tested."},
    {"sis_settings.tested_ok", "The connection was tested {age}: everything that was tried works."},
    {"sis_settings.tested_not_ok", "The connection was tested {age}; not everything works:"},
    {"sis_settings.site_moved", "This site moved"},
    {"sis_settings.site_is_copy", "This is a copy"},
    {"sis_settings.test_connection.label", "Test connection"},
    {"sis_settings.test_connection.help",
     "Tries the address, the credentials and what this account may do. Only reads."},
    {"sis_settings.test_grade.label", "Send a test grade"},
    {"sis_settings.test_grade.help", "Makes an activity with one score in the SIS and removes it "
                                     "again, where the SIS allows that."},
    {"sis_settings.test_grade.class_sis_id.label", "Class, by its id in the SIS"},
    {"sis_settings.test_grade.student_sis_id.label", "Student of that class, by the id in the SIS"},
    {"sis_settings.test_grade.category_sis_id.label", "Category, by its id in the SIS"},
    {"sis_settings.test_grade.category_sis_id.help", "Only if the SIS needs one."},
    {"sis_settings.readiness.label", "Check readiness"},
    {"sis_settings.readiness.help", "Asks the SIS about some of the classes, students and teachers "
                                    "that are linked, and lists who is not."},
};

} // namespace

std::span<const Text> texts_of_sis_settings() {
  return kSisSettingsTexts;
}

} // namespace passback::texts
