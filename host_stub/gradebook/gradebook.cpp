#include "host_stub/gradebook/gradebook.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "host_stub/gradebook/schema.hpp"

namespace host_stub::gradebook {
namespace {

std::filesystem::path prepare_folder(const std::filesystem::path& folder) {
  if (std::filesystem::create_directories(folder)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  }
  return folder / "gradebook.sqlite";
}

} // namespace

Gradebook::Gradebook(const std::filesystem::path& data_folder) : db_(prepare_folder(data_folder)) {
  prepare_schema(db_);
  if (!fact("site_id").empty()) {
    return;
  }
  auto id = to_string(boost::uuids::random_generator()());
  db_.run("INSERT OR IGNORE INTO fact(name, value) VALUES ('site_id', ?1), "
          "('site_url', 'https://host-stub.example/' || substr(?1, 1, 8)), ('host_epoch', '1')",
          id);
}

std::string Gradebook::fact(std::string_view name) {
  auto row = db_.query("SELECT value FROM fact WHERE name = ?", name);
  return row.step() ? row.text(0) : std::string();
}

Site Gradebook::site() {
  return {fact("site_id"), fact("site_url")};
}

std::int64_t Gradebook::host_epoch() {
  return std::stoll(fact("host_epoch"));
}

void Gradebook::raise_host_epoch(std::int64_t epoch) {
  db_.run("UPDATE fact SET value = ?1 WHERE name = 'host_epoch'", std::to_string(epoch));
}

void Gradebook::set_roster_untold(bool untold) {
  db_.run("INSERT INTO fact(name, value) VALUES ('roster_untold', ?1) "
          "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
          untold ? "1" : "0");
}

std::string Gradebook::new_id(std::string_view kind) {
  auto row = db_.query("INSERT INTO last_id(kind, number) VALUES (?, 1) "
                       "ON CONFLICT(kind) DO UPDATE SET number = number + 1 RETURNING number",
                       kind);
  row.step();
  auto number = row.integer(0);
  // RETURNING hands out its row before the statement is complete.
  row.step();
  return std::string(kind) + "-" + std::to_string(number);
}

} // namespace host_stub::gradebook
