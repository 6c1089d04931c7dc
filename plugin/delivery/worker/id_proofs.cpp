#include "plugin/delivery/worker/id_proofs.hpp"

namespace passback::delivery {

bool IdProofs::must_wait(const CarriedPtr& carried) {
  const auto& planned = carried->exchange.planned();
  const auto& connection_id = planned.route->connection.id;
  if (planned.creation == exchange::Creation::none || planned.kind != outbox::Kind::line_item ||
      planned.proven || shown_.contains(connection_id)) {
    return false;
  }
  auto& showing = showing_[connection_id];
  if (const auto other = showing.lock(); other && other != carried) {
    return true;
  }
  showing = carried;
  return false;
}

} // namespace passback::delivery
