#include "domain/masking.h"

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

TEST(Masking, LeavesEnoughToRecogniseOnesOwn) {
  EXPECT_EQ(mask_mobile("13800000001"), "138****0001");
  EXPECT_EQ(mask_id_number("99010119900307004X"), "990***********004X");
  EXPECT_EQ(mask_email("zhangsan@example.com"), "z***@example.com");
  EXPECT_EQ(mask_bank_account("6222020099008888"), "************8888");
  EXPECT_EQ(mask_bank_account("123"), "***");
}

TEST(Masking, OfANameLeavesTheFirstCharacter) {
  EXPECT_EQ(mask_person_name("李四"), "李*");
  EXPECT_EQ(mask_person_name("张三丰"), "张**");
  EXPECT_EQ(mask_person_name("买买提·阿不都热合曼"), "买**");
  EXPECT_EQ(mask_person_name("𠮷示例"), "𠮷**");
}

TEST(Masking, HidesAllOfWhatIsTooShort) {
  EXPECT_EQ(mask_mobile("1380001"), "*******");
  EXPECT_EQ(mask_id_number("123"), "***");
  EXPECT_EQ(mask_person_name("张"), "*");
  EXPECT_EQ(mask_person_name(""), "");
  EXPECT_EQ(mask_email("zhangsan"), "********");
  EXPECT_EQ(mask_email("@example.com"), "************");
}

TEST(Masking, NeverCutsACharacterOfADraftInTwo) {
  EXPECT_EQ(mask_mobile("我的手机号码是多少呢"), "我的手***是多少呢");
  EXPECT_EQ(mask_email("张三@example.com"), "张***@example.com");
}

TEST(Masking, LeavesOfAnAddressOnlyItsBeginning) {
  EXPECT_EQ(mask_address("麓山南路示例大厦8楼"), "麓山****");
  EXPECT_EQ(mask_address("八一路"), "****");
  EXPECT_EQ(mask_address(""), "");
}

TEST(MaskedDetails, HideNumbersAndKeepTheRest) {
  const auto details = sample::details();
  const auto masked = mask_details(details);
  EXPECT_EQ(masked.agent.mobile, "138****0001");
  EXPECT_EQ(masked.agent.id_number, "990***********0015");
  EXPECT_EQ(masked.legal_representative.mobile, "138****0002");
  EXPECT_EQ(masked.legal_representative.id_number, "990***********0029");
  EXPECT_EQ(masked.agent.email, mask_email(details.agent.email));
  EXPECT_NE(masked.agent.email, details.agent.email);
  EXPECT_EQ(masked.delivery.address, mask_address(details.delivery.address));
  EXPECT_EQ(masked.agent.name, details.agent.name);
  EXPECT_EQ(masked.organization, details.organization);
}

TEST(MaskedDetails, HideTheHolder) {
  const auto masked = mask_details(sample::organization_person());
  EXPECT_EQ(masked.holder->mobile, "138****0003");
  EXPECT_EQ(masked.holder->id_number, "990***********0029");
  EXPECT_EQ(masked.holder->name, "李示例");
}

}  // namespace
}  // namespace certhall::domain
