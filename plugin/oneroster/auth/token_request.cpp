#include <utility>

#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/oneroster/wire/url.hpp"

namespace passback::oneroster {

HttpRequest token_request(const std::string& token_url, TokenAuth style, std::string_view client_id,
                          std::string_view client_secret, std::string_view scope,
                          TokenParameters parameters) {
  HttpRequest request;
  request.method = "POST";
  request.url = token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  std::string common = "grant_type=client_credentials";
  if (!scope.empty()) {
    common += "&scope=" + form_encoded(scope);
  }
  if (parameters == TokenParameters::query) {
    request.url += (token_url.find('?') == std::string::npos ? "?" : "&") + common;
  } else {
    request.body = std::move(common);
  }
  switch (style) {
  case TokenAuth::basic_encoded:
    request.headers.push_back({"Authorization", "Basic " + base64(form_encoded(client_id) + ":" +
                                                                  form_encoded(client_secret))});
    break;
  case TokenAuth::basic_plain:
    request.headers.push_back({"Authorization", "Basic " + base64(std::string(client_id) + ":" +
                                                                  std::string(client_secret))});
    break;
  case TokenAuth::body:
    request.body += (request.body.empty() ? "client_id=" : "&client_id=") +
                    form_encoded(client_id) + "&client_secret=" + form_encoded(client_secret);
    break;
  }
  return request;
}

} // namespace passback::oneroster
