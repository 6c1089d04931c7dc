#include "plugin/abi/branding_file.hpp"

#include <variant>

#include <boost/json.hpp>

#include "lms_plugin/schema_check.hpp"
#include "lms_plugin/strict_yaml.hpp"
#include "manifests/schemas.hpp"
#include "plugin/platform/files.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestBranding = 65'536;
constexpr const char* kBrandingFile = "branding.yaml";

settings::Branding unusable(std::string problem) {
  settings::Branding branding;
  branding.problem = std::move(problem);
  return branding;
}

} // namespace

settings::Branding branding_in(const std::string& text, const std::string& name) {
  auto parsed = lms_plugin::parse_strict_yaml(text);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed))
    return unusable(name + ":" + std::to_string(error->line) + ": " + error->message + ".");
  const auto document = std::get<lms_plugin::YamlDocument>(std::move(parsed));
  static const json::value kSchema = json::parse(manifests::kBrandingSchema);
  std::string problems;
  for (const auto& problem : lms_plugin::check_schema(document, kSchema))
    problems += (problems.empty() ? "" : " ") + name + ":" + std::to_string(problem.line) + ": " +
                problem.message + ".";
  if (!problems.empty())
    return unusable(problems);
  settings::Branding branding;
  const auto& members = document.value.as_object();
  settings::each_branding_member([&](std::string_view member, auto place) {
    if (const auto* value = members.if_contains(member))
      branding.*place = std::string(value->as_string());
  });
  return branding;
}

settings::Branding read_branding(const std::string& data_dir, const std::string& module_folder) {
  for (const auto& folder : {data_dir, module_folder}) {
    const std::string path = folder + "/" + kBrandingFile;
    const auto text = platform::read_file(path, kLargestBranding);
    if (!text.ok())
      return unusable(path + " cannot be read.");
    if (text->has_value())
      return branding_in(**text, path);
  }
  return {};
}

} // namespace passback::abi
