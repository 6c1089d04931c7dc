// What the LMS itself is, and what its operator allows. On the thread of `run`.
#include <filesystem>
#include <fstream>

#include <boost/json/serialize.hpp>

#include "host_stub/story/common_members.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/instant.hpp"

namespace host_stub::story {
namespace {

void site_is(Scene& scene, const Members& members) {
  for (const auto& [word, option] : {std::pair{"id", "--site-id"}, {"url", "--site-url"}}) {
    if (members.has(word)) {
      scene.always[option] = members.text(word);
    }
  }
}

void site_is_itself(Scene& scene, const Members&) {
  scene.always.erase("--site-id");
  scene.always.erase("--site-url");
}

std::string backup_file(const Scene& scene) {
  return (scene.folder() / "backup.sqlite").string();
}

void back_up(Scene& scene, const Members& members) {
  std::filesystem::remove(backup_file(scene));
  scene.host_as_told({"backup", "--file", backup_file(scene)}, members);
}

void restore(Scene& scene, const Members& members) {
  scene.host_as_told({"restore", "--file", backup_file(scene)}, members);
}

void operator_allows(Scene& scene, const Members& members) {
  boost::json::object allowed;
  for (const auto& member : members.all()) {
    const bool addresses = member.key() == "addresses";
    allowed[addresses ? "allow_addresses" : std::string(member.key())] = member.value();
  }
  scene.always["--operator"] =
      scene.write("operator.json", boost::json::serialize(allowed)).string();
}

// A file of the vendor's in the plugin's own folder. JSON is YAML.
void write_branding(Scene& scene, boost::json::object branding) {
  branding["branding_version"] = 1;
  const auto folder = scene.lms() / "plugin";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "branding.yaml", std::ios::binary) << boost::json::serialize(branding);
}

void lms_is(Scene& scene, const Members& members) {
  if (members.has("branding")) {
    write_branding(scene, members.map("branding"));
  }
  for (const auto& [word, option] : {std::pair{"answers later", "--late-answers"},
                                     {"keeps its gradebook", "--closed-gradebook"}}) {
    if (members.has(word) && members.flag(word)) {
      scene.always[option] = "";
    } else if (members.has(word)) {
      scene.always.erase(option);
    }
  }
}

// As after a disk that broke, or a server that was set up anew without it.
void folder_is_lost(Scene& scene, const Members&) {
  std::filesystem::remove_all(scene.lms() / "plugin");
}

// The plugin's clock goes on from there. Noon, so that it is that day in most zones.
void day_is(Scene& scene, const Members& members) {
  constexpr std::int64_t kHourMs = 3'600'000;
  const auto day = day_to_unix_ms(members.text("day"));
  if (day == 0) {
    throw StepFailure("a day, as 2026-12-15", "\"" + members.text("day") + "\" is none");
  }
  const auto then = day + members.number("hour", 12) * kHourMs;
  scene.always["--clock-ahead"] = std::to_string((then - now_unix_ms()) / 1000);
}

} // namespace

std::vector<Verb> site_verbs() {
  return {
      {"the site is",
       "From now on the LMS is a site with another id or address, as a copied or moved one is.",
       {{"id", Form::text, "the id of the site"}, {"url", Form::text, "its address"}},
       "id",
       site_is},
      {"the site is itself again", "From now on it is the site of before.", {}, "", site_is_itself},
      {"the LMS is backed up",
       "The LMS's data are saved, without what the plugin keeps.",
       {},
       "",
       back_up},
      {"the LMS is put back",
       "The LMS is as it was when it was backed up. The plugin and the SIS keep what they have.",
       {},
       "",
       restore},
      {"the plugin's folder is lost",
       "All that the plugin keeps is gone; the LMS and the SIS have what they had.",
       {},
       "",
       folder_is_lost},
      {"the operator allows",
       "Whoever runs the LMS's server allows this (lms.operator/1), and nothing else.",
       {{"addresses", Form::any, "networks beside the public ones: [10.20.0.0/16]"},
        {"ca_files", Form::any, "files with certificates"}},
       "addresses",
       operator_allows},
      {"the LMS",
       "How the LMS is built.",
       {{"answers later", Form::flag, "it answers the plugin's questions after the call"},
        {"keeps its gradebook", Form::flag, "it does not let the plugin read the gradebook"},
        {"branding", Form::map, "what the vendor's file says (passback.branding/1)"}},
       "",
       lms_is},
      {"the day is",
       "From now on it is that day for the plugin. The SIS and the LMS keep their own clocks.",
       {{"day", Form::text, "2026-12-15", true},
        {"hour", Form::number, "of that day, in UTC; default: 12"}},
       "day",
       day_is}};
}

} // namespace host_stub::story
