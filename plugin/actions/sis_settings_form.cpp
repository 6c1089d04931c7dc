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
  std::string stored;            ///< the document of them; empty = none
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
    card.stored = row ? row->document : std::string();
    if (row) {
      PASSBACK_TRY_AS(auto parsed, settings::domain_settings_from_json(row->document));
      step.settings = std::move(parsed);
    }
    steps.push_back(std::move(step));
  }
  card.own = steps.back().settings.value_or(settings::DomainSettings{});
  // As for a class whose teacher asks for what the administrator may allow.
  settings::ClassSettings of_class;
  of_class.create_categories = true;
  card.effective = settings::effective_settings(steps, of_class);
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
  ConnectionFields(FormDocument& form, const Card& card)
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
  void flag(std::string_view name, bool Connection::*member) {
    auto& field = add(name, "switch", own_ ? json::value((*own_).*member) : json::value());
    if (effective_) {
      field["effective"] = (*effective_).*member;
    }
  }
  json::object& own_text(std::string_view name, std::string Connection::*member) {
    return add(name, "text", own_ ? json::value((*own_).*member) : json::value());
  }
  void secret(std::string_view name, settings::Credential credential) {
    add(name, "secret", json::value())["has_secret"] =
        own_ && own_->secret_version > 0 && own_->credential == credential;
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

void add_connection(FormDocument& form, const Card& card,
                    const oneroster::ProfileCatalog& profiles) {
  ConnectionFields fields(form, card);
  fields.text("sis_name", "text", &Connection::sis_name);
  form.choices(fields.text("profile", "choice", &Connection::profile), kinds_of_sis(profiles));
  form.choices(fields.way(), "sis_settings.connection.way", {"api", "file"});
  fields.text("base_url", "url", &Connection::base_url);
  fields.text("rostering_base_url", "url", &Connection::rostering_base_url);
  fields.text("gradebook_base_url", "url", &Connection::gradebook_base_url);
  fields.own_text("api_key", &Connection::api_key);
  fields.secret("api_secret", settings::Credential::api_key);
  fields.text("token_url", "url", &Connection::token_url);
  fields.secret("access_token", settings::Credential::access_token);
  fields.flag("test_server", &Connection::test_server);
  fields.text("time_zone", "text", &Connection::time_zone);
  auto& certificate = fields.own_text("ca_pem", &Connection::ca_pem);
  certificate["multiline"] = true;
  // An answer for the file that an earlier release named is asked for: nothing entered is none.
  if (card.own.connection && card.own.connection->ca_pem.empty()) {
    certificate["value"] = nullptr;
  }
}

void add_auth_note(FormDocument& form, const Card& card,
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

/// What the administrator has to see to at the SIS, whatever is entered here.
void add_profile_notes(FormDocument& form, const Card& card,
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

void add_notes(FormDocument& form, const Card& card, const gradebook::DomainId& domain,
               const oneroster::ProfileCatalog& profiles) {
  const auto& effective = card.effective;
  if (!effective.allowed) {
    auto why = texts::sentence_of(effective.why_not);
    const bool from_above = !effective.decided_by.empty() && effective.decided_by != domain;
    if (from_above) {
      why += say("sis_settings.set_above", {{"domain", effective.decided_by.value}});
    }
    form.note("info", effective.why_not, why);
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
  add_profile_notes(form, card, profiles);
  if (card.account && card.account->state != outbox::AccountState::ok) {
    auto why = texts::sentence_of(card.account->code);
    why += texts::administrator_of(card.account->code);
    form.note("problem", card.account->code, why);
  }
}

/// What can be done at the SIS, once there is one that can be spoken to.
void add_operations(FormDocument& form, const Card& card) {
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

} // namespace

Result<json::object> sis_settings_form(const ActionParts& parts, const Asker& asker) {
  const auto& domain = asker.domain;
  Card card;
  const auto read =
      read_work(parts, [&](decision::UnitOfWork& work) { return read_card(work, domain, card); });
  if (!read) {
    return read.error();
  }
  FormDocument form(language_of(parts, asker), kSisSettings, "sis_settings", "lms.sis_settings/1");
  form.shows(card.stored);
  add_first_send(form, card.first_send, card.own);
  add_switches(form, card);
  add_sending_fields(form, card.own.sending, card.effective.sending, parts.languages);
  add_grading_fields(form, card.own.grading, card.effective.grading);
  add_connection(form, card, parts.profiles);
  add_notes(form, card, domain, parts.profiles);
  add_operations(form, card);
  if (card.last_test) {
    add_test_notes(form, *card.last_test, parts.clock.unix_ms());
  }
  if (card.hold == Code::none) {
    return std::move(form).finish();
  }
  const auto may_answer = may_answer_for_site(parts, asker);
  if (may_answer) {
    form.question("site", texts::sentence_of(card.hold),
                  {{"site_moved", say("sis_settings.site_moved")},
                   {"site_is_copy", say("sis_settings.site_is_copy")}});
  } else if (may_answer.error().code == Code::busy) {
    return may_answer.error();
  } else {
    auto why = texts::sentence_of(card.hold);
    why += Phrase(may_answer.error().detail);
    form.note("problem", card.hold, why);
  }
  return std::move(form).finish();
}

} // namespace passback::actions
