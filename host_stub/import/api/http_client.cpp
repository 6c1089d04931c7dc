#include "host_stub/import/api/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <curl/curl.h>

namespace host_stub::import {
namespace {

// No page of a roster comes near; a body without end must not fill memory.
constexpr std::size_t kLargestBody = 256UL * 1024 * 1024;

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > kLargestBody) {
    return 0;
  }
  body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) {
  auto& headers = static_cast<HttpAnswer*>(to)->headers;
  std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {
    headers.clear(); // the final answer behind an interim one
    return line.size();
  }
  auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
    headers.emplace_back(std::move(name), value);
  }
  return line.size();
}

std::string in_words(CURLcode code) {
  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return "the host name is not known";
  case CURLE_COULDNT_CONNECT:
    return "nothing answers there";
  case CURLE_OPERATION_TIMEDOUT:
    return "no answer came in time";
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
    return "its certificate is not trusted here (--ca-file names another authority)";
  case CURLE_PARTIAL_FILE:
  case CURLE_GOT_NOTHING:
  case CURLE_RECV_ERROR:
    return "the connection ended before the whole answer was here";
  case CURLE_WRITE_ERROR:
    return "the answer is larger than a page of a roster can be";
  default:
    return curl_easy_strerror(code);
  }
}

} // namespace

struct HttpClient::Handle {
  CURL* curl = curl_easy_init();
  ~Handle() { curl_easy_cleanup(curl); }
};

HttpClient::HttpClient(std::filesystem::path ca_file)
    : handle_(std::make_unique<Handle>()), ca_file_(std::move(ca_file)) {
  if (handle_->curl == nullptr) {
    throw std::runtime_error("libcurl does not start.");
  }
  // Once: libcurl 7.88 forgets what it kept for this option at each reset, and never frees it.
  curl_easy_setopt(handle_->curl, CURLOPT_COOKIEFILE, "");
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::get(const Url& url, const std::vector<std::string>& headers) {
  return perform(url, headers, nullptr);
}

HttpAnswer HttpClient::post(const Url& url, const std::vector<std::string>& headers,
                            const std::string& form) {
  return perform(url, headers, &form);
}

HttpAnswer HttpClient::perform(const Url& url, const std::vector<std::string>& headers,
                               const std::string* form) {
  auto* curl = handle_->curl;
  curl_slist* list = nullptr;
  for (const std::string& header : headers) {
    list = curl_slist_append(list, header.c_str());
  }
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owned(list, &curl_slist_free_all);
  auto address = url.text();
  HttpAnswer answer;
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "host_stub (OneRoster roster import)");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 300L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 60L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
  if (url.is_loopback()) {
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  }
  if (!ca_file_.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
  }
  if (form != nullptr) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form->c_str());
  } else {
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  }
  auto result = curl_easy_perform(curl);
  if (result != CURLE_OK) {
    answer.transport_error = in_words(result);
    return answer;
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

} // namespace host_stub::import
