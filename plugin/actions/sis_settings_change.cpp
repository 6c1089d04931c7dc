#include "plugin/actions/sis_settings_change.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/due_days.hpp"
#include "plugin/actions/locked_choices.hpp"
#include "plugin/actions/removed_connection.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/platform/certificates.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/settings/account_key.hpp"

namespace passback::actions {
namespace {

using settings::Connection;
using settings::Credential;

constexpr std::size_t kLargestPem = 32'768;

class Change {
 public:
  Change(const SisSettingsInput& input, const std::vector<Connection>& removed,
         const oneroster::ProfileCatalog& profiles, SisSettingsChange& out)
      : input_(input), removed_(removed), profiles_(profiles), out_(out) {}

  void connection(const std::optional<Connection>& stored, const std::string& new_id);

 private:
  void refuse(std::string_view field, Phrase message) {
    out_.problems.push_back({"connection." + std::string(field), std::move(message)});
  }
  void take_fields(Connection& connection);
  void take_way(Connection& connection);
  void take_certificates(Connection& connection);
  const oneroster::Profile* take_profile(Connection& connection);
  void take_credential(Connection& connection, const std::optional<Connection>& stored);
  void check_url(std::string_view field, const std::string& url);
  void keep_for_file(Connection& connection, const std::optional<Connection>& stored);
  void resolve(Connection& connection, const oneroster::Profile& profile,
               const std::optional<Connection>& stored);
  void compare_addresses(Connection& connection, const oneroster::Endpoint& endpoint,
                         const Connection& stored);
  void lead_elsewhere(Connection& connection, const oneroster::Endpoint& endpoint,
                      settings::FormerSis left);
  void check_token_address(const Connection& connection, const oneroster::Endpoint& endpoint,
                           const Connection& stored);
  void warn(const Phrase& sentence) { out_.warning += sentence; }
  bool is_unchanged(const Connection& stored) const;

  void take_up_removed(Connection& connection);
  void ask_which_sis(Phrase problem, Phrase text, Phrase same, bool from_test_server = false) {
    out_.problems.push_back({"address_change", std::move(problem)});
    out_.question = Question{"address_change",
                             std::move(text),
                             {{"same", std::move(same)}, {"other", say("problem.another_sis")}}};
    if (from_test_server) {
      out_.question->answers.push_back({"real", say("problem.the_real_sis")});
    }
  }

  const SisSettingsInput& input_;
  const std::vector<Connection>& removed_;
  const oneroster::ProfileCatalog& profiles_;
  SisSettingsChange& out_;
};

void take(std::string& field, const Given<std::string>& given, std::string_view otherwise = "") {
  if (given.given) {
    field = given.value.value_or(std::string(otherwise));
  }
}

void Change::take_way(Connection& connection) {
  const auto& way = input_.connection.way;
  if (way.value && *way.value != "api" && *way.value != "file") {
    refuse("way", say("problem.expected_way"));
  } else if (way.given) {
    connection.way = way.value == "file" ? settings::Way::file : settings::Way::api;
  }
}

// A form that comes back as it was: nobody entered anything about the connection.
bool Change::is_unchanged(const Connection& stored) const {
  const auto& in = input_.connection;
  const auto same = [](const Given<std::string>& given, const std::string& as_stored,
                       std::string_view otherwise = "") {
    return !given.given || given.value.value_or(std::string(otherwise)) == as_stored;
  };
  return !in.api_secret.value && !in.access_token.value && !in.version.value && !in.ca_file.value &&
         same(in.way, goes_by_file(stored) ? "file" : "api", "api") &&
         same(in.authentication, std::string(name_of_method(stored.credential)),
              name_of_method(stored.credential)) &&
         same(in.sis_name, stored.sis_name) && same(in.profile, stored.profile) &&
         same(in.base_url, stored.base_url) &&
         same(in.rostering_base_url, stored.rostering_base_url) &&
         same(in.gradebook_base_url, stored.gradebook_base_url) &&
         same(in.token_url, stored.token_url) && same(in.api_key, stored.api_key) &&
         same(in.time_zone, stored.time_zone) && same(in.credentials_end, stored.credentials_end) &&
         same(in.ca_pem, stored.ca_pem) &&
         (!in.requests_per_second.given ||
          in.requests_per_second.value.value_or(0) == stored.requests_per_second) &&
         (!in.test_server.given || in.test_server.value.value_or(false) == stored.test_server);
}

void Change::take_fields(Connection& connection) {
  const auto& in = input_.connection;
  take_way(connection);
  take(connection.sis_name, in.sis_name);
  take(connection.base_url, in.base_url);
  take(connection.rostering_base_url, in.rostering_base_url);
  take(connection.gradebook_base_url, in.gradebook_base_url);
  take(connection.token_url, in.token_url);
  take(connection.time_zone, in.time_zone);
  take(connection.credentials_end, in.credentials_end);
  if (in.requests_per_second.given) {
    connection.requests_per_second = static_cast<int>(in.requests_per_second.value.value_or(0));
  }
  if (in.test_server.given) {
    connection.test_server = in.test_server.value.value_or(false);
  }
  check_url("base_url", connection.base_url);
  check_url("rostering_base_url", connection.rostering_base_url);
  check_url("gradebook_base_url", connection.gradebook_base_url);
  check_url("token_url", connection.token_url);
  if (!goes_by_file(connection) && connection.base_url.empty() &&
      (connection.rostering_base_url.empty() || connection.gradebook_base_url.empty())) {
    refuse("base_url", say("problem.enter_base_url"));
  }
  if (!connection.time_zone.empty() && !platform::known_zone(connection.time_zone)) {
    refuse("time_zone", say("problem.no_time_zone"));
  }
  if (!connection.credentials_end.empty() &&
      !days_until("2000-01-01", connection.credentials_end)) {
    refuse("credentials_end", say("problem.expected_credentials_end"));
  }
  take_certificates(connection);
}

void Change::take_certificates(Connection& connection) {
  const auto& in = input_.connection;
  if (in.ca_file.value && !in.ca_file.value->empty()) {
    refuse("ca_file", say("problem.ca_file"));
    return;
  }
  // Whoever leaves the field empty, or fills it, has answered for the file of before.
  if (in.ca_pem.value || in.ca_file.given) {
    connection.ca_file.clear();
  }
  if (!in.ca_pem.given) {
    return;
  }
  connection.ca_pem.clear();
  const std::string pasted = in.ca_pem.value.value_or("");
  if (pasted.find_first_not_of(" \t\r\n") == std::string::npos) {
    return;
  }
  if (pasted.size() > kLargestPem) {
    refuse("ca_pem", say("problem.certificate_too_long"));
    return;
  }
  const auto certificates = platform::certificates_in(pasted);
  if (certificates) {
    connection.ca_pem = *certificates;
  } else {
    refuse("ca_pem", certificates.error().detail);
  }
}

void Change::check_url(std::string_view field, const std::string& url) {
  if (url.empty()) {
    return;
  }
  if (!oneroster::origin(url)) {
    refuse(field, say("problem.expected_https"));
  } else if (url.find('@') != std::string::npos) {
    refuse(field, say("problem.password_in_address"));
  } else if (url.find_first_of("?#") != std::string::npos) {
    refuse(field, say("problem.query_in_address"));
  }
}

const oneroster::Profile* Change::take_profile(Connection& connection) {
  const auto& in = input_.connection;
  if (in.version.value && *in.version.value != "1.1" && *in.version.value != "1.2") {
    refuse("version", say("problem.expected_version"));
    return nullptr;
  }
  take(connection.profile, in.profile);
  if (connection.profile.empty()) {
    connection.profile = "generic-" + in.version.value.value_or("1.2");
  }
  const auto* profile = profiles_.find(connection.profile);
  if (profile == nullptr) {
    const Error why = profiles_.why_not(connection.profile);
    refuse("profile", say("problem.with_detail",
                          {{"sentence", texts::sentence_of(why.code)}, {"detail", why.detail}}));
    return nullptr;
  }
  connection.version = profile->oneroster;
  const std::string_view spoken =
      profile->oneroster == settings::OneRosterVersion::v1p1 ? "1.1" : "1.2";
  if (in.version.value && *in.version.value != spoken) {
    refuse("version",
           say("problem.version_of_profile", {{"profile", profile->name}, {"version", spoken}}));
  }
  return profile;
}

void Change::take_credential(Connection& connection, const std::optional<Connection>& stored) {
  const auto& in = input_.connection;
  const bool token = in.access_token.value.has_value();
  const bool secret = in.api_secret.value.has_value();
  const bool key = in.api_key.value && !in.api_key.value->empty();
  if (token && (secret || key)) {
    refuse("access_token", say("problem.key_or_token"));
    return;
  }
  if (token) {
    connection.credential = Credential::access_token;
    connection.api_key.clear();
    out_.secret = *in.access_token.value;
  } else if (in.authentication.value == name_of_method(Credential::access_token)) {
    connection.credential = Credential::access_token;
    connection.api_key.clear();
  } else if (secret || key || in.authentication.value) {
    connection.credential = Credential::api_key;
    take(connection.api_key, in.api_key);
    if (secret) {
      out_.secret = *in.api_secret.value;
    }
  }
  const bool by_key = connection.credential == Credential::api_key;
  if (in.authentication.value &&
      *in.authentication.value != name_of_method(connection.credential)) {
    refuse("authentication", say("problem.expected_authentication"));
    return;
  }
  if (by_key && connection.api_key.empty()) {
    refuse("api_key", say("problem.enter_key_or_token"));
    return;
  }
  // A secret belongs to what it was entered for.
  const bool still_fits = stored && stored->secret_version > 0 &&
                          stored->credential == connection.credential &&
                          stored->api_key == connection.api_key;
  if (!out_.secret && !still_fits) {
    refuse(by_key ? "api_secret" : "access_token",
           say(by_key ? "problem.enter_secret" : "problem.enter_token"));
  }
}

Phrase words_of(const Error& error) {
  return error.detail.empty() ? texts::sentence_of(error.code) : Phrase(error.detail);
}

std::vector<std::string> origins_of(const std::vector<std::string>& urls) {
  std::vector<std::string> origins;
  for (const auto& url : urls) {
    if (url.empty()) {
      continue;
    }
    if (auto origin = oneroster::origin(url)) {
      origins.push_back(*origin);
    }
  }
  std::ranges::sort(origins);
  const auto doubles = std::ranges::unique(origins);
  origins.erase(doubles.begin(), doubles.end());
  return origins;
}

// One that the connection led to before goes on with the records that it has; any other begins
// anew.
void Change::lead_elsewhere(Connection& connection, const oneroster::Endpoint& endpoint,
                            settings::FormerSis left) {
  auto& former = connection.former;
  const auto again = std::ranges::find_if(former, [&](const settings::FormerSis& sis) {
    return sis.rostering_base == endpoint.rostering_base &&
           sis.gradebook_base == endpoint.gradebook_base;
  });
  if (again != former.end()) {
    connection.generation = again->generation;
    former.erase(again);
    warn(say("result.sis_again"));
  } else {
    connection.generation = left.generation + 1;
    for (const auto& sis : former) {
      connection.generation = std::max(connection.generation, sis.generation + 1);
    }
  }
  former.push_back(std::move(left));
}

void Change::compare_addresses(Connection& connection, const oneroster::Endpoint& endpoint,
                               const Connection& stored) {
  const auto* profile = profiles_.find(stored.profile);
  if (profile == nullptr) {
    return;
  }
  if (input_.address_change == "real" && !stored.test_server) {
    out_.problems.push_back({"address_change", say("problem.no_test_server")});
    return;
  }
  const auto before = oneroster::resolve_endpoint(stored, *profile);
  const bool first_address = !before && goes_by_file(stored);
  if (first_address && !stored.test_server && input_.address_change.empty()) {
    return; // the SIS is the one that the files went to
  }
  const bool typed_anew = connection.base_url != stored.base_url ||
                          connection.rostering_base_url != stored.rostering_base_url ||
                          connection.gradebook_base_url != stored.gradebook_base_url;
  const bool moved = !before || before->rostering_base != endpoint.rostering_base ||
                     before->gradebook_base != endpoint.gradebook_base;
  if (typed_anew && moved) {
    if (input_.address_change.empty()) {
      ask_which_sis(say("problem.same_or_other"), say("problem.address_changed"),
                    say("problem.same_sis_moved"), stored.test_server);
    } else if (input_.address_change != "same") {
      const bool real = input_.address_change == "real";
      lead_elsewhere(connection, endpoint,
                     {stored.generation, stored.sis_name, before ? before->rostering_base : "",
                      before ? before->gradebook_base : "", real});
      connection.test_server = connection.test_server && !real;
    }
  }
}

// Under its old id its records go on, with the ids that they have in the SIS; under a new one each
// activity and grade would be there twice.
void Change::take_up_removed(Connection& connection) {
  const Connection* before = likely_again(removed_, connection);
  if (before == nullptr || input_.address_change == "other") {
    return;
  }
  if (input_.address_change.empty()) {
    const std::string which =
        before->sis_name + " (" +
        (before->base_url.empty() ? before->gradebook_base_url : before->base_url) + ")";
    ask_which_sis(say("problem.removed_or_other", {{"sis", which}}),
                  say("problem.was_removed", {{"sis", which}}), say("problem.same_sis"));
    return;
  }
  connection.id = before->id;
  connection.generation = before->generation;
  connection.former = before->former;
  connection.secret_version = before->secret_version;
}

// Left as it was, the API Token URL of the SIS of before would get the secret of the new one.
void Change::check_token_address(const Connection& connection, const oneroster::Endpoint& endpoint,
                                 const Connection& stored) {
  const std::string& url = connection.token_url;
  if (connection.credential != Credential::api_key || url.empty() || url != stored.token_url) {
    return;
  }
  const auto servers = origins_of({endpoint.rostering_base, endpoint.gradebook_base});
  const bool known = std::ranges::includes(stored.secret_origins, servers);
  const bool of_them = std::ranges::includes(servers, origins_of({url}));
  if (known || of_them) {
    return;
  }
  auto where =
      say("problem.old_token_url", {{"token_url", url}, {"address", endpoint.gradebook_base}});
  if (input_.connection.token_url.given) {
    warn(where);
  } else {
    where += say("problem.enter_token_url");
    refuse("token_url", where);
  }
}

// Address and credentials of before stay for the day on which grades go by the API again; new ones
// have no use now, and a secret that nobody can use is not kept.
void Change::keep_for_file(Connection& connection, const std::optional<Connection>& stored) {
  const auto& in = input_.connection;
  if (in.api_secret.value || in.access_token.value) {
    refuse(in.api_secret.value ? "api_secret" : "access_token",
           say("problem.no_credentials_for_file"));
  }
  if (!stored) {
    take_up_removed(connection);
  }
  out_.auth_explanation = say("sis_settings.auth.by_file");
}

void Change::resolve(Connection& connection, const oneroster::Profile& profile,
                     const std::optional<Connection>& stored) {
  const auto endpoint = oneroster::resolve_endpoint(connection, profile);
  if (!endpoint) {
    refuse("base_url", words_of(endpoint.error()));
    return;
  }
  const auto choice = oneroster::choose_auth(connection, profile, *endpoint);
  if (choice) {
    out_.auth_explanation = choice->explanation;
  } else {
    refuse("token_url", words_of(choice.error()));
  }
  connection.secret_origins =
      origins_of({endpoint->rostering_base, endpoint->gradebook_base, endpoint->token_url});
  if (stored) {
    compare_addresses(connection, *endpoint, *stored);
    check_token_address(connection, *endpoint, *stored);
    if (stored->secret_origins != connection.secret_origins && !out_.secret) {
      refuse(connection.credential == Credential::api_key ? "api_secret" : "access_token",
             say("problem.secret_of_other_server"));
    }
  } else {
    take_up_removed(connection);
  }
  const auto base = oneroster::origin(endpoint->gradebook_base);
  out_.client_key = settings::client_key(connection, endpoint->token_url, base ? *base : "");
}

void Change::connection(const std::optional<Connection>& stored, const std::string& new_id) {
  Connection connection;
  if (stored) {
    connection = *stored;
  } else {
    connection.id = new_id;
    connection.secret_ref = "passback/" + new_id + "/secret";
  }
  take_fields(connection);
  const auto* profile = take_profile(connection);
  if (goes_by_file(connection)) {
    keep_for_file(connection, stored);
  } else {
    take_credential(connection, stored);
    if (profile != nullptr && out_.problems.empty()) {
      resolve(connection, *profile, stored);
    }
  }
  // What is wrong with it since it was saved (a profile that is gone, say) is a note of the form,
  // and must not stop the save of everything else.
  if (stored && !out_.problems.empty() && is_unchanged(*stored)) {
    out_.problems.clear();
    out_.question.reset();
    out_.settings.connection = *stored;
    return;
  }
  if (connection.sis_name.empty() && profile != nullptr) {
    connection.sis_name = profile->title;
  }
  if (out_.secret) {
    connection.secret_version += 1;
    // Each secret has a name of its own: what is stored says for which servers that one is.
    if (connection.id != new_id) {
      connection.secret_ref = "passback/" + connection.id + "/secret-" + new_id;
    }
  }
  out_.connection_changed = !stored || !(*stored == connection);
  out_.settings.connection = std::move(connection);
}

void take_flag(std::optional<bool>& field, const Given<bool>& given) {
  if (given.given) {
    field = given.value;
  }
}

} // namespace

SisSettingsChange change_sis_settings(const settings::DomainSettings& stored,
                                      const std::vector<Connection>& removed,
                                      const SisSettingsInput& input,
                                      const oneroster::ProfileCatalog& profiles,
                                      const std::string& new_id) {
  SisSettingsChange out;
  out.settings = stored;
  take_flag(out.settings.allow_grades, input.allow_grades);
  take_flag(out.settings.send_automatically, input.send_automatically);
  take_flag(out.settings.create_categories, input.create_categories);
  if (input.excluded_domains.given) {
    out.settings.excluded_domains.clear();
    for (const auto& id : input.excluded_domains.value.value_or(std::vector<std::string>())) {
      out.settings.excluded_domains.emplace_back(id);
    }
  }
  apply(input.grading, out.settings.grading);
  apply(input.sending, out.settings.sending);
  apply(input.ids, out.settings.ids);
  std::vector<Problem> read_before;
  read_locks(input.locks, out.settings.locked, read_before);
  if (input.grading.final_as_assignment.value.value_or(false)) {
    out.warning = texts::sentence_of(Code::final_as_assignment);
  }
  if (input.connection_removed) {
    out.connection_changed = stored.connection.has_value();
    out.settings.connection.reset();
  } else if (input.connection_given && (stored.connection || !input.connection.says_nothing())) {
    Change(input, removed, profiles, out).connection(stored.connection, new_id);
  }
  return out;
}

} // namespace passback::actions
