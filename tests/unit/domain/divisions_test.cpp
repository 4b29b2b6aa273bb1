#include "domain/divisions.h"

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

TEST(Divisions, KnowTheWayFromProvinceToDistrict) {
  EXPECT_EQ(sample::divisions().names("430104"),
            (DivisionNames{.province = "湖南省", .city = "长沙市", .district = "岳麓区"}));
  EXPECT_EQ(sample::divisions().text("430104"), "湖南省长沙市岳麓区");
}

TEST(Divisions, LeaveOutCityNamesThatSayNothing) {
  EXPECT_EQ(sample::divisions().text("110101"), "北京市东城区");
  EXPECT_EQ(sample::divisions().text("500229"), "重庆市城口县");
  EXPECT_EQ(sample::divisions().text("429004"), "湖北省仙桃市");
}

TEST(Divisions, AreDistrictsOnlyWhereThereAreAny) {
  EXPECT_TRUE(sample::divisions().exists("430104"));
  EXPECT_TRUE(sample::divisions().exists("441904"));
  for (const std::string_view code : {"430100", "430000", "", "43010", "999999", "430104 "}) {
    EXPECT_FALSE(sample::divisions().exists(code)) << code;
    EXPECT_EQ(sample::divisions().text(code), "");
  }
}

Result<Divisions> parse(const std::string& divisions) {
  return Divisions::parse(R"({"version":"1","source":"","divisions":)" + divisions + "}");
}

TEST(Divisions, TakeACityWithoutDistrictsForOne) {
  const auto divisions = parse(R"({"430000":"甲省","430100":"乙市"})");
  ASSERT_TRUE(divisions);
  EXPECT_EQ(divisions->text("430100"), "甲省乙市");
  EXPECT_FALSE(divisions->exists("430000"));
}

TEST(DivisionsFile, IsRefusedWhereAParentIsMissingOrACodeIsNone) {
  EXPECT_FALSE(parse(R"({"430000":"甲省","430104":"丙区"})"));
  EXPECT_FALSE(parse(R"({"43":"甲省"})"));
  EXPECT_FALSE(parse(R"({"430000":""})"));
  EXPECT_FALSE(Divisions::parse("[]"));
}

}  // namespace
}  // namespace certhall::domain
