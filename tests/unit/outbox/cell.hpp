// A result and what happens to it, for the tests of transitions.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/transitions.hpp"

namespace passback::outbox {

inline std::string score(int points, std::int64_t scored_at = 0) {
  gradebook::ScoreFacts facts;
  facts.student_sis_id.value = "sis-student";
  facts.points = gradebook::Decimal::from_integer(points);
  facts.scored_at_unix_ms = scored_at;
  return to_json(facts);
}

/// A result that an automatic class would have, with its own clock and seq.
struct Cell {
  Record record;
  std::int64_t seq = 0;
  std::int64_t now = 1'000;

  Cell() { record.key.kind = Kind::result; }

  Observed sees(Form form, std::string facts) {
    const Observed observed = observe(record, form, std::move(facts), ++seq, 0, 0);
    release(record);
    enqueue(record, true, ++now);
    return observed;
  }
  Observed sees(int points) { return sees(Form::present, score(points)); }
  void plans(const std::string& request = "request", std::int64_t epoch = 1) {
    ASSERT_EQ(record.state, State::ready);
    mark_sent(record, request, epoch, ++now);
  }
  void arrives() {
    plans();
    confirm(record, ++now);
  }
};

} // namespace passback::outbox
