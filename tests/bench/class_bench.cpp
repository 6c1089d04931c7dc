// What a teacher and a gradebook wait for, in a large class: 300 students and 100 activities.
// `goal_ms` beside a figure is what it may take on the machine of a school.
#include <benchmark/benchmark.h>

#include "tests/bench/made_school.hpp"

namespace passback::bench {
namespace {

namespace json = boost::json;

MadeSchool& large_class() {
  static MadeSchool school({1, 300, 100});
  return school;
}

void PreviewFirstPage(benchmark::State& state) {
  auto& school = large_class();
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = school.sync({{"op", "preview"}}).size();
  }
  state.counters["goal_ms"] = 100;
  state.counters["bytes"] = static_cast<double>(bytes);
}

json::object of_class() {
  return {{"schema", "lms.status_query/1"},
          {"class_id", "class-0"},
          {"school_year", "2026"},
          {"records", false}};
}

/// With one more member of the query, true.
void ask_status_of_class(benchmark::State& state, std::string_view member) {
  auto& school = large_class();
  auto query = of_class();
  query[member] = true;
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = school.status(query).size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}

void ClassCountsAndColumns(benchmark::State& state) {
  ask_status_of_class(state, "columns");
  state.counters["goal_ms"] = 20;
}

void ClassWithGrid(benchmark::State& state) {
  ask_status_of_class(state, "grid");
  state.counters["goal_ms"] = 150;
  state.counters["goal_bytes"] = 256 * 1024;
}

void DomainOf200000Cells(benchmark::State& state) {
  static MadeSchool school({20, 100, 100});
  const json::object query{{"schema", "lms.status_query/1"}, {"domain_id", "district"}};
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = school.status(query).size();
  }
  state.counters["goal_ms"] = 300;
  state.counters["bytes"] = static_cast<double>(bytes);
}

BENCHMARK(PreviewFirstPage)->Unit(benchmark::kMillisecond);
BENCHMARK(ClassCountsAndColumns)->Unit(benchmark::kMillisecond);
BENCHMARK(ClassWithGrid)->Unit(benchmark::kMillisecond);
BENCHMARK(DomainOf200000Cells)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace passback::bench

BENCHMARK_MAIN();
