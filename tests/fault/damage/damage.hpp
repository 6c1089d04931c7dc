// Ways in which an answer can come damaged: what servers, gateways, broken software and bad lines
// do to status, headers and body. Seeded, so that a run can be repeated.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace passback::fault {

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers; // without Content-Length
  std::string body;
  bool reached = true; // the SIS was asked; false: something before it speaks
  bool of_read = false;
};

// What goes out instead, byte by byte.
struct Damaged {
  std::string bytes;
  bool reset = false; // end with a TCP reset instead of an orderly close
};

enum class Kind {
  silence,
  reset,
  cut_body,
  cut_head,
  html,
  empty_body,
  nulls,
  wrong_types,
  huge_numbers,
  wrong_ids,
  twice_named,
  flipped_bits,
  bad_utf8,
  deep_nesting,
  large_body,
  no_body_type,
  other_status,
  status_line,
  retry_after,
  redirect,
  two_headers,
  bad_header,
  long_header,
  wrong_length,
  bad_chunks,
  bad_encoding,
  interim,
  more_bytes,
  error_shapes,
  paging,
  last = paging
};
constexpr int kKinds = static_cast<int>(Kind::last) + 1;
const char* name_of(Kind kind);

// Damages an answer in one way. Lies that nobody can see through are not told: that something was
// stored which was not, is not there that is, or was turned away (or refused in the SIS's own
// words) that was stored. A page may say all of it: it is seen through by its first byte.
Damaged damage(Kind kind, const Answer& answer, std::mt19937_64& dice);

// The answer as it is.
std::string plain(const Answer& answer);

} // namespace passback::fault
