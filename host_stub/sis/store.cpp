#include "host_stub/sis/store.hpp"

#include <algorithm>

namespace host_stub::sis {

namespace {

std::string key(std::string_view a, std::string_view b, std::string_view c = {}) {
  std::string out(a);
  out += '\x1f';
  out += b;
  out += '\x1f';
  out += c;
  return out;
}

} // namespace

Store::Store(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {
  if (journal_) {
    journal_->load([this](Kind kind, Record record) { insert(kind, std::move(record)); });
  }
}

void Store::insert(Kind kind, Record record) {
  next_order_ = std::max(next_order_, record.order + 1);
  index(kind, record, true);
  auto& target = table(kind);
  target.order_of[record.id] = record.order;
  target.records[record.order] = std::move(record);
}

const Store::Table* Store::table_if(Kind kind) const {
  const auto found = tables_.find(kind);
  return found == tables_.end() ? nullptr : &found->second;
}

const Record* Store::find(Kind kind, std::string_view id) const {
  const auto* source = table_if(kind);
  if (source == nullptr) {
    return nullptr;
  }
  const auto found = source->order_of.find(std::string(id));
  return found == source->order_of.end() ? nullptr : &source->records.at(found->second);
}

bool Store::put(Kind kind, const std::string& id, json::object value, std::int64_t now_ms) {
  const auto* old = find(kind, id);
  Record record;
  record.id = id;
  record.value = std::move(value);
  record.order = old == nullptr ? next_order_ : old->order;
  record.created_ms = old == nullptr ? now_ms : old->created_ms;
  record.updated_ms = now_ms;
  record.writes = (old == nullptr ? 0 : old->writes) + 1;
  if (journal_) {
    journal_->save(kind, record);
  }
  const bool created = old == nullptr;
  if (!created) {
    index(kind, *old, false);
  }
  insert(kind, std::move(record));
  return created;
}

bool Store::erase(Kind kind, const std::string& id) {
  const auto* old = find(kind, id);
  if (old == nullptr) {
    return false;
  }
  if (journal_) {
    journal_->erase(kind, id);
  }
  index(kind, *old, false);
  auto& source = table(kind);
  source.records.erase(old->order);
  source.order_of.erase(id);
  return true;
}

void Store::clear(Kind kind) {
  std::vector<std::string> ids;
  each(kind, [&ids](const Record& record) { ids.push_back(record.id); });
  for (const auto& id : ids) {
    erase(kind, id);
  }
}

void Store::each(Kind kind, const std::function<void(const Record&)>& visit) const {
  if (const auto* source = table_if(kind); source != nullptr) {
    for (const auto& [order, record] : source->records) {
      visit(record);
    }
  }
}

std::size_t Store::size(Kind kind) const {
  const auto* source = table_if(kind);
  return source == nullptr ? 0 : source->records.size();
}

void Store::index(Kind kind, const Record& record, bool present) {
  const auto& value = record.value;
  if (kind == Kind::enrollment && record.is_live()) {
    enrolments_[key(ref_member(value, "user"), ref_member(value, "class"),
                    text_member(value, "role"))] += present ? 1 : -1;
  }
  if (kind == Kind::result) {
    const auto cell = key(ref_member(value, "lineItem"), ref_member(value, "student"));
    if (present) {
      results_of_cell_.emplace(cell, record.id);
      return;
    }
    const auto [first, last] = results_of_cell_.equal_range(cell);
    const auto own =
        std::find_if(first, last, [&](const auto& e) { return e.second == record.id; });
    if (own != last) {
      results_of_cell_.erase(own);
    }
  }
}

bool Store::enrolled(std::string_view user, std::string_view class_id,
                     std::string_view role) const {
  const auto found = enrolments_.find(key(user, class_id, role));
  return found != enrolments_.end() && found->second > 0;
}

bool Store::other_result(std::string_view line_item, std::string_view student,
                         std::string_view except) const {
  const auto [first, last] = results_of_cell_.equal_range(key(line_item, student));
  return std::any_of(first, last, [&](const auto& entry) { return entry.second != except; });
}

std::string Store::result_of(std::string_view line_item, std::string_view student) const {
  const auto found = results_of_cell_.find(key(line_item, student));
  return found == results_of_cell_.end() ? std::string() : found->second;
}

void Store::together(const std::function<void()>& work) {
  if (!journal_) {
    work();
    return;
  }
  journal_->begin();
  try {
    work();
    journal_->commit();
  } catch (...) {
    journal_->roll_back();
    throw;
  }
}

} // namespace host_stub::sis
