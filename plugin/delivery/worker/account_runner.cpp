#include "plugin/delivery/worker/account_runner.hpp"

#include <algorithm>
#include <utility>

namespace passback::delivery {

using exchange::Creation;
using exchange::Step;
using Admission = AccountStanding::Admission;

AccountRunner::AccountRunner(RunnerParts parts)
    : parts_(std::move(parts)), wire_(parts_.transport, parts_.clock), standing_(parts_),
      tokens_(parts_, wire_, standing_, [this] { line_.give_back_if_closed(); }),
      probe_(parts_, wire_, standing_, tokens_, [this] { line_.give_back_if_closed(); }),
      job_requests_(parts_.clock, wire_, standing_, tokens_),
      answers_(parts_, standing_, tokens_, probe_),
      line_(parts_.clock, standing_, probe_, fresh_reads_, proofs_, settlement_) {}

AccountRunner::~AccountRunner() {
  // Whoever hears of the end of a transfer must still be there.
  wire_.cut_all();
}

void AccountRunner::configure(std::vector<exchange::RoutePtr> routes,
                              std::int64_t settings_generation) {
  routes_ = std::move(routes);
  max_in_flight_ = 0;
  post_size_ = 1;
  for (const auto& route : routes_) {
    const int in_flight = std::max(1, route->profile->max_in_flight);
    max_in_flight_ = max_in_flight_ == 0 ? in_flight : std::min(max_in_flight_, in_flight);
    const auto& writes = route->profile->writes;
    const bool posts =
        writes.line_items == oneroster::Writing::post || writes.results == oneroster::Writing::post;
    post_size_ = posts ? std::max(post_size_, writes.post_size) : post_size_;
  }
  tokens_.keep_only(routes_);
  job_requests_.allow(max_in_flight_);
  if (standing_.configure(routes_, settings_generation)) {
    answers_.forget();
  }
}

void AccountRunner::turn_connections() {
  if (routes_.size() > 1) {
    std::rotate(routes_.begin(), routes_.begin() + 1, routes_.end());
  }
}

void AccountRunner::lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms,
                                const outbox::AccountRow& row, std::int64_t refused_under) {
  const bool is_new = wire_.epoch() != epoch;
  wire_.lease_taken(epoch, deadline_boot_ms);
  if (is_new) {
    standing_.restore(row, refused_under);
  }
}

void AccountRunner::lease_lost() {
  cut_all();
  wire_.lease_lost();
}

int AccountRunner::limit() const {
  switch (standing_.admission()) {
  case Admission::open:
    return max_in_flight_;
  case Admission::one_at_a_time:
    return 1;
  case Admission::closed:
    break;
  }
  return 0;
}

int AccountRunner::slots() const {
  if (!wire_.may_send() || routes_.empty()) {
    return 0;
  }
  const bool open = standing_.admission() == Admission::open;
  // While the account is well, as many again are planned ahead: the storage's latency is then not
  // on the way of each request.
  const int ahead = open ? max_in_flight_ : 0;
  const int requests = std::max(0, limit() + ahead - static_cast<int>(busy()));
  // A POST makes several records.
  return open ? requests * post_size_ : requests;
}

std::set<std::string> AccountRunner::busy_connections() const {
  auto ids = wire_.connections();
  ids.merge(line_.connections());
  return ids;
}

void AccountRunner::advance() {
  if (!wire_.may_send()) {
    return;
  }
  if (wire_.in_flight() < max_in_flight_ && !probe_.advance(routes_)) {
    line_.give_back_if_closed();
  }
  std::size_t at = 0;
  while (at < line_.size()) {
    if (standing_.is_closed()) {
      line_.give_back_if_closed();
      return;
    }
    if (wire_.in_flight() >= limit()) {
      return;
    }
    const auto carried = line_.at(at);
    if (line_.give_back_if_blocked(carried)) {
      continue;
    }
    switch (start(carried)) {
    case Start::started:
    case Start::ended:
      line_.leave(carried);
      break;
    case Start::again:
      break;
    case Start::later:
      ++at;
      break;
    case Start::stop:
      return;
    }
  }
}

AccountRunner::Start AccountRunner::start(const CarriedPtr& carried) {
  auto& exchange = carried->exchange;
  const auto route = exchange.planned().route;
  // A credential that has not worked yet goes one at a time: a wrong secret must not cause a storm.
  if (standing_.lanes().is_unsure(*route) && wire_.connections().contains(route->connection.id)) {
    return Start::later;
  }
  const auto at = standing_.circumstances(*route);
  if (!line_.take(*carried, route, exchange.make_ready(at))) {
    return Start::ended;
  }
  const Step step = exchange.step();
  if (step == Step::look_up && !tokens_.may_read(*route, exchange.next_lookup())) {
    if (!is_needed(exchange.planned(), exchange.next_lookup())) {
      line_.take(*carried, route, exchange.go_without());
      return Start::again;
    }
    const auto until = standing_.not_granted(*route, exchange.service_call(step));
    line_.take(*carried, route, exchange.not_sent(Code::forbidden, 0, at.now_unix_ms, until));
    return Start::ended;
  }
  if (must_wait(carried, step)) {
    return Start::later;
  }
  auto next = exchange.next(at);
  if (auto* const request = std::get_if<oneroster::HttpRequest>(&next)) {
    return send(carried, step, std::move(*request));
  }
  return line_.take(*carried, route, std::get<exchange::StepResult>(std::move(next)))
             ? Start::again
             : Start::ended;
}

bool AccountRunner::must_wait(const CarriedPtr& carried, Step step) {
  if (step == Step::look_up) {
    return fresh_reads_.on_its_way(carried->exchange.planned(), carried->exchange.next_lookup());
  }
  return proofs_.must_wait(carried) ||
         (step == Step::write && !settlement_.is_saved(carried->saved_with));
}

AccountRunner::Start AccountRunner::send(const CarriedPtr& carried, Step step,
                                         oneroster::HttpRequest request) {
  const auto& planned = carried->exchange.planned();
  switch (tokens_.attach(request, planned.route, carried->token)) {
  case AccountTokens::Ready::later:
    return Start::later;
  case AccountTokens::Ready::no:
    line_.give_back_if_closed();
    return Start::stop;
  case AccountTokens::Ready::yes:
    break;
  }
  if (!standing_.rate().try_take(parts_.clock.boot_ms())) {
    return Start::stop;
  }
  carried->left_boot_ms = parts_.clock.boot_ms();
  if (step == Step::look_up) {
    fresh_reads_.left(planned, carried->exchange.next_lookup());
  }
  wire_.send(
      std::move(request), *planned.route, planned.request_id,
      [this, carried, step](const TransferResult& result) { came_back(carried, step, result); },
      step == Step::write && planned.creation != Creation::none);
  return Start::started;
}

std::optional<std::int64_t> AccountRunner::wait_ms() {
  const bool nothing = line_.empty() && !probe_.is_asked();
  if (nothing || !wire_.may_send() || wire_.in_flight() >= limit()) {
    return std::nullopt;
  }
  return standing_.rate().wait_ms(parts_.clock.boot_ms());
}

void AccountRunner::came_back(const CarriedPtr& carried, Step step, const TransferResult& result) {
  const auto route = carried->exchange.planned().route;
  if (step == Step::look_up) {
    fresh_reads_.came_back(carried->exchange.planned(), carried->exchange.next_lookup());
  }
  auto led_to = answers_.came(*carried, step, result);
  const auto listed = std::exchange(led_to.listed, std::nullopt);
  if (line_.take(*carried, route, std::move(led_to))) {
    line_.go_first(carried);
  }
  if (listed) {
    line_.share(*listed);
  }
  line_.give_back_if_closed();
}

void AccountRunner::cut_all() {
  give_back_planned(Code::deadline);
  wire_.cut_all();
  give_back_planned(Code::deadline); // what a cut transfer's exchange would have done next
}

void AccountRunner::saved(std::uint64_t number) {
  settlement_.saved(number);
  fresh_reads_.saved(number);
}

} // namespace passback::delivery
