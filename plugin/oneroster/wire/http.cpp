#include "plugin/oneroster/wire/http.hpp"

#include <utility>

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {

HttpRequest read_request(std::string url) {
  HttpRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  return request;
}

std::optional<std::string_view> header(const HttpAnswer& answer, std::string_view name) {
  for (const Header& candidate : answer.headers) {
    if (ascii::same_without_case(candidate.name, name)) {
      return candidate.value;
    }
  }
  return std::nullopt;
}

} // namespace passback::oneroster
