#include "domain/vendor_directory.h"

#include <gtest/gtest.h>

#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

std::string vendor(const std::string& code, const std::string& kind, const std::string& address,
                   const std::string& mark = "甲") {
  return R"({"code":")" + code + R"(","kind":")" + kind + R"(","name":"甲公司","mark":")" + mark +
         R"(","summary":"简介","hotline":"400","services":["apply"],"hall_address":")" + address +
         R"("})";
}

const std::string kOwn = vendor("own", "own", "/hall/start");

std::string directory(const std::string& vendors, const std::string& portals = "") {
  return R"({"portal":"here","vendors":[)" + vendors + R"(],"portals":[)" + portals + "]}";
}

std::string problem(const std::string& json, bool sandbox = true) {
  const auto read = parse_vendor_directory(json, sandbox);
  return read ? "" : read.error().message;
}

TEST(VendorDirectory, OfTheRepositoryHasSeveralVendorsAndOneIsOutside) {
  const auto read = parse_vendor_directory(repository_file("data/vendors.json"), true);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_GE(read->vendors.size(), 2U);
  EXPECT_EQ(find_vendor(*read, "szca")->kind, VendorKind::own);
  EXPECT_EQ(find_vendor(*read, "demo-ca")->kind, VendorKind::outside);
  EXPECT_EQ(find_vendor(*read, "nobody"), nullptr);
}

TEST(VendorDirectory, LeavesTheDemosVendorOutOfProduction) {
  const auto read = parse_vendor_directory(repository_file("data/vendors.json"), false);
  ASSERT_TRUE(read);
  for (const auto& each : read->vendors) EXPECT_FALSE(is_sandbox(each));
}

TEST(VendorDirectory, IsRefusedWithTheReason) {
  const std::string head = "厂商名录 vendors.json 有误：";
  EXPECT_EQ(problem(directory("")), head + "应当有且只有一家厂商是本厅（kind 为 own）");
  EXPECT_EQ(problem(directory(kOwn + "," + kOwn)), head + "代码 own 重复");
  EXPECT_EQ(problem(directory(vendor("own", "own", "https://a.cn"))),
            head + "厂商 own 是本厅，地址应为 /hall/start");
  for (const char* address : {"http://a.cn", "https://", "javascript:alert(1)", "/hall/start",
                              "https://a.cn/#x", "https://a b.cn"})
    EXPECT_EQ(problem(directory(kOwn + "," + vendor("a", "outside", address))),
              head + "厂商 a 的营业厅地址应以 https:// 开头")
        << address;
  EXPECT_EQ(problem(directory(kOwn + "," + vendor("../a", "outside", "https://a.cn"))),
            head + "厂商 ../a 的代码只能用小写字母、数字和连字符");
  EXPECT_EQ(problem(directory(kOwn + "," + vendor("a", "outside", "https://a.cn", "甲乙丙"))),
            head + "厂商 a 的标记应为一到两个字");
}

TEST(VendorDirectory, KnowsPortalsThatHandOverToUs) {
  const std::string portal = R"({"code":"p","name":"省平台","address":"https://p.cn"})";
  const auto read = parse_vendor_directory(directory(kOwn, portal), true);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(find_portal(*read, "p")->name, "省平台");
  EXPECT_EQ(find_portal(*read, "own"), nullptr);
  const std::string same = R"({"code":"own","name":"省平台","address":"https://p.cn"})";
  EXPECT_NE(problem(directory(kOwn, same)), "");
  const std::string us = R"({"code":"here","name":"省平台","address":"https://p.cn"})";
  EXPECT_NE(problem(directory(kOwn, us)), "");
}

}  // namespace
}  // namespace certhall::domain
