// docs/sis-profiles.md is generated from the profiles. After a change: PASSBACK_UPDATE_DOCS=1
// oneroster_test --gtest_filter='ProfilePages.*'
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"
#include "tests/unit/oneroster/profile_text.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

ProfileCatalog shipped_catalog() {
  std::vector<ProfileFile> files;
  for (const auto& entry : fs::directory_iterator(kShipped)) {
    files.push_back({entry.path().filename().string(), text_of_file(entry.path())});
  }
  return ProfileCatalog(std::move(files), kSchema);
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += " " + cell + " |";
  }
  return line + "\n";
}

std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows) {
  std::string text = row(head) + "|";
  for (std::size_t i = 0; i < head.size(); ++i) {
    text += "---|";
  }
  text += "\n";
  for (const auto& cells : rows) {
    text += row(cells);
  }
  return text + "\n";
}

std::string group(const ProfileCatalog& catalog, Standing standing) {
  std::vector<std::vector<std::string>> reach;
  std::vector<std::vector<std::string>> say;
  for (const Profile* profile : catalog.all()) {
    if (standing_of(*profile) != standing) {
      continue;
    }
    const ProfileSummary words = profile_summary(*profile);
    const std::string name = "`" + profile->name + "`";
    reach.push_back({name, profile->title, std::string(version_words(profile->oneroster)),
                     words.sign_in, words.ids, words.categories, words.limits, words.written});
    say.push_back({name, words.exempt, words.missing, words.late, words.blank, words.cleared,
                   words.dropped, words.deletes});
  }
  return table({"profile", "SIS", "OneRoster", "sign-in", "ids", "categories", "limits",
                "who says that grades can be written"},
               reach) +
         table({"profile", "exempt", "missing", "late", "not scored", "cleared", "dropped",
                "taken back"},
               say);
}

std::string evidence(const ProfileCatalog& catalog) {
  std::vector<std::vector<std::string>> rows;
  for (const Profile* profile : catalog.all()) {
    std::map<std::string, std::string> fields;
    for (const auto& [field, kind] : profile->evidence) {
      if (!field.empty()) {
        fields[kind] += (fields[kind].empty() ? "" : ", ") + field;
      }
    }
    const auto cell = [&](const std::string& kind) {
      return fields[kind].empty() ? "–" : fields[kind];
    };
    rows.push_back({"`" + profile->name + "`", cell("vendor-page"), cell("integrator"),
                    cell("code"), cell("unverified")});
  }
  return table({"profile", "vendor's page", "integrator or district", "code", "nobody yet"}, rows);
}

std::string profiles_page() {
  const ProfileCatalog catalog = shipped_catalog();
  return "# SIS profiles\n\n"
         "*For administrators and vendors.* What each profile does, in short. This page is "
         "generated from `manifests/sis/*.yaml`;\n[sis-profiles-format.md](sis-profiles-format.md) "
         "describes every field, and `host_stub profile show NAME` says all that a profile does in "
         "plain words.\n\n"
         "Nobody who is named here has been asked; \"confirmed\" means that a public page or "
         "published code says that grades can be written to this SIS over\nOneRoster. Test every "
         "connection with a test grade before grades go.\n\n"
         "## Confirmed\n\n" +
         group(catalog, Standing::confirmed) +
         "## Not confirmed\n\n"
         "No page was found that says that grades can be written to these over OneRoster.\n\n" +
         group(catalog, Standing::not_confirmed) +
         "## For any SIS\n\nAs the specification has it.\n\n" + group(catalog, Standing::general) +
         "## Where the facts come from\n\n"
         "By field; the comments of the files name the pages. What a profile does not name is as "
         "the specification has it.\n\n" +
         evidence(catalog);
}

std::string without_last_newline(std::string text) {
  text.pop_back();
  return text;
}

TEST(ProfilePages, SayWhatTheProfilesSay) {
  const fs::path path = fs::path(SOURCE_DIR) / "docs" / "sis-profiles.md";
  const std::string wanted = without_last_newline(profiles_page());
  if (std::getenv("PASSBACK_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << wanted;
  }
  EXPECT_EQ(text_of_file(path), wanted) << path << " is stale";
}

/// The keys that people write, at every level: what stands in "properties" somewhere.
void collect(const json::value& schema, std::set<std::string>& keys) {
  if (const json::array* list = schema.if_array()) {
    for (const json::value& inner : *list) {
      collect(inner, keys);
    }
  }
  const json::object* object = schema.if_object();
  if (object == nullptr) {
    return;
  }
  for (const auto& [name, inner] : *object) {
    if (name == "properties" && inner.is_object()) {
      for (const auto& [key, unused] : inner.get_object()) {
        keys.insert(std::string(key));
      }
    }
    collect(inner, keys);
  }
}

TEST(ProfilePages, DescribeEveryFieldOfTheSchema) {
  const std::string text = text_of_file(fs::path(SOURCE_DIR) / "docs" / "sis-profiles-format.md");
  const json::value schema = json::parse(kSchema);
  std::set<std::string> keys;
  collect(schema, keys);
  EXPECT_GT(keys.size(), 80U);
  for (const std::string& key : keys) {
    EXPECT_NE(text.find("`" + key + "`"), std::string::npos)
        << key << " is not described in docs/sis-profiles-format.md";
  }
}

} // namespace
} // namespace passback::oneroster
