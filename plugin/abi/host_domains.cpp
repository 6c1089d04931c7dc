#include "plugin/abi/host_domains.hpp"

#include <boost/json.hpp>

#include "plugin/gradebook/domain_depth.hpp"

namespace passback::abi {

Result<std::vector<gradebook::DomainId>> read_domain_path(std::string_view source,
                                                          const gradebook::DomainId& id) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(source, error);
  if (error || !parsed.is_array())
    return Error{Code::host_reply, "domain_path: expected a JSON array of ids."};
  std::vector<gradebook::DomainId> path;
  for (const auto& item : parsed.get_array()) {
    if (!item.is_string() || item.get_string().empty() || item.get_string().size() > LMS_ID_MAX)
      return Error{Code::host_reply, "domain_path: expected texts of 1 to 255 bytes."};
    path.emplace_back(std::string(item.get_string()));
  }
  if (path.empty() || path.size() > gradebook::kDeepestDomain || path.back() != id)
    return Error{Code::host_reply, "domain_path: the path must end in the domain itself."};
  return path;
}

Result<std::vector<gradebook::DomainId>> HostDomains::path(const gradebook::DomainId& id) {
  const gradebook::DomainId root(kRootDomain);
  if (!host_.has(Service::domain_path)) {
    if (id.empty() || id == root)
      return std::vector{root};
    return std::vector{root, id};
  }
  Answer answer = host_.domain_path(id.value);
  if (const auto* json = std::get_if<std::string>(&answer))
    return read_domain_path(*json, id);
  if (const auto* error = std::get_if<Error>(&answer))
    return *error;
  return Error{Code::busy, "The LMS says where the domain stands later; report the event again."};
}

std::optional<std::vector<gradebook::DomainId>> read_domain_list(std::string_view source) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(source, error);
  if (error || !parsed.is_array())
    return std::nullopt;
  std::vector<gradebook::DomainId> ids;
  for (const auto& item : parsed.get_array()) {
    const auto* id = item.is_object() ? item.get_object().if_contains("id") : nullptr;
    if (id == nullptr || !id->is_string())
      return std::nullopt;
    ids.emplace_back(std::string(id->get_string()));
  }
  return ids;
}

std::optional<std::vector<gradebook::DomainId>> HostDomains::below(const gradebook::DomainId& id) {
  if (!host_.has(Service::domain_list))
    return std::nullopt;
  const Answer answer = host_.domain_list(id.value);
  const auto* json = std::get_if<std::string>(&answer);
  return json == nullptr ? std::nullopt : read_domain_list(*json);
}

std::string title_in_domain_list(std::string_view source, const gradebook::DomainId& id) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(source, error);
  if (error || !parsed.is_array())
    return {};
  for (const auto& item : parsed.get_array()) {
    const auto* object = item.if_object();
    const auto* of = object == nullptr ? nullptr : object->if_contains("id");
    const auto* title = object == nullptr ? nullptr : object->if_contains("title");
    if (of != nullptr && of->is_string() && of->get_string() == std::string_view(id.value) &&
        title != nullptr && title->is_string())
      return std::string(title->get_string());
  }
  return {};
}

std::string HostDomains::title(const gradebook::DomainId& id) {
  if (!host_.has(Service::domain_list))
    return {};
  const Answer answer = host_.domain_list(id.value);
  const auto* json = std::get_if<std::string>(&answer);
  return json == nullptr ? std::string() : title_in_domain_list(*json, id);
}

} // namespace passback::abi
