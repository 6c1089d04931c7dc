// Who may do what where: each role with each operation of each item in each place, through the real
// module and the roster of host_stub. The one table is kMatrix; the operations are those of
// plugin/actions/rights.hpp.
#include <array>
#include <map>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/host/plugin_session.hpp"
#include "host_stub/import/roster_import.hpp"
#include "plugin/actions/rights.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

using passback::actions::Need;

// Two schools and an excluded one below a district, and a class in each.
constexpr std::array<const char*, 3> kClasses = {"c-1", "c-2", "c-x"};
constexpr std::array<const char*, 5> kDomains = {"root", "d-1", "s-1", "s-2", "s-x"};

// '-' nothing, 'v' sees, 'f' acts for a teacher, 'a' acts in the item's own right, 'o' the same and
// operates the site. First in the classes, then in the domains, in the order of the lists above.
struct Row {
  const char* who;
  const char* user;
  const char* in_classes;
  const char* in_domains;
};
constexpr Row kMatrix[] = {
    {"a teacher of c-1", "u-1", "a--", "-----"},
    {"a teacher of c-2", "u-8", "-a-", "-----"},
    {"an assistant in c-1", "u-6", "---", "-----"},
    {"a student of c-1", "u-2", "---", "-----"},
    {"the principal of s-1", "u-9", "v--", "--v--"},
    {"a counsellor of s-2", "u-10", "-v-", "---v-"},
    {"the administrator of s-1", "u-5", "f--", "--a--"},
    {"the administrator of the district", "u-4", "fff", "-aaaa"},
    {"the administrator of another district", "u-11", "---", "-----"},
    {"an administrator who has left", "u-7", "---", "-----"},
    {"the administrator of the site", "admin", "fff", "ooooo"},
};

import::Bundle roster(){auto bundle = import::sample_bundle_1_1();
bundle["orgs.csv"] += "s-2,,,Hill School,school,2,d-1\n"
                      "s-x,,,Night School,school,3,d-1\n"
                      "d-2,,,Other District,district,8,\n";
bundle["courses.csv"] += "crs-2,Art,ART,s-2\ncrs-x,Night,N,s-x\n";
bundle["classes.csv"] += "c-2,Art 1,crs-2,ART-1,scheduled,s-2,\"t-1,y-1\"\n"
                         "c-x,Night 1,crs-x,N-1,scheduled,s-x,\"t-1,y-1\"\n";
bundle["users.csv"] += "u-4,true,d-1,administrator,dana,Dana,White,\n"
                       "u-5,true,s-1,administrator,omar,Omar,Rashid,\n"
                       "u-6,true,s-1,aide,ann,Ann,Lee,\n"
                       "u-7,false,d-1,administrator,gone,Gone,Away,\n"
                       "u-8,true,s-2,teacher,max,Max,Other,\n"
                       "u-9,true,s-1,principal,pia,Pia,Prince,\n"
                       "u-10,true,s-2,counselor,cleo,Cleo,Care,\n"
                       "u-11,true,d-2,administrator,eve,Eve,Else,\n";
bundle["enrollments.csv"] += "e-4,c-2,s-2,u-8,teacher,true\n"
                             "e-5,c-1,s-1,u-6,aide,false\n";
return bundle;
} // namespace

bool is_of_class(std::string_view item) {
  return item.starts_with("gradebook.");
}

bool expected(char right, Need need) {
  switch (need) {
  case Need::see:
    return right != '-';
  case Need::act:
    return right == 'a' || right == 'f' || right == 'o';
  case Need::each_class: // see teaches_any
  case Need::operate:
    break;
  }
  return right == 'o';
}

// What concerns all classes of a teacher is the same wherever she stands.
bool teaches_any(const Row& row) {
  return std::string_view(row.in_classes).find('a') != std::string_view::npos;
}

class PermissionMatrix : public testing::Test {
 protected:
  void SetUp() override {
    const auto imported = import::import_roster(roster(), book);
    ASSERT_TRUE(imported.problems.empty());
    auto plugin = loader::load_plugin(PASSBACK_MANIFEST);
    ASSERT_TRUE(plugin) << plugin.failure().message;
    auto opened = PluginSession::open(plugin.value(), book, book.site(), log,
                                      {.data = folder.path(), .run_mode = "enqueue_only"});
    ASSERT_TRUE(opened) << opened.failure().message;
    session = std::move(opened.value());
    const auto saved = session->invoke(
        item("admin.sis_sync/sis_settings"), who("admin", "", "d-1"),
        boost::json::serialize(boost::json::object{
            {"op", "save"}, {"allow_grades", true}, {"excluded_domains", {domain_id("s-x")}}}));
    ASSERT_TRUE(saved) << saved.failure().message;
    tell_roster();
  }

  void tell_roster() {
    gradebook::RosterStore roster(book);
    FactReader facts(book);
    for (const auto& in_class : roster.classes()) {
      ASSERT_FALSE(session->report(facts.fact_of(in_class)).error);
      for (const auto& one : roster.enrolments(in_class.id)) {
        const auto user = roster.user(one.user_id);
        ASSERT_TRUE(user);
        ASSERT_FALSE(session->report(EnrolmentFact{one, in_class, *user}).error);
      }
    }
  }

  std::string domain_id(const std::string& sis_id) {
    return gradebook::RosterStore(book).domain(sis_id)->id;
  }
  const MenuItem& item(std::string_view id) {
    for (const auto& one : session->menu_items()) {
      if (one.id == id) {
        return one;
      }
    }
    throw std::runtime_error("no item " + std::string(id));
  }
  ActionContext who(const std::string& user, const std::string& in_class,
                    const std::string& domain) {
    gradebook::RosterStore roster(book);
    ActionContext context;
    context.user_id = roster.user(user) ? roster.user(user)->id : user;
    if (!in_class.empty()) {
      const auto found = *roster.class_of(in_class);
      context.class_id = found.id;
      context.domain_id = found.domain_id;
      context.school_year = found.school_year;
    } else {
      context.domain_id = domain_id(domain);
    }
    return context;
  }

  // "denied", or what the document says of who uses it: "read_only", "for_teacher", "own".
  std::string standing(const std::string& item_id, const std::string& op,
                       const ActionContext& context) {
    const std::string input =
        op == "open" ? "" : boost::json::serialize(boost::json::object{{"op", op}});
    const auto reply = session->invoke(item(item_id), context, input);
    if (!reply) {
      return reply.failure().code == "call.denied" ? "denied" : "own";
    }
    const auto document = boost::json::parse(reply.value());
    return document.as_object().contains("read_only")     ? "read_only"
           : document.as_object().contains("for_teacher") ? "for_teacher"
                                                          : "own";
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
  LogFile log{folder.path(), false};
  std::unique_ptr<PluginSession> session;
};

TEST_F(PermissionMatrix, HoldsForEachRoleOperationAndPlace) {
  for (const Row& row : kMatrix) {
    for (const auto& operation : passback::actions::all_operations()) {
      const bool of_class = is_of_class(operation.item);
      const std::size_t places = of_class ? kClasses.size() : kDomains.size();
      for (std::size_t i = 0; i < places; ++i) {
        const char right = of_class ? row.in_classes[i] : row.in_domains[i];
        const auto context =
            of_class ? who(row.user, kClasses[i], "") : who(row.user, "", kDomains[i]);
        const auto found =
            standing(std::string(operation.item), std::string(operation.op), context);
        const bool may =
            operation.need == Need::each_class ? teaches_any(row) : expected(right, operation.need);
        EXPECT_EQ(found != "denied", may)
            << row.who << ", " << operation.item << " " << operation.op << " in "
            << (of_class ? kClasses[i] : kDomains[i]) << ": " << found;
      }
    }
  }
}

TEST_F(PermissionMatrix, ADocumentSaysInWhichRightItIsUsed) {
  const std::string sync = "gradebook.tools/sync_grades_to_sis";
  EXPECT_EQ(standing(sync, "open", who("u-1", "c-1", "")), "own");
  EXPECT_EQ(standing(sync, "open", who("u-4", "c-1", "")), "for_teacher");
  EXPECT_EQ(standing(sync, "open", who("u-9", "c-1", "")), "read_only");
  EXPECT_EQ(standing("admin.sis_sync/sis_settings", "open", who("u-9", "", "s-1")), "read_only");
}

TEST_F(PermissionMatrix, AnItemIsShownToThoseWhoMayUseOrSeeIt) {
  for (const Row& row : kMatrix) {
    for (const auto& one : session->menu_items()) {
      const bool of_class = is_of_class(one.id);
      const auto context = of_class ? who(row.user, "c-1", "") : who(row.user, "", "s-1");
      const char right = of_class ? row.in_classes[0] : row.in_domains[2];
      const auto state = session->item_state(one, context);
      ASSERT_TRUE(state) << state.failure().message;
      // Off in a class is hidden too: only who may not see it at all is told so.
      EXPECT_EQ(state.value().reason_code != "host.permission", right != '-')
          << row.who << ", " << one.id;
    }
  }
}

} // namespace host_stub::host
} // namespace host_stub::host
