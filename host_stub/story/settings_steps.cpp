// What an administrator and a teacher choose: the SIS settings card, and the settings of a class.
// On the thread of `run`.
#include <boost/json/serialize.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

constexpr const char* kClassSettings = "sync_grades_settings";

// The members of lms.sis_settings/1 that stories name without "also".
constexpr const char* kOfTheCard[] = {"allow_grades",
                                      "send_automatically",
                                      "create_categories",
                                      "excluded_domains",
                                      "address_change",
                                      "grade_form",
                                      "resend"};
constexpr const char* kOfTheClass[] = {"send_automatically", "create_categories", "category_map",
                                       "default_category", "excluded_activities"};

template <std::size_t N>
json::object chosen(const Members& members, const char* const (&names)[N]) {
  auto settings = members.map("also");
  for (const auto* name : names) {
    if (const auto* value = members.find(name)) {
      settings[name] = *value;
    }
  }
  return settings;
}

void sign_in_by(const Members& members, const std::string& url, json::object& connection) {
  const auto way = members.text("sign in", "key and secret");
  if (way == "token") {
    connection["access_token"] = members.text("token", "lms-token");
    return;
  }
  connection["api_key"] = members.text("key", "lms");
  connection["api_secret"] = members.text("secret", "lms-secret");
  if (way == "key and secret") {
    connection["token_url"] = members.text("token address", url + "/oauth/token");
  } else if (way != "signed requests") {
    throw StepFailure("\"sign in\" is \"key and secret\", \"signed requests\" or \"token\"",
                      "it is \"" + way + "\"");
  }
}

json::object connection_of(Scene& scene, const Members& members) {
  auto& sis = scene.sis(members.text("SIS"));
  auto url = sis.url();
  if (members.has("host")) {
    const auto begin = url.find("//") + 2;
    url.replace(begin, url.rfind(':') - begin, members.text("host"));
  }
  json::object connection{{"sis_name", members.text("name", sis.name())},
                          {"profile", members.text("profile", scene.profile())},
                          {"version", scene.version()},
                          {"base_url", members.text("address", url)},
                          {"time_zone", members.text("time zone", "UTC")}};
  sign_in_by(members, url, connection);
  for (const auto& member : members.map("connection")) {
    connection[member.key()] = member.value();
  }
  return connection;
}

void save_settings(Scene& scene, const Members& members, const json::object& settings) {
  const auto file = scene.write("settings.json", json::serialize(settings));
  scene.host_as_told({"configure", "--domain", scene.domain(members.text("domain", "root")),
                      "--set", file.string(), "--user", members.text("as", "admin")},
                     members, 0);
}

void connect(Scene& scene, const Members& members) {
  auto settings = chosen(members, kOfTheCard);
  settings["connection"] = connection_of(scene, members);
  save_settings(scene, members, settings);
}

void save_card(Scene& scene, const Members& members) {
  save_settings(scene, members, chosen(members, kOfTheCard));
}

void save_class(Scene& scene, const Members& members) {
  auto settings = chosen(members, kOfTheClass);
  settings["op"] = "save";
  const auto ran = scene.use_item(kClassSettings, members, settings);
  const auto* ok = at(ran.document, "ok");
  const bool saved = ran.exit_code == 0 && ok != nullptr && *ok == json::value(true);
  for (const auto& words : members.texts("refused")) {
    if (saved || !says(ran.words(), words)) {
      throw StepFailure("it is refused with the words: " + words, ran.words(), ran.typed);
    }
  }
  if (!saved && !members.has("refused")) {
    throw StepFailure("it is saved", ran.words(), ran.typed);
  }
  for (const auto& words : members.texts("says")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("it says: " + words, ran.words(), ran.typed);
    }
  }
}

void another_sis(Scene& scene, const Members& members) {
  scene.start_sis(members.text("name"), members.all());
}

void form_says(Scene& scene, const Members& members, const char* item) {
  const auto ran = scene.use_item(item, members, nullptr);
  for (const auto& words : members.texts("words")) {
    if (!says(ran.words(), words)) {
      throw StepFailure("the form says: " + words, ran.words(), ran.typed);
    }
  }
  for (const auto& words : members.texts("not")) {
    if (says(ran.words(), words)) {
      throw StepFailure("the form does not say: " + words, ran.words(), ran.typed);
    }
  }
}

void card_says(Scene& scene, const Members& members) {
  form_says(scene, members, "sis_settings");
}

void class_form_says(Scene& scene, const Members& members) {
  form_says(scene, members, kClassSettings);
}

const Member kAllow = {"allow_grades", Form::any, "grades may be sent to the SIS"};
const Member kAutomatic = {"send_automatically", Form::any, "new grades go by themselves"};
const Member kExcluded = {"excluded_domains", Form::any, "nothing goes from these domains"};
const Member kAddressChange = {"address_change", Form::text, "same or other"};
const Member kResend = {"resend", Form::text, "yes: what reads differently now goes once more"};
const Member kForm = {"grade_form", Form::any, "points or percent"};
const Member kCreate = {"create_categories", Form::any, "missing categories may be made"};
const Member kAlso = {"also", Form::map, "any other member of the document (docs/documents.md)"};
const Member kNot = {"not", Form::texts, "what is not read there"};

} // namespace

std::vector<Verb> settings_verbs() {
  return {
      {"connect the SIS",
       "An administrator enters the connection on the SIS settings card, and what else is named.",
       {kDomain,
        kAs,
        kWhichSis,
        {"name", Form::text, "what people call it; default: its name"},
        {"profile", Form::text, "which kind of SIS"},
        {"sign in", Form::text, "key and secret (the default), signed requests, or token"},
        {"key", Form::text, "the API Key; default: the right one"},
        {"secret", Form::text, "the API Secret; default: the right one"},
        {"token", Form::text, "the access token; default: the right one"},
        {"address", Form::text, "the API Base URL; default: the right one"},
        {"host", Form::text, "another name of the machine in both: localhost"},
        {"token address", Form::text, "the API Token URL; default: the right one"},
        {"time zone", Form::text, "of the SIS; default: UTC"},
        {"connection", Form::map, "any other member of the connection"},
        kAllow,
        kAutomatic,
        kExcluded,
        kAddressChange,
        kResend,
        kForm,
        kCreate,
        kAlso,
        kSays,
        kRefused},
       "",
       connect},
      {"save SIS settings",
       "An administrator changes something on the SIS settings card; the connection stays.",
       {kDomain, kAs, kAllow, kAutomatic, kExcluded, kAddressChange, kResend, kForm, kCreate, kAlso,
        kSays, kRefused},
       "",
       save_card},
      {"save class settings",
       "A teacher changes something in Sync grades settings.",
       {kClass,
        kAs,
        kAutomatic,
        kCreate,
        {"category_map", Form::map, "which category of the SIS each of the LMS's is"},
        {"default_category", Form::any, "the SIS's category for everything else"},
        {"excluded_activities", Form::any, "what is not synced"},
        kAlso,
        kSays,
        kRefused},
       "",
       save_class},
      {"another SIS",
       "A second SIS is there from now on; steps name it with \"SIS\".",
       {{"name", Form::text, "what people call it", true},
        {"profile", Form::text, "as which SIS it behaves"},
        {"settings", Form::map, "its settings (docs/sis-simulator.md)"}},
       "name",
       another_sis},
      {"the card says",
       "What an administrator reads on the SIS settings card of a domain.",
       {kDomain, kAs, kWords, kNot},
       "words",
       card_says},
      {"the class settings say",
       "What a teacher reads in Sync grades settings.",
       {kClass, kAs, kWords, kNot},
       "words",
       class_form_says}};
}

} // namespace host_stub::story
