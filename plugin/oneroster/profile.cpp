#include "plugin/oneroster/profile.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/answer_rules.hpp"
#include "plugin/oneroster/json_read.hpp"
#include "plugin/oneroster/profile_check.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

template <class Enum> using Names = std::initializer_list<std::pair<std::string_view, Enum>>;

/// Reads the members of one section. The schema has already refused what has the wrong form, so a
/// member that still does not fit keeps its default.
class Section {
 public:
  explicit Section(const json::value* value)
      : object_(value == nullptr ? nullptr : value->if_object()) {}
  Section(const json::object& parent, std::string_view name) : Section(parent.if_contains(name)) {}

  void text(std::string_view name, std::string& value) const {
    if (const json::value* found = find(name); found != nullptr && found->is_string()) {
      value = text_of(found);
    }
  }
  void boolean(std::string_view name, bool& value) const {
    if (const json::value* found = find(name); found != nullptr && found->is_bool()) {
      value = found->get_bool();
    }
  }
  void integer(std::string_view name, int& value) const {
    if (const json::value* found = find(name); found != nullptr && found->is_int64()) {
      value = static_cast<int>(found->get_int64());
    }
  }
  void number(std::string_view name, double& value) const {
    if (const json::value* found = find(name); found != nullptr && found->is_number()) {
      value = found->to_number<double>();
    }
  }
  template <class Enum> void choice(std::string_view name, Enum& value, Names<Enum> names) const {
    std::string word;
    text(name, word);
    for (const auto& [known, meaning] : names) {
      if (word == known) {
        value = meaning;
      }
    }
  }
  const json::array& list(std::string_view name) const {
    static const json::array kEmpty;
    const json::value* found = find(name);
    return found != nullptr && found->is_array() ? found->get_array() : kEmpty;
  }
  const json::value* find(std::string_view name) const {
    return object_ == nullptr ? nullptr : object_->if_contains(name);
  }

 private:
  const json::object* object_;
};

/// What the specification itself requires is the default.
Profile defaults_of(OneRosterVersion version) {
  Profile profile;
  profile.oneroster = version;
  profile.category = Need::required;
  if (version == OneRosterVersion::v1p1) {
    profile.rostering_path = profile.gradebook_path = "/ims/oneroster/v1p1";
    profile.school = Need::never;
    profile.points_possible = Need::required;
    profile.clearing = Clearing::remove;
  } else {
    profile.rostering_path = "/ims/oneroster/rostering/v1p2";
    profile.gradebook_path = "/ims/oneroster/gradebook/v1p2";
    profile.school = Need::required;
  }
  return profile;
}

void read_where(const Section& where, Profile& profile) {
  where.text("rostering_path", profile.rostering_path);
  where.text("gradebook_path", profile.gradebook_path);
  where.text("token_url_template", profile.token_url_template);
}

void read_who(const Section& who, Profile& profile) {
  who.choice<TokenAuth>("token_auth", profile.token_auth,
                        {{"basic_encoded", TokenAuth::basic_encoded},
                         {"basic_plain", TokenAuth::basic_plain},
                         {"body", TokenAuth::body}});
  who.boolean("oauth1", profile.oauth1);
  who.choice<SignatureMethod>(
      "signature_method", profile.signature_method,
      {{"hmac-sha1", SignatureMethod::hmac_sha1}, {"hmac-sha256", SignatureMethod::hmac_sha256}});
  for (const json::value& scope : who.list("scopes")) {
    profile.scopes.push_back(text_of(&scope));
  }
}

void read_line_items(const Section& documents, Profile& profile) {
  const Names<Need> needs = {
      {"required", Need::required}, {"when_known", Need::when_known}, {"never", Need::never}};
  documents.boolean("create_categories", profile.create_categories);
  documents.choice("category", profile.category, needs);
  documents.choice("school", profile.school, needs);
  documents.choice("grading_period", profile.grading_period, needs);
  documents.choice("points_possible", profile.points_possible, needs);
  documents.choice<MissingDueDate>("missing_due_date", profile.missing_due_date,
                                   {{"refuse", MissingDueDate::refuse},
                                    {"assigned", MissingDueDate::assigned},
                                    {"now", MissingDueDate::now}});
  documents.integer("title_max", profile.title_max);
}

void read_results(const Section& documents, Profile& profile) {
  if (const json::value* decimals = documents.find("decimals")) {
    int places = 0;
    documents.integer("decimals", places);
    profile.decimals = decimals->is_int64() ? std::optional(places) : std::nullopt;
  }
  documents.choice<gradebook::Rounding>("rounding", profile.rounding,
                                        {{"half_up", gradebook::Rounding::half_up},
                                         {"half_even", gradebook::Rounding::half_even},
                                         {"down", gradebook::Rounding::down}});
  documents.choice<BooleanForm>("boolean_form", profile.boolean_form,
                                {{"boolean", BooleanForm::boolean}, {"text", BooleanForm::text}});
  documents.choice<ScoreDateForm>(
      "score_date_form", profile.score_date_form,
      {{"date", ScoreDateForm::date}, {"date_time", ScoreDateForm::date_time}});
  documents.choice<Withdrawal>("withdrawal", profile.withdrawal,
                               {{"remove", Withdrawal::remove},
                                {"tobedeleted", Withdrawal::tobedeleted},
                                {"unsupported", Withdrawal::unsupported}});
  documents.choice<Clearing>("clearing", profile.clearing,
                             {{"not_submitted", Clearing::not_submitted},
                              {"remove", Clearing::remove},
                              {"unsupported", Clearing::unsupported}});
  documents.choice<ExemptWithoutPoints>("exempt_without_points", profile.exempt_without_points,
                                        {{"refuse", ExemptWithoutPoints::refuse},
                                         {"zero", ExemptWithoutPoints::zero},
                                         {"omit", ExemptWithoutPoints::omit}});
  documents.choice<Dropped>("dropped", profile.dropped,
                            {{"as_scored", Dropped::as_scored}, {"exempt", Dropped::exempt}});
  documents.choice<IncompleteScored>("incomplete_scored", profile.incomplete_scored,
                                     {{"fully_graded", IncompleteScored::fully_graded},
                                      {"partially_graded", IncompleteScored::partially_graded}});
}

void read_answers(const Section& top, Profile& profile) {
  for (const json::value& item : top.list("answers")) {
    const Section line(&item);
    AnswerRule rule;
    line.integer("status", rule.status);
    line.text("code_minor", rule.code_minor);
    line.text("text", rule.text);
    line.text("means", rule.meaning);
    profile.answers.push_back(std::move(rule));
  }
}

Profile read_profile(const json::object& document) {
  const json::value whole(document);
  const Section top(&whole);
  auto version = OneRosterVersion::v1p2;
  top.choice<OneRosterVersion>("oneroster", version,
                               {{"1.1", OneRosterVersion::v1p1}, {"1.2", OneRosterVersion::v1p2}});
  Profile profile = defaults_of(version);
  top.text("name", profile.name);
  top.text("title", profile.title);
  top.integer("version", profile.version);
  read_where(Section(document, "where"), profile);
  read_who(Section(document, "who"), profile);
  const Section documents(document, "documents");
  read_line_items(documents, profile);
  read_results(documents, profile);
  const Section pace(document, "pace");
  pace.integer("max_in_flight", profile.max_in_flight);
  pace.number("requests_per_second", profile.requests_per_second);
  pace.integer("request_timeout_s", profile.request_timeout_s);
  read_answers(top, profile);
  if (const json::value* evidence = top.find("evidence"); evidence != nullptr) {
    for (const auto& [field, kind] : evidence->get_object()) {
      profile.evidence.emplace(field == "all" ? "" : std::string(field), text_of(&kind));
    }
  }
  return profile;
}

/// What a schema cannot say.
std::optional<Misfit> contradiction(const Profile& profile) {
  if (profile.oauth1 && profile.oneroster == OneRosterVersion::v1p2) {
    return Misfit{"/who/oauth1", "OneRoster 1.2 has no OAuth 1.0a; remove it or write false"};
  }
  for (std::size_t i = 0; i < profile.answers.size(); ++i) {
    const std::string& id = profile.answers[i].meaning;
    const CodeInfo* row = find_code(id);
    if (row == nullptr || !meaning_of(row->code)) {
      return Misfit{"/answers/" + std::to_string(i) + "/means",
                    "'" + id + "' is no code that an answer of the SIS can mean"};
    }
  }
  return std::nullopt;
}

Error refused(std::string_view file, int line, std::string_view sentence) {
  return Error{Code::document,
               std::string(file) + ":" + std::to_string(line) + ": " + std::string(sentence)};
}

} // namespace

Result<Profile> parse_profile(std::string_view yaml, std::string_view schema_json,
                              std::string_view file) {
  auto parsed = lms_plugin::parse_strict_yaml(yaml);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed)) {
    return refused(file, error->line, error->message);
  }
  const auto& document = std::get<lms_plugin::YamlDocument>(parsed);
  const auto schema = read_json(schema_json);
  if (!schema) {
    return Error{Code::internal, "the schema of SIS profiles is not JSON"};
  }
  const auto misfit = check_profile(document.value, *schema);
  if (!misfit) {
    return misfit.error();
  }
  if (*misfit) {
    return refused(file, document.place_of((*misfit)->pointer).line, (*misfit)->sentence);
  }
  if (!document.value.is_object()) {
    return refused(file, 1, "a profile is a map of keys and values");
  }
  Profile profile = read_profile(document.value.get_object());
  if (const auto wrong = contradiction(profile)) {
    return refused(file, document.place_of(wrong->pointer).line, wrong->sentence);
  }
  return profile;
}

} // namespace passback::oneroster
