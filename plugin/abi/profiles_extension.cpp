#include "plugin/abi/profiles_extension.hpp"

#include <boost/json.hpp>

#include "manifests/schemas.hpp"
#include "plugin/abi/barrier.hpp"
#include "plugin/abi/output.hpp"
#include "plugin/abi/reading.hpp"
#include "plugin/oneroster/profile/profile_review.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"
#include "plugin/oneroster/profile/profile_words.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;
using oneroster::Profile;

std::string_view standing(const Profile& profile) {
  switch (oneroster::standing_of(profile)) {
  case oneroster::Standing::general:
    return "general";
  case oneroster::Standing::confirmed:
    return "confirmed";
  case oneroster::Standing::not_confirmed:
    break;
  }
  return "not_confirmed";
}

json::object described(const oneroster::ProfileReview& review) {
  const Profile& profile = review.profile;
  json::object document{{"schema", "passback.profile/1"},
                        {"name", profile.name},
                        {"title", profile.title},
                        {"version", profile.version},
                        {"oneroster", oneroster::version_words(profile.oneroster)},
                        {"standing", standing(profile)}};
  const oneroster::ProfileSummary words = oneroster::profile_summary(profile);
  document["summary"] = {{"sign_in", words.sign_in},       {"ids", words.ids},
                         {"limits", words.limits},         {"exempt", words.exempt},
                         {"missing", words.missing},       {"late", words.late},
                         {"blank", words.blank},           {"cleared", words.cleared},
                         {"dropped", words.dropped},       {"deletes", words.deletes},
                         {"categories", words.categories}, {"grades_written", words.written}};
  json::array sections;
  for (const oneroster::WordSection& section : oneroster::profile_words(profile)) {
    sections.push_back(
        {{"title", section.title},
         {"sentences", json::array(section.sentences.begin(), section.sentences.end())}});
  }
  document["sections"] = std::move(sections);
  document["warnings"] = json::array(review.warnings.begin(), review.warnings.end());
  return document;
}

lms_status LMS_CALL describe(const char* yaml, std::uint64_t yaml_len, const char* file,
                             std::uint64_t file_len, const lms_sink* output,
                             lms_error* err) noexcept {
  return guarded(err, [&]() -> Status {
    if (const Status sink = check_sink(output); !sink.ok())
      return sink;
    const auto text = read_view("yaml", yaml, yaml_len, LMS_DOCUMENT_MAX);
    if (!text.ok())
      return text.error();
    const auto name = read_view("file", file, file_len, LMS_PATH_LENGTH_MAX);
    if (!name.ok())
      return name.error();
    const auto review = oneroster::review_profile(*text, manifests::kSisSchema, *name);
    if (review.ok())
      return write(output, json::serialize(described(*review)));
    if (review.error().code != Code::document)
      return review.error();
    return write(output, json::serialize(json::object{{"schema", "passback.profile/1"},
                                                      {"problem", review.error().detail}}));
  });
}

} // namespace

const lms_ext_passback_profiles& profiles_extension() {
  static constexpr lms_ext_passback_profiles kTable{
      .header = {.struct_size = sizeof(lms_ext_passback_profiles), .revision = 1},
      .describe = &describe,
  };
  return kTable;
}

} // namespace passback::abi
