#include "host_stub/sis/read_responses.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "host_stub/sis/filter.hpp"
#include "host_stub/sis/projection.hpp"

namespace host_stub::sis {

namespace {

struct Page {
  std::size_t limit = 100;
  std::size_t offset = 0;
};

/// What the query asks of a read, and what 1.1 lets pass with a warning.
struct ReadOptions {
  Page page;
  std::optional<Filter> filter;
  std::string sort;
  bool descending = false;
  std::vector<std::string> fields;
  json::array warnings;
};

std::optional<std::size_t> whole_number(const std::string& text, std::size_t least) {
  std::int32_t value = 0;
  const auto* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end || value < 0 ||
      static_cast<std::size_t>(value) < least) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(value);
}

class OptionsReader {
 public:
  OptionsReader(const Context& context, Kind kind) : context_(context), kind_(kind) {}

  /// Reads the parameters; the first that is refused ends it.
  std::optional<Failure> read(ReadOptions& options, bool collection) {
    if (collection) {
      if (auto failure = page(options.page)) {
        return failure;
      }
      if (auto failure = filter(options)) {
        return failure;
      }
      if (auto failure = sort(options)) {
        return failure;
      }
    }
    return fields(options);
  }

 private:
  bool old() const { return context_.version == Version::v1p1; }

  /// 1.1 answers with the data and a warning; 1.2 refuses.
  std::optional<Failure> warn_or_refuse(ReadOptions& options, Minor minor, const std::string& why) {
    if (!old()) {
      return Failure{400, minor, why};
    }
    options.warnings.push_back(warning_status(minor, why));
    return std::nullopt;
  }

  std::optional<Failure> page(Page& out) {
    const auto& config = context_.config;
    out.limit = static_cast<std::size_t>(config.default_limit);
    if (const auto* text = find_parameter(context_.query, "limit")) {
      const auto limit = whole_number(*text, 1);
      if (!limit) {
        return Failure{400, Minor::invalid_selection_field, "limit must be a whole number from 1"};
      }
      out.limit = *limit;
    }
    if (config.page_ceiling > 0) {
      out.limit = std::min(out.limit, static_cast<std::size_t>(config.page_ceiling));
    }
    if (const auto* text = find_parameter(context_.query, "offset")) {
      const auto offset = whole_number(*text, 0);
      if (!offset) {
        return Failure{400, Minor::invalid_selection_field, "offset must be a whole number from 0"};
      }
      out.offset = *offset;
    }
    return std::nullopt;
  }

  std::optional<Failure> filter(ReadOptions& options) {
    const auto* text = find_parameter(context_.query, "filter");
    if (text == nullptr) {
      return std::nullopt;
    }
    auto parsed = parse_filter(*text, context_.config.max_filter_clauses);
    if (const auto* why = std::get_if<std::string>(&parsed)) {
      return Failure{400, Minor::invalid_filter_field, *why};
    }
    options.filter = std::get<Filter>(std::move(parsed));
    options.filter->ignore_case = context_.config.filter_ignores_case;
    for (const auto& clause : options.filter->clauses) {
      if (!is_known_path(kind_, context_.version, clause.field)) {
        return Failure{400, Minor::invalid_filter_field,
                       "'" + clause.field + "' is no field to filter " +
                           std::string(plural(kind_)) + " by"};
      }
    }
    return std::nullopt;
  }

  std::optional<Failure> sort(ReadOptions& options) {
    if (const auto* order = find_parameter(context_.query, "orderBy")) {
      if (*order != "asc" && *order != "desc") {
        return warn_or_refuse(options, Minor::invalid_sort_field, "orderBy is asc or desc");
      }
      options.descending = *order == "desc";
    }
    if (const auto* field = find_parameter(context_.query, "sort")) {
      if (!is_known_path(kind_, context_.version, *field)) {
        return warn_or_refuse(options, Minor::invalid_sort_field,
                              "'" + *field + "' is no field to sort by");
      }
      options.sort = *field;
    }
    return std::nullopt;
  }

  std::optional<Failure> fields(ReadOptions& options) {
    std::vector<std::string> names;
    bool given = false;
    for (const auto& [name, value] : context_.query) {
      if (name != "fields") {
        continue;
      }
      if (given && context_.config.fields_form == FieldsForm::comma) {
        return Failure{400, Minor::invalid_selection_field, "fields is one list with commas"};
      }
      given = true;
      if (context_.config.fields_form == FieldsForm::repeated) {
        names.push_back(value);
      } else {
        for (const auto& part : split(value, ',')) {
          names.emplace_back(trim(part));
        }
      }
    }
    for (const auto& name : names) {
      if (name.empty()) {
        return Failure{400, Minor::invalid_blank_selection_field, "fields has an empty name"};
      }
      if (find_field(kind_, context_.version, name) == nullptr) {
        // 1.1 sends the whole objects and says why.
        return warn_or_refuse(options, Minor::invalid_selection_field,
                              "'" + name + "' is no field of " + std::string(plural(kind_)));
      }
    }
    options.fields = std::move(names);
    return std::nullopt;
  }

  const Context& context_;
  Kind kind_;
};

int compare_values(const json::value& left, const json::value& right) {
  if (right.is_string()) {
    return compare_with_text(left, {right.get_string().data(), right.get_string().size()}, false);
  }
  return compare_with_text(left, to_text(right), false);
}

void sort_records(std::vector<const Record*>& records, const ReadOptions& options) {
  if (options.sort.empty()) {
    return;
  }
  std::stable_sort(records.begin(), records.end(), [&](const Record* a, const Record* b) {
    const auto left = values_at(a->value, options.sort);
    const auto right = values_at(b->value, options.sort);
    if (left.empty() || right.empty()) {
      return !left.empty() && right.empty();
    }
    const int sign = compare_values(*left.front(), *right.front());
    return options.descending ? sign > 0 : sign < 0;
  });
}

json::object select(json::object object, const std::vector<std::string>& fields) {
  if (fields.empty()) {
    return object;
  }
  json::object out;
  for (const auto& name : fields) {
    if (auto* value = object.if_contains(name)) {
      out[name] = std::move(*value);
    }
  }
  return out;
}

/// The request's own address with another page.
std::string page_link(const Context& context, const Page& page, const char* rel) {
  std::string query;
  for (const auto& part : split(context.request.query, '&')) {
    if (!part.empty() && !part.starts_with("limit=") && !part.starts_with("offset=")) {
      query += part + "&";
    }
  }
  query += "limit=" + std::to_string(page.limit) + "&offset=" + std::to_string(page.offset);
  const auto origin = context.config.relative_links ? std::string() : context.request.origin();
  return "<" + origin + context.request.path + "?" + query + ">; rel=\"" + rel + "\"";
}

std::string link_header(const Context& context, const Page& page, std::size_t total) {
  const auto last = total == 0 ? 0 : (total - 1) / page.limit * page.limit;
  std::string out = page_link(context, {page.limit, 0}, "first");
  const auto add = [&](std::size_t offset, const char* rel) {
    out += ", " + page_link(context, {page.limit, offset}, rel);
  };
  if (page.offset > 0) {
    add(page.offset > page.limit ? page.offset - page.limit : 0, "prev");
  }
  if (context.config.link_loop) {
    add(page.offset, "next");
  } else if (page.offset + page.limit < total) {
    add(page.offset + page.limit, "next");
  }
  add(last, "last");
  return out;
}

/// 1.1 says beside the data what it ignored, and in some systems that all went well.
void add_status(const Context& context, json::array warnings, json::object& body) {
  if (warnings.empty() && context.version == Version::v1p1 && context.config.success_status_1p1) {
    warnings.push_back(success_status());
  }
  if (!warnings.empty()) {
    body["statusInfoSet"] = std::move(warnings);
  }
}

} // namespace

http::Response fail(const Context& context, const Failure& failure) {
  return error_response(failure, context.version, context.config);
}

http::Response unknown_object(const Context& context, const std::string& what) {
  return fail(context, {404, Minor::unknownobject, what});
}

http::Response answer_collection(const Context& context, Kind kind,
                                 const std::function<bool(const Record&)>& belongs) {
  ReadOptions options;
  if (const auto failure = OptionsReader(context, kind).read(options, true)) {
    return fail(context, *failure);
  }
  std::vector<const Record*> records;
  context.store.each(kind, [&](const Record& record) {
    if (belongs(record) && (!options.filter || matches(*options.filter, record.value))) {
      records.push_back(&record);
    }
  });
  sort_records(records, options);

  json::array items;
  const auto total = records.size();
  const auto first = std::min(options.page.offset, total);
  for (auto i = first; i < std::min(first + options.page.limit, total); ++i) {
    items.emplace_back(select(project(context, kind, records[i]->value), options.fields));
  }
  json::object body;
  enclose(body, context.config, plural(kind), std::move(items));
  add_status(context, std::move(options.warnings), body);
  auto response = http::json_response(200, to_text(body));
  if (context.config.total_count) {
    response.set("X-Total-Count", std::to_string(total));
  }
  if (context.config.link_header) {
    response.set("Link", link_header(context, options.page, total));
  }
  return response;
}

http::Response answer_one(const Context& context, Kind kind, const Record* record) {
  if (record == nullptr) {
    return unknown_object(context, "there is no such " + std::string(singular(kind)));
  }
  ReadOptions options;
  if (const auto failure = OptionsReader(context, kind).read(options, false)) {
    return fail(context, *failure);
  }
  json::object body;
  enclose(body, context.config, singular(kind),
          select(project(context, kind, record->value), options.fields));
  add_status(context, std::move(options.warnings), body);
  return http::json_response(200, to_text(body));
}

} // namespace host_stub::sis
