#include "plugin/oneroster/wire/endpoint.hpp"

#include "plugin/oneroster/wire/service_path.hpp"
#include "plugin/oneroster/wire/url.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

Error about(std::string_view field, const Error& error) {
  return Error{error.code, std::string(field) + ": " + error.detail};
}

/// A URL that a secret or grades may be sent to.
Result<Url> usable_url(std::string_view field, std::string_view text) {
  auto url = parse_url(text);
  if (!url) {
    return about(field, url.error());
  }
  if (url->scheme == "http" && !is_loopback(*url)) {
    return Error{Code::config, std::string(field) +
                                   ": The address must begin with https:// (plain http is only "
                                   "allowed to this machine itself)."};
  }
  return url;
}

Result<Url> base_url(std::string_view field, std::string_view text) {
  auto url = usable_url(field, text);
  if (url && !url->query.empty()) {
    return Error{Code::config, std::string(field) + ": The address must not have a part behind ?."};
  }
  return url;
}

std::string without_slashes_at_end(std::string text) {
  while (text.ends_with('/')) {
    text.pop_back();
  }
  return text;
}

Result<std::string> service_base(std::string_view explicit_field, const std::string& explicit_url,
                                 const std::string& typed_base, std::string_view path,
                                 std::string_view other_path) {
  if (!explicit_url.empty()) {
    auto url = base_url(explicit_field, explicit_url);
    return url ? Result<std::string>(
                     without_slashes_at_end(url->short_origin() + std::string(url->path)))
               : Result<std::string>(url.error());
  }
  PASSBACK_TRY_AS(auto url, base_url("API Base URL", typed_base));
  return url.short_origin() + service_path(url.path, path, other_path);
}

/// Behind the path of the other version the profile's own would lead nowhere.
Status refuse_other_version(const settings::Connection& connection, const Endpoint& endpoint) {
  if (!connection.rostering_base_url.empty() && !connection.gradebook_base_url.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto url, base_url("API Base URL", connection.base_url));
  const std::string origin = url.short_origin();
  const std::string typed = without_slashes_at_end(origin + url.path);
  const bool is_1p1 = endpoint.version == OneRosterVersion::v1p1;
  const auto before = before_version(url.path, is_1p1 ? "v1p2" : "v1p1");
  if (!before || typed == endpoint.rostering_base || typed == endpoint.gradebook_base) {
    return ok_status();
  }
  const std::string ours = is_1p1 ? "OneRoster 1.1" : "OneRoster 1.2";
  const std::string other = is_1p1 ? "OneRoster 1.2" : "OneRoster 1.1";
  return Error{Code::config, "API Base URL: " + typed + " is an address of " + other +
                                 ", but the connection is set to " + ours + ". Enter " + origin +
                                 *before + ", if the SIS has " + ours +
                                 "; otherwise choose the kind of SIS for " + other + "."};
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

Result<std::string> token_url(const settings::Connection& connection, const Profile& profile) {
  std::string text = connection.token_url;
  if (text.empty()) {
    text = profile.token_url_template;
    if (text.empty()) {
      return std::string();
    }
    PASSBACK_TRY_AS(auto base, base_url("API Base URL", connection.base_url.empty()
                                                            ? connection.gradebook_base_url
                                                            : connection.base_url));
    const std::string origin = base.short_origin();
    replace_all(text, "{origin}", origin);
    replace_all(text, "{base_url}", without_slashes_at_end(origin + base.path));
  }
  PASSBACK_TRY_AS(auto url, usable_url("API Token URL", text));
  return url.short_origin() + (url.path.empty() ? "/" : url.path) +
         (url.query.empty() ? "" : "?" + url.query);
}

} // namespace

Result<Endpoint> resolve_endpoint(const settings::Connection& connection, const Profile& profile) {
  if (connection.version != profile.oneroster) {
    const bool profile_is_1p1 = profile.oneroster == OneRosterVersion::v1p1;
    return Error{Code::config,
                 "The SIS type \"" + profile.title + "\" speaks OneRoster " +
                     (profile_is_1p1 ? "1.1" : "1.2") + ", but the connection is set to " +
                     (profile_is_1p1 ? "1.2" : "1.1") + ". Choose the SIS type of that version."};
  }
  PASSBACK_TRY_AS(auto rostering,
                  service_base("Rostering URL", connection.rostering_base_url, connection.base_url,
                               profile.rostering_path, profile.gradebook_path));
  PASSBACK_TRY_AS(auto gradebook,
                  service_base("Gradebook URL", connection.gradebook_base_url, connection.base_url,
                               profile.gradebook_path, profile.rostering_path));
  PASSBACK_TRY_AS(auto token, token_url(connection, profile));
  Endpoint endpoint{connection.version, rostering, gradebook, token};
  PASSBACK_TRY(refuse_other_version(connection, endpoint));
  return endpoint;
}

Result<std::string> origin(std::string_view text) {
  PASSBACK_TRY_AS(auto url, parse_url(text));
  return url.scheme + "://" + url.host + ":" + std::to_string(url.port);
}

} // namespace passback::oneroster
