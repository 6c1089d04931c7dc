#include "plugin/outbox/same_facts.hpp"

#include "plugin/gradebook/facts.hpp"
#include "plugin/gradebook/same_for_sis.hpp"

namespace passback::outbox {

namespace {

template <class Said> bool same(const Said& a, const Said& b) {
  return a && b && gradebook::same_for_sis(*a, *b);
}

} // namespace

bool same_facts(Kind kind, const Facts& a, const Facts& b) {
  if (a == b) {
    return true;
  }
  switch (kind) {
  case Kind::result:
    return same(a.score(), b.score());
  case Kind::line_item:
    return same(a.activity(), b.activity());
  case Kind::category:
    return same(gradebook::category_facts_from_json(a), gradebook::category_facts_from_json(b));
  case Kind::score_scale:
    break;
  }
  return false;
}

} // namespace passback::outbox
