#include "domain/certificate_type.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

/// As a draft may hold it: typed for one type after another.
Details everything(CertificateType type) {
  Details details = sample::details();
  details.certificate_type = type;
  details.holder = sample::organization_person().holder;
  return details;
}

TEST(CertificateTypes, HaveTheirNames) {
  EXPECT_EQ(text_of(CertificateType::organization), "机构证书");
  EXPECT_EQ(text_of(CertificateType::organization_person), "机构个人证书");
  EXPECT_EQ(text_of(CertificateType::natural_person), "自然人证书");
}

TEST(RelevantDetails, AreOnlyWhatTheTypeAsksFor) {
  const auto organization = relevant(everything(CertificateType::organization));
  EXPECT_EQ(organization, sample::details());

  const auto person = relevant(everything(CertificateType::organization_person));
  EXPECT_EQ(person.organization, sample::details().organization);
  EXPECT_EQ(person.legal_representative, LegalRepresentative{});
  EXPECT_EQ(person.holder, sample::organization_person().holder);

  const auto natural = relevant(everything(CertificateType::natural_person));
  EXPECT_EQ(natural.organization, Organization{});
  EXPECT_EQ(natural.legal_representative, LegalRepresentative{});
  EXPECT_EQ(natural.holder, std::nullopt);
  EXPECT_EQ(natural.agent, sample::details().agent);
  EXPECT_EQ(relevant(natural), natural) << "twice is once";
}

TEST(SubjectName, IsWhoseCertificateItIs) {
  EXPECT_EQ(subject_name(sample::details()), "湖南示例建设有限公司");
  EXPECT_EQ(subject_name(sample::organization_person()), "李示例（湖南示例建设有限公司）");
  EXPECT_EQ(subject_name(sample::natural_person()), "张三丰");
}

TEST(SubjectName, IsOnlyWhatIsKnown) {
  auto details = sample::organization_person();
  details.holder.reset();
  EXPECT_EQ(subject_name(details), "湖南示例建设有限公司");
  details.organization.name.clear();
  EXPECT_EQ(subject_name(details), "");
  details.holder = Holder{.name = "李示例", .id_number = "", .mobile = ""};
  EXPECT_EQ(subject_name(details), "李示例");
}

TEST(Pin, IsForTheAgentOfAnOrganizationAndOtherwiseForThePerson) {
  EXPECT_EQ(pin_recipient(sample::details()), (PinRecipient{"张三丰", "13800000001"}));
  EXPECT_EQ(pin_recipient(sample::organization_person()), (PinRecipient{"李示例", "13800000003"}));
  EXPECT_EQ(pin_recipient(sample::natural_person()), (PinRecipient{"张三丰", "13800000001"}));
}

TEST(Pin, NeverGoesToAHolderOfAnotherType) {
  const auto details = everything(CertificateType::organization);
  EXPECT_EQ(pin_recipient(details).mobile, details.agent.mobile);
}

TEST(StoredDetails, OfAnOlderProgramAreStillRead) {
  // Written before there was a holder.
  const auto details = from_json_text<Details>(
      R"({"certificate_type":"organization","years":1,"publish":true,)"
      R"("organization":{"name":"湖南示例建设有限公司","id_kind":"unified_social_credit_code",)"
      R"("credit_code":"91430100MA4L00001J","address":"湖南省长沙市岳麓区示例路1号"},)"
      R"("legal_representative":{"name":"王示例","id_number":"990101198501010029",)"
      R"("mobile":"13800000002"},)"
      R"("agent":{"name":"张三丰","id_number":"990101199003070015","mobile":"13800000001",)"
      R"("email":"zhangsan@example.com"},)"
      R"("delivery":{"division":"430104","address":"示例路1号","postcode":"410000"},)"
      R"("invoice":{"wanted":true,"title":"湖南示例建设有限公司",)"
      R"("tax_number":"91430100MA4L00001J"}})");
  ASSERT_TRUE(details) << details.error().message;
  EXPECT_EQ(*details, sample::details());
}

TEST(StoredDetails, NameAHolderOnlyWhereThereIsOne) {
  EXPECT_EQ(to_json_text(sample::details()).find("holder"), std::string::npos);
  const auto stored = to_json_text(sample::organization_person());
  EXPECT_EQ(from_json_text<Details>(stored), sample::organization_person());
}

}  // namespace
}  // namespace certhall::domain
