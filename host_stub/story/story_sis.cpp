#include "host_stub/story/story_sis.hpp"

#include <fstream>
#include <stdexcept>

#include <boost/json/serialize.hpp>

#include "host_stub/story/matching.hpp"
#include "host_stub/story/members.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

std::string people_call(const json::value& value) {
  const auto given = text_at(value, "givenName");
  return given.empty() ? text_at(value, text_at(value, "title").empty() ? "name" : "title")
                       : given + " " + text_at(value, "familyName");
}

std::string reference(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found == nullptr ? std::string() : text_at(*found, "sourcedId");
}

} // namespace

StorySis::StorySis(std::string name, const std::filesystem::path& folder,
                   const std::filesystem::path& roster, const json::object& given,
                   const std::string& version)
    : name_(std::move(name)) {
  const Members members(given);
  const auto profile = members.text("profile");
  std::filesystem::create_directories(folder);
  std::vector<std::string> arguments = {"sis", "--port", "0", "--roster", roster.string()};
  auto settings = members.map("settings");
  if (profile.empty() && !settings.contains("versions")) {
    settings["versions"] = json::array{version};
  }
  if (!profile.empty()) {
    arguments.insert(arguments.end(), {"--profile", profile});
  }
  if (!settings.empty()) {
    const auto file = folder / "sis.json";
    std::ofstream(file, std::ios::binary) << json::serialize(settings);
    arguments.insert(arguments.end(), {"--config", file.string()});
  }
  process_ = std::make_unique<ChildProcess>(arguments);
  const auto line = process_->read_line();
  const auto url = line.find("http://");
  if (url == std::string::npos) {
    throw std::runtime_error("The SIS did not start. It said: " + line);
  }
  client_ = std::make_unique<SisClient>(line.substr(url));
}

json::array StorySis::values(const std::string& kind) {
  json::array values;
  const auto records = client_->get("/_sis/records?kind=" + kind);
  for (const auto& record : records.at(kind).as_array()) {
    values.push_back(record.at("value"));
  }
  return values;
}

std::string StorySis::id_of(const std::string& kind, const std::string& called_so) {
  std::string by_name;
  std::string by_beginning;
  for (const auto& value : values(kind)) {
    const auto id = text_at(value, "sourcedId");
    const auto title = people_call(value);
    if (id == called_so) {
      return id;
    }
    by_name = title == called_so ? id : by_name;
    by_beginning = title.starts_with(called_so + ",") ? id : by_beginning;
  }
  return by_name.empty() ? by_beginning : by_name;
}

std::string StorySis::called(const std::string& kind, const std::string& id) {
  for (const auto& value : values(kind)) {
    if (text_at(value, "sourcedId") == id) {
      return people_call(value);
    }
  }
  return id;
}

std::string StorySis::gradebook() {
  std::string text;
  const auto items = values("lineItems");
  for (const auto& item : items) {
    text += "line item \"" + text_at(item, "title") + "\" of " +
            called("classes", reference(item, "class")) + ", " + shown(at(item, "resultValueMax")) +
            " points\n";
  }
  for (const auto& result : values("results")) {
    const auto id = reference(result, "lineItem");
    std::string title = id;
    for (const auto& item : items) {
      title = text_at(item, "sourcedId") == id ? text_at(item, "title") : title;
    }
    text += "result of " + called("users", reference(result, "student")) + " in \"" + title +
            "\": " + shown(at(result, "score")) + ", " + text_at(result, "scoreStatus") +
            (text_at(result, "comment").empty() ? "" : ", \"" + text_at(result, "comment") + "\"") +
            "\n";
  }
  return text.empty() ? "nothing at all\n" : text;
}

} // namespace host_stub::story
