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

std::string lifetime_text(std::int64_t lifetime_ms) {
  if (lifetime_ms <= 0) {
    return "The SIS does not say how long it lasts.";
  }
  const auto minutes = lifetime_ms / 60'000;
  return "It lasts " + (minutes > 0 ? std::to_string(minutes) + " minutes."
                                    : std::to_string(lifetime_ms / 1000) + " seconds.");
}

} // namespace

ConnectionTest::ConnectionTest(Partner partner) : Conversation(std::move(partner)) {
  check_address();
  if (this->partner().way != oneroster::AuthWay::oauth2_client_credentials) {
    checks_.skip("token", this->partner().way == oneroster::AuthWay::oauth1_signature
                              ? "No token is fetched: every request is signed (OAuth 1.0a)."
                              : "No token is fetched: the access token of the settings is used.");
    checks_.skip("scopes", "What the credentials may do is not told by this way to sign in.");
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
  std::string where = "Classes are read at " + endpoint.rostering_base;
  where += endpoint.gradebook_base == endpoint.rostering_base
               ? "; grades go there too."
               : "; grades go to " + endpoint.gradebook_base + ".";
  // Plain http is refused when the settings are saved, but for this machine itself.
  const bool encrypted = endpoint.gradebook_base.starts_with("https:") &&
                         endpoint.rostering_base.starts_with("https:");
  checks_.ok("address", where + (encrypted ? " The way there is encrypted."
                                           : " The way there does not leave this machine."));
}

void ConnectionTest::check_scopes(const oneroster::Token& token) {
  checks_.ok("token",
             "The SIS gave a token" + at_token_url() + ". " + lifetime_text(token.lifetime_ms));
  if (token.granted_scope.empty()) {
    checks_.ok("scopes", "The SIS does not list what the token may do; it counts as what was asked "
                         "for.");
    return;
  }
  if (!oneroster::are_scopes_of_oneroster(token.granted_scope)) {
    checks_.skip("scopes", "The SIS names what the token may do in words of its own.");
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
  const std::string next =
      "Ask the SIS's administrator to give this client what is missing: " + missing + ".";
  if (!*found_.may_write) {
    checks_.fail("scopes", "The SIS did not grant the permission to write grades.",
                 "Ask the SIS's administrator to give this client the scope " + writing + ".",
                 "missing: " + (missing.empty() ? writing : missing));
  } else if (!missing.empty() && only_rosters) {
    checks_.warn("scopes",
                 "The SIS did not grant all that is read of rosters. Grades go without the school "
                 "of a class and its grading periods, where the SIS does not insist on them.",
                 next, "missing: " + missing);
  } else if (!missing.empty()) {
    checks_.warn("scopes", "The SIS granted less than was asked for.", next, "missing: " + missing);
  } else {
    checks_.ok("scopes", "The SIS granted everything that was asked for.");
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
    checks_.add(explain_silence("read_classes", "The SIS did not answer.", response));
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
             "The SIS answers as " + version_text(is_1p2(partner())) + " and shows its classes.");
  check_clock(response);
  ask_for_pages();
  ask_other_version(false);
  if (page->first.empty()) {
    checks_.warn("class", "The SIS shows no class, so nothing about classes could be tried.",
                 "Ask the SIS's administrator which schools and classes this client may see.");
    check_writing();
    return;
  }
  note_metadata("class", page->first);
  ask_about_class(page->first);
}

void ConnectionTest::classes_refused(const Response& response) {
  if (not_permitted(response)) {
    auto check =
        explain_refusal("read_classes", "The SIS answered, but its classes cannot be read.",
                        profile(), oneroster::Operation::get, response);
    if (response.answer->status == 403) {
      check.next_step =
          "Ask the SIS's administrator to give this client the scope roster-core.readonly.";
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
    checks_.fail("read_classes", "Something answers at this address, but it is not OneRoster.",
                 std::string(info(Code::address_refused).administrator), status_text(response));
    return;
  }
  checks_.add(explain_refusal("read_classes", "The classes cannot be read.", profile(),
                              oneroster::Operation::get, response));
}

void ConnectionTest::check_clock(const Response& response) {
  const auto date = oneroster::header(*response.answer, "Date");
  const auto theirs = date ? oneroster::read_http_date(*date, response.now_unix_ms) : std::nullopt;
  if (!theirs) {
    checks_.skip("clock", "The SIS does not tell its time.");
    return;
  }
  const auto skew = response.now_unix_ms - *theirs;
  const auto distance = skew < 0 ? -skew : skew;
  const std::string words = "The clocks of this server and of the SIS are " +
                            std::to_string(distance / 1000) + " seconds apart.";
  const std::string next = "Let both servers take their time from the network (NTP).";
  if (distance <= kSkewWarnMs) {
    checks_.ok("clock", "The clocks of this server and of the SIS agree.",
               std::to_string(distance / 1000) + " s");
  } else if (distance > kSkewFailMs && partner().way == oneroster::AuthWay::oauth1_signature) {
    checks_.fail("clock", words + " A signed request is then refused as too old.", next);
  } else {
    checks_.warn("clock", words, next);
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
          checks_.add(explain_refusal("paging", "A longer list of classes was not given.",
                                      profile(), oneroster::Operation::get, response));
          return;
        }
        const auto asked = static_cast<std::size_t>(limit);
        if (page->more && page->entries > 0 && page->entries < asked) {
          found_.page_ceiling = static_cast<int>(page->entries);
          found_anything_ = true;
          checks_.ok("paging", "Lists come " + std::to_string(page->entries) +
                                   " entries at a time, although " + std::to_string(asked) +
                                   " were asked for; that is taken into account.");
        } else if (page->more) {
          checks_.ok("paging",
                     "Lists of " + std::to_string(asked) + " entries come in one answer.");
        } else {
          checks_.ok("paging", "No limit was met: the whole list of " +
                                   std::to_string(page->entries) + " classes came at once.");
        }
      });
}

void ConnectionTest::ask_other_version(bool ours_is_missing) {
  const bool ours_is_1p2 = is_1p2(partner());
  const std::string& base = partner().endpoint.rostering_base;
  const std::string_view ours = profile().rostering_path;
  const auto missing = [this, ours_is_1p2](std::string detail) {
    checks_.fail("read_classes", version_text(ours_is_1p2) + " is not offered at this address.",
                 std::string(info(Code::address_refused).administrator), std::move(detail));
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
                              version_text(ours_is_1p2) + " is not offered at this address, but " +
                                  name + " is.",
                              "Choose the kind of SIS for " + name + " in SIS settings.",
                              status_text(response));
               } else if (ours_is_missing) {
                 missing(status_text(response));
               } else if (there) {
                 checks_.ok("other_version", name + " is offered there too.");
               } else {
                 checks_.skip("other_version", name + " is not offered there.");
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
