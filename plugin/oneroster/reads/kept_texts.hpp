// Lists of the SIS's records as they are kept: of each record only what is looked at later. A class
// is kept by sis_object_reads.hpp, places for final grades by documents/final_slots.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::oneroster {

/// A result of the SIS, as far as its id has to be known.
struct KnownResult {
  gradebook::SourcedId id, student_id;
  bool operator==(const KnownResult&) const = default;
};

std::string to_json(const std::vector<SisAcademicSession>& sessions);
std::string to_json(const std::vector<SisCategory>& categories);
std::string to_json(const std::vector<KnownResult>& results);
/// Those that are there: id, title, due date, points, category.
std::string to_json(const std::vector<SisLineItem>& line_items);

/// Whose they are, and what a person is shown of them; results_from_json reads it too.
std::string to_json(const std::vector<SisResult>& graded);

/// Code::corrupt for anything but such a list.
Result<std::vector<SisAcademicSession>> sessions_from_json(std::string_view text);
Result<std::vector<SisCategory>> categories_from_json(std::string_view text);
Result<std::vector<KnownResult>> results_from_json(std::string_view text);
/// Without what a person is shown where it was not read along.
Result<std::vector<SisResult>> graded_results_from_json(std::string_view text);
Result<std::vector<SisLineItem>> line_items_from_json(std::string_view text);

} // namespace passback::oneroster
