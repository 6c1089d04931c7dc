#pragma once
// The tables of gradebook.sqlite, and which versions of them this program can read.
#include "host_stub/sqlite/database.hpp"

namespace host_stub::gradebook {

// Makes the tables of gradebook.sqlite when they are not there yet; refuses a file from a newer
// host_stub, untouched.
void prepare_schema(sqlite::Database& db);

} // namespace host_stub::gradebook
