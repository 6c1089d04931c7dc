// Ids of people and classes that changed together.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kRosterTexts[] = {
    {"state.waiting.ids_changed", "Waiting: an administrator says which ids count"},
    {"changed_ids.question",
     "{students} students and {classes} classes with grades have another id in {sis} than before: "
     "use the new ids, or keep the old ones until you say otherwise here? Until you answer, their "
     "grades wait."},
    {"changed_ids.kept",
     "{students} students and {classes} classes with grades keep the id in {sis} that they had "
     "before, as an administrator chose. Use the new ids?"},
    {"changed_ids.use_new", "Use the new ids: what went moves to them"},
    {"changed_ids.keep_old", "Keep the old ids until I say otherwise"},
};

} // namespace

std::span<const Text> texts_of_roster() {
  return kRosterTexts;
}

} // namespace passback::texts
