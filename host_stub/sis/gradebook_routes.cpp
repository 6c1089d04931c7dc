#include "host_stub/sis/read_responses.hpp"
#include "host_stub/sis/routes.hpp"
#include "host_stub/sis/scopes.hpp"
#include "host_stub/sis/writes.hpp"

// The gradebook: reads and writes by id, reads by class, school and student, and the four POSTs
// of 1.2.
namespace host_stub::sis {

namespace {

using Selects = bool (*)(const Context&, const Record&);

bool of_class(const Context& c, const Record& r) {
  return ref_member(r.value, "class") == c.ids[0];
}

bool category_of_class(const Context& c, const Record& r) {
  const auto* metadata = r.value.if_contains("metadata");
  const auto only = metadata == nullptr ? std::string_view()
                                        : text_member(metadata->get_object(), "classSourcedId");
  return only.empty() || only == c.ids[0];
}

/// A result's class is its line item's: `result.class` is optional, and 1.1 has none.
bool result_of_class(const Context& c, const Record& r) {
  const auto* item = c.store.find(Kind::line_item, ref_member(r.value, "lineItem"));
  return item != nullptr && ref_member(item->value, "class") == c.ids[0];
}
bool result_of_line_item(const Context& c, const Record& r) {
  return ref_member(r.value, "lineItem") == c.ids[1] && result_of_class(c, r);
}
bool result_of_student(const Context& c, const Record& r) {
  return ref_member(r.value, "student") == c.ids[1] && result_of_class(c, r);
}
bool scale_of_school(const Context& c, const Record& r) {
  const auto* owner = c.store.find(Kind::class_, ref_member(r.value, "class"));
  return owner != nullptr && ref_member(owner->value, "school") == c.ids[0];
}

Handler nested(Kind kind, std::vector<Kind> parents, Selects selects) {
  return [kind, parents = std::move(parents), selects](const Context& context) {
    for (std::size_t i = 0; i < parents.size(); ++i) {
      if (context.store.find(parents[i], context.ids[i]) == nullptr) {
        return unknown_object(context, "there is no such " + std::string(singular(parents[i])));
      }
    }
    return answer_collection(context, kind,
                             [&](const Record& record) { return selects(context, record); });
  };
}

/// GET all, GET one, PUT and DELETE of one kind.
void add_kind(Version version, const std::string& base, Kind kind, std::vector<Route>& routes) {
  const auto scope = [version](std::string_view suffix) { return scope_address(version, suffix); };
  const bool assessment = kind == Kind::assessment_line_item || kind == Kind::assessment_result;
  const std::string family = assessment ? "assessment" : "gradebook";
  std::vector<std::string> read = {scope(family + ".readonly")};
  if (!assessment && version == Version::v1p2) {
    read.push_back(scope("gradebook-core.readonly"));
  }
  const auto path = "/" + std::string(plural(kind));
  routes.push_back({version, "GET", path, base, read, [kind](const Context& c) {
                      return answer_collection(c, kind, [](const Record&) { return true; });
                    }});
  routes.push_back({version, "GET", path + "/{}", base, read, [kind](const Context& c) {
                      return answer_one(c, kind, c.store.find(kind, c.ids[0]));
                    }});
  routes.push_back({version,
                    "PUT",
                    path + "/{}",
                    base,
                    {scope(family + ".createput")},
                    [kind](const Context& c) { return put_one(c, kind); }});
  routes.push_back({version,
                    "DELETE",
                    path + "/{}",
                    base,
                    {scope(family + ".delete")},
                    [kind](const Context& c) { return delete_one(c, kind); }});
}

/// PUT without an id: not a route of the standard.
void add_collection_put(Version version, const std::string& base, const char* path, Kind kind,
                        std::vector<Route>& routes) {
  routes.push_back({version,
                    "PUT",
                    path,
                    base,
                    {scope_address(version, "gradebook.createput")},
                    [kind](const Context& c) { return put_new(c, kind); }});
}

void add_class_reads(Version version, const std::string& base, std::vector<Route>& routes) {
  const std::vector<std::string> read = {scope_address(version, "gradebook.readonly")};
  const auto add = [&](const char* path, Handler handler) {
    routes.push_back({version, "GET", path, base, read, std::move(handler)});
  };
  add("/classes/{}/lineItems", nested(Kind::line_item, {Kind::class_}, of_class));
  add("/classes/{}/results", nested(Kind::result, {Kind::class_}, result_of_class));
  add("/classes/{}/lineItems/{}/results",
      nested(Kind::result, {Kind::class_, Kind::line_item}, result_of_line_item));
  add("/classes/{}/students/{}/results",
      nested(Kind::result, {Kind::class_, Kind::user}, result_of_student));
}

void add_post(const std::string& base, const char* path, Kind kind, std::vector<PostParent> parents,
              std::vector<Route>& routes) {
  routes.push_back({Version::v1p2,
                    "POST",
                    path,
                    base,
                    {scope_address(Version::v1p2, "gradebook.createpost")},
                    [kind, parents = std::move(parents)](const Context& c) {
                      return post_set(c, kind, parents);
                    }});
}

} // namespace

void add_gradebook_routes(const SisConfig& config, std::vector<Route>& routes) {
  for (const auto kind : {Kind::category, Kind::line_item, Kind::result}) {
    add_kind(Version::v1p1, config.base_1p1, kind, routes);
  }
  for (const auto kind : kGradebookKinds) {
    add_kind(Version::v1p2, config.gradebook_1p2, kind, routes);
  }
  add_class_reads(Version::v1p1, config.base_1p1, routes);
  add_class_reads(Version::v1p2, config.gradebook_1p2, routes);

  if (config.collection_put) {
    for (const auto& [version, where] : {std::pair{Version::v1p1, &config.base_1p1},
                                         std::pair{Version::v1p2, &config.gradebook_1p2}}) {
      add_collection_put(version, *where, "/categories", Kind::category, routes);
      add_collection_put(version, *where, "/lineItems", Kind::line_item, routes);
      add_collection_put(version, *where, "/LineItems", Kind::line_item, routes);
      add_collection_put(version, *where, "/results", Kind::result, routes);
    }
  }
  const auto& base = config.gradebook_1p2;
  const auto read_1p2 = scope_address(Version::v1p2, "gradebook.readonly");
  const auto categories = nested(Kind::category, {Kind::class_}, category_of_class);
  if (config.class_categories) {
    routes.push_back(
        {Version::v1p2, "GET", "/classes/{}/categories", base, {read_1p2}, categories});
  }
  if (config.class_categories_1p1) {
    routes.push_back({Version::v1p1,
                      "GET",
                      "/classes/{}/categories",
                      config.base_1p1,
                      {scope_address(Version::v1p1, "gradebook.readonly")},
                      categories});
  }
  routes.push_back({Version::v1p2,
                    "GET",
                    "/classes/{}/scoreScales",
                    base,
                    {read_1p2},
                    nested(Kind::score_scale, {Kind::class_}, of_class)});
  routes.push_back({Version::v1p2,
                    "GET",
                    "/schools/{}/scoreScales",
                    base,
                    {read_1p2},
                    nested(Kind::score_scale, {Kind::org}, scale_of_school)});

  add_post(base, "/classes/{}/lineItems", Kind::line_item, {{Kind::class_, "class"}}, routes);
  add_post(base, "/schools/{}/lineItems", Kind::line_item, {{Kind::org, "school"}}, routes);
  add_post(base, "/lineItems/{}/results", Kind::result, {{Kind::line_item, "lineItem"}}, routes);
  add_post(base, "/classes/{}/academicSessions/{}/results", Kind::result,
           {{Kind::class_, ""}, {Kind::academic_session, ""}}, routes);
}

} // namespace host_stub::sis
