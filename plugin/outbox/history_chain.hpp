// The history proves that nobody changed or removed a line: each line carries the digest of the
// one before of the same connection, so that those who write for different connections do not wait
// for each other's last line. Lines of no connection have a chain of their own. Digests are salted
// per line, so that erasing a person (content and salt of a line) leaves nothing to guess from and
// the chain whole.
#pragma once

#include <string>
#include <string_view>

#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

struct ChainLink {
  std::string salt;   ///< 32 hexadecimal digits; empty once the line was erased
  std::string digest; ///< SHA-256 of salt and line
  std::string before; ///< `chain` of the line before in its chain; empty for the first
  std::string chain;  ///< SHA-256 of `before` and `digest`
};

/// Digest of a line under a salt. Every field is written with its length, so that no two lines
/// read the same.
std::string history_digest(std::string_view salt, const HistoryRow& row);
/// The link after `before`.
std::string history_chain(std::string_view before, std::string_view digest);
/// A new link with a random salt.
ChainLink next_link(std::string_view before, const HistoryRow& row);

} // namespace passback::outbox
