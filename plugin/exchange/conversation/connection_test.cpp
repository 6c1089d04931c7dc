#include "plugin/exchange/conversation/connection_test.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/answers/retry_after.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;

// RFC 5849 leaves the window to the server; five minutes are usual.
constexpr std::int64_t kSkewWarnMs = 60'000;
constexpr std::int64_t kSkewFailMs = 300'000;

bool is_1p2(const Partner& partner) {
  return partner.endpoint.version == oneroster::OneRosterVersion::v1p2;
}

std::string version_text(bool of_1p2) {
  return of_1p2 ? "OneRoster 1.2" : "OneRoster 1.1";
}

Phrase lifetime_text(std::int64_t lifetime_ms) {
  if (lifetime_ms <= 0) {
    return say("check.token.lifetime_unknown");
  }
  if (const auto minutes = lifetime_ms / 60'000; minutes > 0) {
    return say("check.token.minutes", {{"count", std::to_string(minutes)}});
  }
  return say("check.token.seconds", {{"count", std::to_string(lifetime_ms / 1000)}});
}

Phrase ask_for_scope(std::string scope) {
  return say("check.step.ask_scope", {{"scope", std::move(scope)}});
}

} // namespace

ConnectionTest::ConnectionTest(Partner partner) : Conversation(std::move(partner)) {
  check_address();
  if (this->partner().way != oneroster::AuthWay::oauth2_client_credentials) {
    checks_.skip("token", say(this->partner().way == oneroster::AuthWay::oauth1_signature
                                  ? "check.token.signed"
                                  : "check.token.fixed"));
    checks_.skip("scopes", say("check.scopes.not_told"));
  }
  sign_in([this](const oneroster::Token& token) { check_scopes(token); });
  ask_for_classes();
}

std::string ConnectionTest::write_scope() const {
  const auto& writes = profile().writes;
  if (profile().gradebook == oneroster::Gradebook::assessment) {
    return "assessment.createput";
  }
  return writes.line_items == oneroster::Writing::post || writes.results == oneroster::Writing::post
             ? "gradebook.createpost"
             : "gradebook.createput";
}

void ConnectionTest::check_address() {
  const auto& endpoint = partner().endpoint;
  auto where = say("check.address.one", {{"classes", endpoint.rostering_base}});
  if (endpoint.gradebook_base != endpoint.rostering_base) {
    where = say("check.address.two",
                {{"classes", endpoint.rostering_base}, {"grades", endpoint.gradebook_base}});
  }
  // Plain http is refused when the settings are saved, but for this machine itself.
  const bool encrypted = endpoint.gradebook_base.starts_with("https:") &&
                         endpoint.rostering_base.starts_with("https:");
  where += say(encrypted ? "check.address.encrypted" : "check.address.local");
  checks_.ok("address", std::move(where));
}

void ConnectionTest::check_scopes(const oneroster::Token& token) {
  auto given = with_token_url("check.token.given");
  given += lifetime_text(token.lifetime_ms);
  checks_.ok("token", std::move(given));
  if (token.granted_scope.empty()) {
    checks_.ok("scopes", say("check.scopes.not_listed"));
    return;
  }
  if (!oneroster::are_scopes_of_oneroster(token.granted_scope)) {
    checks_.skip("scopes", say("check.scopes.own_words"));
    return;
  }
  std::string missing;
  bool only_rosters = true;
  for (const auto& scope : oneroster::not_granted(partner().asked_scope, token.granted_scope)) {
    missing += (missing.empty() ? "" : ", ") + scope;
    only_rosters = only_rosters && scope.starts_with("roster");
  }
  const std::string writing = write_scope();
  found_.may_write = oneroster::has_scope(token.granted_scope, writing);
  found_.may_delete = oneroster::has_scope(token.granted_scope,
                                           profile().gradebook == oneroster::Gradebook::assessment
                                               ? "assessment.delete"
                                               : "gradebook.delete");
  found_anything_ = true;
  const auto next = say("check.step.ask_missing", {{"scopes", missing}});
  const auto detail =
      say("check.detail.missing", {{"scopes", missing.empty() ? writing : missing}});
  if (!*found_.may_write) {
    checks_.fail("scopes", say("check.scopes.no_writing"), ask_for_scope(writing), detail);
  } else if (!missing.empty() && only_rosters) {
    checks_.warn("scopes", say("check.scopes.no_rosters"), next, detail);
  } else if (!missing.empty()) {
    checks_.warn("scopes", say("check.scopes.less"), next, detail);
  } else {
    checks_.ok("scopes", say("check.scopes.all"));
  }
}

std::optional<ConnectionTest::Page> ConnectionTest::read_page(const Response& response,
                                                              std::string_view member_name) {
  if (!answered_well(response)) {
    return std::nullopt;
  }
  auto entries = oneroster::collection_entries(*response.answer, member_name);
  if (!entries) {
    return std::nullopt;
  }
  Page page;
  page.entries = entries->size();
  if (const auto total = oneroster::header(*response.answer, "X-Total-Count")) {
    std::from_chars(total->data(), total->data() + total->size(), page.total);
  }
  const auto link = oneroster::header(*response.answer, "Link");
  page.more = page.total > page.entries ||
              (link && link->find("next") != std::string_view::npos && page.entries > 0);
  if (!entries->empty()) {
    page.first = std::move(entries->front());
  }
  return page;
}

void ConnectionTest::ask_for_classes() {
  steps_.ask("read_classes",
             oneroster::read_request(oneroster::limited(
                 oneroster::rostering_collection_url(partner().endpoint, "classes"), 1)),
             [this](const Response& response) { classes_answered(response); });
}

void ConnectionTest::classes_answered(const Response& response) {
  if (!response.answer) {
    checks_.add(explain_silence("read_classes", say("check.no_answer"), response));
    steps_.end();
    return;
  }
  const auto page = read_page(response, "classes");
  if (!page) {
    classes_refused(response);
    check_clock(response);
    return;
  }
  checks_.ok("read_classes",
             say("check.classes.shown", {{"version", version_text(is_1p2(partner()))}}));
  check_clock(response);
  ask_for_pages();
  ask_other_version(false);
  if (page->first.empty()) {
    checks_.warn("class", say("check.classes.none"), say("check.step.ask_which_classes"));
    check_writing();
    return;
  }
  note_metadata("class", page->first);
  ask_about_class(page->first);
}

void ConnectionTest::classes_refused(const Response& response) {
  if (not_permitted(response)) {
    auto check = explain_refusal("read_classes", say("check.classes.refused"), profile(),
                                 oneroster::Operation::get, response);
    if (response.answer->status == 403) {
      check.next_step = ask_for_scope("roster-core.readonly");
    }
    const bool grades_go_without = profile().school != oneroster::Need::required &&
                                   profile().grading_period != oneroster::Need::required;
    if (!roster_reads().records && grades_go_without) {
      check.outcome = CheckOutcome::warning; // "scopes" has said what that means
    }
    checks_.add(std::move(check));
    check_writing();
    return;
  }
  if (no_such_address(response)) {
    ask_other_version(true);
    return;
  }
  if (oneroster::is_success(*response.answer)) {
    checks_.fail("read_classes", say("check.not_oneroster"),
                 texts::administrator_of(Code::address_refused), status_text(response));
    return;
  }
  checks_.add(explain_refusal("read_classes", say("check.classes.unreadable"), profile(),
                              oneroster::Operation::get, response));
}

void ConnectionTest::check_clock(const Response& response) {
  const auto date = oneroster::header(*response.answer, "Date");
  const auto theirs = date ? oneroster::read_http_date(*date, response.now_unix_ms) : std::nullopt;
  if (!theirs) {
    checks_.skip("clock", say("check.clock.unknown"));
    return;
  }
  const auto skew = response.now_unix_ms - *theirs;
  const auto distance = skew < 0 ? -skew : skew;
  const auto seconds = std::to_string(distance / 1000);
  auto apart = say("check.clock.apart", {{"seconds", seconds}});
  const auto next = say("check.step.use_ntp");
  if (distance <= kSkewWarnMs) {
    checks_.ok("clock", say("check.clock.agree"), seconds + " s");
  } else if (distance > kSkewFailMs && partner().way == oneroster::AuthWay::oauth1_signature) {
    apart += say("check.clock.too_old");
    checks_.fail("clock", std::move(apart), next);
  } else {
    checks_.warn("clock", std::move(apart), next);
  }
}

void ConnectionTest::ask_for_pages() {
  const int limit = profile().reads.page_limit;
  steps_.ask(
      "paging",
      oneroster::read_request(oneroster::limited(
          oneroster::rostering_collection_url(partner().endpoint, "classes"), limit)),
      [this, limit](const Response& response) {
        const auto page = read_page(response, "classes");
        if (!page) {
          checks_.add(explain_refusal("paging", say("check.paging.refused"), profile(),
                                      oneroster::Operation::get, response));
          return;
        }
        const auto asked = static_cast<std::size_t>(limit);
        if (page->more && page->entries > 0 && page->entries < asked) {
          found_.page_ceiling = static_cast<int>(page->entries);
          found_anything_ = true;
          checks_.ok("paging",
                     say("check.paging.ceiling", {{"count", std::to_string(page->entries)},
                                                  {"asked", std::to_string(asked)}}));
        } else if (page->more) {
          checks_.ok("paging", say("check.paging.whole", {{"asked", std::to_string(asked)}}));
        } else {
          checks_.ok("paging",
                     say("check.paging.no_limit", {{"count", std::to_string(page->entries)}}));
        }
      });
}

void ConnectionTest::ask_other_version(bool ours_is_missing) {
  const bool ours_is_1p2 = is_1p2(partner());
  const std::string& base = partner().endpoint.rostering_base;
  const std::string_view ours = profile().rostering_path;
  const auto missing = [this, ours_is_1p2](std::string detail) {
    checks_.fail("read_classes",
                 say("check.version.not_offered", {{"version", version_text(ours_is_1p2)}}),
                 texts::administrator_of(Code::address_refused), std::move(detail));
  };
  if (ours.empty() || !base.ends_with(ours)) {
    if (ours_is_missing) {
      missing("HTTP 404");
    }
    return;
  }
  oneroster::Endpoint other = partner().endpoint;
  other.rostering_base = base.substr(0, base.size() - ours.size()) +
                         (ours_is_1p2 ? "/ims/oneroster/v1p1" : "/ims/oneroster/rostering/v1p2");
  steps_.ask("other_version",
             oneroster::read_request(
                 oneroster::limited(oneroster::rostering_collection_url(other, "classes"), 1)),
             [this, ours_is_1p2, ours_is_missing, missing](const Response& response) {
               const bool there =
                   read_page(response, "classes").has_value() || not_permitted(response);
               other_version_ = there;
               const std::string name = version_text(!ours_is_1p2);
               if (ours_is_missing && there) {
                 checks_.fail("read_classes",
                              say("check.version.other_offered",
                                  {{"version", version_text(ours_is_1p2)}, {"other", name}}),
                              say("check.step.choose_version", {{"other", name}}),
                              status_text(response));
               } else if (ours_is_missing) {
                 missing(status_text(response));
               } else if (there) {
                 checks_.ok("other_version", say("check.version.there_too", {{"other", name}}));
               } else {
                 checks_.skip("other_version", say("check.version.not_there", {{"other", name}}));
               }
             });
}

void ConnectionTest::note_metadata(std::string_view of, const json::object& entry) {
  const auto* metadata = oneroster::member(entry, "metadata");
  if (metadata == nullptr || !metadata->is_object()) {
    return;
  }
  for (const auto& one : metadata->get_object()) {
    metadata_.insert(std::string(of) + "." + std::string(one.key()));
  }
}

json::object ConnectionTest::report() const {
  json::object document{{"schema", "lms.connection_report/1"},
                        {"outcome", name_of(checks_.worst())},
                        {"version", is_1p2(partner()) ? "1.2" : "1.1"},
                        {"checks", checks_.to_json()}};
  if (other_version_) {
    document["other_version"] = *other_version_;
  }
  if (!metadata_.empty()) {
    json::array names;
    for (const auto& name : metadata_) {
      names.emplace_back(name);
    }
    document["metadata"] = std::move(names);
  }
  if (const auto found = oneroster::read_json(to_json(found_)); found && found_anything_) {
    document["found"] = *found;
  }
  return document;
}

} // namespace passback::exchange
