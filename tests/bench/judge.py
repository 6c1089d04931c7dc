#!/usr/bin/env python3
"""Prints what a benchmark run measured beside its goals; exits 1 if a goal is missed.

Reads the JSON that Google Benchmark writes. A benchmark with the counters goal_ms or goal_bytes has such a goal;
what counts is the median of its repetitions.
"""

import json
import statistics
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        runs = json.load(file)["benchmarks"]
    times, rows = {}, {}
    for run in runs:
        if run.get("run_type") == "iteration":
            times.setdefault(run["run_name"], []).append(run["real_time"])
            rows[run["run_name"]] = run
    missed = 0
    print(f"{'what':<28} {'median':>10} {'goal':>10} {'bytes':>10} {'goal':>10}")
    for name, row in rows.items():
        median = statistics.median(times[name])
        bytes_of = int(row.get("bytes", 0))
        too_slow = "goal_ms" in row and median > row["goal_ms"]
        too_large = "goal_bytes" in row and bytes_of > row["goal_bytes"]
        missed += too_slow or too_large
        goal = f"{row['goal_ms']:.0f} ms" if "goal_ms" in row else ""
        most = f"{row['goal_bytes']:.0f}" if "goal_bytes" in row else ""
        print(f"{name:<28} {median:>7.1f} ms {goal:>10} {bytes_of:>10} {most:>10}"
              + ("   MISSED" if too_slow or too_large else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
