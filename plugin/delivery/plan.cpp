#include "plugin/delivery/plan.hpp"

namespace passback::delivery {

std::int64_t settle_ms(const oneroster::Profile& profile) {
  return 1000LL * profile.settle_s;
}

oneroster::Operation operation_of(const PlannedRequest& planned) {
  const bool remove = planned.write == Write::remove;
  switch (planned.kind) {
  case outbox::Kind::line_item:
    return remove ? oneroster::Operation::delete_line_item : oneroster::Operation::put_line_item;
  case outbox::Kind::result:
    return remove ? oneroster::Operation::delete_result : oneroster::Operation::put_result;
  case outbox::Kind::category:
  case outbox::Kind::score_scale:
    break;
  }
  return oneroster::Operation::put_category;
}

Deed write_deed(outbox::Kind kind, Write write) {
  const bool remove = write == Write::remove;
  switch (kind) {
  case outbox::Kind::line_item:
    return remove ? Deed::delete_line_item : Deed::put_line_item;
  case outbox::Kind::result:
    return remove ? Deed::delete_result : Deed::put_result;
  case outbox::Kind::category:
  case outbox::Kind::score_scale:
    break;
  }
  return Deed::put_category;
}

std::set<Deed> deeds_of(const PlannedRequest& planned) {
  std::set<Deed> deeds{write_deed(planned.kind, planned.write)};
  // Without the school a document may still do; whether it does is for the profile to say.
  if (planned.read_class && planned.route->profile->school == oneroster::Need::required) {
    deeds.insert(Deed::read_class);
  }
  if (planned.read_line_item) {
    deeds.insert(Deed::read_line_item);
  }
  return deeds;
}

} // namespace passback::delivery
