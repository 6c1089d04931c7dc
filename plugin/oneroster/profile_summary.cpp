#include "plugin/oneroster/profile_summary.hpp"

namespace passback::oneroster {
namespace {

bool is_1p1(const Profile& profile) {
  return profile.oneroster == OneRosterVersion::v1p1;
}

std::string status(const std::string& word) {
  return "\"" + word + "\"";
}

void add(std::string& list, const std::string& phrase) {
  list += (list.empty() || phrase.empty() ? "" : "; ") + phrase;
}

std::string sign_in(const Profile& profile) {
  const std::string way = profile.token_auth == TokenAuth::body
                              ? "key and secret in the form body"
                              : "key and secret in a Basic header";
  std::string words;
  if (profile.oauth1) {
    words = std::string("OAuth 1.0a (") +
            (profile.signature_method == SignatureMethod::hmac_sha1 ? "HMAC-SHA1" : "HMAC-SHA256") +
            "), or OAuth 2.0 where a token URL is given";
  } else {
    words = "OAuth 2.0, " + way;
  }
  if (profile.token_parameters == TokenParameters::query) {
    add(words, "grant type and scope in the query");
  }
  for (const auto& [name, value] : profile.headers) {
    add(words, "header " + name);
  }
  return words;
}

std::string ids(const Profile& profile) {
  switch (profile.writes.ids) {
  case WireIds::client:
    return "ours, by PUT";
  case WireIds::allocated:
    return "given by the SIS to a POST";
  case WireIds::rewritten:
    return "ours by PUT; the SIS shows others";
  }
  return {};
}

std::string limits(const Profile& profile) {
  std::string words;
  const auto at_most = [&](const std::string& what, int number) {
    if (number > 0) {
      add(words, what + " " + std::to_string(number));
    }
  };
  at_most("title", profile.title_max);
  if (profile.title_unique == TitleUnique::in_class) {
    add(words, "titles unique in a class");
  }
  at_most("category title", profile.category_title_max);
  at_most("comment", profile.comment_max);
  if (!profile.comments) {
    add(words, "no comments");
  }
  if (profile.decimals) {
    add(words,
        *profile.decimals == 0 ? "whole numbers" : std::to_string(*profile.decimals) + " decimals");
  }
  if (profile.over_maximum != OverMaximum::send) {
    add(words, profile.over_maximum == OverMaximum::refuse ? "no score above the maximum"
                                                           : "scores capped at the maximum");
  }
  if (profile.zero_possible == ZeroPossible::refuse) {
    add(words, "no activity with 0 points possible");
  }
  if (profile.outside_period != OutsidePeriod::send) {
    add(words, profile.outside_period == OutsidePeriod::refuse
                   ? "dates inside the grading period"
                   : "dates moved into the grading period");
  }
  if (profile.reads.page_limit != Reads().page_limit) {
    add(words, "pages of " + std::to_string(profile.reads.page_limit));
  }
  return words.empty() ? "none known" : words;
}

std::string exempt(const Profile& profile) {
  std::string words = status(profile.statuses.exempt);
  words += profile.exempt_score == ExemptScore::keep ? ", with the score that is there"
                                                     : ", without a score";
  if (is_1p1(profile)) {
    switch (profile.exempt_without_points) {
    case ExemptWithoutPoints::refuse:
      add(words, "without points it waits");
      break;
    case ExemptWithoutPoints::zero:
      add(words, "without points as 0");
      break;
    case ExemptWithoutPoints::omit:
      break;
    }
  }
  return words;
}

std::string blank(const Profile& profile) {
  return takes_results_without_score(profile) ? status(profile.statuses.blank) + ", without a score"
                                              : "not sent";
}

bool says_flags(const Profile& profile) {
  return !is_1p1(profile) && profile.flags != Flags::never;
}

std::string missing(const Profile& profile) {
  const bool own_word = !profile.statuses.missing.empty();
  std::string words = own_word && takes_results_without_score(profile)
                          ? status(profile.statuses.missing) + ", without a score"
                          : "as blank";
  if (says_flags(profile)) {
    words += ", flag missing";
  }
  return words;
}

std::string cleared(const Profile& profile) {
  switch (profile.clearing) {
  case Clearing::not_submitted:
    return status(profile.statuses.cleared) + ", without a score";
  case Clearing::remove:
    return "the result is deleted";
  case Clearing::unsupported:
    return "not possible; a person clears it in the SIS";
  }
  return {};
}

std::string taken_back(Withdrawal way) {
  switch (way) {
  case Withdrawal::remove:
    return "deleted";
  case Withdrawal::tobedeleted:
    return "marked tobedeleted";
  case Withdrawal::unsupported:
    return "not possible";
  }
  return {};
}

std::string deletes(const Profile& profile) {
  if (profile.withdrawal == profile.line_item_withdrawal) {
    return taken_back(profile.withdrawal);
  }
  return "results: " + taken_back(profile.withdrawal) +
         "; line items: " + taken_back(profile.line_item_withdrawal);
}

std::string categories(const Profile& profile) {
  std::string words = profile.category == Need::required     ? "needed"
                      : profile.category == Need::when_known ? "sent when known"
                                                             : "not sent";
  if (profile.category == Need::never) {
    return words;
  }
  words += profile.category_strategy == CategoryStrategy::by_id ? ", by id" : ", by exact name";
  words += profile.create_categories && profile.writes.categories != Writing::none ? ", can be made"
                                                                                   : ", not made";
  return words;
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
  summary.ids = ids(profile);
  summary.limits = limits(profile);
  summary.exempt = exempt(profile);
  summary.missing = missing(profile);
  summary.late = says_flags(profile) ? "flag late" : "not said";
  summary.blank = blank(profile);
  summary.cleared = cleared(profile);
  summary.dropped =
      profile.dropped == Dropped::exempt ? status(profile.statuses.exempt) : "as it was scored";
  summary.deletes = deletes(profile);
  summary.categories = categories(profile);
  const auto written = profile.evidence.find("grades_written");
  summary.written = evidence_words(
      written == profile.evidence.end() ? "unverified" : std::string_view(written->second));
  return summary;
}

} // namespace passback::oneroster
