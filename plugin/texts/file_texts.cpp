// Files of grades, for an SIS that takes them in no other way.
#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

constexpr Text kFilesTexts[] = {
    {"grade_file.not_finished", "Not finished"},
    {"grade_file.nobody_said", "Nobody has said yet whether {sis} took it over"},
    {"grade_file.taken", "Taken over by {sis}"},
    {"grade_file.not_taken", "Not taken over"},
    {"grade_file.said_already", "Of this file it was said already: {said}."},
    {"grade_file.made", "The file has {grades} and {activities}. Take it to {sis}, then say here "
                        "whether it was taken over."},
    {"grade_file.grade", "{count} grade"},
    {"grade_file.grades", "{count} grades"},
    {"grade_file.activity", "{count} activity"},
    {"grade_file.activities", "{count} activities"},
    {"grade_file.nothing_waits", "Nothing waits for a file."},
    {"grade_file.nothing_can_go", "Nothing can go into a file yet; the reasons stand beside it."},
    {"grade_file.row_taken", "{count} row is taken over by {sis}."},
    {"grade_file.rows_taken", "{count} rows are taken over by {sis}."},
    {"grade_file.row_waits", "{count} row waits for the next file."},
    {"grade_file.rows_wait", "{count} rows wait for the next file."},
    {"grade_file.no_such_file", "There is no such file of this class."},
    {"grade_file.not_by_file", "Grades of this class do not go to an SIS as files."},
    {"grade_file.not_kept",
     "This file is not kept any more. Say that it was not taken, and make a new one."},
};

} // namespace

std::span<const Text> texts_of_files() {
  return kFilesTexts;
}

} // namespace passback::texts
