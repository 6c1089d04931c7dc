#include "plugin/outbox/taken_back.hpp"

#include <utility>

namespace passback::outbox {
namespace {

template <class Said> Facts marked(const Said* said) {
  auto facts = said == nullptr ? Said{} : *said;
  facts.taken_back = true;
  return Facts::of(std::move(facts));
}

} // namespace

bool is_taken_back(const Record& record) {
  if (record.released.form != Form::absent) {
    return false;
  }
  if (record.key.kind == Kind::line_item) {
    const auto* facts = record.released.facts.activity();
    return facts != nullptr && facts->taken_back;
  }
  const auto* facts = record.released.facts.score();
  return record.key.kind == Kind::result && facts != nullptr && facts->taken_back;
}

void take_back(Record& record) {
  record.released =
      Version{record.observed.seq, Form::absent,
              record.key.kind == Kind::line_item ? marked(record.observed.facts.activity())
                                                 : marked(record.observed.facts.score())};
}

void forget_taken_back(Record& record) {
  if (is_taken_back(record) || record.confirmed.form == Form::absent) {
    record.released = {};
  }
}

} // namespace passback::outbox
