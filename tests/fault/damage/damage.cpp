#include "tests/fault/damage/damage.hpp"

#include <array>
#include <string_view>

#include <boost/json.hpp>

namespace passback::fault {
namespace {

namespace json = boost::json;
using Dice = std::mt19937_64;

std::size_t below(std::size_t limit, Dice& dice) {
  return limit == 0 ? 0 : static_cast<std::size_t>(dice() % limit);
}

template <std::size_t N>
std::string_view one_of(const std::array<std::string_view, N>& list, Dice& dice) {
  return list[below(N, dice)];
}

bool stored(int status) {
  return status >= 200 && status < 300;
}

// What this status says of the request is true, or can be seen through.
bool may_say(const Answer& answer, int status) {
  const bool done = answer.reached && stored(answer.status);
  const bool turned_away = status == 401 || status == 403 || status == 429 || status == 503;
  const bool not_there = status == 404 || status == 410;
  if (stored(status)) {
    return done;
  }
  if (answer.of_read) {
    return !not_there || (answer.reached && !done);
  }
  return !done || (!turned_away && !not_there);
}

// One of `statuses` that may be said; the last one always may.
template <std::size_t N>
int status_of(const std::array<int, N>& statuses, const Answer& answer, Dice& dice) {
  const int status = statuses[below(N, dice)];
  return may_say(answer, status) ? status : statuses.back();
}

std::string head(const std::string& status_line, const Answer& answer) {
  std::string text = status_line + "\r\n";
  for (const auto& [name, value] : answer.headers) {
    text += name + ": " + value + "\r\n";
  }
  return text;
}

std::string status_line(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " Some words";
}

std::string whole(const std::string& line, const Answer& answer) {
  auto text = head(line, answer);
  if (answer.status != 204 && answer.status != 304) {
    text += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  }
  return text + "\r\n" + answer.body;
}

// A body to damage: answers of writes often have none.
std::string body_of(const Answer& answer) {
  return answer.body.empty()
             ? R"({"lineItem":{"sourcedId":"x","title":"y"},"imsx_codeMajor":"success"})"
             : answer.body;
}

Answer with_body(Answer answer, std::string body) {
  answer.body = std::move(body);
  answer.status = answer.status == 204 ? 200 : answer.status;
  return answer;
}

// Replaces leaves of a document, each with some chance, at least one.
template <class Replace>
json::value changed(json::value value, Dice& dice, const Replace& replace) {
  if (value.is_object()) {
    for (auto& member : value.get_object()) {
      member.value() = changed(std::move(member.value()), dice, replace);
    }
    return dice() % 16 == 0 ? replace(value) : value;
  }
  if (value.is_array()) {
    for (auto& entry : value.get_array()) {
      entry = changed(std::move(entry), dice, replace);
    }
    return dice() % 8 == 0 ? replace(value) : value;
  }
  return dice() % 2 == 0 ? replace(value) : value;
}

template <class Replace>
std::string changed_json(const Answer& answer, Dice& dice, const Replace& replace) {
  json::error_code error;
  auto document = json::parse(body_of(answer), error);
  return error ? answer.body : json::serialize(changed(std::move(document), dice, replace));
}

json::value another_type(const json::value& value, Dice& dice) {
  const std::array<json::value, 6> others = {json::value("text"),
                                             json::value(-17),
                                             json::value(true),
                                             json::value(json::array{1, "a"}),
                                             json::value(json::object{{"a", nullptr}}),
                                             json::value(2.5)};
  const auto& other = others[below(others.size(), dice)];
  return other.kind() == value.kind() ? json::value(nullptr) : other;
}

std::string with_huge_numbers(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 4> kNumbers = {
      "1e999", "-1e999", "123456789012345678901234567890123456789012345678901234567890",
      "0.000000000000000000000000000000000000000000000000000000000000000001"};
  auto text = changed_json(answer, dice, [](const json::value&) { return json::value("#"); });
  for (auto at = text.find("\"#\""); at != std::string::npos; at = text.find("\"#\"", at)) {
    text.replace(at, 3, one_of(kNumbers, dice));
  }
  return text;
}

std::string flipped(std::string text, Dice& dice) {
  for (int i = 0; i < 6 && !text.empty(); ++i) {
    auto& byte = text[below(text.size(), dice)];
    byte = static_cast<char>(byte ^ (1 << below(8, dice)));
  }
  return text;
}

int other_status(const Answer& answer, Dice& dice) {
  constexpr std::array<int, 46> kStatuses = {
      199, 200, 202, 203, 204, 205, 206, 226, 299, 300, 304, 305, 399, 400, 401, 402,
      403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 418, 421, 422, 423,
      425, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 599, 999};
  int status = 0;
  do {
    status = kStatuses[below(kStatuses.size(), dice)];
  } while (!may_say(answer, status));
  return status;
}

std::string broken_status_line(int status, Dice& dice) {
  constexpr std::array<std::string_view, 6> kLines = {
      "HTTP/1.1 abc Words", "HTTP/1.1",         "HTTP/1.1 -7 OK",
      "HTTP/1.1 7 Short",   "\x16\x03\x01\x02", "220 mail.example.org ESMTP"};
  const auto code = " " + std::to_string(status) + " OK";
  switch (below(8, dice)) {
  case 0:
    return "HTTP/9.9" + code;
  case 1:
    return "ICY" + code;
  default:
    return std::string(one_of(kLines, dice));
  }
}

Answer with_header(Answer answer, std::string name, std::string value) {
  answer.headers.emplace_back(std::move(name), std::move(value));
  return answer;
}

std::string retry_after(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 8> kValues = {
      "-5", "99999999999999999999", "Wed, 99 Foo 2026 25:61:61 GMT", "", "1.5", "NaN", "0", "7"};
  constexpr std::array<int, 3> kStatuses = {429, 503, 500};
  auto busy = with_header(answer, "Retry-After", std::string(one_of(kValues, dice)));
  busy.status = status_of(kStatuses, answer, dice);
  return whole(status_line(busy.status), busy);
}

std::string redirect(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 5> kTargets = {
      "https://elsewhere.example/", "/", "", "file:///etc/passwd", "http://127.0.0.1:1/"};
  constexpr std::array<int, 5> kStatuses = {301, 302, 303, 307, 308};
  auto moved = with_header(answer, "Location", std::string(one_of(kTargets, dice)));
  return whole(status_line(kStatuses[below(kStatuses.size(), dice)]), moved);
}

std::string two_headers(const Answer& answer, Dice& dice) {
  switch (below(may_say(answer, 429) ? 3 : 2, dice)) {
  case 0:
    return head(status_line(answer.status), answer) +
           "Content-Length: 3\r\nContent-Length: " + std::to_string(answer.body.size()) +
           "\r\n\r\n" + answer.body;
  case 1:
    return whole(status_line(answer.status),
                 with_header(with_header(answer, "Content-Type", "text/html"), "Content-Type",
                             "application/json"));
  default:
    return whole(status_line(429),
                 with_header(with_header(answer, "Retry-After", "1"), "Retry-After", "864000"));
  }
}

std::string wrong_length(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 7> kLengths = {
      "0", "1", "999999", "-1", "abc", "18446744073709551617", "3, 5"};
  return head(status_line(answer.status), answer) +
         "Content-Length: " + std::string(one_of(kLengths, dice)) + "\r\n\r\n" + body_of(answer);
}

std::string bad_chunks(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 6> kChunks = {
      "xyz\r\nabc\r\n0\r\n\r\n", "ffffffffffffffff\r\nabc\r\n", "5\r\nab",
      "-3\r\nabc\r\n0\r\n\r\n",  "3\r\nabcdefgh\r\n0\r\n\r\n",  "\r\n\r\n"};
  return head(status_line(answer.status), answer) + "Transfer-Encoding: chunked\r\n\r\n" +
         std::string(one_of(kChunks, dice));
}

std::string interim(const Answer& answer, Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i <= below(20, dice); ++i) {
    text += "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n";
  }
  return text + plain(answer);
}

std::string error_shapes(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 9> kShapes = {
      R"({"imsx_codeMajor":"success","imsx_severity":"status"})",
      R"({"imsx_codeMajor":"failure","imsx_codeMinor":"invaliddata"})",
      R"({"imsx_CodeMinor":{"imsx_codeMinorField":{"imsx_codeMinorFieldValue":"unknownobject"}}})",
      R"({"imsx_CodeMinor":[[[]]]})",
      R"({"statusInfoSet":[{"imsx_codeMajor":7,"imsx_codeMinor":null,"imsx_description":[]}]})",
      R"({"statusInfo":{"imsx_description":"The grading window is closed"},"error_id":3})",
      R"({"errors":[null,3,"x"]})",
      R"({"error":"invalid_token"})",
      R"("only a text")"};
  constexpr std::array<int, 7> kStatuses = {400, 401, 403, 404, 409, 422, 500};
  auto refused = with_body(answer, std::string(one_of(kShapes, dice)));
  const bool done = answer.reached && stored(answer.status) && !answer.of_read;
  return whole(status_line(done ? kStatuses.back() : status_of(kStatuses, answer, dice)), refused);
}

std::string paging(const Answer& answer, Dice& dice) {
  constexpr std::array<std::string_view, 5> kLinks = {
      "<?limit=1&offset=0>; rel=\"next\"", "<https://elsewhere.example/next>; rel=next",
      "<<<>>; rel=\"next\"", "<>; rel=\"next\"", "; rel=\"next\", <"};
  constexpr std::array<std::string_view, 4> kTotals = {"-1", "99999999999999999999", "many", "3"};
  return whole(status_line(answer.status),
               with_header(with_header(answer, "Link", std::string(one_of(kLinks, dice))),
                           "X-Total-Count", std::string(one_of(kTotals, dice))));
}

std::string nested(std::size_t depth) {
  return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

std::string named_twice(const Answer& answer) {
  auto body = body_of(answer);
  return body.starts_with('{') ? R"({"sourcedId":"a","access_token":1,)" + body.substr(1) : body;
}

// A page comes with any status, whatever became of the request: a sign-in page says 200, a gateway
// that is being restarted 404.
Answer web_page(const Answer& answer, Dice& dice) {
  auto page = with_body(answer, "<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>");
  std::erase_if(page.headers, [](const auto& header) { return header.first == "Content-Type"; });
  page.headers.emplace_back("Content-Type", "text/html");
  constexpr std::array<int, 16> kStatuses = {200, 200, 201, 202, 203, 400, 403, 404,
                                             404, 405, 410, 422, 501, 502, 503, 504};
  page.status = dice() % 2 == 0 ? 200 : kStatuses[below(kStatuses.size(), dice)];
  return page;
}

} // namespace

const char* name_of(Kind kind) {
  constexpr std::array<const char*, kKinds> kNames = {
      "silence",     "reset",        "cut_body",     "cut_head",     "html",         "empty_body",
      "nulls",       "wrong_types",  "huge_numbers", "wrong_ids",    "twice_named",  "flipped_bits",
      "bad_utf8",    "deep_nesting", "large_body",   "no_body_type", "other_status", "status_line",
      "retry_after", "redirect",     "two_headers",  "bad_header",   "long_header",  "wrong_length",
      "bad_chunks",  "bad_encoding", "interim",      "more_bytes",   "error_shapes", "paging"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string plain(const Answer& answer) {
  return whole(status_line(answer.status), answer);
}

Damaged damage(Kind kind, const Answer& answer, Dice& dice) {
  auto line = status_line(answer.status);
  auto body = [&](std::string text) {
    auto other = with_body(answer, std::move(text));
    return Damaged{.bytes = plain(other)};
  };
  switch (kind) {
  case Kind::silence:
    return {.bytes = ""};
  case Kind::reset:
    return {.bytes = dice() % 2 == 0 ? "" : line, .reset = true};
  case Kind::cut_body: {
    auto text = plain(with_body(answer, body_of(answer)));
    return {.bytes = text.substr(0, text.size() - 1 - below(20, dice))};
  }
  case Kind::cut_head: {
    auto text = head(line, answer);
    return {.bytes = text.substr(0, 1 + below(text.size(), dice))};
  }
  case Kind::html:
    return {.bytes = plain(web_page(answer, dice))};
  case Kind::empty_body:
    return body("");
  case Kind::nulls:
    return body(
        changed_json(answer, dice, [](const json::value&) { return json::value(nullptr); }));
  case Kind::wrong_types:
    return body(changed_json(answer, dice,
                             [&](const json::value& value) { return another_type(value, dice); }));
  case Kind::huge_numbers:
    return body(with_huge_numbers(answer, dice));
  case Kind::wrong_ids:
    return body(changed_json(answer, dice, [](const json::value& value) {
      return value.is_string() ? json::value("7c9e6679-7425-40de-944b-e07fc1f90ae7") : value;
    }));
  case Kind::twice_named:
    return body(named_twice(answer));
  case Kind::flipped_bits:
    return body(flipped(body_of(answer), dice));
  case Kind::bad_utf8:
    return body("{\"a\":\"\xC3\x28 \xFF \xED\xA0\x80\"," + body_of(answer).substr(1));
  case Kind::deep_nesting:
    return body(nested(200000));
  case Kind::large_body:
    return body("{\"a\":\"" + std::string(3 * 1024 * 1024, 'x') + "\"}");
  case Kind::no_body_type: {
    auto other = answer;
    other.headers.clear();
    return {.bytes = plain(other)};
  }
  case Kind::other_status: {
    auto other = answer;
    other.status = other_status(answer, dice);
    return {.bytes = plain(other)};
  }
  case Kind::status_line:
    return {.bytes = whole(broken_status_line(answer.status, dice), answer)};
  case Kind::retry_after:
    return {.bytes = retry_after(answer, dice)};
  case Kind::redirect:
    return {.bytes = redirect(answer, dice)};
  case Kind::two_headers:
    return {.bytes = two_headers(answer, dice)};
  case Kind::bad_header:
    return {.bytes = line + "\r\nno colon here\r\n: no name\r\nX-\x01: \xFF\xFE\r\n" +
                     "Set-Cookie: a=b; Path=/\r\n\r\n" + answer.body};
  case Kind::long_header:
    return {.bytes = plain(with_header(answer, "X-Long", std::string(150000, 'a')))};
  case Kind::wrong_length:
    return {.bytes = wrong_length(answer, dice)};
  case Kind::bad_chunks:
    return {.bytes = bad_chunks(answer, dice)};
  case Kind::bad_encoding:
    return {.bytes = plain(with_header(with_body(answer, body_of(answer)), "Content-Encoding",
                                       dice() % 2 == 0 ? "gzip" : "br"))};
  case Kind::interim:
    return {.bytes = interim(answer, dice)};
  case Kind::more_bytes:
    return {.bytes = plain(answer) + "HTTP/1.1 500 Words\r\nContent-Length: 2\r\n\r\n{}garbage"};
  case Kind::error_shapes:
    return {.bytes = error_shapes(answer, dice)};
  case Kind::paging:
    return {.bytes = paging(answer, dice)};
  }
  return {.bytes = plain(answer)};
}

} // namespace passback::fault
