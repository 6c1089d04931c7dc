// Grades as one CSV for each activity, for an SIS that takes scores by its own student number and
// knows nothing of OneRoster's ids: which columns, how quoted, says the profile (FileManner). Pure.
#pragma once

#include <vector>

#include "plugin/oneroster/files/gradebook_bundle.hpp"

namespace passback::oneroster {

/// Of the results among the records; what is taken back or cleared has a blank score. Such a file
/// says nothing of activities and categories: they are the SIS's own. The name of each file is the
/// title of its activity, with a part of its id, so that two of one title stay apart.
std::vector<MadeFile> score_files(const FileManner& manner, const std::vector<FileRecord>& records);

} // namespace passback::oneroster
