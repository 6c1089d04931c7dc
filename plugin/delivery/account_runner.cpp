#include "plugin/delivery/account_runner.hpp"

#include <algorithm>
#include <utility>

#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

constexpr std::chrono::milliseconds kConnectTimeout{10'000};

BreakerOptions breaker_options(std::int64_t probe_max_ms) {
  BreakerOptions options;
  options.probe_max_ms = std::max<std::int64_t>(probe_max_ms, 1);
  options.first_probe_ms = std::min(options.first_probe_ms, options.probe_max_ms);
  return options;
}

} // namespace

AccountRunner::AccountRunner(RunnerParts parts, std::string account_key)
    : parts_(std::move(parts)), account_key_(std::move(account_key)),
      gate_(breaker_options(parts_.probe_max_ms)), rate_(1.0, parts_.clock.boot_ms()) {}

AccountRunner::~AccountRunner() {
  cut_all();
}

void AccountRunner::configure(std::vector<RoutePtr> routes, std::int64_t settings_generation) {
  routes_ = std::move(routes);
  std::set<std::string> in_use;
  max_in_flight_ = 0;
  post_size_ = 1;
  double per_second = 0;
  // Connections that share an account share its allowance: the smallest holds.
  for (const auto& route : routes_) {
    const int in_flight = std::max(1, route->profile->max_in_flight);
    max_in_flight_ = max_in_flight_ == 0 ? in_flight : std::min(max_in_flight_, in_flight);
    per_second = per_second == 0 ? route->profile->requests_per_second
                                 : std::min(per_second, route->profile->requests_per_second);
    in_use.insert(Authenticator::credentials_of(*route));
    const auto& writes = route->profile->writes;
    const bool posts =
        writes.line_items == oneroster::Writing::post || writes.results == oneroster::Writing::post;
    post_size_ = posts ? std::max(post_size_, writes.post_size) : post_size_;
  }
  if (generation_ < 0) {
    rate_ = RateLimit(per_second, parts_.clock.boot_ms());
  } else {
    rate_.configure(per_second);
  }
  std::erase_if(authenticators_, [&](const auto& one) { return !in_use.contains(one.first); });
  lanes_.configure(routes_, settings_generation);
  if (generation_ != settings_generation) {
    generation_ = settings_generation;
    explaining_.clear();
    scope_.forget();
    gate_.settings_are(settings_generation);
  }
}

bool AccountRunner::has_secrets() {
  const bool any = lanes_.find_secrets(parts_.secrets);
  if (any) {
    gate_.have_secret();
  }
  if (leased()) {
    lanes_.note_missing(parts_.clock.unix_ms());
  }
  return any;
}

Code AccountRunner::why_no_secret(const Route* route) {
  lanes_.find_secrets(parts_.secrets);
  return lanes_.why_no_secret(route);
}

void AccountRunner::lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms,
                                const outbox::AccountRow& row, std::int64_t refused_under) {
  if (epoch_ == epoch) {
    deadline_boot_ms_ = deadline_boot_ms;
    return;
  }
  epoch_ = epoch;
  deadline_boot_ms_ = deadline_boot_ms;
  gate_.restore(row, refused_under);
  gate_.settings_are(generation_);
}

void AccountRunner::lease_lost() {
  give_back_planned(Code::deadline);
  cut_all();
  epoch_ = 0;
  deadline_boot_ms_ = 0;
}

bool AccountRunner::may_send() const {
  return leased() && parts_.clock.boot_ms() < deadline_boot_ms_;
}

int AccountRunner::limit(AccountGate::Admission admission) const {
  switch (admission) {
  case AccountGate::Admission::open:
    return max_in_flight_;
  case AccountGate::Admission::one_at_a_time:
    return 1;
  case AccountGate::Admission::closed:
    break;
  }
  return 0;
}

int AccountRunner::slots() const {
  if (!may_send() || routes_.empty()) {
    return 0;
  }
  const auto admission = gate_.admission(parts_.clock.unix_ms());
  // While the account is well, as many again are planned ahead: the storage's latency is then not
  // on the way of each request.
  const int ahead = admission == AccountGate::Admission::open ? max_in_flight_ : 0;
  const int requests = std::max(0, limit(admission) + ahead - static_cast<int>(busy()));
  // A POST makes several records.
  return admission == AccountGate::Admission::open ? requests * post_size_ : requests;
}

void AccountRunner::accept(std::vector<PlannedRequest> planned) {
  for (auto& one : planned) {
    if (!queue_.empty() && one.creation == Creation::post && one.write == Write::put &&
        queue_.back()->planned.request_id == one.request_id) {
      auto& post = *queue_.back();
      post.planned.reads.insert(one.reads.begin(), one.reads.end());
      post.others.push_back(std::move(one));
      continue;
    }
    auto exchange = std::make_shared<Exchange>();
    exchange->credentials = Authenticator::credentials_of(*one.route);
    exchange->look_first = one.look_first;
    exchange->planned = std::move(one);
    take_fresh(*exchange);
    queue_.push_back(std::move(exchange));
  }
}

void AccountRunner::advance() {
  if (!may_send()) {
    return;
  }
  probe();
  std::size_t at = 0;
  while (at < queue_.size()) {
    const auto admission = gate_.admission(parts_.clock.unix_ms());
    if (admission == AccountGate::Admission::closed) {
      after_gate_closed();
      return;
    }
    if (static_cast<int>(in_flight()) >= limit(admission)) {
      return;
    }
    const auto exchange = queue_[at];
    if (give_back_if_closed(exchange)) {
      continue;
    }
    if (waits_for_proof(*exchange)) {
      ++at;
      continue;
    }
    switch (start(exchange)) {
    case Start::started:
      queue_.erase(std::find(queue_.begin(), queue_.end(), exchange));
      break;
    case Start::later:
      ++at;
      break;
    case Start::stop:
      return;
    }
  }
}

void AccountRunner::send(oneroster::HttpRequest request, const Route& route,
                         const std::string& request_id, std::function<void(TransferResult)> done,
                         bool once) {
  Transfer transfer;
  transfer.once = once;
  transfer.request = std::move(request);
  transfer.request.headers.push_back({"X-Request-Id", request_id});
  transfer.ca_pem = route.connection.ca_pem;
  transfer.total_timeout =
      std::chrono::milliseconds(1000LL * std::max(1, route.profile->request_timeout_s));
  transfer.connect_timeout = std::min(kConnectTimeout, transfer.total_timeout);
  transfer.may_leave = [this] { return may_send(); };
  ++requests_;
  const std::uint64_t flight = ++last_flight_;
  const auto id = parts_.transport.start(
      std::move(transfer), [this, flight, done = std::move(done)](TransferResult result) {
        in_flight_.erase(flight);
        done(std::move(result));
      });
  in_flight_[flight] = {id, route.connection.id};
}

std::optional<std::int64_t> AccountRunner::wait_ms() {
  if ((queue_.empty() && !ask_) || !may_send()) {
    return std::nullopt;
  }
  const auto admission = gate_.admission(parts_.clock.unix_ms());
  if (static_cast<int>(in_flight()) >= limit(admission)) {
    return std::nullopt;
  }
  return rate_.wait_ms(parts_.clock.boot_ms());
}

void AccountRunner::after_gate_closed() {
  // What is in flight may go on; its answer tells how the account stands.
  if (gate_.admission(parts_.clock.unix_ms()) == AccountGate::Admission::closed) {
    give_back_planned(gate_.code());
  }
}

void AccountRunner::give_back_planned(Code code) {
  for (const auto& exchange : std::exchange(queue_, {})) {
    not_sent(*exchange, code, 0, parts_.clock.unix_ms());
  }
}

void AccountRunner::cut_all() {
  const auto flights = in_flight_;
  for (const auto& [flight, transfer] : flights) {
    parts_.transport.cut(transfer.transfer);
  }
  give_back_planned(Code::deadline);
}

void AccountRunner::saved(std::uint64_t number) {
  unsaved_.erase(number);
  std::erase_if(fresh_, [&](const auto& one) { return one.second.saved_with == number; });
}

Settlement AccountRunner::take_settlement() {
  settlement_.account = gate_.take_change();
  settlement_.refusals = lanes_.take_changes();
  if (settlement_.empty()) {
    return {};
  }
  settlement_.number = settlement_number_++;
  unsaved_.insert(settlement_.number);
  return std::exchange(settlement_, {});
}

} // namespace passback::delivery
