// "Use custom data for passing grades back to the SIS" on the SIS settings card.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kCustomDataTexts[] = {
    {"custom_data.users.label",
     "Use custom data for passing grades back to the SIS: where users' SIS ids come from"},
    {"custom_data.users.help",
     "Most users don't need this setting; contact support ({support}). Nothing entered: the roster "
     "sync. "
     "Otherwise the ways in their order, with commas between them; the first that gives a value "
     "wins. For example: external_id, roster."},
    {"custom_data.classes.label", "Custom data: where classes' SIS ids come from"},
    {"custom_data.classes.help", "Most users don't need this setting; contact support ({support}). "
                                 "Nothing entered: the roster sync."},
    {"custom_data.enrolments.label", "Custom data: where an enrolment's own SIS class comes from"},
    {"custom_data.enrolments.help", "Most users don't need this setting; contact support "
                                    "({support}). An enrolment's own class wins over that "
                                    "of its class, so one class here can be several in the SIS."},
    {"custom_data.help_fields",
     "Most users don't need this setting; contact support ({support}). Nothing entered: the roster "
     "sync. The "
     "ways in their order, with commas between them; the first that gives a value wins: roster, "
     "or a field of the LMS ({fields}). A rule around a field: S-[field] puts S- before it, "
     "[field:LMS-*] takes LMS- off."},
    {"custom_data.not_offered", "This LMS does not offer ids of the SIS from its own data, so they "
                                "come from the roster sync."},
    {"custom_data.sample.label", "Show ten as they would come out"},
    {"custom_data.sample.help", "Ten classes and students with their ids. Nothing is saved."},
    {"custom_data.read.label", "Read the custom data again"},
    {"custom_data.read.help",
     "By itself the LMS is asked once a day, and for what is new at once."},
    {"custom_data.being_read", "The LMS is asked for the ids in its own data, class by class."},
    {"problem.expected_id_ways",
     "Expected ways with commas between them: roster, the name of a field, or a rule around one."},
};

} // namespace

std::span<const Text> texts_of_custom_data() {
  return kCustomDataTexts;
}

} // namespace passback::texts
