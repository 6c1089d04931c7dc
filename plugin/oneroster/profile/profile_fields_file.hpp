// The fields of a profile about grades as files, for connections that go that way.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"

namespace passback::oneroster {

inline bool writes_scores(const Profile& profile) {
  return profile.file.form == FileForm::scores;
}

inline constexpr Field kFileFields[] = {
    Field("file.form",
          choices<&Profile::file, &FileManner::form>(
              {{FileForm::bundle, "bundle"},
               {FileForm::scores, "scores", "As a file, each activity is a CSV of its own."}})),
    Field("file.columns", at<&Profile::file, &FileManner::columns>(),
          {.says = "The columns of such a file are {}.", .when = writes_scores}),
    Field("file.header", at<&Profile::file, &FileManner::header>(),
          {.says = "The first row of such a file holds the headings.",
           .otherwise = "Such a file has no row of headings.",
           .when = writes_scores}),
    Field("file.delimiter",
          choices<&Profile::file, &FileManner::delimiter>(
              {{FileDelimiter::comma, "comma"},
               {FileDelimiter::semicolon, "semicolon", "Its cells are parted by semicolons."},
               {FileDelimiter::tab, "tab", "Its cells are parted by tabs."}}),
          {.when = writes_scores}),
    Field("file.quotes",
          choices<&Profile::file, &FileManner::quotes>(
              {{FileQuotes::where_needed, "where_needed"},
               {FileQuotes::always, "always", "Each cell stands in quotation marks."}}),
          {.when = writes_scores}),
    Field("file.decimal_mark",
          choices<&Profile::file, &FileManner::decimal_mark>(
              {{FileDecimalMark::point, "point"},
               {FileDecimalMark::comma, "comma", "Its scores have a decimal comma."}}),
          {.when = writes_scores})};

} // namespace passback::oneroster
