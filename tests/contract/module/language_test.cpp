// The texts of other languages, through the real table: from the files beside the module, and from
// a folder of the host's.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include <boost/json.hpp>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

class LanguageContract : public ModuleTest {
 protected:
  LanguageContract() {
    services_.register_item = [this](const lms_menu_item& item) {
      labels_[std::string(lms_plugin::to_view(item.id))] = lms_plugin::to_view(item.labels_json);
    };
    services_.permission_check = [](const lms_action_context&, std::string_view) { return true; };
  }
  json::object card(std::string_view locale) {
    auto who = admin();
    who.locale = lms_plugin::to_str(locale);
    std::string out;
    const auto opened = plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, who, "", out);
    EXPECT_TRUE(opened.ok()) << opened.message;
    return opened.ok() ? json::parse(out).as_object() : json::object();
  }
  std::map<std::string, std::string> labels_;
};

TEST_F(LanguageContract, SpanishComesWithTheModule) {
  open();
  const auto form = card("es-MX");
  EXPECT_EQ(form.at("locale"), "es");
  EXPECT_EQ(form.at("title"), "Configuración del SIS");
  EXPECT_EQ(card("").at("title"), "SIS settings");
  EXPECT_EQ(card("fr").at("locale"), "en");
}

TEST_F(LanguageContract, AMenuItemHasItsLabelInEachLanguage) {
  open();
  ASSERT_EQ(labels_.size(), 5U);
  EXPECT_EQ(json::parse(labels_[LMS_ITEM_SIS_SETTINGS]).at("es"), "Configuración del SIS");
}

TEST_F(LanguageContract, AFileThatDoesNotFitIsNamedInTheLogAndEnglishStandsForIt) {
  const fs::path texts = folder_ / "texts";
  fs::create_directories(texts);
  std::ofstream(texts / "es.json") << R"({"schema": "passback.texts/1", "texts": {
    "sis_settings.titel": "x", "sis_settings.allow_grades.label": "Permitir"}})";
  more_config_ = R"(,"texts_dir":")" + texts.string() + "\"";
  open();
  const auto form = card("es");
  EXPECT_TRUE(plugin_.pump().ok());
  EXPECT_EQ(form.at("title"), "SIS settings");
  EXPECT_EQ(form.at("fields").at(0).at("label"), "Permitir");
  EXPECT_NE(std::ranges::find(log_events_, "texts.not_used"), log_events_.end());
}

} // namespace
} // namespace passback::contract
