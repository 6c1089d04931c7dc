#include "plugin/outbox/history_chain.hpp"

#include <array>

#include "plugin/outbox/code_text.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::outbox {

namespace {

void put(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

void put(std::string& out, std::int64_t field) {
  put(out, std::to_string(field));
}

std::string random_salt() {
  std::array<unsigned char, 16> bytes{};
  platform::fill_random(bytes);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0x0f];
  }
  return text;
}

} // namespace

std::string history_digest(std::string_view salt, const HistoryRow& row) {
  std::string text;
  put(text, salt);
  put(text, row.record_id);
  put(text, row.seq);
  put(text, row.at_unix_ms);
  put(text, row.epoch);
  put(text, row.event);
  put(text, row.actor);
  put(text, row.request_id);
  put(text, std::int64_t{row.http_status});
  put(text, text_of(row.code));
  // Lines of before there were chains of connections have none, and keep their digest.
  if (!row.connection_id.empty()) {
    put(text, row.connection_id);
  }
  return platform::sha256_hex(text);
}

std::string history_chain(std::string_view before, std::string_view digest) {
  std::string text;
  put(text, before);
  put(text, digest);
  return platform::sha256_hex(text);
}

ChainLink next_link(std::string_view before, const HistoryRow& row) {
  ChainLink link;
  link.salt = random_salt();
  link.digest = history_digest(link.salt, row);
  link.before = before;
  link.chain = history_chain(before, link.digest);
  return link;
}

} // namespace passback::outbox
