#include "plugin/oneroster/reads/link_header.hpp"

#include <vector>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/url.hpp"

namespace passback::oneroster {
namespace {

/// Cuts the text up to the next `mark` outside quotation marks off and gives it back.
std::string_view take_until(std::string_view& text, char mark) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size() && (quoted || text[at] != mark); ++at) {
    if (text[at] == '\\' && quoted) {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    }
  }
  at = std::min(at, text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return ascii::trimmed(taken);
}

bool says_next(std::string_view parameter) {
  const std::size_t equals = parameter.find('=');
  if (equals == std::string_view::npos ||
      !ascii::same_without_case(ascii::trimmed(parameter.substr(0, equals)), "rel")) {
    return false;
  }
  std::string_view relations = ascii::trimmed(parameter.substr(equals + 1));
  if (relations.size() >= 2 && relations.front() == '"' && relations.back() == '"') {
    relations = relations.substr(1, relations.size() - 2);
  }
  while (!relations.empty()) {
    if (ascii::same_without_case(take_until(relations, ' '), "next")) {
      return true;
    }
  }
  return false;
}

/// The target of the first link of this header that says "next".
std::optional<std::string_view> next_of(std::string_view text) {
  while (!text.empty()) {
    text = ascii::trimmed(text);
    if (!text.starts_with('<')) {
      take_until(text, ',');
      continue;
    }
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view target = ascii::trimmed(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    std::string_view parameters = take_until(text, ',');
    while (!parameters.empty()) {
      if (says_next(take_until(parameters, ';'))) {
        return target;
      }
    }
  }
  return std::nullopt;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_slash = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    ends_in_slash = segment.empty() || segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) {
        kept.pop_back();
      }
    } else if (!ends_in_slash) {
      kept.push_back(segment);
    }
  }
  std::string result;
  for (const std::string_view segment : kept) {
    result += '/';
    result += segment;
  }
  return ends_in_slash || result.empty() ? result + '/' : result;
}

bool has_scheme(std::string_view reference) {
  const std::size_t colon = reference.find_first_of(":/?#");
  return colon != std::string_view::npos && colon > 0 && reference[colon] == ':';
}

/// The absolute text of a reference that has no scheme.
std::string merged(const Url& base, std::string_view reference) {
  const std::string_view path = reference.substr(0, reference.find('?'));
  const std::string query(reference.substr(path.size()));
  if (path.empty()) {
    return base.short_origin() + base.path + (query.empty() ? "?" + base.query : query);
  }
  if (path.starts_with('/')) {
    return base.short_origin() + without_dot_segments(path) + query;
  }
  const std::size_t folder = base.path.rfind('/');
  return base.short_origin() +
         without_dot_segments(base.path.substr(0, folder == std::string::npos ? 0 : folder) + "/" +
                              std::string(path)) +
         query;
}

} // namespace

std::optional<std::string> resolved_within(std::string_view url, std::string_view reference) {
  const auto base = parse_url(url);
  reference = ascii::trimmed(reference.substr(0, reference.find('#')));
  if (!base || reference.empty() || reference.starts_with('~')) {
    return std::nullopt;
  }
  std::string text;
  if (reference.starts_with("//")) {
    text = base->scheme + ":" + std::string(reference);
  } else if (has_scheme(reference)) {
    text = std::string(reference);
  } else {
    text = merged(*base, reference);
  }
  const auto target = parse_url(text);
  if (!target || target->scheme != base->scheme || target->host != base->host ||
      target->port != base->port) {
    return std::nullopt;
  }
  return target->short_origin() + target->path + (target->query.empty() ? "" : "?" + target->query);
}

std::optional<std::string> next_link(const HttpAnswer& answer, std::string_view url) {
  for (const Header& candidate : answer.headers) {
    if (!ascii::same_without_case(candidate.name, "Link")) {
      continue;
    }
    if (const auto target = next_of(candidate.value)) {
      return resolved_within(url, *target);
    }
  }
  return std::nullopt;
}

} // namespace passback::oneroster
