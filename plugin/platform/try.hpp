// Hands an error on to the caller, in one line: as Arrow and Abseil do it, so that what a function
// does is not lost between what it passes on.
//
//   PASSBACK_TRY(store(record));                          // a Status, or a Result of no interest
//   PASSBACK_TRY_AS(auto record, transaction.record(id)); // record is the value
//
// Only in functions that return a Result. An error that has to be worded, counted or kept is handled
// by hand.
#pragma once

#include <utility>

#include "plugin/platform/result.hpp"

#define PASSBACK_TRY(...)                                                                          \
  do {                                                                                             \
    if (auto passback_tried = (__VA_ARGS__); !passback_tried) {                                    \
      return passback_tried.error();                                                               \
    }                                                                                              \
  } while (false)

#define PASSBACK_TRY_AS(declaration, ...)                                                          \
  PASSBACK_TRY_AS_IN(PASSBACK_TRY_JOIN(passback_tried_, __LINE__), declaration, __VA_ARGS__)

#define PASSBACK_TRY_AS_IN(result, declaration, ...)                                               \
  auto result = (__VA_ARGS__);                                                                     \
  if (!result) {                                                                                   \
    return result.error();                                                                         \
  }                                                                                                \
  declaration = *std::move(result)

#define PASSBACK_TRY_JOIN(a, b) PASSBACK_TRY_JOIN_EXPANDED(a, b)
#define PASSBACK_TRY_JOIN_EXPANDED(a, b) a##b
