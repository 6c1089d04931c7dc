#include "plugin/actions/sis_settings_form.hpp"

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/first_send_card.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/grading_fields.hpp"
#include "plugin/actions/sending_input.hpp"
#include "plugin/actions/sis_jobs.hpp"
#include "plugin/actions/site_guard.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::Connection;

struct Card {
  settings::DomainSettings own;
  settings::Effective effective; ///< of the domain
  std::optional<outbox::AccountRow> account;
  std::optional<outbox::JobRow> last_test;
  Code hold = Code::none; ///< outbox::site_hold
  FirstSendStanding first_send;
};

Status read_card(decision::UnitOfWork& work, const gradebook::DomainId& domain, Card& card) {
  card = {};
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  std::vector<settings::PathStep> steps;
  for (const auto& id : path) {
    PASSBACK_TRY_AS(auto row, work.transaction.settings(outbox::Scope::domain, id.value));
    settings::PathStep step;
    step.domain = id;
    if (row) {
      PASSBACK_TRY_AS(auto parsed, settings::domain_settings_from_json(row->document));
      step.settings = std::move(parsed);
    }
    steps.push_back(std::move(step));
  }
  card.own = steps.back().settings.value_or(settings::DomainSettings{});
  card.effective = settings::effective_settings(steps, std::nullopt);
  if (card.effective.connection) {
    PASSBACK_TRY_AS(auto account, account_of(work.transaction, card.effective.connection->id));
    card.account = std::move(account);
    PASSBACK_TRY_AS(auto last_test, last_job_of(work.transaction, card.effective.connection->id,
                                                exchange::kTestConnection, domain,
                                                card.effective.connection_domain == domain));
    card.last_test = std::move(last_test);
  }
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
  card.hold = hold.why;
  PASSBACK_TRY_AS(card.first_send, first_send_standing(work, domain, card.own));
  return ok_status();
}

json::value flag(const std::optional<bool>& value) {
  return value ? json::value(*value) : json::value();
}

void add_switches(FormDocument& form, const Card& card) {
  form.field("allow_grades", "switch", "Allow grades to be sent to the SIS",
             "Shows Sync grades settings and Sync grades to SIS in every gradebook of this domain.",
             flag(card.own.allow_grades))["effective"] = card.effective.allowed;
  form.field("send_automatically", "switch", "Send new grades automatically",
             "Each grade goes as soon as it is scored. Off: teachers choose and send.",
             flag(card.own.send_automatically))["effective"] = card.effective.automatic;
  form.field("create_categories", "switch", "Allow categories to be made in the SIS",
             "Only where the SIS permits it and the teacher asks for it.",
             flag(card.own.create_categories));
  json::array excluded;
  for (const auto& id : card.own.excluded_domains) {
    excluded.emplace_back(id.value);
  }
  form.field("excluded_domains", "domains", "Excluded domains",
             "Nothing is sent from these domains and what is below them, whatever is set there.",
             std::move(excluded));
}

/// Those of which nobody says that grades can be written to them stand last and say so.
std::vector<Choice> kinds_of_sis(const oneroster::ProfileCatalog& profiles) {
  std::vector<Choice> kinds;
  std::vector<Choice> unsure;
  for (const auto* profile : profiles.all()) {
    if (profile->writing_confirmed()) {
      kinds.push_back({profile->name, profile->title, profile->before_you_start});
    } else {
      unsure.push_back(
          {profile->name, profile->title + " (not confirmed)", profile->before_you_start});
    }
  }
  kinds.insert(kinds.end(), unsure.begin(), unsure.end());
  return kinds;
}

void add_connection(FormDocument& form, const Card& card,
                    const oneroster::ProfileCatalog& profiles) {
  const Connection own = card.own.connection.value_or(Connection{});
  const bool exists = card.own.connection.has_value();
  form.field("connection.sis_name", "text", "SIS name", "What people here call it.",
             json::string(own.sis_name));
  form.choices(form.field("connection.profile", "choice", "Kind of SIS", "",
                          exists ? json::value(own.profile) : json::value()),
               kinds_of_sis(profiles));
  form.field("connection.base_url", "url", "API Base URL", "As the SIS's administrator gave it.",
             json::string(own.base_url));
  form.field("connection.rostering_base_url", "url", "Rostering address",
             "Only if it differs from what the kind of SIS says.",
             json::string(own.rostering_base_url));
  form.field("connection.gradebook_base_url", "url", "Gradebook address",
             "Only if it differs from what the kind of SIS says.",
             json::string(own.gradebook_base_url));
  const bool by_key = own.credential == settings::Credential::api_key;
  const bool has_secret = exists && own.secret_version > 0;
  form.field("connection.api_key", "text", "API Key", "", json::string(own.api_key));
  form.field("connection.api_secret", "secret", "API Secret", "Leave empty to keep it.",
             json::value())["has_secret"] = has_secret && by_key;
  form.field("connection.token_url", "url", "API Token URL",
             "Where a token is fetched with API Key and API Secret.", json::string(own.token_url));
  form.field("connection.access_token", "secret", "Access token",
             "Instead of API Key and API Secret. Leave empty to keep it.",
             json::value())["has_secret"] = has_secret && !by_key;
  form.field(
      "connection.test_server", "switch", "This is a test server",
      "Everybody reads so wherever the SIS is named. When you enter the real SIS, what the test "
      "server has is forgotten, and all is new there.",
      own.test_server);
  form.field("connection.time_zone", "text", "Time zone of the SIS", "For example America/Denver.",
             json::string(own.time_zone));
  form.field("connection.ca_pem", "text", "Certificate of a private authority",
             "Only if the SIS's certificate is from a private authority: its certificate as text "
             "(PEM), from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.",
             json::string(own.ca_pem))["multiline"] = true;
}

void add_auth_note(FormDocument& form, const Card& card,
                   const oneroster::ProfileCatalog& profiles) {
  const auto& connection = *card.effective.connection;
  const auto* profile = profiles.find(connection.profile);
  if (profile == nullptr) {
    form.note("problem", Code::profile_missing, info(Code::profile_missing).sentence);
    return;
  }
  const auto endpoint = oneroster::resolve_endpoint(connection, *profile);
  if (!endpoint) {
    form.note("problem", endpoint.error().code, endpoint.error().detail);
    return;
  }
  const auto choice = oneroster::choose_auth(connection, *profile, *endpoint);
  if (choice) {
    form.note("info", Code::none, choice->explanation);
  } else {
    form.note("problem", choice.error().code, choice.error().detail);
  }
}

/// What the administrator has to see to at the SIS, whatever is entered here.
void add_profile_notes(FormDocument& form, const Card& card,
                       const oneroster::ProfileCatalog& profiles) {
  const auto* profile = profiles.find(card.effective.connection->profile);
  if (profile == nullptr) {
    return;
  }
  if (!profile->writing_confirmed()) {
    form.note("info", Code::none,
              "It is not confirmed that grades can be written to " + profile->title +
                  " over OneRoster. Send a test grade first.");
  }
  for (const std::string& sentence : profile->before_you_start) {
    form.note("info", Code::none, sentence);
  }
}

void add_notes(FormDocument& form, const Card& card, const gradebook::DomainId& domain,
               const oneroster::ProfileCatalog& profiles) {
  const auto& effective = card.effective;
  if (!effective.allowed) {
    const auto& why = info(effective.why_not);
    const bool from_above = !effective.decided_by.empty() && effective.decided_by != domain;
    form.note("info", effective.why_not,
              std::string(why.sentence) +
                  (from_above ? " This was set in " + effective.decided_by.value + "." : ""));
  }
  if (!effective.connection) {
    return;
  }
  if (effective.connection_domain != domain) {
    form.note("info", Code::none,
              "The connection to " + effective.connection->sis_name + " is set in " +
                  effective.connection_domain.value + " and used here as a whole.");
  }
  add_auth_note(form, card, profiles);
  add_profile_notes(form, card, profiles);
  if (card.account && card.account->state != outbox::AccountState::ok) {
    const auto& why = info(card.account->code);
    form.note("problem", card.account->code,
              std::string(why.sentence) + " " + std::string(why.administrator));
  }
}

} // namespace

Result<json::object> sis_settings_form(const ActionParts& parts, const Asker& asker) {
  const auto& domain = asker.domain;
  Card card;
  const auto read =
      read_work(parts, [&](decision::UnitOfWork& work) { return read_card(work, domain, card); });
  if (!read) {
    return read.error();
  }
  FormDocument form(kSisSettings, "SIS settings", "lms.sis_settings/1");
  add_first_send(form, card.first_send, card.own);
  add_switches(form, card);
  add_sending_fields(form, card.own.sending, card.effective.sending);
  add_grading_fields(form, card.own.grading, card.effective.grading);
  add_connection(form, card, parts.profiles);
  add_notes(form, card, domain, parts.profiles);
  if (card.last_test) {
    add_test_notes(form, *card.last_test, parts.clock.unix_ms());
  }
  if (card.hold == Code::none) {
    return std::move(form).finish();
  }
  const auto may_answer = may_answer_for_site(parts, asker);
  if (may_answer) {
    form.question("site", info(card.hold).sentence,
                  {{"site_moved", "This site moved"}, {"site_is_copy", "This is a copy"}});
  } else if (may_answer.error().code == Code::busy) {
    return may_answer.error();
  } else {
    form.note("problem", card.hold,
              std::string(info(card.hold).sentence) + " " + may_answer.error().detail);
  }
  return std::move(form).finish();
}

} // namespace passback::actions
