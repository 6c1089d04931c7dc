// What to do about what a job found (check_texts.cpp), and the details for support.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kCheckStepTexts[] = {
    // What to do next.
    {"check.step.ask_scope", "Ask the SIS's administrator to give this client the scope {scope}."},
    {"check.step.ask_missing",
     "Ask the SIS's administrator to give this client what is missing: {scopes}."},
    {"check.step.ask_reading", "Ask the SIS's administrator to let this client read it (scopes "
                               "gradebook.readonly and roster.readonly)."},
    {"check.step.ask_reading_periods",
     "Ask the SIS's administrator to let this client read them (scope roster.readonly)."},
    {"check.step.ask_which_classes",
     "Ask the SIS's administrator which schools and classes this client may see."},
    {"check.step.assign_schools", "Ask the SIS's administrator to assign classes to schools."},
    {"check.step.set_up_periods",
     "Ask the SIS's administrator to set up the grading periods of its terms."},
    {"check.step.set_up_periods_of_term", "Set up the grading periods of their term in the SIS."},
    {"check.step.use_ntp", "Let both servers take their time from the network (NTP)."},
    {"check.step.choose_version", "Choose the kind of SIS for {other} in SIS settings."},
    {"check.step.ask_another_way", "Ask the SIS's vendor for another way."},
    {"check.step.import_again", "Import the roster from the SIS again, or correct these ids."},
    {"check.step.make_categories", "Make categories for these classes in the SIS."},
    {"check.step.make_category", "Make a category for this class in the SIS."},
    {"check.step.make_category_look_again",
     "Make a category for this class in the SIS, then look again."},
    {"check.step.type_ids", "Type the ids of categories in Sync grades settings."},
    {"check.step.give_category", "Give the id of a category with the test."},
    {"check.step.choose_class", "Choose a class by the id that the SIS has for it."},
    {"check.step.choose_student", "Choose a student by the id that the SIS has for them."},
    {"check.step.try_other_class", "Try again with a class whose grading period has begun."},
    {"check.step.try_real_grade", "Try a real grade of a test class instead."},
    {"check.step.own_rules", "Look at it in the SIS: its own rules may change what arrives."},
    {"check.step.look_by_title", "Look for it in the SIS by its title, and ask the SIS's vendor."},
    {"check.step.look_at_grade",
     "Look at the grade in the SIS while the next test runs, or ask its vendor."},
    {"check.step.look_while_testing",
     "Look at it in the SIS while the next test runs, or ask its vendor."},
    {"check.step.rounded", "Grades are rounded in the SIS; nothing is lost in the LMS."},
    {"check.step.report_to_vendor", "Report this to the SIS's vendor, with the details."},
    {"check.step.ask_how_found",
     "Ask the SIS's vendor how grades that were made can be found again."},
    {"check.step.ask_why_not_stored",
     "Ask whoever runs the SIS why. From now on each grade is looked at in the SIS after it was "
     "sent, and counts as accepted only if the SIS shows it."},
    {"check.step.flags_never",
     "Have flags: never set in the profile of this SIS, or ask its vendor."},
    {"check.step.set_boolean_form", "Have boolean_form: {form} set in the profile of this SIS."},
    {"check.step.delete_by_hand", "Delete it in the SIS by hand."},

    // For support.
    {"check.detail.missing", "missing: {scopes}"},
    {"check.detail.write_and_read", "write: {written}; read: {read}"},
    {"check.detail.compared", "sent {ours}, {our_status}; the SIS shows {theirs}, {their_status}"},
    {"check.no_score", "no score"},
    {"check.detail.flags_go", "late, missing and their kin go {form}"},
    {"check.detail.late_went", "late went {form}"},
    {"check.detail.unknown_id", "{kind} of unknown id"},
    {"check.detail.and_also", "{one}, {next}"},
};

} // namespace

std::span<const Text> texts_of_check_steps() {
  return kCheckStepTexts;
}

} // namespace passback::texts
