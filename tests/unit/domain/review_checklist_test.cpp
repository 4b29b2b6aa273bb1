#include "domain/review_checklist.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "domain/material_rules.h"
#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

std::vector<std::string> all_points(CertificateType type) {
  std::vector<std::string> codes;
  for (const auto& point : review_checklist(type)) codes.emplace_back(point.code);
  return codes;
}

TEST(Checklist, IsCompleteWithEveryPointTicked) {
  for (const auto type : {CertificateType::organization, CertificateType::organization_person,
                          CertificateType::natural_person}) {
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
  EXPECT_EQ(kinds(CertificateType::natural_person),
            (List{{application_form, false}, {seal_impression, false}}));
}

TEST(ReviewItems, HaveChineseTitles) {
  EXPECT_EQ(item_title("business_licence"), "营业执照扫描件");
  EXPECT_EQ(item_title("identity"), "身份认证");
  EXPECT_EQ(item_title("organization.name"), "机构名称");
  EXPECT_EQ(item_title("agent.id_number"), "经办人身份证号码");
}

TEST(ReviewItems, AreNotWhatTheApplicantCannotMend) {
  for (const std::string_view item :
       {"", "years", "certificate_type", "transfer_voucher", "id_card_front", "agent.password"})
    EXPECT_EQ(item_title(item), std::nullopt) << item;
}

TEST(ReviewItems, OfATypeAllHaveTitles) {
  const auto items = returnable_items(CertificateType::organization);
  EXPECT_EQ(items.front(), "application_form");
  EXPECT_NE(std::ranges::find(items, "organization.name"), items.end());
  for (const auto& item : items) EXPECT_TRUE(item_title(item)) << item;
  const auto persons = returnable_items(CertificateType::natural_person);
  EXPECT_EQ(std::ranges::find(persons, "organization.name"), persons.end());
  EXPECT_EQ(std::ranges::find(persons, "business_licence"), persons.end());
}

TEST(ReviewItems, AreRefusedByPath) {
  EXPECT_EQ(validate_review_items({}),
            (std::vector<FieldError>{{"items", "请至少选择一项并写明原因。"}}));
  EXPECT_TRUE(validate_review_items({{"identity", "照片反光"}}).empty());
  const std::string too_long(3 * 201, 'x');
  EXPECT_EQ(validate_review_items({{"identity", ""},
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
  EXPECT_EQ(reasons_text({{"application_form", "未加盖公章。"}, {"agent.name", "与身份证不符"}}),
            "申请表扫描件:未加盖公章;经办人姓名:与身份证不符");
}

}  // namespace
}  // namespace certhall::domain
