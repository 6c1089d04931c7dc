// A transport that a test plays by hand, and the surroundings of an AccountRunner.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "plugin/delivery/worker/account_runner.hpp"

namespace passback::delivery {

class ScriptedTransport final : public Transport {
 public:
  struct Flight {
    TransferId id = 0;
    Transfer transfer;
    Done done;
  };

  TransferId start(Transfer transfer, Done done) override {
    flights.push_back({++last_, std::move(transfer), std::move(done)});
    ++started;
    return last_;
  }
  void cut(TransferId id) override {
    for (std::size_t i = 0; i < flights.size(); ++i) {
      if (flights[i].id == id) {
        finish(i, {std::nullopt,
                   left ? oneroster::TransportFailure::maybe_stored
                        : oneroster::TransportFailure::never_left,
                   Code::deadline, "cut"});
        return;
      }
    }
  }
  std::size_t run() override { return 0; }
  void wait(std::chrono::milliseconds) override {}
  void wake() noexcept override {}
  std::size_t in_flight() const override { return flights.size(); }

  const oneroster::HttpRequest& request(std::size_t at = 0) const {
    return flights.at(at).transfer.request;
  }
  void answer(int status, std::string body = {}, std::vector<oneroster::Header> headers = {}) {
    answer_at(0, status, std::move(body), std::move(headers));
  }
  void answer_at(std::size_t at, int status, std::string body = {},
                 std::vector<oneroster::Header> headers = {}) {
    finish(at, {oneroster::HttpAnswer{status, std::move(headers), std::move(body)}, {}, {}, {}});
  }
  void fail(oneroster::TransportFailure failure, Code code = Code::sis_unreachable) {
    fail_at(0, failure, code);
  }
  void fail_at(std::size_t at, oneroster::TransportFailure failure, Code code) {
    finish(at, {std::nullopt, failure, code, "failed"});
  }
  std::string header(const std::string& name, std::size_t at = 0) const {
    for (const auto& one : request(at).headers) {
      if (one.name == name) {
        return one.value;
      }
    }
    return {};
  }

  std::vector<Flight> flights;
  int started = 0;
  bool left = true; ///< what a cut says

 private:
  void finish(std::size_t at, TransferResult result) {
    auto flight = std::move(flights.at(at));
    flights.erase(flights.begin() + static_cast<std::ptrdiff_t>(at));
    flight.done(std::move(result));
  }
  TransferId last_ = 0;
};

class HandClock final : public platform::Clock {
 public:
  std::int64_t unix_ms() const override { return now; }
  std::int64_t boot_ms() const override { return now; }
  std::int64_t now = 1'000'000;
};

class SilentLog final : public platform::Log {
 public:
  void write(platform::LogLevel, std::string_view, std::string_view,
             std::initializer_list<std::pair<std::string_view, std::string>>) override {}
};

} // namespace passback::delivery
