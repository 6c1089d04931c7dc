#include <gtest/gtest.h>

#include "plugin/oneroster/files/csv_read.hpp"

namespace passback::oneroster {
namespace {

using Cells = std::vector<std::string>;

TEST(CsvRead, ReadsWhatASpreadsheetSaves) {
  const auto rows =
      read_csv("\xEF\xBB\xBFkind,id,name\r\nstudent,7,\"Silva, \"\"Tom\"\"\"\r\n\r\n,,\r\n"
               "class,c-1,\"two\nlines\"\nstudent,8,Ada");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].cells, (Cells{"kind", "id", "name"}));
  EXPECT_EQ(rows[1].cells, (Cells{"student", "7", "Silva, \"Tom\""}));
  EXPECT_EQ(rows[2].cells, (Cells{"class", "c-1", "two\nlines"}));
  EXPECT_EQ(rows[2].line, 5U);
  EXPECT_EQ(rows[3].cells, (Cells{"student", "8", "Ada"}));
  EXPECT_EQ(rows[3].line, 7U);
}

TEST(CsvRead, TakesSemicolonsWhereTheFirstRowHasThem) {
  EXPECT_EQ(read_csv("id;sis_id\n7;u,7\n")[1].cells, (Cells{"7", "u,7"}));
  EXPECT_EQ(read_csv("id,sis_id\n7;u,7\n")[1].cells, (Cells{"7;u", "7"}));
}

TEST(CsvRead, TakesTabsAsCellsAreCopiedWithThem) {
  EXPECT_EQ(read_csv("id\tsis_id\r\n7\tu,7\r\n")[1].cells, (Cells{"7", "u,7"}));
}

TEST(CsvRead, NothingIsNoRow) {
  EXPECT_TRUE(read_csv("").empty());
  EXPECT_TRUE(read_csv("\n , \n").empty());
}

} // namespace
} // namespace passback::oneroster
