#include "plugin/outbox/each_record.hpp"

#include <utility>

#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

/// `read_page` answers with the page behind the filter's after_id.
template <class Filter, class ReadPage>
Result<bool> any_of_pages(Filter filter, const ReadPage& read_page,
                          const std::function<Result<bool>(Record&)>& is) {
  for (bool more = true; more;) {
    PASSBACK_TRY_AS(auto page, read_page(filter));
    more = static_cast<int>(page.size()) == filter.limit;
    for (auto& record : page) {
      filter.after_id = record.id;
      if (auto found = is(record); !found || *found) {
        return found;
      }
    }
  }
  return false;
}

/// True of none, so that each is seen.
std::function<Result<bool>(Record&)> seen_by(const std::function<Status(Record&)>& see) {
  return [&see](Record& record) {
    auto status = see(record);
    return status ? Result<bool>(false) : Result<bool>(status.error());
  };
}

Status status_of(const Result<bool>& seen) {
  return seen ? ok_status() : Status(seen.error());
}

bool fits(const RecordFilter& filter, const Record& record) {
  const auto is = [](const auto& wanted, const auto& value) { return !wanted || *wanted == value; };
  const auto& key = record.key;
  return is(filter.class_id, key.class_id) && is(filter.school_year, key.school_year) &&
         is(filter.connection_id, key.connection_id) &&
         is(filter.connection_generation, key.connection_generation) && is(filter.kind, key.kind) &&
         is(filter.activity_id, key.activity_id) && is(filter.student_id, key.student_id) &&
         is(filter.state, record.state) && is(filter.code, record.code) &&
         (!filter.left_behind || key.incarnation < 0);
}

/// Of a class. A page in the order of ids would sort the whole class anew each time, so the ids are
/// listed once and each record is read by its own, as it is when its turn comes.
Result<bool> any_of_class(Transaction& transaction, RecordFilter filter,
                          const std::function<Result<bool>(Record&)>& is) {
  for (;;) {
    PASSBACK_TRY_AS(const auto ids, transaction.record_ids(filter));
    if (ids.empty()) {
      return false;
    }
    for (const auto id : ids) {
      PASSBACK_TRY_AS(auto record, transaction.record(id));
      if (!record || !fits(filter, *record)) {
        continue;
      }
      if (auto found = is(*record); !found || *found) {
        return found;
      }
    }
    // What was stored meanwhile comes behind.
    filter.after_id = ids.back();
  }
}

} // namespace

Result<bool> any_record(Transaction& transaction, RecordFilter filter,
                        const std::function<Result<bool>(Record&)>& is) {
  if (filter.class_id) {
    return any_of_class(transaction, std::move(filter), is);
  }
  const auto page = [&](const RecordFilter& at) { return transaction.records(at); };
  return any_of_pages(std::move(filter), page, is);
}

Result<bool> any_waiting(Transaction& transaction, WaitingFilter filter,
                         const std::function<Result<bool>(Record&)>& is) {
  const auto page = [&](const WaitingFilter& at) {
    return transaction.waiting_of_sis_class(at.connection_id, at.sis_class_id, at.after_id,
                                            at.limit);
  };
  return any_of_pages(std::move(filter), page, is);
}

Status each_record(Transaction& transaction, RecordFilter filter,
                   const std::function<Status(Record&)>& see) {
  return status_of(any_record(transaction, std::move(filter), seen_by(see)));
}

Status each_waiting(Transaction& transaction, WaitingFilter filter,
                    const std::function<Status(Record&)>& see) {
  return status_of(any_waiting(transaction, std::move(filter), seen_by(see)));
}

RecordFilter results_beside(const Record& line_item) {
  RecordFilter filter;
  filter.connection_id = line_item.key.connection_id;
  filter.class_id = line_item.key.class_id;
  filter.school_year = line_item.key.school_year;
  filter.activity_id = line_item.key.activity_id;
  filter.kind = Kind::result;
  return filter;
}

Status each_result_of(Transaction& transaction, const Record& line_item,
                      const std::function<Status(Record&)>& see) {
  return each_record(transaction, results_beside(line_item), [&](Record& result) {
    return result.line_item_id == line_item.id ? see(result) : ok_status();
  });
}

RecordFilter records_of_cell(const RecordKey& key) {
  RecordFilter filter;
  filter.class_id = key.class_id;
  filter.school_year = key.school_year;
  filter.activity_id = key.activity_id;
  filter.student_id = key.student_id;
  filter.kind = key.kind;
  return filter;
}

} // namespace passback::outbox
