// branding.yaml: what the vendor says of the product, strictly read.
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "plugin/abi/branding_file.hpp"

namespace passback::abi {
namespace {

namespace fs = std::filesystem;

TEST(BrandingFile, SaysWhoseProductItIs) {
  const auto branding = branding_in("branding_version: 1\nproduct_name: Grade Bridge\n"
                                    "teacher_guide: https://vendor.example/teachers\n",
                                    "branding.yaml");
  EXPECT_EQ(branding.problem, "");
  EXPECT_EQ(branding.product_name, "Grade Bridge");
  EXPECT_EQ(branding.teacher_guide, "https://vendor.example/teachers");
  EXPECT_EQ(branding.support_contact, "");
}

TEST(BrandingFile, AnUnknownMemberIsRefusedByNameAndNothingIsUsed) {
  const auto branding =
      branding_in("product_name: Grade Bridge\nsuport_contact: help@vendor.example\n", "b.yaml");
  EXPECT_NE(branding.problem.find("suport_contact"), std::string::npos) << branding.problem;
  EXPECT_NE(branding.problem.find("b.yaml:2"), std::string::npos) << branding.problem;
  EXPECT_EQ(branding.product_name, "");
}

TEST(BrandingFile, AnAddressThatIsNoneIsRefused) {
  EXPECT_NE(branding_in("teacher_guide: javascript:alert(1)\n", "b.yaml").problem, "");
  EXPECT_NE(branding_in("product_name: [a]\n", "b.yaml").problem, "");
  EXPECT_NE(branding_in("just words\n", "b.yaml").problem, "");
}

TEST(BrandingFile, TheOneInTheDataDirectoryGoesOverTheOneBesideTheModule) {
  const auto folder = fs::temp_directory_path() / ("branding_" + std::to_string(::getpid()));
  fs::create_directories(folder / "data");
  fs::create_directories(folder / "module");
  const auto read = [&] {
    return read_branding((folder / "data").string(), (folder / "module").string()).product_name;
  };
  EXPECT_EQ(read(), "");
  std::ofstream(folder / "module" / "branding.yaml") << "product_name: Of the module\n";
  EXPECT_EQ(read(), "Of the module");
  std::ofstream(folder / "data" / "branding.yaml") << "product_name: Of the site\n";
  EXPECT_EQ(read(), "Of the site");
  fs::remove_all(folder);
}

} // namespace
} // namespace passback::abi
