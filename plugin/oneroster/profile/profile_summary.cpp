#include "plugin/oneroster/profile/profile_summary.hpp"

#include "plugin/oneroster/profile/profile_sentences.hpp"

namespace passback::oneroster {
namespace {

void add(std::string& list, const std::string& phrase) {
  list += (list.empty() || phrase.empty() ? "" : "; ") + phrase;
}

std::string sign_in(const Profile& profile) {
  std::string words =
      profile.oauth1
          ? filled("OAuth 1.0a ({who.signature_method}), or OAuth 2.0 where a token URL is given",
                   profile)
          : "OAuth 2.0, " + brief_of("who.token_auth", profile);
  add(words, brief_of("who.token_parameters", profile));
  for (const auto& [name, value] : profile.headers) {
    add(words, "header " + name);
  }
  return words;
}

std::string limits(const Profile& profile) {
  std::string words;
  for (const auto* path : {"documents.title_max", "documents.title_unique",
                           "documents.category_title_max", "documents.comment_max"}) {
    add(words, brief_of(path, profile));
  }
  if (!profile.comments) {
    add(words, "no comments");
  }
  if (profile.decimals) {
    add(words,
        *profile.decimals == 0 ? "whole numbers" : std::to_string(*profile.decimals) + " decimals");
  }
  for (const auto* path :
       {"documents.over_maximum", "documents.zero_possible", "documents.outside_period"}) {
    add(words, brief_of(path, profile));
  }
  if (profile.reads.page_limit != Reads().page_limit) {
    add(words, "pages of " + std::to_string(profile.reads.page_limit));
  }
  return words.empty() ? "none known" : words;
}

bool says_flags(const Profile& profile) {
  return !is_1p1(profile) && profile.flags != Flags::never;
}

std::string missing(const Profile& profile) {
  const bool own_word = !profile.statuses.missing.empty();
  std::string words = own_word && takes_results_without_score(profile)
                          ? filled("\"{documents.statuses.missing}\", without a score", profile)
                          : "as blank";
  if (says_flags(profile)) {
    words += ", flag missing";
  }
  return words;
}

std::string deletes(const Profile& profile) {
  const std::string results = brief_of("documents.withdrawal", profile);
  return profile.withdrawal == profile.line_item_withdrawal
             ? results
             : "results: " + results +
                   "; line items: " + brief_of("documents.line_item_withdrawal", profile);
}

std::string categories(const Profile& profile) {
  const std::string words = brief_of("documents.category", profile);
  if (profile.category == Need::never) {
    return words;
  }
  const bool can_be_made = profile.create_categories && profile.writes.categories != Writing::none;
  return words + ", " + brief_of("documents.category_strategy", profile) +
         (can_be_made ? ", can be made" : ", not made");
}

} // namespace

bool takes_results_without_score(const Profile& profile) {
  return !is_1p1(profile) || profile.clearing == Clearing::not_submitted;
}

bool says_handed_in(const Profile& profile) {
  return profile.clearing == Clearing::not_submitted &&
         profile.statuses.handed_in != profile.statuses.blank;
}

std::string_view version_words(OneRosterVersion version) {
  return version == OneRosterVersion::v1p1 ? "1.1" : "1.2";
}

std::string_view evidence_words(std::string_view kind) {
  if (kind == "specification") {
    return "the specification";
  }
  if (kind == "vendor-page") {
    return "the vendor's own page";
  }
  if (kind == "integrator") {
    return "a page of an integrator or a district";
  }
  return kind == "code" ? "published code" : "nobody yet";
}

Standing standing_of(const Profile& profile) {
  const auto found = profile.evidence.find("grades_written");
  if (found != profile.evidence.end() && found->second == "specification") {
    return Standing::general;
  }
  return profile.writing_confirmed() ? Standing::confirmed : Standing::not_confirmed;
}

ProfileSummary profile_summary(const Profile& profile) {
  ProfileSummary summary;
  summary.sign_in = sign_in(profile);
  summary.ids = brief_of("writes.ids", profile);
  summary.limits = limits(profile);
  summary.exempt = brief_of("documents.statuses.exempt", profile);
  summary.missing = missing(profile);
  summary.late = says_flags(profile) ? "flag late" : "not said";
  summary.blank = takes_results_without_score(profile)
                      ? filled("\"{documents.statuses.blank}\", without a score", profile)
                      : "not sent";
  summary.cleared = brief_of("documents.clearing", profile);
  summary.dropped = brief_of("documents.dropped", profile);
  summary.deletes = deletes(profile);
  summary.categories = categories(profile);
  const auto written = profile.evidence.find("grades_written");
  summary.written = evidence_words(
      written == profile.evidence.end() ? "unverified" : std::string_view(written->second));
  return summary;
}

} // namespace passback::oneroster
