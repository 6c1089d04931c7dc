#include "plugin/outbox/sis_news.hpp"

#include <charconv>
#include <sstream>

#include "plugin/outbox/each_record.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

constexpr std::string_view kMeta = "sis_news";
// Whoever looks at more than this may as well look at all of them later.
constexpr int kLooks = 200;

bool is_list_of_class(std::string_view kind) {
  return kind == "categories" || kind == "sessions" || kind == "slots" || kind == "class";
}

Result<bool> anybody_waits(Transaction& transaction, const SisNews& news) {
  int looked_at = 0;
  return any_waiting(transaction, {news.connection_id, news.sis_class_id, 0, kLooks},
                     [&](const Record& record) {
                       return Result<bool>(++looked_at == kLooks || waits_for_news(record.code));
                     });
}

} // namespace

bool waits_for_news(Code code) {
  switch (code) {
  case Code::category_missing:
  case Code::category_not_found:
  case Code::category_not_in_sis:
  case Code::grading_period_missing:
  case Code::grading_period_ambiguous:
  case Code::grading_period_not_of_class:
  case Code::due_date_missing:
  case Code::due_date_outside_period:
  case Code::school_unknown:
  case Code::final_slot_missing:
  case Code::final_slot_unread:
  case Code::final_slot_gone:
  case Code::line_item_gone:
    return true;
  default:
    return false;
  }
}

Status note_sis_news(Transaction& transaction, const SisNews& fresh) {
  auto waits = anybody_waits(transaction, fresh);
  if (!waits || !*waits) {
    return waits ? ok_status() : Status(waits.error());
  }
  PASSBACK_TRY_AS(auto news, read_sis_news(transaction));
  std::erase_if(news, [&](const SisNews& one) {
    return one.connection_id == fresh.connection_id && one.sis_class_id == fresh.sis_class_id;
  });
  news.push_back(fresh);
  return write_sis_news(transaction, news);
}

Result<bool> keep_sis_document(Transaction& transaction, const SisDocumentRow& row) {
  PASSBACK_TRY_AS(auto known, transaction.sis_document(row.connection_id, row.connection_generation,
                                                       row.kind, row.key));
  PASSBACK_TRY(transaction.put_sis_document(row));
  const bool news = !known || known->document != row.document;
  if (news && is_list_of_class(row.kind)) {
    PASSBACK_TRY(note_sis_news(transaction, {row.connection_id, gradebook::SourcedId(row.key), 0}));
  }
  return news;
}

// One line each: "after TAB connection TAB class". Ids hold no control characters.
Result<std::vector<SisNews>> read_sis_news(Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kMeta));
  std::vector<SisNews> news;
  std::istringstream lines(text.value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
      continue;
    }
    SisNews one{line.substr(first + 1, second - first - 1),
                gradebook::SourcedId(line.substr(second + 1)), 0};
    std::from_chars(line.data(), line.data() + first, one.after_id);
    news.push_back(std::move(one));
  }
  return news;
}

Status write_sis_news(Transaction& transaction, const std::vector<SisNews>& news) {
  std::string text;
  for (const auto& one : news) {
    text += std::to_string(one.after_id) + "\t" + one.connection_id + "\t" +
            one.sis_class_id.value + "\n";
  }
  return transaction.put_meta(kMeta, text);
}

} // namespace passback::outbox
