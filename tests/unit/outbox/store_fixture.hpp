// A folder of its own for each test, and the stores that the shared tests run over.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/store.hpp"

namespace passback::outbox {

/// Removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "passback-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// One kind of store. `open` may be called again on the same folder: the same data.
struct StoreKind {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(const OpenOptions&)> open;
};

inline std::ostream& operator<<(std::ostream& out, const StoreKind& kind) {
  return out << kind.name;
}

class StoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override { store = reopen(); }

  std::unique_ptr<Store> reopen(Durability durability = Durability::process) {
    auto opened = GetParam().open({folder.path(), durability});
    if (!opened) {
      ADD_FAILURE() << opened.error().detail;
      return nullptr;
    }
    return std::move(*opened);
  }

  /// Commits `work`, which must succeed.
  void commit(const Intake::Work& work) {
    const Status done = store->intake().commit(std::chrono::seconds(10), work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  /// Reads with `work`, which must succeed.
  void read(const Intake::Work& work) {
    const Status done = store->intake().read(work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
};

inline std::string name_of(const ::testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

#define PASSBACK_FOR_EVERY_STORE(suite)                                                            \
  INSTANTIATE_TEST_SUITE_P(Stores, suite,                                                          \
                           ::testing::Values(StoreKind{"sqlite", open_sqlite_store}), name_of)

/// A result record of one cell, ready to be stored.
inline Record cell(const std::string& class_id, const std::string& student,
                   const std::string& activity = "essay") {
  Record record;
  record.key.connection_id = "connection";
  record.key.kind = Kind::result;
  record.key.school_year.value = "2026";
  record.key.class_id.value = class_id;
  record.key.sis_class_id.value = "sis-" + class_id;
  record.key.activity_id.value = activity;
  record.key.student_id.value = student;
  return record;
}

inline Record line_item(const std::string& class_id, const std::string& activity = "essay") {
  Record record = cell(class_id, "", activity);
  record.key.kind = Kind::line_item;
  return record;
}

inline ConnectionRow connection_row(std::int64_t generation = 1) {
  ConnectionRow row;
  row.id = "connection";
  row.generation = generation;
  row.domain_id.value = "district";
  row.account_key = "account";
  row.document = "{}";
  return row;
}

} // namespace passback::outbox
