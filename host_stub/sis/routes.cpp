#include "host_stub/sis/routes.hpp"

#include <algorithm>

namespace host_stub::sis {

namespace {

/// True when the path has the pattern's segments; collects what stands for {}.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& ids) {
  ids.clear();
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) {
    return false;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto segment = percent_decode(given[i]);
    if (!segment) {
      return false;
    }
    if (wanted[i] == "{}") {
      if (segment->empty()) {
        return false;
      }
      ids.push_back(*segment);
    } else if (*segment != wanted[i]) {
      return false;
    }
  }
  return true;
}

/// "DELETE /lineItems/{}" or "* /lineItems/{}".
bool names(const std::vector<std::string>& list, const Route& route) {
  return std::any_of(list.begin(), list.end(), [&route](const std::string& entry) {
    const auto space = entry.find(' ');
    const auto method = std::string_view(entry).substr(0, space);
    return space != std::string::npos && (method == "*" || method == route.method) &&
           trim(std::string_view(entry).substr(space + 1)) == route.pattern;
  });
}

bool serves(const SisConfig& config, Version version) {
  return config.versions.contains(version == Version::v1p1 ? "1.1" : "1.2");
}

bool below(std::string_view path, std::string_view base) {
  return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

} // namespace

void Router::rebuild() {
  routes_.clear();
  add_rostering_routes(config_, routes_);
  add_gradebook_routes(config_, routes_);
  std::erase_if(routes_, [this](const Route& route) {
    return !serves(config_, route.version) || names(config_.absent_routes, route);
  });
  for (auto& route : routes_) {
    route.refused = names(config_.refused_routes, route);
  }
}

std::optional<Version> Router::version_of(std::string_view path) const {
  if (serves(config_, Version::v1p2) &&
      (below(path, config_.rostering_1p2) || below(path, config_.gradebook_1p2))) {
    return Version::v1p2;
  }
  return serves(config_, Version::v1p1) && below(path, config_.base_1p1)
             ? std::optional(Version::v1p1)
             : std::nullopt;
}

Match Router::match(std::string_view method, std::string_view path) const {
  Match match;
  std::vector<std::string> ids;
  for (const auto& route : routes_) {
    if (!below(path, route.base) || !fits(route.pattern, path.substr(route.base.size()), ids)) {
      continue;
    }
    if (route.method == method) {
      match.route = &route;
      match.ids = ids;
      return match;
    }
    if (std::find(match.allow.begin(), match.allow.end(), route.method) == match.allow.end()) {
      match.allow.push_back(route.method);
    }
  }
  return match;
}

} // namespace host_stub::sis
