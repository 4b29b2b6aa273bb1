#include "domain/review_checklist.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "domain/material_rules.h"
#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

constexpr CertificateType kTypes[] = {CertificateType::organization,
                                      CertificateType::organization_person,
                                      CertificateType::natural_person};

std::vector<std::string> all_points(CertificateType type) {
  std::vector<std::string> codes;
  for (const auto& point : review_checklist(type)) codes.emplace_back(point.code);
  return codes;
}

TEST(Checklist, IsCompleteWithEveryPointTicked) {
  for (const auto type : kTypes) {
    auto ticked = all_points(type);
    EXPECT_TRUE(checklist_complete(type, ticked));
    ticked.back() = "something_else";
    EXPECT_FALSE(checklist_complete(type, ticked));
    EXPECT_FALSE(checklist_complete(type, {}));
  }
}

TEST(Checklist, OfANaturalPersonAsksForNoStamps) {
  for (const auto& point : review_checklist(CertificateType::natural_person))
    EXPECT_EQ(point.text.find("公章"), std::string_view::npos);
}

TEST(Checklist, OfAnOrganizationPersonLooksForHisSignatureAndForNoLegalRepresentative) {
  std::string all;
  for (const auto& point : review_checklist(CertificateType::organization_person))
    all += point.text;
  EXPECT_NE(all.find("申请人和经办人签字"), std::string::npos);
  EXPECT_EQ(all.find("法人"), std::string::npos);
}

TEST(RequiredMaterials, AreTheGuides) {
  using enum MaterialKind;
  const auto kinds = [](CertificateType type) {
    std::vector<std::pair<MaterialKind, bool>> list;
    for (const auto& required : required_materials(type))
      list.emplace_back(required.kind, required.stamped);
    return list;
  };
  using List = std::vector<std::pair<MaterialKind, bool>>;
  EXPECT_EQ(kinds(CertificateType::organization),
            (List{{application_form, true}, {business_licence, true}, {seal_impression, true}}));
  EXPECT_EQ(kinds(CertificateType::organization_person),
            (List{{application_form, true}, {business_licence, true}, {seal_impression, true}}));
  EXPECT_EQ(kinds(CertificateType::natural_person),
            (List{{application_form, false}, {seal_impression, false}}));
}

TEST(ReviewItems, HaveChineseTitles) {
  using enum CertificateType;
  EXPECT_EQ(item_title(organization, "business_licence"), "营业执照扫描件");
  EXPECT_EQ(item_title(organization, "identity"), "身份认证");
  EXPECT_EQ(item_title(organization, "organization.name"), "机构名称");
  EXPECT_EQ(item_title(organization, "agent.id_number"), "经办人身份证号码");
  EXPECT_EQ(item_title(organization_person, "holder.name"), "申请人姓名");
  EXPECT_EQ(item_title(organization_person, "agent.name"), "经办人姓名");
  EXPECT_EQ(item_title(natural_person, "agent.name"), "申请人姓名");
}

TEST(ReviewItems, AreNotWhatTheTypeDoesNotAskFor) {
  using enum CertificateType;
  EXPECT_EQ(item_title(organization, "holder.name"), std::nullopt);
  EXPECT_EQ(item_title(organization_person, "legal_representative.name"), std::nullopt);
  EXPECT_EQ(item_title(natural_person, "organization.name"), std::nullopt);
  EXPECT_EQ(item_title(natural_person, "business_licence"), std::nullopt);
}

TEST(ReviewItems, AreNotWhatTheApplicantCannotMend) {
  for (const std::string_view item :
       {"", "years", "certificate_type", "transfer_voucher", "id_card_front", "agent.password"})
    EXPECT_EQ(item_title(CertificateType::organization, item), std::nullopt) << item;
}

TEST(ReviewItems, OfEveryTypeHaveTitlesAndFollowThePage) {
  for (const auto type : kTypes) {
    const auto items = returnable_items(type);
    EXPECT_EQ(items.front(), "application_form");
    for (const auto& item : items) EXPECT_TRUE(item_title(type, item)) << item;
  }
  const auto has = [](CertificateType type, std::string_view item) {
    const auto items = returnable_items(type);
    return std::ranges::find(items, item) != items.end();
  };
  EXPECT_TRUE(has(CertificateType::organization, "organization.name"));
  EXPECT_TRUE(has(CertificateType::organization, "legal_representative.name"));
  EXPECT_FALSE(has(CertificateType::organization, "holder.name"));
  EXPECT_TRUE(has(CertificateType::organization_person, "organization.name"));
  EXPECT_FALSE(has(CertificateType::organization_person, "legal_representative.name"));
  EXPECT_TRUE(has(CertificateType::organization_person, "holder.id_number"));
  EXPECT_FALSE(has(CertificateType::natural_person, "organization.name"));
  EXPECT_FALSE(has(CertificateType::natural_person, "business_licence"));
  EXPECT_TRUE(has(CertificateType::natural_person, "agent.id_number"));
}

TEST(ReviewItems, AreRefusedByPath) {
  EXPECT_EQ(validate_review_items(CertificateType::organization, {}),
            (std::vector<FieldError>{{"items", "请至少选择一项并写明原因。"}}));
  EXPECT_TRUE(
      validate_review_items(CertificateType::organization, {{"identity", "照片反光"}}).empty());
  const std::string too_long(3 * 201, 'x');
  EXPECT_EQ(validate_review_items(CertificateType::organization, {{"identity", ""},
                                                                  {"identity", "照片反光"},
                                                                  {"nothing", "照片反光"},
                                                                  {"agent.name", too_long}}),
            (std::vector<FieldError>{
                {"items[0].reason", "请写明原因，1至200个字，让申请人知道怎样修改。"},
                {"items[1].item", "这一项已经选过，请把原因写在一起。"},
                {"items[2].item", "没有这一项，请重新选择。"},
                {"items[3].reason", "请写明原因，1至200个字，让申请人知道怎样修改。"}}));
}

TEST(Reasons, AreOneSentenceForTheMessage) {
  EXPECT_EQ(reasons_text(CertificateType::organization,
                         {{"application_form", "未加盖公章。"}, {"agent.name", "与身份证不符"}}),
            "申请表扫描件:未加盖公章;经办人姓名:与身份证不符");
  EXPECT_EQ(reasons_text(CertificateType::natural_person, {{"agent.name", "与身份证不符"}}),
            "申请人姓名:与身份证不符");
}

}  // namespace
}  // namespace certhall::domain
