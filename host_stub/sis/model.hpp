#pragma once
// The data model of OneRoster 1.1 and 1.2 as tables: which objects there are, which members each
// has in which version, and what form a member takes. Validation, projection and filters all read
// these tables.
#include <optional>
#include <span>
#include <string_view>

namespace host_stub::sis {

enum class Version { v1p1, v1p2 };

enum class Kind {
  academic_session,
  class_,
  course,
  enrollment,
  org,
  user,
  category,
  line_item,
  result,
  score_scale,
  assessment_line_item,
  assessment_result
};

inline constexpr Kind kAllKinds[] = {Kind::academic_session,
                                     Kind::class_,
                                     Kind::course,
                                     Kind::enrollment,
                                     Kind::org,
                                     Kind::user,
                                     Kind::category,
                                     Kind::line_item,
                                     Kind::result,
                                     Kind::score_scale,
                                     Kind::assessment_line_item,
                                     Kind::assessment_result};
/// The kinds that clients write.
inline constexpr Kind kGradebookKinds[] = {Kind::category,
                                           Kind::line_item,
                                           Kind::result,
                                           Kind::score_scale,
                                           Kind::assessment_line_item,
                                           Kind::assessment_result};

/// "lineItem": the member of a single envelope, and the `type` of a reference.
std::string_view singular(Kind kind);
/// "lineItems": the member of a collection envelope, and the word in paths.
std::string_view plural(Kind kind);
std::optional<Kind> kind_of_plural(std::string_view word);
/// The kind that a reference's `type` names.
std::optional<Kind> kind_of_type(std::string_view type);
bool is_gradebook(Kind kind);

enum class Form {
  text,
  line, ///< text without tabs and line breaks (NormalizedString)
  number,
  date,
  date_time,
  modified, ///< date-time in UTC
  flag,     ///< true or false, as text or as boolean
  status,
  score_status,
  score_date,
  ref,              ///< reference: href, sourcedId, type
  refs,             ///< list of references
  objectives,       ///< learningObjectiveSet of a line item
  objective_scores, ///< learningObjectiveSet of a result
  scale_values,     ///< scoreScaleValue
  metadata,
  open ///< anything: rostering members that clients never write
};

enum class Need {
  optional,
  required,
  strict_only ///< required by the data model, left out by consumers that are common
};

struct Field {
  std::string_view name;
  Form form;
  Need need = Need::optional;
  Kind target = Kind::org; ///< what a reference points to
};

/// All members of an object, the common four first. Empty when the version has no such object.
std::span<const Field> fields_of(Kind kind, Version version);
const Field* find_field(Kind kind, Version version, std::string_view name);

} // namespace host_stub::sis
