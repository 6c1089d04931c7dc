// The texts of Sync grades settings, of one class, and of what both settings forms have.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kClassSettingsTexts[] = {
    {"class_settings.my_notices.label", "Notices about my grades"},
    {"class_settings.my_notices.help",
     "What you yourself are told by notices, about all your classes: what is left to send, what "
     "was refused, and when a grading period ends."},
    {"class_settings.title", "Sync grades settings"},
    {"class_settings.send_automatically.label", "Send new grades automatically"},
    {"class_settings.send_automatically.help",
     "A class can be off where its school or district is on, not the other way round."},
    {"class_settings.create_categories.label", "Make missing categories in the SIS"},
    {"class_settings.create_categories.help", "Also needs your administrator's permission."},
    {"class_settings.create_categories.help_not_here",
     "This SIS does not let categories be made from here."},
    {"class_settings.category_map.label", "Categories"},
    {"class_settings.category_map.help",
     "Which category of the SIS each of your categories goes into."},
    {"class_settings.category_map.help_apart",
     "Which category each of your categories goes into, for each class of the SIS."},
    {"class_settings.everything_else", "Everything else"},
    {"class_settings.default_category.label", "Category for everything else"},
    {"class_settings.category_by_id", "The id of a category in the SIS."},
    {"class_settings.excluded_activities.label", "Activities that are not synced"},
    {"class_settings.included_activities.label", "Activities that are synced"},
    {"class_settings.included_activities.help",
     "New activities are left out here until they are chosen."},
    {"class_settings.by_table",
     "The category {title} goes into the SIS's {category}, unless you choose another."},
    {"class_settings.period_map.label", "Grading periods"},
    {"class_settings.period_map.help",
     "Which grading period of the SIS each of yours is. Nothing chosen: the due date decides."},
    {"class_settings.period_map.help_by_id", "Which grading period of the SIS each of yours is, by "
                                             "its id there. Nothing chosen: the due date decides."},
    {"class_settings.activity_periods.label", "Activities that several grading periods fit"},
    {"class_settings.activity_periods.help",
     "Which of them each goes into. It counts until the activity is in the SIS; from then on it is "
     "moved there."},
    {"class_settings.period_with_dates", "{title}, {first} to {last}"},
    {"class_settings.period_not_shown", "The SIS does not show this one for the class."},
    {"class_settings.final_slots.label", "Final grades"},
    {"class_settings.final_slots.help",
     "Which place of the SIS each of your final grades goes into."},
    {"class_settings.slot_of_period", "{title}, {period}"},
    {"class_settings.standards_category.label", "Category for scores of standards"},
    {"class_settings.standards_category.help",
     "A category of the SIS without weight, so that they do not count."},
    {"class_settings.refresh_categories.label", "Read the SIS's categories again"},
    {"class_settings.refresh_categories.help",
     "Also the places for final grades, where the SIS offers such."},
    {"class_settings.categories_being_read",
     "The categories are being read from the SIS; look again in a moment."},
    {"class_settings.categories_unreadable", "The categories could not be read from the SIS."},
    {"class_settings.categories_unread",
     "The categories of these classes of the SIS were not read yet: {classes}."},
    {"class_settings.categories_by_file", "Grades go to this SIS as files: nothing can be read "
                                          "there. Enter the ids of its categories as "
                                          "its administrator gives them."},
    {"class_settings.categories_read", "The categories of the SIS were read {age}."},
    {"grading.grade_form.label", "Scores are sent as"},
    {"grading.grade_form.help", "Nothing chosen: as the kind of SIS says."},
    {"grading.grade_form.points", "Points"},
    {"grading.grade_form.percent", "Percent of the points possible"},
    {"grading.grading_period.pick.label", "If several grading periods fit"},
    {"grading.grading_period.pick.help",
     "Nothing chosen: activities whose due date fits several wait."},
    {"grading.grading_period.pick.shortest", "The shortest (a quarter before a semester)"},
    {"grading.grading_period.pick.longest", "The longest (a semester before a quarter)"},
    {"grading.grading_period.pick.titled", "The one with these words in its title"},
    {"grading.grading_period.title.label", "Words in the title of the grading period"},
    {"grading.grading_period.title.help", "For example Quarter."},
    {"grading.standards.label", "Scores of standards"},
    {"grading.standards.help", "Nothing chosen: as the kind of SIS says."},
    {"grading.standards.with_result",
     "Inside the score of the activity, where the SIS has a place"},
    {"grading.standards.line_items", "Each as an assignment of its own that does not count"},
    {"grading.standards.leave_out", "Only the score of the activity"},
    {"grading.send_comments.label", "Send comments"},
    {"grading.send_comments.help",
     "Comments on scores go with them, where the SIS has a place for them."},
    {"grading.final_as_assignment.label", "Send final grades as assignments"},
    {"grading.final_as_assignment.help",
     "Where the SIS offers no place for a final grade. It may then count twice: in the SIS's own "
     "average, beside the grades that it was made of."},
    {"grading.withdraw_from_old_section.label", "Take grades out of a section that was left"},
    {"grading.withdraw_from_old_section.help",
     "Off: a student who changes sections has all grades in the new one, and the section before "
     "keeps what it has."},
    {"grading.scales.label", "Translation tables"},
    {"grading.scales.help",
     "What a letter or another text is worth, and which text stands for a number."},
    {"grading.objectives.label", "Standards"},
    {"grading.objectives.help",
     "The id that each of your standards has in the SIS. Standards without one are not sent."},
};

} // namespace

std::span<const Text> texts_of_class_settings() {
  return kClassSettingsTexts;
}

} // namespace passback::texts
