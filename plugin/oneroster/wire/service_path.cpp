#include "plugin/oneroster/wire/service_path.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace passback::oneroster {
namespace {

using Segments = std::vector<std::string_view>;

Segments segments_of(std::string_view path) {
  Segments segments;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (const std::string_view segment = path.substr(0, slash); !segment.empty()) {
      segments.push_back(segment);
    }
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return segments;
}

/// How many segments at the end of `typed` are the first ones of `service`.
std::size_t overlap(const Segments& typed, const Segments& service) {
  std::size_t count = std::min(typed.size(), service.size());
  while (count > 0 && !std::equal(typed.end() - static_cast<std::ptrdiff_t>(count), typed.end(),
                                  service.begin())) {
    --count;
  }
  return count;
}

bool ends_in(const Segments& typed, const Segments& service) {
  return !service.empty() && overlap(typed, service) == service.size();
}

std::string joined(const Segments& segments) {
  std::string path;
  for (const std::string_view segment : segments) {
    path += '/';
    path += segment;
  }
  return path;
}

} // namespace

std::string service_path(std::string_view typed, std::string_view service, std::string_view other) {
  Segments path = segments_of(typed);
  const Segments wanted = segments_of(service);
  const Segments sibling = segments_of(other);
  if (!ends_in(path, wanted)) {
    if (const std::size_t known = overlap(path, sibling); known > overlap(path, wanted)) {
      path.resize(path.size() - known);
    } else if (!path.empty() && !wanted.empty() && path.back() == wanted.back() &&
               overlap({path.begin(), path.end() - 1}, wanted) > 0) {
      path.pop_back();
    }
  }
  const std::size_t known = overlap(path, wanted);
  path.insert(path.end(), wanted.begin() + static_cast<std::ptrdiff_t>(known), wanted.end());
  return joined(path);
}

std::optional<std::string> before_version(std::string_view typed, std::string_view version) {
  Segments path = segments_of(typed);
  const auto standard = std::ranges::find(path, "oneroster");
  if (standard == path.end() || path.back() != version) {
    return std::nullopt;
  }
  const bool under_ims = standard != path.begin() && *std::prev(standard) == "ims";
  path.erase(under_ims ? std::prev(standard) : standard, path.end());
  return joined(path);
}

} // namespace passback::oneroster
