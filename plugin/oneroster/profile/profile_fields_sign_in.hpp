// The fields of a profile about itself, the addresses of the SIS and the sign-in.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"

namespace passback::oneroster {

inline constexpr Field kTopFields[] = {
    Field("name", at<&Profile::name>()),
    Field("title", at<&Profile::title>()),
    Field("version", number<&Profile::version>(1)),
    Field("oneroster", choices<&Profile::oneroster>(
                           {{OneRosterVersion::v1p1, "1.1"}, {OneRosterVersion::v1p2, "1.2"}})),
    Field("before_you_start", at<&Profile::before_you_start>(), {.say = say_before_you_start}),
    Field("evidence", own_form(read_evidence))};

inline constexpr Field kAddressFields[] = {
    Field("where.rostering_path", at<&Profile::rostering_path>(),
          {.in_1p1 = "/ims/oneroster/v1p1",
           .in_1p2 = "/ims/oneroster/rostering/v1p2",
           .say = say_addresses}),
    Field("where.gradebook_path", at<&Profile::gradebook_path>(),
          {.in_1p1 = "/ims/oneroster/v1p1", .in_1p2 = "/ims/oneroster/gradebook/v1p2"}),
    Field(
        "where.token_url_template", at<&Profile::token_url_template>(),
        {.says = "Tokens come from {} unless an API Token URL is entered.",
         .otherwise = "No token address is known; enter it as API Token URL if tokens are used."})};

inline constexpr Field kSignInFields[] = {
    Field("who.oauth1", at<&Profile::oauth1>(),
          {.says = "With key and secret and no token address, every request is signed with OAuth "
                   "1.0a ({who.signature_method})."}),
    Field("who.signature_method",
          choices<&Profile::signature_method>(
              {{SignatureMethod::hmac_sha1, "hmac-sha1", "HMAC-SHA1"},
               {SignatureMethod::hmac_sha256, "hmac-sha256", "HMAC-SHA256"}}),
          {.part = true}),
    Field(
        "who.token_auth",
        choices<&Profile::token_auth>(
            {{TokenAuth::basic_encoded, "basic_encoded",
              "A token is asked for with key and secret in a Basic header, form-encoded first.",
              "key and secret in a Basic header"},
             {TokenAuth::basic_plain, "basic_plain",
              "A token is asked for with key and secret in a Basic header, as they are.",
              "key and secret in a Basic header"},
             {TokenAuth::body, "body", "A token is asked for with key and secret in the form body.",
              "key and secret in the form body"}})),
    Field("who.token_parameters", choices<&Profile::token_parameters>(
                                      {{TokenParameters::body, "body"},
                                       {TokenParameters::query, "query",
                                        "The token request says grant type and scope in its query.",
                                        "grant type and scope in the query"}})),
    Field("who.send_scope", at<&Profile::send_scope>(),
          {.otherwise = "The token request names no scope."}),
    Field("who.scopes", at<&Profile::scopes>(),
          {.says = "It asks for these scopes: {}.",
           .otherwise = "It asks for the scopes of the operations in use.",
           .when = [](const Profile& profile) { return profile.send_scope; }}),
    Field("who.headers", at<&Profile::headers>(), {.say = say_headers})};

} // namespace passback::oneroster
