#include <gtest/gtest.h>

#include "host_stub/host/permission.hpp"
#include "host_stub/import/roster_import.hpp"
#include "lms_plugin/host.h"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

constexpr const char* kSync = LMS_PERMISSION_SYNC_GRADES;
constexpr const char* kManage = LMS_PERMISSION_MANAGE_SYNC;
constexpr const char* kView = LMS_PERMISSION_VIEW_SYNC;
constexpr const char* kActForTeacher = LMS_PERMISSION_ACT_FOR_TEACHER;
constexpr const char* kOperate = LMS_PERMISSION_OPERATE_SYNC;

class PermissionRules : public testing::Test {
 protected:
  PermissionRules() {
    auto bundle = import::sample_bundle_1_1();
    bundle["orgs.csv"] += "s-2,,,Hill School,school,2,d-1\n";
    bundle["users.csv"] += "u-4,true,d-1,administrator,dana,Dana,White,\n"
                           "u-5,true,s-2,administrator,omar,Omar,Rashid,\n"
                           "u-6,true,s-1,aide,ann,Ann,Lee,\n"
                           "u-7,false,d-1,administrator,gone,Gone,Away,\n"
                           "u-8,true,s-1,teacher,max,Max,Other,\n"
                           "u-9,true,s-1,principal,pia,Pia,Prince,\n"
                           "u-10,true,s-2,counselor,cleo,Cleo,Care,\n";
    import::import_roster(bundle, book);
  }

  bool allows(const std::string& user, const char* what, const std::string& in_class,
              const std::string& domain = "") {
    return permission.allows(user, what, in_class, domain);
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
  gradebook::RosterStore roster{book};
  Permission permission{roster};
};

TEST_F(PermissionRules, LetATeacherSyncTheGradesOfTheirClass) {
  EXPECT_TRUE(allows("u-1", kSync, "c-1"));
}

TEST_F(PermissionRules, DoNotLetATeacherSyncTheGradesOfAnotherClass) {
  EXPECT_FALSE(allows("u-8", kSync, "c-1"));
}

TEST_F(PermissionRules, DoNotLetATeacherManageTheSettings) {
  EXPECT_FALSE(allows("u-1", kManage, "", "s-1"));
  EXPECT_FALSE(allows("u-1", kManage, "c-1"));
}

TEST_F(PermissionRules, LetAStudentDoNothing) {
  EXPECT_FALSE(allows("u-2", kSync, "c-1"));
  EXPECT_FALSE(allows("u-2", kManage, "", "s-1"));
}

TEST_F(PermissionRules, LetAnAideDoNothing) {
  EXPECT_FALSE(allows("u-6", kSync, "c-1"));
}

TEST_F(PermissionRules, LetAnAdministratorDoEverythingInTheirDomainAndBelow) {
  for (const char* domain : {"d-1", "s-1", "s-2"}) {
    EXPECT_TRUE(allows("u-4", kManage, "", domain)) << domain;
  }
  EXPECT_TRUE(allows("u-4", kActForTeacher, "c-1"));
  EXPECT_TRUE(allows("u-4", kView, "c-1"));
}

TEST_F(PermissionRules, DoNotTakeAnAdministratorForATeacher) {
  EXPECT_FALSE(allows("u-4", kSync, "c-1")) << "the history has to say who acted for whom";
}

TEST_F(PermissionRules, LetAPrincipalAndACounsellorSeeTheirOwnSchool) {
  EXPECT_TRUE(allows("u-9", kView, "c-1"));
  EXPECT_TRUE(allows("u-9", kView, "", "s-1"));
  EXPECT_FALSE(allows("u-9", kView, "", "d-1"));
  EXPECT_FALSE(allows("u-10", kView, "c-1"));
  EXPECT_TRUE(allows("u-10", kView, "", "s-2"));
  for (const char* other : {kSync, kManage, kActForTeacher, kOperate}) {
    EXPECT_FALSE(allows("u-9", other, "c-1")) << other;
  }
}

TEST_F(PermissionRules, LetNobodyOperateTheSiteWhoHasAPartOfIt) {
  EXPECT_TRUE(allows("admin", kOperate, "", "root"));
  EXPECT_FALSE(allows("u-4", kOperate, "", "root"));
  EXPECT_FALSE(allows("u-4", kOperate, "", "d-1"));
}

TEST_F(PermissionRules, KeepAnAdministratorOutOfOtherDomainsAndAbove) {
  EXPECT_TRUE(allows("u-5", kManage, "", "s-2"));
  EXPECT_FALSE(allows("u-5", kManage, "", "s-1"));
  EXPECT_FALSE(allows("u-5", kManage, "", "d-1"));
  EXPECT_FALSE(allows("u-5", kActForTeacher, "c-1"));
}

TEST_F(PermissionRules, LetTheSiteAdministratorDoEverything) {
  EXPECT_TRUE(allows("admin", kManage, "", ""));
  EXPECT_TRUE(allows("admin", kActForTeacher, "c-1"));
}

TEST_F(PermissionRules, LetNobodyDoAnythingWhoIsUnknownOrNotActive) {
  EXPECT_FALSE(allows("nobody", kSync, "c-1"));
  EXPECT_FALSE(allows("", kManage, "", ""));
  EXPECT_FALSE(allows("u-7", kManage, "", "d-1"));
}

TEST_F(PermissionRules, DenyWhatTheyDoNotKnow) {
  EXPECT_FALSE(allows("admin", "delete_everything", "c-1"));
  EXPECT_FALSE(allows("admin", kSync, "c-99"));
  EXPECT_FALSE(allows("admin", kManage, "", "d-99"));
}

} // namespace
} // namespace host_stub::host
