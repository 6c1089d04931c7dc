#include "plugin/outbox/sis_news.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace passback::outbox {

namespace {

constexpr std::string_view kMeta = "sis_news";
// Whoever looks at more than this may as well look at all of them later.
constexpr int kLooks = 200;

bool is_list_of_class(std::string_view kind) {
  return kind == "categories" || kind == "sessions" || kind == "slots" || kind == "class";
}

Result<bool> anybody_waits(Transaction& transaction, const SisNews& news) {
  auto waiting = transaction.waiting_of_sis_class(news.connection_id, news.sis_class_id, 0, kLooks);
  if (!waiting) {
    return waiting.error();
  }
  return static_cast<int>(waiting->size()) == kLooks ||
         std::ranges::any_of(*waiting, waits_for_list, &Record::code);
}

Status note(Transaction& transaction, const SisNews& fresh) {
  auto waits = anybody_waits(transaction, fresh);
  if (!waits || !*waits) {
    return waits ? ok_status() : Status(waits.error());
  }
  auto news = read_sis_news(transaction);
  if (!news) {
    return news.error();
  }
  std::erase_if(*news, [&](const SisNews& one) {
    return one.connection_id == fresh.connection_id && one.sis_class_id == fresh.sis_class_id;
  });
  news->push_back(fresh);
  return write_sis_news(transaction, *news);
}

} // namespace

bool waits_for_list(Code code) {
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
    return true;
  default:
    return false;
  }
}

Result<bool> keep_sis_document(Transaction& transaction, const SisDocumentRow& row) {
  auto known =
      transaction.sis_document(row.connection_id, row.connection_generation, row.kind, row.key);
  if (!known) {
    return known.error();
  }
  if (auto put = transaction.put_sis_document(row); !put) {
    return put.error();
  }
  const bool news = !*known || (*known)->document != row.document;
  if (news && is_list_of_class(row.kind)) {
    if (auto noted = note(transaction, {row.connection_id, gradebook::SourcedId(row.key), 0});
        !noted) {
      return noted.error();
    }
  }
  return news;
}

// One line each: "after TAB connection TAB class". Ids hold no control characters.
Result<std::vector<SisNews>> read_sis_news(Transaction& transaction) {
  auto text = transaction.meta(kMeta);
  if (!text) {
    return text.error();
  }
  std::vector<SisNews> news;
  std::istringstream lines(text->value_or(""));
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
