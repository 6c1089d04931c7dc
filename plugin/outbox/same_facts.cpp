#include "plugin/outbox/same_facts.hpp"

#include "plugin/gradebook/facts.hpp"
#include "plugin/gradebook/same_for_sis.hpp"

namespace passback::outbox {

namespace {

template <class Facts> bool same(const Result<Facts>& a, const Result<Facts>& b) {
  return a && b && gradebook::same_for_sis(*a, *b);
}

} // namespace

bool same_facts(Kind kind, std::string_view a, std::string_view b) {
  if (a == b) {
    return true;
  }
  switch (kind) {
  case Kind::result:
    return same(gradebook::score_facts_from_json(a), gradebook::score_facts_from_json(b));
  case Kind::line_item:
    return same(gradebook::activity_facts_from_json(a), gradebook::activity_facts_from_json(b));
  case Kind::category:
    return same(gradebook::category_facts_from_json(a), gradebook::category_facts_from_json(b));
  case Kind::score_scale:
    break;
  }
  return false;
}

} // namespace passback::outbox
