// Ids of people and classes: those that changed together, and who is not linked.
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
    {"link_sheet.unlinked.label", "Download who is not linked"},
    {"link_sheet.unlinked.help",
     "Students and classes without an id of the SIS, as a spreadsheet (CSV). Fill in the column "
     "sis_id and read it back below."},
    {"link_sheet.preview.label", "Read a filled-in sheet"},
    {"link_sheet.preview.help", "It is shown first what would be linked. Nothing is saved."},
    {"link_sheet.sheet.label", "The sheet, as CSV"},
    {"link_sheet.sheet.help",
     "With the columns kind, id and sis_id, as it was downloaded. Rows without sis_id are passed "
     "over."},
    {"link_sheet.would", "Students that would be linked: {students}. Classes: {classes}."},
    {"link_sheet.wrong_lines", "Nobody is linked before this is put right."},
    {"link_sheet.done", "Students that were linked: {students}. Classes: {classes}."},
    {"link_sheet.no_columns",
     "This is no such sheet: its first row names the columns, kind, id and sis_id among them."},
    {"link_sheet.nobody",
     "Here is nobody, and no class, with the id \"{id}\" and that kind. A spreadsheet takes zeros "
     "off the front of an id: read the columns in as text."},
    {"link_sheet.linked", "\"{id}\" is linked to \"{sis_id}\" already; correct that in the LMS."},
    {"link_sheet.unfit", "The sis_id is too long, or has characters that no id has."},
    {"link_sheet.taken", "The sis_id \"{sis_id}\" is that of \"{id}\" already."},
    {"link_sheet.twice", "\"{id}\" stands in line {line} too, with another sis_id."},
    {"link_sheet.shortened",
     "A spreadsheet has shortened the sis_id \"{sis_id}\". Enter it anew, in a column that is "
     "formatted as text."},
    {"link_sheet.other_way",
     "The id of \"{id}\" comes from the LMS's own data here, and a link does not count: fill in "
     "that field in the LMS."},
    {"link_sheet.not_connected", "No SIS is connected here yet."},
    {"link_sheet.not_previewed",
     "The sheet is not the one that was shown, or somebody was linked meanwhile: look at it once "
     "more."},
};

} // namespace

std::span<const Text> texts_of_roster() {
  return kRosterTexts;
}

} // namespace passback::texts
