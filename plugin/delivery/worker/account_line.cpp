#include "plugin/delivery/worker/account_line.hpp"

#include "plugin/delivery/ids_before.hpp"

namespace passback::delivery {

using exchange::Creation;
using exchange::Step;
using exchange::StepResult;

std::set<std::string> AccountLine::connections() const {
  std::set<std::string> ids;
  for (const auto& carried : line_) {
    ids.insert(carried->exchange.planned().route->connection.id);
  }
  return ids;
}

void AccountLine::accept(std::vector<exchange::PlannedRequest> planned) {
  for (auto& one : planned) {
    if (!line_.empty() && one.creation == Creation::post && one.write == exchange::Write::put &&
        line_.back()->exchange.planned().request_id == one.request_id) {
      line_.back()->exchange.join(std::move(one));
    } else {
      line_.push_back(std::make_shared<Carried>(exchange::RecordExchange(std::move(one))));
    }
    fresh_reads_.give(line_.back()->exchange);
  }
}

bool AccountLine::take(Carried& carried, const exchange::RoutePtr& route, StepResult result) {
  take_notes(carried, route, result);
  if (result.then != StepResult::Then::met) {
    return result.then == StepResult::Then::again;
  }
  auto& exchange = carried.exchange;
  const auto rest = standing_.met(exchange, result.met_at, result.met);
  if (rest.ask) {
    probe_.ask(route);
  }
  const bool one_of_set =
      rest.ending.set_aside && result.met_at == Step::write && exchange.is_set();
  auto end = one_of_set
                 ? exchange.halve()
                 : exchange.give_up(result.met_at, result.met, rest.ending, clock_.unix_ms());
  take_notes(carried, route, end);
  return false;
}

void AccountLine::take_notes(Carried& carried, const exchange::RoutePtr& route,
                             StepResult& result) {
  if (result.answered) {
    standing_.answered();
  }
  if (result.ask) {
    probe_.ask(route);
  }
  for (auto& outcome : result.outcomes) {
    settlement_.add(std::move(outcome));
  }
  for (const auto& listed : result.save_first) {
    settlement_.add(before_row(listed));
    carried.saved_with = settlement_.number();
  }
  if (result.proves_ids && proofs_.shown(result.proves_ids->connection.id)) {
    const auto& connection = result.proves_ids->connection;
    settlement_.add(outbox::IdsProvenRow{connection.id, connection.generation, clock_.unix_ms()});
  }
  if (result.learned) {
    take_learned(*result.learned);
  }
  for (auto state = result.ahead.rbegin(); state != result.ahead.rend(); ++state) {
    line_.push_front(std::make_shared<Carried>(exchange::RecordExchange(std::move(*state))));
  }
  for (auto& state : result.behind) {
    line_.push_back(std::make_shared<Carried>(exchange::RecordExchange(std::move(state))));
  }
}

void AccountLine::take_learned(const exchange::LearnedOfClass& learned) {
  if (auto row = fresh_reads_.learned(learned, settlement_.number(), clock_.unix_ms())) {
    settlement_.add(std::move(*row));
  }
  for (const auto& waiting : line_) {
    if (learned.shared && waiting->exchange.waits_for(learned)) {
      waiting->exchange.take_known(learned.lookup, learned.known);
    }
  }
}

void AccountLine::share(const exchange::Listing& listed) {
  const auto line = line_;
  for (const auto& waiting : line) {
    if (!waiting->exchange.waits_for(listed)) {
      continue;
    }
    const auto route = waiting->exchange.planned().route;
    if (!take(*waiting, route,
              waiting->exchange.take_listing(listed.records, standing_.circumstances(*route)))) {
      leave(waiting);
    }
  }
}

bool AccountLine::give_back_if_blocked(const CarriedPtr& carried) {
  const auto& planned = carried->exchange.planned();
  const auto blocked = standing_.blocked(planned);
  if (!blocked) {
    return false;
  }
  leave(carried);
  take(*carried, planned.route,
       carried->exchange.not_sent(blocked->code, 0, clock_.unix_ms(), blocked->until_unix_ms));
  return true;
}

void AccountLine::give_back_if_closed() {
  // What is in flight may go on; its answer tells how the account stands.
  if (standing_.is_closed()) {
    give_back(standing_.gate().code());
  }
}

void AccountLine::give_back(Code code) {
  const auto now = clock_.unix_ms();
  for (const auto& carried : std::exchange(line_, {})) {
    take(*carried, carried->exchange.planned().route,
         carried->exchange.not_sent(code, 0, now, now));
  }
}

} // namespace passback::delivery
