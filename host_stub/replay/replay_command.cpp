#include "host_stub/replay/replay_command.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include "host_stub/commands/job_run.hpp"
#include "host_stub/host/sis_profiles.hpp"
#include "host_stub/http/server.hpp"
#include "host_stub/replay/recorded_sis.hpp"
#include "host_stub/support/instant.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::replay {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// A folder for an LMS that lives as long as the talk.
class ShortLived {
 public:
  ShortLived() {
    auto pattern = (fs::temp_directory_path() / "host_stub_replay_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw StopCommand({"No folder can be made in " + fs::temp_directory_path().string() + ".",
                         "Make room there, or set TMPDIR."});
    }
    path_ = pattern;
  }
  ~ShortLived() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ShortLived(const ShortLived&) = delete;
  ShortLived& operator=(const ShortLived&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Serves on a thread of its own until it is destroyed.
class Serving {
 public:
  explicit Serving(http::Server& server) : server_(server), thread_([&server] { server.run(); }) {}
  ~Serving() {
    server_.stop();
    thread_.join();
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

 private:
  http::Server& server_;
  std::thread thread_;
};

[[noreturn]] void no_recording(const std::string& file, const std::string& why) {
  throw StopCommand({file + " is no recording that can be played: " + why + ".",
                     "Make one: host_stub connection test --data DIR --recording " + file,
                     ExitCode::usage});
}

json::object read_recording(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw StopCommand({"The file " + file + " cannot be read.", "", ExitCode::usage});
  }
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  boost::system::error_code error;
  auto document = json::parse(text, error);
  if (error || text_at(document, "schema") != "passback.recording/1") {
    no_recording(file, "it is no passback.recording/1");
  }
  const auto kind = text_at(document, "kind");
  if (kind != "test_connection" && kind != "test_grade") {
    no_recording(file, "it is one of \"" + kind + "\", not of a test");
  }
  const auto* exchanges = at(document, "exchanges");
  const auto* report = at(document, "report");
  if (exchanges == nullptr || !exchanges->is_array() || at(document, "partner") == nullptr ||
      report == nullptr || at(*report, "checks") == nullptr) {
    no_recording(file, "\"exchanges\", \"partner\" or \"report\" is missing");
  }
  return std::move(document.get_object());
}

// The day on which the talk was held.
std::string day_of_talk(const json::object& recording) {
  if (const auto* input = recording.if_contains("input"); input != nullptr) {
    if (const auto today = text_at(*input, "today"); !today.empty()) {
      return today;
    }
  }
  const auto& exchanges = recording.at("exchanges").as_array();
  const auto* first = exchanges.empty() ? nullptr : at(exchanges.front(), "at_unix_ms");
  return first != nullptr && first->is_number() ? to_iso_text(first->to_number<std::int64_t>())
                                                : to_iso_text(now_unix_ms());
}

std::string version_of(const commands::CommonOptions& options, const json::object& recording) {
  const auto manifest = options.manifest.empty() ? loader::default_manifest() : options.manifest;
  const auto profiles =
      value_or_stop(host::SisProfiles::of(value_or_stop(loader::load_plugin(manifest))));
  const auto profile = text_at(recording, "profile");
  return text_at(value_or_stop(profiles.describe(value_or_stop(profiles.find(profile)))),
                 "oneroster");
}

json::object connection_to(const std::string& url, const std::string& version,
                           const json::object& recording) {
  const auto& partner = recording.at("partner");
  json::object connection{{"sis_name", "The recorded SIS"},
                          {"profile", text_at(recording, "profile")},
                          {"version", version},
                          {"base_url", url},
                          {"rostering_base_url", url + path_of(text_at(partner, "rostering_base"))},
                          {"gradebook_base_url", url + path_of(text_at(partner, "gradebook_base"))},
                          {"time_zone", "UTC"}};
  const auto way = text_at(partner, "way");
  if (way == "oauth2" || way == "oauth1") {
    connection["api_key"] = "recorded";
    connection["api_secret"] = "recorded";
  } else {
    connection["access_token"] = "recorded";
  }
  if (way == "oauth2") {
    connection["token_url"] = url + RecordedSis::kTokenPath;
  }
  return connection;
}

json::object request_of(const json::object& recording) {
  json::object request{{"op", text_at(recording, "kind")}};
  if (const auto* input = recording.if_contains("input"); request.at("op") == "test_grade") {
    request["class_sis_id"] = text_at(*input, "class_id");
    request["student_sis_id"] = text_at(*input, "student_id");
    request["confirm"] = "yes";
    if (const auto category = text_at(*input, "category_id"); !category.empty()) {
      request["category_sis_id"] = category;
    }
  }
  return request;
}

struct Verdict {
  std::string text;
  json::array changed;
};

const json::value* check_of(const json::value& report, std::string_view id) {
  for (const auto& check : report.at("checks").as_array()) {
    if (text_at(check, "id") == id) {
      return &check;
    }
  }
  return nullptr;
}

// Check by check, what was concluded then and now.
Verdict verdict_of(const json::value& recorded, const json::value& now) {
  Verdict verdict;
  const auto tell = [&](const std::string& id, const std::string& then, const std::string& present,
                        const std::string& sentence) {
    const bool same = then == present;
    verdict.text += std::string(same ? "  as recorded  " : "  CHANGED      ") + id + ": " +
                    present + (same ? "" : ", it was " + then) + ". " + sentence + "\n";
    if (!same) {
      verdict.changed.push_back({{"id", id}, {"recorded", then}, {"now", present}});
    }
  };
  const json::value nothing = json::object{{"checks", json::array()}};
  const auto& present = at(now, "checks") == nullptr ? nothing : now;
  for (const auto& check : recorded.at("checks").as_array()) {
    const auto id = text_at(check, "id");
    const auto* there = check_of(present, id);
    tell(id, text_at(check, "outcome"), there == nullptr ? "not tried" : text_at(*there, "outcome"),
         text_at(there == nullptr ? check : *there, "sentence"));
  }
  for (const auto& check : present.at("checks").as_array()) {
    if (const auto id = text_at(check, "id"); check_of(recorded, id) == nullptr) {
      tell(id, "not tried", text_at(check, "outcome"), text_at(check, "sentence"));
    }
  }
  return verdict;
}

std::string steps_text(const RecordedSis& sis, json::array& steps) {
  std::string text;
  int number = 0;
  for (const auto& played : sis.played()) {
    ++number;
    text += (number < 10 ? "  " : " ") + std::to_string(number) + "  " +
            (played.step.empty() ? "" : played.step + ": ") + played.asked + " -> " +
            played.answered + "\n";
    for (const auto& difference : played.differences) {
      text += "        written otherwise: " + difference + "\n";
    }
    json::array differences(played.differences.begin(), played.differences.end());
    steps.push_back({{"step", played.step},
                     {"asked", played.asked},
                     {"answered", played.answered},
                     {"differences", std::move(differences)}});
  }
  return text;
}

// The plugin holds the talk with what was recorded; the lms.job/1 of now.
json::object hold_talk(const commands::CommonOptions& given, const json::object& recording,
                       RecordedSis& sis, double timeout) {
  const auto version = version_of(given, recording);
  const ShortLived folder;
  auto options = given;
  options.data = folder.path();
  { gradebook::Gradebook(options.data).site(); } // an LMS without anybody in it
  http::Server server(sis, {.threads = 1});
  const auto url = "http://127.0.0.1:" + std::to_string(server.port());
  const auto& partner = recording.at("partner");
  sis.play_as(Likeness(days_between(day_of_talk(recording), to_iso_text(now_unix_ms())),
                       {origin_of(text_at(partner, "rostering_base")),
                        origin_of(text_at(partner, "gradebook_base"))},
                       url));
  const Serving serving(server);
  commands::HostRun run(options);
  const auto who =
      commands::administrator(run.book(), gradebook::kSiteAdministrator, gradebook::kRootDomain);
  auto& session = *value_or_stop(run.start_plugin("inline"));
  commands::ask_card(session, who,
                     {{"op", "save"}, {"connection", connection_to(url, version, recording)}});
  auto job = commands::run_job(session, who, request_of(recording), timeout);
  (void)session.stop();
  return job;
}

commands::Answer replay(const commands::CommonOptions& given, const std::string& file,
                        double timeout) {
  const auto recording = read_recording(file);
  const auto& exchanges = recording.at("exchanges").as_array();
  RecordedSis sis(exchanges);
  const auto job = hold_talk(given, recording, sis, timeout);
  const auto* report = job.if_contains("report");
  json::array steps;
  std::string text = "What was asked and answered, as recorded:\n\n" + steps_text(sis, steps);
  const auto left = exchanges.size() - sis.played().size();
  if (sis.way_left()) {
    text += "\nHere the talk goes another way. " + *sis.way_left() + "\n";
  } else if (left != 0) {
    text += "\nThe talk ends " + std::to_string(left) + " steps before the recording does.\n";
  }
  auto verdict =
      verdict_of(recording.at("report"), report == nullptr ? json::value(json::object()) : *report);
  const bool same = verdict.changed.empty() && !sis.way_left() && left == 0;
  text += "\nWhat the plugin concludes:\n\n" + verdict.text +
          (same ? "\nEverything is as recorded.\n"
                : "\nIt is not as recorded. Next: host_stub connection replay " + file + " -v\n");
  return {.document = {{"same", same},
                       {"steps", std::move(steps)},
                       {"changed", std::move(verdict.changed)},
                       {"way_left", sis.way_left().value_or("")},
                       {"report", report == nullptr ? json::value() : *report}},
          .text = std::move(text),
          .exit_code = same ? ExitCode::ok : ExitCode::failed};
}

} // namespace

void add_replay_command(CLI::App& connection, commands::CommonOptions& options, int& exit_code) {
  auto file = std::make_shared<std::string>();
  auto timeout = std::make_shared<double>(120);
  auto* command = commands::add_command(
      connection, options, exit_code, "replay",
      "Play a recording of a test again: the plugin asks, what was recorded answers, and what is "
      "concluded is compared",
      "  host_stub connection replay test.json\n\n"
      "Needs no --data and reaches nobody. Ends with 0 if everything is concluded as it was, with "
      "1 if something is not or the talk goes another way, with 2 if it is no recording.",
      [&options, file, timeout] { return replay(options, *file, *timeout); });
  command->add_option("recording", *file, "What --recording of a test has written")
      ->required()
      ->type_name("FILE");
  command->add_option("--timeout", *timeout, "The longest that it takes, in seconds")
      ->type_name("N")
      ->capture_default_str();
}

} // namespace host_stub::replay
