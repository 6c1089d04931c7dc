// Stands between the plugin and the SIS: hands each request on as it came, and damages answers.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio.hpp>

#include "tests/fault/damage/damage.hpp"

namespace passback::fault {

class DamagingProxy {
 public:
  DamagingProxy(std::uint16_t sis_port, std::uint64_t seed);
  ~DamagingProxy();
  DamagingProxy(const DamagingProxy&) = delete;
  DamagingProxy& operator=(const DamagingProxy&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // How many of a hundred answers are damaged.
  void set_share(int percent) { percent_ = percent; }

  int damaged() const { return damaged_; }
  int requests() const { return requests_; }
  // How often each way was used, and how often each "METHOD /path" was asked for, since the last
  // `forget_paths`.
  std::map<std::string, int> kinds() const;
  std::map<std::string, int> paths() const;
  void forget_paths();
  // What was done to the last requests whose address holds `part`, in order: for a person who reads
  // why a run failed.
  std::vector<std::string> tale_of(const std::string& part) const;

 private:
  using Socket = boost::asio::ip::tcp::socket;
  void accept_loop();
  void serve(Socket client);
  // False when the connection is over.
  bool serve_one(Socket& client, boost::asio::streambuf& buffer);
  // What becomes of the next answer: nothing, or one kind of damage.
  struct Fate {
    std::optional<Kind> kind = {};
    bool reaches_sis = true;
  };
  Fate draw();
  Damaged answer_of(const Answer& answer, const Fate& fate);

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::uint16_t sis_port_;
  std::atomic<int> percent_{0};
  std::atomic<int> damaged_{0};
  std::atomic<int> requests_{0};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::mt19937_64 dice_;             // GUARDED_BY(mutex_)
  std::vector<Kind> order_;          // GUARDED_BY(mutex_): a shuffled deck, so that each way comes
  std::map<std::string, int> kinds_; // GUARDED_BY(mutex_)
  std::map<std::string, int> paths_; // GUARDED_BY(mutex_)
  std::vector<std::string> tale_;    // GUARDED_BY(mutex_)
  std::vector<std::thread> connections_; // GUARDED_BY(mutex_)
  std::vector<int> open_sockets_;        // GUARDED_BY(mutex_)
  std::thread acceptor_thread_;
};

} // namespace passback::fault
