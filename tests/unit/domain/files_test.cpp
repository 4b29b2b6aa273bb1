// What the hall starts with: catalogue and consent documents.

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/catalogue_file.h"
#include "domain/consent_document.h"
#include "domain/price.h"
#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

TEST(CatalogueFile, SellsTheGuidesCertificatesAtItsPrices) {
  const auto catalogue = parse_catalogue(repository_file("data/catalogue.json"));
  ASSERT_TRUE(catalogue) << catalogue.error().message;
  ASSERT_EQ(catalogue->relying_applications.size(), 2U);
  EXPECT_EQ(catalogue->relying_applications[0], sample::relying_application());
  for (const auto& application : catalogue->relying_applications) {
    const auto one_year = [&](CertificateType type) {
      const auto list =
          price_list_in_force(catalogue->price_lists, application.code, type, sample::kToday);
      return list ? price_of(*list, 1).total : Fen{};
    };
    EXPECT_EQ(one_year(CertificateType::organization), Fen{35000});
    EXPECT_EQ(one_year(CertificateType::organization_person), Fen{60000});
    EXPECT_EQ(one_year(CertificateType::natural_person), Fen{25000});
  }
}

std::string catalogue(const std::string& applications, const std::string& lists) {
  return R"({"relying_applications":[)" + applications + R"(],"price_lists":[)" + lists + "]}";
}

const std::string kApplication =
    R"({"code":"a","name":"甲","region":"","certificate_types":["organization"],)"
    R"("remind_after_days":7,"cancel_after_days":30})";

std::string price_list(const std::string& code, int fee) {
  return R"({"relying_application":")" + code +
         R"(","certificate_type":"organization","valid_from":"2026-01-01",)"
         R"("certificate_per_year":)" +
         std::to_string(fee) + R"(,"token_once":0,"seal_once":0})";
}

TEST(CatalogueFile, IsAcceptedWhereEverythingHasAPrice) {
  EXPECT_TRUE(parse_catalogue(catalogue(kApplication, price_list("a", 0))));
}

TEST(CatalogueFile, IsRefusedWithTheReason) {
  const auto message = [](const std::string& applications, const std::string& lists) {
    return parse_catalogue(catalogue(applications, lists)).error().message;
  };
  EXPECT_EQ(message(kApplication, ""), "目录数据有误:应用a的organization没有价目");
  EXPECT_EQ(message(kApplication + "," + kApplication, price_list("a", 0)),
            "目录数据有误:应用a重复");
  EXPECT_EQ(message(kApplication, price_list("b", 0)),
            "目录数据有误:价目b(2026-01-01)的应用不存在");
  EXPECT_EQ(message(kApplication, price_list("a", -1)), "目录数据有误:价目a(2026-01-01)的金额为负");
  EXPECT_EQ(message(kApplication, price_list("a", 0) + "," + price_list("a", 1)),
            "目录数据有误:价目a(2026-01-01)重复");
  EXPECT_EQ(message(R"({"code":"","name":"甲","region":"","certificate_types":[],)"
                    R"("remind_after_days":7,"cancel_after_days":30})",
                    ""),
            "目录数据有误:应用缺少代码或名称");
  EXPECT_EQ(message(R"({"code":"a","name":"甲","region":"","certificate_types":[],)"
                    R"("remind_after_days":30,"cancel_after_days":30})",
                    ""),
            "目录数据有误:应用a的提醒天数应为 1 到 365，取消天数应大于提醒天数且不超过 365");
  EXPECT_FALSE(parse_catalogue("{}"));
}

TEST(ConsentDocuments, AreFiveOfWhichOneIsOnlyReadAndOneAgreedToSeparately) {
  int must_agree = 0;
  int separate = 0;
  for (const std::string code : {"guide", "service_agreement", "privacy_policy",
                                 "personal_information", "sensitive_information"}) {
    const auto document = parse_consent_document(repository_file("data/consents/" + code + ".md"));
    ASSERT_TRUE(document) << code << ": " << document.error().message;
    EXPECT_EQ(document->code, code);
    EXPECT_TRUE(document->title.starts_with("《") && document->title.ends_with("》"));
    EXPECT_GT(to_code_points(document->body).size(), 500U) << code;
    EXPECT_EQ(document->separate, code == "sensitive_information");
    must_agree += document->must_agree ? 1 : 0;
    separate += document->separate ? 1 : 0;
  }
  EXPECT_EQ(must_agree, 4);
  EXPECT_EQ(separate, 1);
}

const std::string kHead =
    "---\ncode: a\nversion: 1\ntitle: 《甲》\nmust_agree: true\nseparate: false\n---\n";

TEST(ConsentDocument, KeepsItsBodyAndTheDigestOfWhatIsRead) {
  const auto document = parse_consent_document(kHead + "\n## 一\n\n正文: 有冒号\n");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->body, "## 一\n\n正文: 有冒号");
  EXPECT_EQ(document->digest, to_hex(sha256("《甲》\n## 一\n\n正文: 有冒号")));
}

TEST(ConsentDocument, IsRefusedWithTheReason) {
  const auto message = [](const std::string& text) {
    return parse_consent_document(text).error().message;
  };
  EXPECT_EQ(message("正文"), "协议文件有误:第一行应为---");
  EXPECT_EQ(message("---\ncode: a\n"), "协议文件有误:文件头没有以---结束");
  EXPECT_EQ(message("---\ncode: a\n---\n正文"), "协议文件有误:缺少version");
  EXPECT_EQ(message(kHead), "协议文件有误:没有正文");
  EXPECT_EQ(message("---\ncode a\n---\n正文"), "协议文件有误:「code a」不是「名称: 值」");
  EXPECT_EQ(message("---\ncode: a\ncode: b\n---\n正文"), "协议文件有误:重复的code");
  EXPECT_EQ(message("---\nextra: 1\n" + kHead.substr(4) + "正文"), "协议文件有误:不认识的extra");
  auto wrong_flag = kHead;
  wrong_flag.replace(wrong_flag.find("true"), 4, "yes");
  EXPECT_EQ(message(wrong_flag + "正文"), "协议文件有误:must_agree只能是true或false");
  EXPECT_EQ(message("\xff"), "协议文件有误:不是UTF-8");
}

}  // namespace
}  // namespace certhall::domain
