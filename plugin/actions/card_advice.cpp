#include "plugin/actions/card_advice.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/actions/sis_settings_input.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::int64_t kProposedMinutes = 2;
/// Classes of one school share their periods: a few of each domain are enough to know them.
constexpr std::size_t kClassesAskedForPeriods = 200;

json::value proposal_for(std::string_view name) {
  for (const std::string_view off : {"allow_grades", "send_automatically", "create_categories",
                                     "send_comments", "final_as_assignment"}) {
    if (name == off) {
      return false;
    }
  }
  if (name == "reconcile_nightly") {
    return true;
  }
  if (name == "wait_before_sending") {
    return kProposedMinutes;
  }
  if (name == "removals") {
    return "keep_and_offer";
  }
  if (name == "connection.authentication") {
    return json::value(name_of_method(settings::Credential::api_key));
  }
  if (name == "removal_brake") {
    return settings::kRemovedUnasked;
  }
  return {};
}

Phrase words_or(const std::string& of_file, std::string_view key) {
  if (of_file.empty()) {
    return say(key);
  }
  return Phrase(of_file);
}

std::string_view start_among(const std::vector<oneroster::SisAcademicSession>& periods,
                             std::string_view today) {
  const auto choice = oneroster::choose_grading_period(periods, today);
  // Of a quarter within a semester the quarter is what is open: it began last.
  return choice.fitting.empty()
             ? std::string_view()
             : std::string_view(std::ranges::max_element(choice.fitting, {},
                                                         &oneroster::SisAcademicSession::start_date)
                                    ->start_date);
}

} // namespace

void add_proposals(json::object& form) {
  for (auto& one : form.at("fields").as_array()) {
    auto& field = one.as_object();
    auto proposed = proposal_for(std::string_view(field.at("name").as_string()));
    if (!proposed.is_null() && field.at("value").is_null()) {
      field["proposed"] = std::move(proposed);
    }
  }
}

settings::Branding branding_of(const ActionParts& parts) {
  return parts.branding ? parts.branding() : settings::Branding();
}

Phrase support_of(const settings::Branding& branding) {
  return words_or(branding.support_contact, "card.support_contact");
}

void put_branding(json::object& document, const texts::Words& words,
                  const settings::Branding& branding, std::string_view sis_name) {
  json::object block;
  put_phrase(block, "product_name", words, words_or(branding.product_name, "card.product_name"));
  put_phrase(block, "support_contact", words, support_of(branding));
  put_phrase(block, "account_manager", words,
             words_or(branding.account_manager, "card.account_manager"));
  if (branding.text_for_teachers.empty()) {
    put_phrase(block, "text_for_teachers", words,
               say("card.text_for_teachers", {{"sis", name_of_sis(sis_name)}}));
  } else {
    block["text_for_teachers"] = branding.text_for_teachers;
  }
  for (const auto& [name, text] : {std::pair{"beta_label", &branding.beta_label},
                                   {"feedback", &branding.feedback},
                                   {"teacher_guide", &branding.teacher_guide}}) {
    if (!text->empty()) {
      block[name] = *text;
    }
  }
  document["branding"] = std::move(block);
}

Phrase roster_words(const RosterCounts& counts) {
  if (counts.classes == 0) {
    return say("card.roster_missing");
  }
  auto words = say("card.roster", {{"classes", std::to_string(counts.classes)},
                                   {"classes_without", std::to_string(counts.classes_without)},
                                   {"students", std::to_string(counts.students)},
                                   {"students_without", std::to_string(counts.students_without)}});
  if (counts.classes_without + counts.students_without > 0) {
    words += say("card.roster_ids_missing");
  }
  return words;
}

void put_roster(json::object& document, const texts::Words& words, const RosterCounts& counts) {
  json::object block{{"classes", counts.classes},
                     {"classes_without_sis_id", counts.classes_without},
                     {"students", counts.students},
                     {"students_without_sis_id", counts.students_without}};
  put_phrase(block, "text", words, roster_words(counts));
  document["roster"] = std::move(block);
}

void add_advice(FormDocument& form, const SisCard& card, const RosterCounts& roster,
                const settings::Branding& branding) {
  const auto& connection = card.effective.connection;
  if (connection && connection->time_zone.empty()) {
    form.note("problem", Code::none, say("card.time_zone_missing"));
  }
  if (!connection) {
    form.note(roster.classes == 0 ? "problem" : "info", Code::none, roster_words(roster));
  }
  form.note("info", Code::none, say("card.standards"));
  if (!branding.problem.empty()) {
    form.note("warning", Code::none,
              say("card.branding_not_used", {{"problem", Phrase(branding.problem)}}));
  }
}

Result<std::string> start_of_open_period(decision::UnitOfWork& work, const SisCard& card,
                                         const gradebook::DomainId& domain,
                                         const oneroster::ProfileCatalog& profiles) {
  const auto& connection = card.effective.connection;
  if (!connection || profiles.find(connection->profile) == nullptr) {
    return std::string();
  }
  PASSBACK_TRY_AS(
      const auto today,
      platform::local_date(work.now_unix_ms, platform::zone_or_utc(connection->time_zone)));
  PASSBACK_TRY_AS(const auto roster, look_at_readiness(work, domain, *connection));
  std::string start;
  std::size_t asked = 0;
  for (const auto& id : roster.sis_classes) {
    if (++asked > kClassesAskedForPeriods) {
      break;
    }
    PASSBACK_TRY_AS(const auto periods, work.in_sis.periods({connection->id, connection->generation,
                                                             gradebook::SourcedId(id)},
                                                            {decision::Purpose::naming}));
    if (periods) {
      start = std::max(start, std::string(start_among(*periods, today)));
    }
  }
  return start;
}

} // namespace passback::actions
