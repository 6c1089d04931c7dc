// Clocks, random sources, threads, sleeps, locks, files and sockets belong to plugin/platform and
// to the transport. This reads the sources and fails where one is used elsewhere, but for the
// places named below; and where a place is named that does not need it any more.
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/include_rules/source_tree.hpp"

namespace {

namespace fs = std::filesystem;
using passback::include_rules::kRoot;
using passback::include_rules::sources_below;
using Words = std::vector<std::string>;

struct Kind {
  Words words;
  Words system_calls; ///< written as the sources write them: ::open(
};

const std::map<std::string, Kind> kKinds = {
    {"clock",
     {{"::now", "clock_gettime", "gettimeofday", "time(nullptr)", "time(NULL)", "time(0)"}, {}}},
    {"random",
     {{"std::random_device", "std::mt19937", "std::mt19937_64", "std::minstd_rand",
       "std::default_random_engine", "getrandom", "arc4random", "RAND_bytes", "std::rand"},
      {"random"}}},
    {"thread",
     {{"std::thread", "std::jthread", "std::async", "std::this_thread::get_id", "pthread_create"},
      {"fork"}}},
    {"sleep",
     {{"sleep_for", "sleep_until", "std::this_thread::yield", "usleep", "nanosleep"}, {"sleep"}}},
    {"lock",
     {{"std::mutex", "std::recursive_mutex", "std::shared_mutex", "std::timed_mutex",
       "std::condition_variable", "std::condition_variable_any", "std::call_once", "std::once_flag",
       "std::counting_semaphore", "std::binary_semaphore", "std::latch", "std::barrier"},
      {"flock"}}},
    {"file",
     {{"fopen", "std::ifstream", "std::ofstream", "std::fstream", "std::filesystem", "mkstemp",
       "mkdtemp", "<unistd.h>", "<fcntl.h>", "<sys/stat.h>", "<dirent.h>"},
      {"open", "openat", "creat", "stat", "fstat", "lstat", "unlink", "rename", "mkdir", "opendir",
       "fcntl", "mmap"}}},
    {"socket",
     {{"getaddrinfo", "boost::asio", "<curl/curl.h>", "<sys/socket.h>", "<netdb.h>", "<poll.h>"},
      {"socket", "connect", "bind", "listen", "accept", "recv", "send", "poll", "select"}}},
};

/// A file of plugin/, without .hpp or .cpp, and what it uses.
using Use = std::pair<std::string, std::string>;

constexpr const char* kManyThreads = "a host calls from several threads at once";
constexpr const char* kWaitsForSqlite =
    "SQLite tells nobody when its lock is free, so it is asked again until a deadline";

// Each with its reason. It is a short list and stays one: what can be an argument, or can ask
// plugin/platform, has no place here.
const std::map<Use, std::string> kExceptions = {
    {{"abi/calls", "lock"}, kManyThreads},
    {{"abi/handles", "lock"}, kManyThreads},
    {{"abi/host_bridge", "lock"}, kManyThreads},
    {{"abi/host_queue", "lock"}, "the worker writes what the host reads"},
    {{"abi/late_answers", "lock"}, kManyThreads},
    {{"abi/host_permissions", "lock"}, kManyThreads},
    {{"abi/instance", "lock"}, kManyThreads},
    {{"abi/questions", "lock"}, kManyThreads},
    {{"settings/secrets", "lock"}, "the host gives what the worker uses"},
    {{"intake/settings_cache", "lock"}, "parsed settings are shared by the host's threads"},
    {{"abi/frame_mark", "thread"}, "a mark on a stack is of that stack's thread"},
    {{"abi/instance", "thread"}, "a call inside the call that opens must not wait for it"},
    {{"abi/deadline", "clock"}, "the one place where a host's milliseconds become a point in time"},
    {{"abi/instance", "sleep"}, "calls that are inside before a fork tell nobody when they end"},
    {{"abi/host_wake", "sleep"}, "the worker inside a host's wake tells nobody when it is out"},
    {{"delivery/delivery", "thread"}, "the worker's thread: a few lines around Worker::step"},
    {{"delivery/delivery", "lock"}, "start and stop, and the wait for that thread's end"},
    {{"delivery/delivery", "clock"}, "the time that Worker::step is given"},
    {{"outbox/sqlite/ledger", "thread"}, "the storage thread: a few lines around the rounds"},
    {{"outbox/sqlite/ledger", "clock"}, "the time that LedgerRounds::step is given"},
    {{"outbox/sqlite/ledger_queue", "lock"}, "the worker hands over what the storage thread takes"},
    {{"outbox/sqlite/ledger_queue", "sleep"}, "where the storage thread rests between two rounds"},
    {{"outbox/sqlite/intake", "lock"}, "group commit: one of the host's threads works for all"},
    {{"outbox/sqlite/intake", "clock"}, kWaitsForSqlite},
    {{"outbox/sqlite/intake", "sleep"}, kWaitsForSqlite},
    {{"outbox/sqlite/connection", "clock"}, kWaitsForSqlite},
    {{"outbox/sqlite/connection", "sleep"}, kWaitsForSqlite},
    {{"outbox/sqlite/migrate", "clock"}, kWaitsForSqlite},
    {{"outbox/sqlite/migrate", "sleep"}, kWaitsForSqlite},
    {{"outbox/sqlite/store", "clock"}, kWaitsForSqlite},
    {{"outbox/sqlite/work", "clock"}, "a transaction measures how long it holds the write lock"},
};

bool is_part_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// As a whole word, and a system call not as the end of a qualified name.
bool mentions(std::string_view line, std::string_view word, bool system_call) {
  for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const char before = at == 0 ? ' ' : line[at - 1];
    const char after = at + word.size() == line.size() ? ' ' : line[at + word.size()];
    const bool begins = system_call ? !is_part_of_name(before) && before != '>'
                                    : !(is_part_of_name(word.front()) && is_part_of_name(before));
    if (begins && !(is_part_of_name(word.back()) && is_part_of_name(after)))
      return true;
  }
  return false;
}

bool mentions(std::string_view line, const Kind& kind) {
  for (const auto& word : kind.words) {
    if (mentions(line, word, false))
      return true;
  }
  for (const auto& name : kind.system_calls) {
    if (mentions(line, "::" + name + "(", true))
      return true;
  }
  return false;
}

/// With a place of each, for whoever has to find it.
std::map<Use, std::string> uses_of_the_plugin() {
  std::map<Use, std::string> uses;
  for (const auto& file : sources_below(kRoot / "plugin")) {
    const std::string path = fs::relative(file, kRoot / "plugin").generic_string();
    if (path.starts_with("platform/") || path.starts_with("delivery/worker/curl_"))
      continue;
    const std::string stem = path.substr(0, path.rfind('.'));
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      const std::string_view code = std::string_view(line).substr(0, line.find("//"));
      for (const auto& [name, kind] : kKinds) {
        if (mentions(code, kind))
          uses.emplace(Use(stem, name), "plugin/" + path + ":" + std::to_string(number));
      }
    }
  }
  return uses;
}

TEST(OutsideWorld, IsReachedThroughPlatformAndTheTransportAndTheseFewPlaces) {
  const auto uses = uses_of_the_plugin();
  EXPECT_GT(uses.size(), 10U) << "hardly anything was found: is the path right?";
  for (const auto& [use, place] : uses) {
    EXPECT_TRUE(kExceptions.contains(use))
        << place << " uses a " << use.second << ": pass it in, or ask plugin/platform for it";
  }
}

TEST(OutsideWorld, NoPlaceIsNamedThatDoesNotNeedIt) {
  const auto uses = uses_of_the_plugin();
  for (const auto& [use, reason] : kExceptions) {
    EXPECT_TRUE(uses.contains(use))
        << "plugin/" << use.first << " uses no " << use.second << " any more; take it off the list";
    EXPECT_FALSE(reason.empty()) << use.first;
  }
}

TEST(OutsideWorld, IsKnownByItsWords) {
  EXPECT_TRUE(mentions("  const auto now = SteadyClock::now();", kKinds.at("clock")));
  EXPECT_TRUE(mentions("std::this_thread::sleep_for(1ms);", kKinds.at("sleep")));
  EXPECT_TRUE(mentions("mutable std::mutex mutex_;", kKinds.at("lock")));
  EXPECT_TRUE(mentions("const int fd = ::open(path, O_RDONLY);", kKinds.at("file")));
  EXPECT_TRUE(mentions("#include <unistd.h>", kKinds.at("file")));
  EXPECT_TRUE(mentions("if (::socket(AF_INET, SOCK_STREAM, 0) < 0)", kKinds.at("socket")));
  EXPECT_FALSE(mentions("std::size_t SqliteLedger::poll() {", kKinds.at("socket")));
  EXPECT_FALSE(mentions("Result<Store> Store::open(path);", kKinds.at("file")));
  EXPECT_FALSE(mentions("request.now_unix_ms = clock.unix_ms();", kKinds.at("clock")));
}

} // namespace
