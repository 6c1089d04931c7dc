#include "plugin/abi/operator_config.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/platform/certificates.hpp"
#include "plugin/platform/files.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestOperatorFile = 65'536;
constexpr std::size_t kLargestCaFile = 1024UL * 1024;
constexpr std::array<std::string_view, 3> kOperatorMembers = {"schema", "allow_addresses",
                                                              "ca_files"};

Error wrong_operator_setting(const std::string& where, std::string_view sentence) {
  return {Code::config, "config.operator" + where + ": " + std::string(sentence) + "."};
}

Result<std::vector<std::string>> texts(const json::object& object, std::string_view member) {
  std::vector<std::string> list;
  const json::value* value = object.if_contains(member);
  if (value == nullptr)
    return list;
  const std::string where = "." + std::string(member);
  if (!value->is_array())
    return wrong_operator_setting(where, "expected a list of texts");
  for (const json::value& one : value->get_array()) {
    if (!one.is_string())
      return wrong_operator_setting(where, "expected a list of texts");
    list.emplace_back(one.get_string());
  }
  return list;
}

Result<platform::AddressPolicy> addresses_of(const json::object& object) {
  const auto named = texts(object, "allow_addresses");
  if (!named.ok())
    return named.error();
  std::vector<platform::Cidr> networks;
  for (const std::string& one : *named) {
    auto network = platform::Cidr::parse(one);
    if (!network.ok())
      return wrong_operator_setting(".allow_addresses", network.error().detail);
    networks.push_back(*network);
  }
  return platform::AddressPolicy(std::move(networks));
}

Result<std::string> certificates_of(const json::object& object) {
  const auto files = texts(object, "ca_files");
  if (!files.ok())
    return files.error();
  std::string pem;
  for (const std::string& path : *files) {
    const auto text = platform::read_operators_file(path, kLargestCaFile);
    if (!text.ok())
      return wrong_operator_setting(".ca_files", text.error().detail);
    const auto found = platform::certificates_in(*text);
    if (!found.ok())
      return Error{Code::config, "config.operator.ca_files: " + path + ": " + found.error().detail};
    pem += *found;
  }
  return pem;
}

Result<OperatorConfig> of_object(const json::object& object) {
  for (const auto& member : object) {
    if (std::ranges::find(kOperatorMembers, std::string_view(member.key())) ==
        kOperatorMembers.end())
      return wrong_operator_setting("." + std::string(member.key()),
                                    "no such setting; docs/documents.md lists them");
  }
  const json::value* schema = object.if_contains("schema");
  if (schema != nullptr && *schema != "lms.operator/1")
    return wrong_operator_setting(".schema", "expected \"lms.operator/1\"");
  auto addresses = addresses_of(object);
  if (!addresses.ok())
    return addresses.error();
  auto certificates = certificates_of(object);
  if (!certificates.ok())
    return certificates.error();
  return OperatorConfig{std::move(*addresses), std::move(*certificates)};
}

} // namespace

Result<OperatorConfig> read_operator_config(const json::value& value) {
  if (value.is_object())
    return of_object(value.get_object());
  if (!value.is_string())
    return wrong_operator_setting(
        "", "expected an object, or the absolute path of a file that holds it");
  const std::string path(value.get_string());
  const auto text = platform::read_operators_file(path, kLargestOperatorFile);
  if (!text.ok())
    return wrong_operator_setting("", text.error().detail);
  json::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  const json::value parsed = json::parse(*text, error, {}, options);
  if (error || !parsed.is_object())
    return wrong_operator_setting("", path + " does not hold a JSON object");
  return of_object(parsed.get_object());
}

} // namespace passback::abi
