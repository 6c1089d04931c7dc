// The published examples of RFC 5849. Its section 3.4.1.1 prints a base string; the signatures of
// section 1.2 can be computed from the credentials that it names.
#include <gtest/gtest.h>

#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {
namespace {

std::string signature_of(const OAuth1Request& request) {
  const std::string header = oauth1_authorization(request);
  const std::string mark = "oauth_signature=\"";
  const std::size_t begin = header.find(mark) + mark.size();
  return header.substr(begin, header.find('"', begin) - begin);
}

OAuth1Request example_of_section_3_4_1() {
  OAuth1Request request;
  request.method = "post";
  request.url = "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b";
  request.consumer_key = "9djdj82h48djs9d2";
  request.consumer_secret = "j49sk3j29djd";
  request.token = "kkk9d7dh3k39sjv7";
  request.token_secret = "dh893hdasih9";
  request.signature_method = SignatureMethod::hmac_sha1;
  request.timestamp_s = 137131201;
  request.nonce = "7d8f3e4a";
  request.version_parameter = false;
  request.realm = "Example";
  request.form_parameters = {{"c2", ""}, {"a3", "2 q"}};
  return request;
}

OAuth1Request photos(const std::string& method, const std::string& url) {
  OAuth1Request request;
  request.method = method;
  request.url = url;
  request.consumer_key = "dpf43f3p2l4k3l03";
  request.consumer_secret = "kd94hf93k423kf44";
  request.signature_method = SignatureMethod::hmac_sha1;
  request.version_parameter = false;
  request.realm = "Photos";
  return request;
}

TEST(OAuth1, BuildsTheBaseStringOfSection3_4_1_1) {
  EXPECT_EQ(oauth1_base_string(example_of_section_3_4_1()),
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q"
            "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_"
            "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m"
            "ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk"
            "9d7dh3k39sjv7");
}

TEST(OAuth1, SignsTheRequestForTemporaryCredentialsOfSection1_2) {
  OAuth1Request request = photos("POST", "https://photos.example.net/initiate");
  request.timestamp_s = 137131200;
  request.nonce = "wIjqoS";
  // Where a parameter travels makes no difference to the signature.
  request.form_parameters = {{"oauth_callback", "http://printer.example.com/ready"}};
  EXPECT_EQ(signature_of(request), "74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D");
}

TEST(OAuth1, SignsTheRequestForTokenCredentialsOfSection1_2) {
  OAuth1Request request = photos("POST", "https://photos.example.net/token");
  request.timestamp_s = 137131201;
  request.nonce = "walatlh";
  request.token = "hh5s93j4hdidpola";
  request.token_secret = "hdhd0244k9j7ao03";
  request.form_parameters = {{"oauth_verifier", "hfdp7dh39dks9884"}};
  EXPECT_EQ(signature_of(request), "gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D");
}

TEST(OAuth1, SignsTheRequestForAPhotoOfSection1_2) {
  OAuth1Request request =
      photos("GET", "http://photos.example.net/photos?file=vacation.jpg&size=original");
  request.timestamp_s = 137131202;
  request.nonce = "chapoH";
  request.token = "nnch734d00sl2jdk";
  request.token_secret = "pfkkdhi9sl3r4s00";
  EXPECT_EQ(oauth1_authorization(request),
            "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", "
            "oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", "
            "oauth_timestamp=\"137131202\", oauth_nonce=\"chapoH\", "
            "oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"");
}

TEST(OAuth1, LeavesOutTheTokenInTwoLeggedUse) {
  OAuth1Request request;
  request.method = "PUT";
  request.url = "https://sis.example:8443/ims/oneroster/v1p1/results/a%20b";
  request.consumer_key = "key";
  request.consumer_secret = "se+cret&%";
  request.nonce = "n";
  request.timestamp_s = 1;
  const std::string header = oauth1_authorization(request);
  EXPECT_EQ(header.find("oauth_token"), std::string::npos);
  EXPECT_EQ(header.find("realm"), std::string::npos);
  EXPECT_NE(header.find("oauth_version=\"1.0\""), std::string::npos);
  EXPECT_NE(header.find("oauth_signature_method=\"HMAC-SHA256\""), std::string::npos);
  EXPECT_EQ(oauth1_base_string(request),
            "PUT&https%3A%2F%2Fsis.example%3A8443%2Fims%2Foneroster%2Fv1p1%2Fresults%2Fa%2520b&"
            "oauth_consumer_key%3Dkey%26oauth_nonce%3Dn%26oauth_signature_method%3DHMAC-SHA256%26"
            "oauth_timestamp%3D1%26oauth_version%3D1.0");
  EXPECT_EQ(signature_of(request), "pD2qdDuNR9Zyuac%2FbxAxCoey%2BGrnlW9HNOABMkjZQdg%3D");
}

TEST(OAuth1, EncodesFiltersAsServersDecodeThem) {
  OAuth1Request request = photos("GET", "https://sis.example/users?filter=email%3D%27a%20b%27");
  EXPECT_NE(oauth1_base_string(request).find("filter%3Demail%253D%2527a%2520b%2527"),
            std::string::npos);
  request.url = "https://sis.example/users?filter=email%3D%27a+b%27&flag";
  EXPECT_NE(oauth1_base_string(request).find("filter%3Demail%253D%2527a%2520b%2527%26flag%3D%26"),
            std::string::npos);
}

TEST(OAuth1, SortsEqualNamesByValue) {
  OAuth1Request request = photos("GET", "https://sis.example/?a=10&a=2&a=1&A=3");
  EXPECT_NE(oauth1_base_string(request).find("A%3D3%26a%3D1%26a%3D10%26a%3D2"), std::string::npos);
}

TEST(OAuth1, SignsTheEmptyPathAsASlash) {
  EXPECT_EQ(oauth1_base_string(photos("GET", "https://sis.example")).substr(0, 35),
            "GET&https%3A%2F%2Fsis.example%2F&oa");
}

} // namespace
} // namespace passback::oneroster
