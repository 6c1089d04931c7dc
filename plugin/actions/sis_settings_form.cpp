#include "plugin/actions/sis_settings_form.hpp"

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/card_advice.hpp"
#include "plugin/actions/changed_ids_card.hpp"
#include "plugin/actions/choice_origins.hpp"
#include "plugin/actions/credentials_end.hpp"
#include "plugin/actions/custom_data_card.hpp"
#include "plugin/actions/first_send_card.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/grading_fields.hpp"
#include "plugin/actions/link_sheet.hpp"
#include "plugin/actions/locked_choices.hpp"
#include "plugin/actions/lost_card.hpp"
#include "plugin/actions/older_card.hpp"
#include "plugin/actions/sending_input.hpp"
#include "plugin/actions/sis_card.hpp"
#include "plugin/actions/sis_jobs.hpp"
#include "plugin/actions/sis_settings_input.hpp"
#include "plugin/actions/site_guard.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::Connection;

json::value flag(const std::optional<bool>& value) {
  return value ? json::value(*value) : json::value();
}

void add_switches(FormDocument& form, const SisCard& card) {
  form.field("allow_grades", "switch", "sis_settings.allow_grades",
             flag(card.own.allow_grades))["effective"] = card.effective.allowed;
  form.field("send_automatically", "switch", "sis_settings.send_automatically",
             flag(card.own.send_automatically))["effective"] = card.effective.automatic;
  form.field("create_categories", "switch", "sis_settings.create_categories",
             flag(card.own.create_categories))["effective"] = card.effective.create_categories;
  json::array excluded;
  for (const auto& id : card.own.excluded_domains) {
    excluded.emplace_back(id.value);
  }
  form.field("excluded_domains", "domains", "sis_settings.excluded_domains", std::move(excluded));
}

/// Those of which nobody says that grades can be written to them stand last and say so.
std::vector<Choice> kinds_of_sis(const oneroster::ProfileCatalog& profiles) {
  std::vector<Choice> kinds;
  std::vector<Choice> unsure;
  for (const auto* profile : profiles.all()) {
    const std::vector<Phrase> notes(profile->before_you_start.begin(),
                                    profile->before_you_start.end());
    if (profile->writing_confirmed()) {
      kinds.push_back({profile->name, profile->title, notes});
    } else {
      unsure.push_back(
          {profile->name, say("sis_settings.not_confirmed", {{"sis", profile->title}}), notes});
    }
  }
  kinds.insert(kinds.end(), unsure.begin(), unsure.end());
  return kinds;
}

/// The fields of the connection: null where the domain has none of its own, with what is inherited
/// beside it. Whose account it is (key, secrets, certificate) is shown to its own domain only.
class ConnectionFields {
 public:
  ConnectionFields(FormDocument& form, const SisCard& card)
      : form_(form), own_(card.own.connection), effective_(card.effective.connection) {}

  json::object& text(std::string_view name, const char* kind, std::string Connection::*member) {
    auto& field = add(name, kind, own_ ? json::value((*own_).*member) : json::value());
    if (effective_) {
      field["effective"] = (*effective_).*member;
    }
    return field;
  }
  json::object& way() {
    const auto name_of_way = [](const Connection& connection) {
      return json::value(goes_by_file(connection) ? "file" : "api");
    };
    auto& field = add("way", "choice", own_ ? name_of_way(*own_) : json::value());
    if (effective_) {
      field["effective"] = name_of_way(*effective_);
    }
    return field;
  }
  json::object& authentication() {
    // A file goes without.
    const auto method = [](const std::optional<Connection>& connection) {
      return connection && !goes_by_file(*connection)
                 ? json::value(name_of_method(connection->credential))
                 : json::value();
    };
    auto& field = add("authentication", "choice", method(own_));
    field["effective"] = method(effective_);
    return field;
  }
  void flag(std::string_view name, bool Connection::*member) {
    auto& field = add(name, "switch", own_ ? json::value((*own_).*member) : json::value());
    if (effective_) {
      field["effective"] = (*effective_).*member;
    }
  }
  void pace() {
    const auto at_most = [](const Connection& connection) {
      return connection.requests_per_second > 0 ? json::value(connection.requests_per_second)
                                                : json::value();
    };
    auto& field = add("requests_per_second", "number", own_ ? at_most(*own_) : json::value());
    if (effective_) {
      field["effective"] = at_most(*effective_);
    }
  }
  /// Only what the chosen way to sign in needs is shown.
  static void only_for(json::object& field, settings::Credential credential) {
    field["shown_if"] =
        json::object{{"field", "connection.authentication"}, {"value", name_of_method(credential)}};
  }
  json::object& own_text(std::string_view name, std::string Connection::*member,
                         std::string_view kind = "text") {
    return add(name, kind, own_ ? json::value((*own_).*member) : json::value());
  }
  void secret(std::string_view name, settings::Credential credential) {
    auto& field = add(name, "secret", json::value());
    field["has_secret"] = own_ && own_->secret_version > 0 && own_->credential == credential;
    only_for(field, credential);
  }

 private:
  json::object& add(std::string_view name, std::string_view kind, json::value value) {
    const std::string whole = "connection." + std::string(name);
    return form_.field(whole, kind, "sis_settings." + whole, std::move(value));
  }

  FormDocument& form_;
  const std::optional<Connection>& own_;
  const std::optional<Connection>& effective_;
};

void add_connection(FormDocument& form, const SisCard& card,
                    const oneroster::ProfileCatalog& profiles) {
  ConnectionFields fields(form, card);
  fields.text("sis_name", "text", &Connection::sis_name);
  form.choices(fields.text("profile", "choice", &Connection::profile), kinds_of_sis(profiles));
  form.choices(fields.way(), "sis_settings.connection.way", {"api", "file"});
  fields.text("base_url", "url", &Connection::base_url);
  fields.text("rostering_base_url", "url", &Connection::rostering_base_url);
  fields.text("gradebook_base_url", "url", &Connection::gradebook_base_url);
  form.choices(fields.authentication(), "sis_settings.connection.authentication",
               {"key_and_secret", "access_token"});
  const auto by_key = settings::Credential::api_key;
  ConnectionFields::only_for(fields.own_text("api_key", &Connection::api_key), by_key);
  fields.secret("api_secret", by_key);
  ConnectionFields::only_for(fields.text("token_url", "url", &Connection::token_url), by_key);
  fields.secret("access_token", settings::Credential::access_token);
  auto& ends = fields.own_text("credentials_end", &Connection::credentials_end, "date");
  if (ends["value"] == json::value("")) {
    ends["value"] = nullptr;
  }
  fields.flag("test_server", &Connection::test_server);
  fields.pace();
  fields.text("time_zone", "text", &Connection::time_zone)["required"] = true;
  auto& certificate = fields.own_text("ca_pem", &Connection::ca_pem);
  certificate["multiline"] = true;
  // An answer for the file that an earlier release named is asked for: nothing entered is none.
  if (card.own.connection && card.own.connection->ca_pem.empty()) {
    certificate["value"] = nullptr;
  }
}

void add_auth_note(FormDocument& form, const SisCard& card,
                   const oneroster::ProfileCatalog& profiles) {
  const auto& connection = *card.effective.connection;
  const auto* profile = profiles.find(connection.profile);
  if (profile == nullptr) {
    form.note("problem", Code::profile_missing, texts::sentence_of(Code::profile_missing));
    return;
  }
  if (goes_by_file(connection)) {
    form.note("info", Code::none, say("sis_settings.by_file", {{"sis", connection.sis_name}}));
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

/// What was made there by hand stands there twice where nobody can look.
void add_columns_note(FormDocument& form, const SisCard& card,
                      const oneroster::ProfileCatalog& profiles) {
  const auto& connection = *card.effective.connection;
  const auto* profile = profiles.find(connection.profile);
  if (profile == nullptr || goes_by_file(connection)) {
    return;
  }
  const auto sis = settings::shown_name(connection);
  if (profile->gradebook != oneroster::Gradebook::of_class) {
    form.note("info", Code::none, say("sis_settings.columns_never_read", {{"sis", sis}}));
  } else if (card.hidden_columns != 0) {
    form.note("info", Code::none,
              say("sis_settings.columns_not_read",
                  {{"sis", sis}, {"classes", std::to_string(card.hidden_columns)}}));
  }
}

/// What the administrator has to see to at the SIS, whatever is entered here.
void add_profile_notes(FormDocument& form, const SisCard& card,
                       const oneroster::ProfileCatalog& profiles) {
  const auto* profile = profiles.find(card.effective.connection->profile);
  if (profile == nullptr) {
    return;
  }
  if (!profile->writing_confirmed() && !goes_by_file(*card.effective.connection)) {
    form.note("info", Code::none,
              say("sis_settings.writing_not_confirmed", {{"sis", profile->title}}));
  }
  for (const std::string& sentence : profile->before_you_start) {
    form.note("info", Code::none, sentence);
  }
}

void add_notes(FormDocument& form, const SisCard& card, const gradebook::DomainId& domain,
               const oneroster::ProfileCatalog& profiles, std::int64_t now_unix_ms) {
  const auto& effective = card.effective;
  if (!effective.allowed) {
    auto why = texts::sentence_of(effective.why_not);
    const bool from_above = !effective.decided_by.empty() && effective.decided_by != domain;
    if (from_above) {
      why += say("sis_settings.set_above", {{"domain", effective.decided_by.value}});
    }
    form.note("info", effective.why_not, why);
  }
  const auto& pilot = effective.sending.on_for;
  if (effective.allowed && pilot && !pilot->everyone && effective.on_for_in != domain) {
    form.note("info", Code::not_in_pilot,
              say("sis_settings.pilot_above", {{"domain", effective.on_for_in.value}}));
  }
  if (decision::is_in_trial(effective)) {
    auto why = texts::sentence_of(Code::in_trial);
    why += texts::administrator_of(Code::in_trial);
    form.note("warning", Code::in_trial, why);
  }
  if (!effective.connection) {
    return;
  }
  if (effective.connection_domain != domain) {
    form.note(
        "info", Code::none,
        say("sis_settings.connection_inherited", {{"sis_name", effective.connection->sis_name},
                                                  {"domain", effective.connection_domain.value}}));
  }
  add_auth_note(form, card, profiles);
  if (card.own.connection) {
    add_credentials_note(form, *card.own.connection, now_unix_ms);
  }
  add_profile_notes(form, card, profiles);
  add_columns_note(form, card, profiles);
  if (card.account && card.account->state != outbox::AccountState::ok) {
    auto why = texts::sentence_of(card.account->code);
    why += texts::administrator_of(card.account->code);
    form.note("problem", card.account->code, why);
  }
}

/// What can be done at the SIS, once there is one that can be spoken to.
void add_operations(FormDocument& form, const SisCard& card) {
  if (!card.effective.connection || goes_by_file(*card.effective.connection)) {
    return;
  }
  form.operation(exchange::kTestConnection, "sis_settings.test_connection");
  auto& grade = form.operation(exchange::kTestGrade, "sis_settings.test_grade");
  form.field_of(grade, "class_sis_id", "text", "sis_settings.test_grade.class_sis_id", true);
  form.field_of(grade, "student_sis_id", "text", "sis_settings.test_grade.student_sis_id", true);
  form.field_of(grade, "category_sis_id", "text", "sis_settings.test_grade.category_sis_id", false);
  form.operation(exchange::kReadiness, "sis_settings.readiness");
}

/// The site guard's question, or a note to whoever may not answer it.
Status ask_for_site(FormDocument& form, const ActionParts& parts, const Asker& asker, Code hold) {
  const auto may_answer = may_answer_for_site(parts, asker);
  if (may_answer) {
    form.question("site", texts::sentence_of(hold),
                  {{"site_moved", say("sis_settings.site_moved")},
                   {"site_is_copy", say("sis_settings.site_is_copy")}});
    return ok_status();
  }
  if (may_answer.error().code == Code::busy) {
    return may_answer.error();
  }
  auto why = texts::sentence_of(hold);
  why += Phrase(may_answer.error().detail);
  form.note("problem", hold, why);
  return ok_status();
}

} // namespace

Result<json::object> sis_settings_form(const ActionParts& parts, const Asker& asker) {
  PASSBACK_TRY_AS(const auto facts, read_card_facts(parts, asker.domain, Counted::no));
  PASSBACK_TRY_AS(auto form, form_of_card(parts, asker, facts));
  tell_origins_of_domain(parts, settings::origins_of(facts.card.steps), form);
  return form;
}

Result<json::object> form_of_card(const ActionParts& parts, const Asker& asker,
                                  const CardFacts& facts) {
  const auto& domain = asker.domain;
  const auto& card = facts.card;
  const auto words = language_of(parts, asker);
  const auto branding = branding_of(parts);
  const auto data = look_at_custom_data(parts);
  FormDocument form(words, kSisSettings, "sis_settings", "lms.sis_settings/1");
  form.shows(card.stored);
  add_first_send(form, card.first_send, card.own, facts.open_period_start);
  add_older(form, card.older);
  if (card.own.connection) {
    add_changed_ids(form, card.changed_ids, *card.own.connection);
    add_lost(form, card.lost, *card.own.connection);
  }
  add_switches(form, card);
  add_sending_fields(form, card.own.sending, card.effective.sending, parts.languages);
  add_grading_fields(form, card.own.grading, card.effective.grading);
  const auto by = locked_by(parts, card.locks_above);
  add_locks(form, card.own.locked, card.locks_above, by);
  lock_of_domain(form, card.locks_above, by);
  add_connection(form, card, parts.profiles);
  add_custom_data(form, data, card.own.ids, card.effective.ids, support_of(branding));
  add_notes(form, card, domain, parts.profiles, parts.clock.unix_ms());
  add_advice(form, card, facts.roster, branding);
  form.operation("summary", "card.summary");
  form.operation("setup_report", "card.setup_report");
  add_operations(form, card);
  if (card.effective.connection) {
    add_link_sheet_operations(form);
  }
  add_custom_data_operations(form, data, support_of(branding));
  if (card.last_test) {
    add_test_notes(form, *card.last_test, parts.clock.unix_ms());
  }
  if (card.hold != Code::none) {
    PASSBACK_TRY(ask_for_site(form, parts, asker, card.hold));
  }
  auto document = std::move(form).finish();
  const auto& connection = card.effective.connection;
  if (!connection) {
    add_proposals(document);
  }
  put_branding(document, words, branding,
               connection ? settings::shown_name(*connection) : std::string());
  return document;
}

} // namespace passback::actions
