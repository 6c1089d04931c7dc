#include "plugin/oneroster/profile_words.hpp"

#include <utility>

#include "plugin/oneroster/profile_document_words.hpp"
#include "plugin/oneroster/profile_summary.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::oneroster {
namespace {

WordSection address(const Profile& profile) {
  WordSection words{"Address", {}};
  const auto path = [&](const std::string& service, const std::string& path_text) {
    words.sentences.push_back(path_text.empty()
                                  ? service + " is at the API Base URL as it is entered."
                                  : service + " is at the API Base URL with " + path_text +
                                        " behind it, unless it already ends so.");
  };
  if (profile.rostering_path == profile.gradebook_path) {
    path("OneRoster " + std::string(version_words(profile.oneroster)), profile.gradebook_path);
  } else {
    path("The roster (OneRoster " + std::string(version_words(profile.oneroster)) + ")",
         profile.rostering_path);
    path("The gradebook", profile.gradebook_path);
  }
  words.sentences.push_back(
      profile.token_url_template.empty()
          ? "No token address is known; enter it as API Token URL if tokens are used."
          : "Tokens come from " + profile.token_url_template +
                " unless an API Token URL is entered.");
  return words;
}

WordSection sign_in(const Profile& profile) {
  WordSection words{"Sign-in", {}};
  auto& say = words.sentences;
  const std::string method =
      profile.signature_method == SignatureMethod::hmac_sha1 ? "HMAC-SHA1" : "HMAC-SHA256";
  if (profile.oauth1) {
    say.push_back("With key and secret and no token address, every request is signed with OAuth "
                  "1.0a (" +
                  method + ").");
  }
  switch (profile.token_auth) {
  case TokenAuth::basic_encoded:
    say.emplace_back("A token is asked for with key and secret in a Basic header, form-encoded "
                     "first.");
    break;
  case TokenAuth::basic_plain:
    say.emplace_back("A token is asked for with key and secret in a Basic header, as they are.");
    break;
  case TokenAuth::body:
    say.emplace_back("A token is asked for with key and secret in the form body.");
    break;
  }
  if (profile.token_parameters == TokenParameters::query) {
    say.emplace_back("The token request says grant type and scope in its query.");
  }
  if (!profile.send_scope) {
    say.emplace_back("The token request names no scope.");
  } else if (profile.scopes.empty()) {
    say.emplace_back("It asks for the scopes of the operations in use.");
  } else {
    std::string list;
    for (const std::string& scope : profile.scopes) {
      list += (list.empty() ? "" : ", ") + scope;
    }
    say.push_back("It asks for these scopes: " + list + ".");
  }
  for (const auto& [name, value] : profile.headers) {
    say.push_back("Every request has the header " + name + ": " + value + ".");
  }
  return words;
}

std::string written(const std::string& things, Writing way) {
  switch (way) {
  case Writing::put:
    return things + " are written with PUT.";
  case Writing::post:
    return things + " are made with POST and changed with PUT.";
  case Writing::none:
    return things + " are never written.";
  }
  return {};
}

WordSection writes(const Profile& profile) {
  WordSection words{"How records come into being", {}};
  auto& say = words.sentences;
  const Writes& writes = profile.writes;
  say.push_back(written("Categories", writes.categories));
  say.push_back(written("Line items", writes.line_items));
  say.push_back(written("Results", writes.results));
  switch (writes.ids) {
  case WireIds::client:
    say.emplace_back("Their ids are ours.");
    break;
  case WireIds::allocated:
    say.emplace_back("The SIS gives their ids in its answer.");
    break;
  case WireIds::rewritten:
    say.emplace_back("The SIS takes our id and shows another one afterwards.");
    break;
  }
  if (writes.line_items == Writing::post || writes.results == Writing::post) {
    say.push_back("At most " + std::to_string(writes.post_size) + " records go in one POST.");
    if (writes.line_items == Writing::post &&
        writes.post_line_items_to == PostLineItemsTo::school) {
      say.emplace_back("New line items go to the address of the school.");
    }
    if (writes.results == Writing::post && writes.post_results_to == PostResultsTo::session) {
      say.emplace_back("New results go to the address of the class and the session of their line "
                       "item, which is read first.");
    }
  }
  if (!writes.marker.empty()) {
    say.push_back("A line item keeps our id in its metadata as " + writes.marker +
                  ", so that it is found again after a lost answer.");
  }
  if (writes.result_identity == ResultIdentity::look_up_first) {
    say.emplace_back("The results that the SIS made for a line item are read first and taken over "
                     "by their ids.");
  }
  say.emplace_back(writes.id_in_body ? "The id stands in the address and in the body."
                                     : "The id stands in the address only.");
  if (!writes.base_members) {
    say.emplace_back("status and dateLastModified are not sent.");
  }
  return words;
}

std::string taken_back(const std::string& thing, Withdrawal way) {
  switch (way) {
  case Withdrawal::remove:
    return thing + " is taken back with DELETE.";
  case Withdrawal::tobedeleted:
    return thing + " is taken back by a PUT with the status tobedeleted.";
  case Withdrawal::unsupported:
    return thing + " cannot be taken back; a person removes it in the SIS.";
  }
  return {};
}

WordSection taking_back(const Profile& profile) {
  WordSection words{"Taking back", {}};
  words.sentences.push_back(taken_back("A result", profile.withdrawal));
  words.sentences.push_back(taken_back("A line item", profile.line_item_withdrawal));
  switch (profile.clearing) {
  case Clearing::not_submitted:
    words.sentences.push_back("A score that was cleared becomes \"" + profile.statuses.cleared +
                              "\" without a score.");
    break;
  case Clearing::remove:
    words.sentences.emplace_back("The result of a score that was cleared is deleted.");
    break;
  case Clearing::unsupported:
    words.sentences.emplace_back("A score that was cleared stays in the SIS until a person clears "
                                 "it there.");
    break;
  }
  return words;
}

WordSection reading(const Profile& profile) {
  WordSection words{"Reading", {}};
  auto& say = words.sentences;
  const Reads& reads = profile.reads;
  say.push_back("Records are asked for by " + std::to_string(reads.page_limit) + " at a time.");
  switch (reads.categories) {
  case CategoryRoute::of_class:
    say.emplace_back("The categories of a class are read from the class.");
    break;
  case CategoryRoute::all:
    say.emplace_back("All categories are read; the SIS does not list those of one class.");
    break;
  case CategoryRoute::none:
    say.emplace_back("Categories are not read; the SIS does not list them.");
    break;
  }
  switch (reads.grading_periods) {
  case PeriodRoute::of_terms:
    say.emplace_back("Grading periods are read from the terms of a class.");
    break;
  case PeriodRoute::all:
    say.emplace_back("All grading periods are read.");
    break;
  case PeriodRoute::none:
    say.emplace_back("Grading periods are not read.");
    break;
  }
  say.emplace_back(reads.line_items == NestedRoute::of_class
                       ? "Line items are read from their class."
                       : "Line items are read from the whole collection with a filter.");
  say.emplace_back(reads.results == NestedRoute::of_class
                       ? "Results are read from their line item."
                       : "Results are read from the whole collection with a filter.");
  return words;
}

/// 5 or 0.5, without the zeros of std::to_string.
std::string short_number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

WordSection limits(const Profile& profile) {
  WordSection words{"Limits", {}};
  auto& say = words.sentences;
  const ProfileSummary summary = profile_summary(profile);
  say.push_back("Known limits of the SIS: " + summary.limits + ".");
  say.push_back("At most " + std::to_string(profile.max_in_flight) +
                " requests are on their way at a time, at most " +
                short_number(profile.requests_per_second) +
                " begin in a second; fewer when the "
                "SIS asks for it.");
  say.push_back("An answer must be there after " + std::to_string(profile.request_timeout_s) +
                " seconds.");
  if (profile.settle_s > 0) {
    say.push_back("After a doubtful answer a record rests for " + std::to_string(profile.settle_s) +
                  " seconds.");
  }
  return words;
}

std::string condition(const AnswerRule& rule) {
  std::string words = rule.status != 0 ? std::to_string(rule.status) : "Any refusal";
  std::string with;
  if (!rule.code_minor.empty()) {
    with = " with the code " + rule.code_minor;
  }
  if (!rule.text.empty()) {
    with += (with.empty() ? " with the words \"" : " and the words \"") + rule.text + "\"";
  }
  return words + with;
}

WordSection refusals(const Profile& profile) {
  WordSection words{"What refusals mean", {}};
  for (const AnswerRule& rule : profile.answers) {
    const CodeInfo* row = find_code(rule.meaning);
    std::string sentence = rule.sentence;
    if (sentence.empty() && row != nullptr) {
      sentence = std::string(row->sentence);
    }
    words.sentences.push_back(condition(rule) + " (" + rule.meaning + "): " + sentence +
                              (rule.next_step.empty() ? "" : " " + rule.next_step));
  }
  if (!profile.window.metadata.empty()) {
    words.sentences.push_back("The grading window is open while the SIS shows " +
                              profile.window.metadata + " as " + profile.window.open +
                              "; otherwise grades wait.");
  }
  return words;
}

WordSection not_confirmed(const Profile& profile) {
  WordSection words{"Not confirmed", {}};
  if (standing_of(profile) == Standing::not_confirmed) {
    words.sentences.emplace_back("Nobody but this file says that grades can be written to this SIS "
                                 "over OneRoster. Send a test grade first.");
  }
  std::string fields;
  for (const auto& [field, kind] : profile.evidence) {
    if (kind == "unverified" && !field.empty() && field != "grades_written") {
      fields += (fields.empty() ? "" : ", ") + field;
    }
  }
  if (!fields.empty()) {
    words.sentences.push_back("Set without a source: " + fields + ".");
  }
  const auto all = profile.evidence.find("");
  if (all == profile.evidence.end() || all->second == "unverified") {
    words.sentences.emplace_back("What the profile does not set is as the specification has it; "
                                 "nobody has confirmed that for this SIS.");
  }
  return words;
}

} // namespace

std::vector<WordSection> profile_words(const Profile& profile) {
  std::vector<WordSection> all;
  const auto add = [&](WordSection section) {
    if (!section.sentences.empty()) {
      all.push_back(std::move(section));
    }
  };
  add({"Before you start", profile.before_you_start});
  add(address(profile));
  add(sign_in(profile));
  add({"What a line item says", line_item_words(profile)});
  add({"What a result says", result_words(profile)});
  add(writes(profile));
  add(taking_back(profile));
  add(reading(profile));
  add(limits(profile));
  add(refusals(profile));
  add(not_confirmed(profile));
  return all;
}

} // namespace passback::oneroster
