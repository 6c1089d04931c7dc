#include "plugin/outbox/each_record.hpp"

namespace passback::outbox {

Result<bool> any_record(Transaction& transaction, RecordFilter filter,
                        const std::function<Result<bool>(Record&)>& is) {
  for (bool more = true; more;) {
    auto page = transaction.records(filter);
    if (!page) {
      return page.error();
    }
    more = static_cast<int>(page->size()) == filter.limit;
    for (auto& record : *page) {
      filter.after_id = record.id;
      if (auto found = is(record); !found || *found) {
        return found;
      }
    }
  }
  return false;
}

Status each_record(Transaction& transaction, RecordFilter filter,
                   const std::function<Status(Record&)>& see) {
  const auto seen = any_record(transaction, std::move(filter), [&](Record& record) {
    auto status = see(record);
    return status ? Result<bool>(false) : Result<bool>(status.error());
  });
  return seen ? ok_status() : Status(seen.error());
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

} // namespace passback::outbox
