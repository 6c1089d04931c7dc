#include <gtest/gtest.h>

#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/oneroster/wire/url.hpp"

namespace passback::oneroster {
namespace {

Profile profile_1p1() {
  Profile profile;
  profile.title = "Test SIS";
  profile.oneroster = OneRosterVersion::v1p1;
  profile.rostering_path = profile.gradebook_path = "/ims/oneroster/v1p1";
  return profile;
}

Profile profile_1p2() {
  Profile profile;
  profile.title = "Test SIS";
  profile.oneroster = OneRosterVersion::v1p2;
  profile.rostering_path = "/ims/oneroster/rostering/v1p2";
  profile.gradebook_path = "/ims/oneroster/gradebook/v1p2";
  return profile;
}

settings::Connection connection(const Profile& profile, const std::string& base_url) {
  settings::Connection connection;
  connection.version = profile.oneroster;
  connection.base_url = base_url;
  return connection;
}

Endpoint resolved(const Profile& profile, const std::string& base_url) {
  const auto endpoint = resolve_endpoint(connection(profile, base_url), profile);
  EXPECT_TRUE(endpoint.ok()) << base_url << ": " << (endpoint.ok() ? "" : endpoint.error().detail);
  return endpoint.ok() ? *endpoint : Endpoint();
}

std::string refusal(const std::string& base_url) {
  const auto endpoint = resolve_endpoint(connection(profile_1p2(), base_url), profile_1p2());
  if (endpoint.ok()) {
    return "accepted as " + endpoint->gradebook_base;
  }
  EXPECT_EQ(endpoint.error().code, Code::config);
  return endpoint.error().detail;
}

TEST(Endpoint, TakesAnyBeginningOfTheServicePathIn1p1) {
  for (const char* typed :
       {"https://sis.example/d", "https://sis.example/d/", "https://sis.example/d/ims",
        "https://sis.example/d/ims/oneroster", "https://sis.example/d/ims/oneroster//",
        "https://sis.example/d/ims/oneroster/v1p1", " https://SIS.example/d/ims/oneroster/v1p1/ ",
        "https://sis.example:443/d/ims/oneroster/v1p1"}) {
    const Endpoint endpoint = resolved(profile_1p1(), typed);
    EXPECT_EQ(endpoint.gradebook_base, "https://sis.example/d/ims/oneroster/v1p1") << typed;
    EXPECT_EQ(endpoint.rostering_base, endpoint.gradebook_base) << typed;
  }
}

TEST(Endpoint, FindsBothServicesOf1p2FromRootSiblingOrVersion) {
  for (const char* typed :
       {"https://sis.example", "https://sis.example/", "https://sis.example/ims/oneroster",
        "https://sis.example/ims/oneroster/v1p2",
        "https://sis.example/ims/oneroster/gradebook/v1p2",
        "https://sis.example/ims/oneroster/rostering/v1p2/",
        "https://sis.example/ims/oneroster/gradebook"}) {
    const Endpoint endpoint = resolved(profile_1p2(), typed);
    EXPECT_EQ(endpoint.gradebook_base, "https://sis.example/ims/oneroster/gradebook/v1p2") << typed;
    EXPECT_EQ(endpoint.rostering_base, "https://sis.example/ims/oneroster/rostering/v1p2") << typed;
  }
}

TEST(Endpoint, LetsExplicitUrlsWin) {
  auto typed = connection(profile_1p2(), "https://sis.example");
  typed.rostering_base_url = "https://roster.example/or/";
  typed.gradebook_base_url = "https://grades.example:8443/gb/v1p2";
  const auto endpoint = resolve_endpoint(typed, profile_1p2());
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(endpoint->rostering_base, "https://roster.example/or");
  EXPECT_EQ(endpoint->gradebook_base, "https://grades.example:8443/gb/v1p2");
}

TEST(Endpoint, NeedsNoBaseUrlWhereBothServicesAreExplicit) {
  auto typed = connection(profile_1p2(), "");
  typed.rostering_base_url = "https://sis.example/r";
  typed.gradebook_base_url = "https://sis.example/g";
  EXPECT_TRUE(resolve_endpoint(typed, profile_1p2()).ok());
  typed.rostering_base_url.clear();
  EXPECT_FALSE(resolve_endpoint(typed, profile_1p2()).ok());
}

TEST(Endpoint, AllowsPlainHttpToThisMachineOnly) {
  for (const char* base : {"http://localhost:8080", "http://127.0.0.1:8080", "http://127.9.9.9",
                           "http://[::1]:8080/x"}) {
    EXPECT_TRUE(resolved(profile_1p2(), base).gradebook_base.starts_with("http://")) << base;
  }
  for (const char* base : {"http://sis.example", "http://127.0.0.1.evil.example", "http://10.0.0.1",
                           "http://localhost.example", "http://[::2]"}) {
    EXPECT_NE(refusal(base).find("https://"), std::string::npos) << base;
  }
}

TEST(Endpoint, TakesNumbersForAnAddressOnlyInTheirOneForm) {
  for (const char* host : {"127.0.0.300", "127.1", "2130706433", "0177.0.0.1", "127.0.0.01",
                           "0x7f000001", "1.2.3.4.5", "sis.0x7f", "[::1::]", "[1.2.3.4]"}) {
    for (const char* scheme : {"http://", "https://"}) {
      const std::string base = std::string(scheme) + host;
      EXPECT_NE(refusal(base.c_str()).find("host"), std::string::npos) << base;
    }
  }
  for (const char* base : {"https://10.0.0.1", "https://[fd00::1]", "https://sis.4you.example",
                           "https://0x.example", "https://192.0.2.7.example"}) {
    EXPECT_TRUE(resolved(profile_1p2(), base).gradebook_base.starts_with(base)) << base;
  }
}

TEST(Endpoint, RefusesWhatAnAddressMustNotHold) {
  EXPECT_NE(refusal("https://user:pw@sis.example").find("user name"), std::string::npos);
  EXPECT_NE(refusal("https://sis.example/#top").find("behind #"), std::string::npos);
  EXPECT_NE(refusal("https://sis.example/?a=b").find("behind ?"), std::string::npos);
  EXPECT_NE(refusal("https://sis.example\\@evil").find("backslash"), std::string::npos);
  EXPECT_NE(refusal("https://sis .example").find("space"), std::string::npos);
  EXPECT_NE(refusal("https://sis.example:99999").find("port"), std::string::npos);
  EXPECT_NE(refusal("ftp://sis.example").find("https://"), std::string::npos);
  EXPECT_NE(refusal("sis.example").find("https://"), std::string::npos);
  EXPECT_NE(refusal("https://").find("host"), std::string::npos);
  EXPECT_NE(refusal("").find("empty"), std::string::npos);
  EXPECT_NE(refusal("https://s\u00eds.example").find("percent-encoded"), std::string::npos);
}

TEST(Endpoint, RefusesAnAddressOfTheOtherVersionAndSaysWhatToEnter) {
  for (const char* path : {"/ims/oneroster/v1p1", "/ims/oneroster/v1p1/", "/oneroster/v1p1"}) {
    const std::string said = refusal("https://sis.example/d" + std::string(path));
    EXPECT_NE(said.find("is an address of OneRoster 1.1"), std::string::npos) << path << said;
    EXPECT_NE(said.find("Enter https://sis.example/d, if the SIS has OneRoster 1.2"),
              std::string::npos)
        << path << said;
  }
  for (const char* path :
       {"/ims/oneroster/v1p2", "/ims/oneroster/rostering/v1p2", "/ims/oneroster/gradebook/v1p2"}) {
    const auto endpoint = resolve_endpoint(
        connection(profile_1p1(), "https://sis.example" + std::string(path)), profile_1p1());
    ASSERT_FALSE(endpoint.ok()) << path << " " << endpoint->gradebook_base;
    EXPECT_NE(endpoint.error().detail.find("Enter https://sis.example, if the SIS has"),
              std::string::npos)
        << endpoint.error().detail;
  }
}

TEST(Endpoint, TakesAVersionThatIsNotOfOneRosterOrIsTheProfilesOwnPath) {
  EXPECT_EQ(resolved(profile_1p2(), "https://sis.example/api/v1p1").gradebook_base,
            "https://sis.example/api/v1p1/ims/oneroster/gradebook/v1p2");
  Profile odd = profile_1p2();
  odd.rostering_path = odd.gradebook_path = "/ims/oneroster/v1p1";
  EXPECT_EQ(resolved(odd, "https://sis.example/ims/oneroster/v1p1").gradebook_base,
            "https://sis.example/ims/oneroster/v1p1");
  auto typed = connection(profile_1p2(), "https://sis.example/ims/oneroster/v1p1");
  typed.rostering_base_url = "https://sis.example/r";
  typed.gradebook_base_url = "https://sis.example/g";
  EXPECT_TRUE(resolve_endpoint(typed, profile_1p2()).ok()) << "nothing is made of it";
}

TEST(Endpoint, DerivesTheTokenUrlFromTheProfileUnlessOneIsTyped) {
  Profile profile = profile_1p1();
  EXPECT_EQ(resolved(profile, "https://sis.example/a/").token_url, "");
  profile.token_url_template = "{base_url}/token";
  EXPECT_EQ(resolved(profile, "https://sis.example/a/").token_url, "https://sis.example/a/token");
  profile.token_url_template = "{origin}/oauth/token?v=1";
  EXPECT_EQ(resolved(profile, "https://sis.example:8443/a").token_url,
            "https://sis.example:8443/oauth/token?v=1");
  auto typed = connection(profile, "https://sis.example");
  typed.token_url = "https://login.example/token";
  EXPECT_EQ(resolve_endpoint(typed, profile)->token_url, "https://login.example/token");
  typed.token_url = "http://login.example/token";
  EXPECT_FALSE(resolve_endpoint(typed, profile).ok());
}

TEST(Endpoint, RefusesAProfileOfTheOtherVersion) {
  auto typed = connection(profile_1p1(), "https://sis.example");
  const auto endpoint = resolve_endpoint(typed, profile_1p2());
  ASSERT_FALSE(endpoint.ok());
  EXPECT_NE(endpoint.error().detail.find("OneRoster 1.2"), std::string::npos);
}

TEST(Origin, IsInLowerCaseWithItsPort) {
  EXPECT_EQ(origin("HTTPS://Sis.Example/path?q").value(), "https://sis.example:443");
  EXPECT_EQ(origin("http://sis.example:8080").value(), "http://sis.example:8080");
  EXPECT_EQ(origin("https://[2001:DB8::1]/").value(), "https://[2001:db8::1]:443");
  EXPECT_EQ(origin("http://[::1]:81/").value(), "http://[::1]:81");
  EXPECT_EQ(origin("file:///etc/passwd").error().code, Code::config);
  EXPECT_FALSE(origin("https://a@b").ok());
}

TEST(Url, DecodesWhatItEncodes) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
  }
  EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
  EXPECT_EQ(percent_decoded(form_encoded(all), true), all);
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%4"), "%4");
  EXPECT_EQ(percent_decoded("%zz"), "%zz");
}

} // namespace
} // namespace passback::oneroster
