#include "host_stub/commands/import_from_sis.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

using import::Url;

[[noreturn]] void stop(std::string message, std::string next_step) {
  throw StopCommand({std::move(message), std::move(next_step), ExitCode::usage});
}

Url url_or_stop(const std::string& text, const char* option) {
  auto url = import::parse_url(text);
  if (!url) {
    stop(std::string(option) + " is not an address: " + text,
         "Give one like https://sis.example.org/path, without user name and password.");
  }
  if (url->scheme != "https" && !url->is_loopback()) {
    stop(std::string(option) + " is not https: " + text,
         "Credentials and names of pupils travel encrypted only; http is for this machine itself.");
  }
  while (url->path.ends_with('/')) {
    url->path.pop_back();
  }
  return *url;
}

// The base path of a service: as it was given, or behind the address of the SIS as the
// specification has it.
Url service(const FromSis& options, const std::string& given, const char* option,
            const std::string& standard_path) {
  if (!given.empty()) {
    return url_or_stop(given, option);
  }
  auto url = url_or_stop(options.url, "--from-sis");
  if (!url.path.ends_with(standard_path)) {
    url.path += standard_path;
  }
  return url;
}

import::SisAddress address_of(const FromSis& options){if (options.version == "1.1"){
    auto url = service(options, options.rostering_url, "--rostering-url", "/ims/oneroster/v1p1");
return {.version = "1.1", .rostering = url, .gradebook = url};
} // namespace
return {.version = "1.2",
        .rostering = service(options, options.rostering_url, "--rostering-url",
                             "/ims/oneroster/rostering/v1p2"),
        .gradebook = service(options, options.gradebook_url, "--gradebook-url",
                             "/ims/oneroster/gradebook/v1p2")};
} // namespace host_stub::commands

// One secret from a file or from a variable of the environment. The last line break of a file is
// not a part of it.
std::string secret(const std::filesystem::path& file, const std::string& variable,
                   const char* option) {
  std::string text;
  if (!file.empty()) {
    std::ifstream in(file, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!in) {
      stop("The file " + file.string() + " cannot be read.", "Check the path and its permissions.");
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
      text.pop_back();
    }
  } else if (const char* value = std::getenv(variable.c_str()); value != nullptr) {
    text = value;
  }
  if (text.empty() || text.find_first_of("\r\n") != std::string::npos) {
    stop(file.empty() && variable.empty() ? "The secret is missing."
                                          : "The secret is empty, or has more than one line.",
         std::string("Name a file that holds it with --") + option +
             "-file, or a variable of the environment with --" + option + "-env.");
  }
  return text;
}

std::vector<std::string> scopes_of(const FromSis& options) {
  if (!options.scopes.empty()) {
    return options.scopes;
  }
  auto prefix = std::string("https://purl.imsglobal.org/spec/or/") +
                (options.version == "1.1" ? "v1p1" : "v1p2") + "/scope/";
  return {prefix + "roster-core.readonly", prefix + "roster.readonly",
          prefix + "gradebook.readonly"};
}

import::Credentials credentials_of(const FromSis& options){
    bool fixed = !options.token_file.empty() || !options.token_variable.empty();
int ways = (fixed ? 1 : 0) + (options.oauth1 ? 1 : 0) + (options.token_url.empty() ? 0 : 1);
if (ways != 1) {
  stop("Say one way to sign in.",
       "OAuth 2: --token-url, --key, --secret-file. OAuth 1.0a: --oauth1, --key, --secret-file. A "
       "fixed token: --access-token-file.");
}
if (fixed) {
  return import::FixedToken{secret(options.token_file, options.token_variable, "access-token")};
}
if (options.key.empty()) {
  stop("The key is missing.", "Add --key with the client id or consumer key.");
}
auto hidden = secret(options.secret_file, options.secret_variable, "secret");
if (options.oauth1) {
  return import::OAuth1Key{.key = options.key,
                           .secret = hidden,
                           .method = options.signature == "HMAC-SHA256"
                                         ? import::SignatureMethod::hmac_sha256
                                         : import::SignatureMethod::hmac_sha1};
}
return import::TokenRequest{.token_url = url_or_stop(options.token_url, "--token-url"),
                            .key = options.key,
                            .secret = hidden,
                            .scopes = scopes_of(options)};
}

// A line when a collection is whole, and one every other second of a long one.
import::Progress on_stderr(){auto last = std::chrono::steady_clock::now();
return
    [last](const std::string& collection, std::size_t here, std::optional<std::size_t> of) mutable {
      auto now = std::chrono::steady_clock::now();
      bool whole = of && here >= *of;
      if (!whole && now - last < std::chrono::seconds(2)) {
        return;
      }
      last = now;
      std::cerr << "  " << collection << ": " << here;
      if (of && !whole) {
        std::cerr << " of " << *of;
      }
      std::cerr << std::endl;
    };
}

} // namespace

void add_from_sis_options(CLI::App& command, FromSis& options) {
  constexpr const char* kGroup = "From an SIS instead of a bundle";
  auto add = [&](const char* name, auto& value, const char* text, const char* type) {
    return command.add_option(name, value, text)->type_name(type)->group(kGroup);
  };
  add("--from-sis", options.url, "Read the roster over OneRoster REST from the SIS at this address",
      "URL");
  add("--version", options.version, "OneRoster version of the SIS", "1.1|1.2")
      ->check(CLI::IsMember({"1.1", "1.2"}))
      ->capture_default_str();
  add("--rostering-url", options.rostering_url,
      "Base path of the rostering service, where it is not at the standard place", "URL");
  add("--gradebook-url", options.gradebook_url, "The same of the gradebook service (1.2)", "URL");
  add("--token-url", options.token_url, "OAuth 2: where access tokens are given out", "URL");
  command.add_flag("--oauth1", options.oauth1, "OAuth 1.0a: sign each request")->group(kGroup);
  add("--signature", options.signature, "Signature method of OAuth 1.0a", "METHOD")
      ->check(CLI::IsMember({"HMAC-SHA1", "HMAC-SHA256"}))
      ->capture_default_str();
  add("--key", options.key, "Client id or consumer key", "KEY");
  add("--secret-file", options.secret_file, "File with its secret", "FILE");
  add("--secret-env", options.secret_variable, "Environment variable with its secret", "NAME");
  add("--access-token-file", options.token_file, "File with a fixed access token", "FILE");
  add("--access-token-env", options.token_variable, "Environment variable with it", "NAME");
  add("--scope", options.scopes, "OAuth 2: ask for this scope instead of the usual ones; repeat it",
      "SCOPE");
  add("--school", options.school, "Only this school (sourcedId)", "ID");
  add("--class", options.classes, "Only this class (sourcedId); repeat it", "ID");
  add("--ca-file", options.ca_file, "Trust the certificate authorities in this file", "FILE");
  add("--page-size", options.page_size, "Objects to ask for at a time", "N")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
}

import::FetchedRoster fetch_from_sis(const FromSis& options){
    if (!options.school.empty() && !options.classes.empty()){
        stop("--school and --class were both given.", "Give the school, or its classes.");
}
import::SisApi api(address_of(options), credentials_of(options), options.ca_file, options.page_size,
                   on_stderr());
return value_or_stop(
    import::fetch_roster(api, {.school = options.school, .classes = options.classes}));
}

} // namespace host_stub::commands
