#pragma once
// A roster of any size, made up from a seed: the CSV files of a OneRoster 1.1 bundle, as `import`
// and `sis --roster` read them. Pure: the same size and seed give the same bytes, everywhere.
#include <map>
#include <string>

#include "host_stub/csv/writer.hpp"
#include "host_stub/roster/size.hpp"

namespace host_stub::roster {

// By name: "orgs.csv".
using Files = std::map<std::string, csv::Writer>;

// Activities and scores are thrown with dice of their own, so that with and without them the other
// files are the same, but for the manifest.
Files make_roster(const RosterSize& size);

} // namespace host_stub::roster
