#include "domain/validation.h"

#include <functional>
#include <map>

#include <gtest/gtest.h>

#include "base/json.h"
#include "unit/domain/sample.h"

namespace certhall::domain {

struct CheckVector {
  std::string field;
  std::string value;  // as typed
  bool valid = false;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(CheckVector, (), (field, value, valid, message))

struct NormaliseVector {
  std::string field;
  std::string value;
  std::string normalised;
};
BOOST_DESCRIBE_STRUCT(NormaliseVector, (), (field, value, normalised))

namespace {

using sample::kToday;

Complaint check(const std::string& field, const std::string& typed) {
  static const std::map<std::string, std::function<Complaint(const std::string&)>> checks{
      {"person_name", [](auto& v) { return check_person_name(normalise_person_name(v)); }},
      {"organization_name", [](auto& v) { return check_organization_name(normalise_text(v)); }},
      {"credit_code", [](auto& v) { return check_credit_code(normalise_code(v)); }},
      {"id_number", [](auto& v) { return check_id_number(normalise_code(v), kToday); }},
      {"mobile", [](auto& v) { return check_mobile(normalise_mobile(v)); }},
      {"email", [](auto& v) { return check_email(normalise_plain(v)); }},
      {"address", [](auto& v) { return check_address(normalise_text(v)); }},
      {"postcode", [](auto& v) { return check_postcode(normalise_plain(v)); }},
      {"tax_number", [](auto& v) { return check_tax_number(normalise_code(v)); }},
      {"invoice_title", [](auto& v) { return check_invoice_title(normalise_text(v)); }},
  };
  return checks.at(field)(typed);
}

TEST(FieldRules, AgreeWithTheVectorsThatThePagesRunToo) {
  const auto vectors =
      from_json_text<std::vector<CheckVector>>(repository_file("tests/vectors/validation.json"));
  ASSERT_TRUE(vectors) << vectors.error().message;
  for (const auto& vector : *vectors) {
    const auto complaint = check(vector.field, vector.value);
    EXPECT_EQ(!complaint, vector.valid) << vector.field << " " << vector.value;
    EXPECT_EQ(complaint.value_or(""), vector.message) << vector.field << " " << vector.value;
  }
}

TEST(Normalise, AgreesWithTheVectorsThatThePagesRunToo) {
  const std::map<std::string, std::string (*)(std::string_view)> functions{
      {"text", normalise_text},
      {"person_name", normalise_person_name},
      {"code", normalise_code},
      {"plain", normalise_plain},
      {"mobile", normalise_mobile}};
  const auto vectors =
      from_json_text<std::vector<NormaliseVector>>(repository_file("tests/vectors/normalise.json"));
  ASSERT_TRUE(vectors) << vectors.error().message;
  for (const auto& [field, value, normalised] : *vectors) {
    EXPECT_EQ(functions.at(field)(value), normalised) << field << " " << value;
    EXPECT_EQ(functions.at(field)(normalised), normalised) << "twice is once: " << value;
  }
}

TEST(FieldRules, AskForWhatIsEmpty) {
  EXPECT_EQ(check_person_name(""), "请填写姓名。");
  EXPECT_EQ(check_organization_name(""), "请填写机构名称。");
  EXPECT_EQ(check_credit_code(""), "请填写统一社会信用代码。");
  EXPECT_EQ(check_id_number("", kToday), "请填写身份证号码。");
  EXPECT_EQ(check_mobile(""), "请填写手机号码。");
  EXPECT_EQ(check_email(""), "请填写邮箱。");
  EXPECT_EQ(check_address(""), "请填写地址。");
  EXPECT_EQ(check_invoice_title(""), "请填写发票抬头。");
  EXPECT_EQ(check_postcode(""), std::nullopt);
  EXPECT_EQ(check_tax_number(""), std::nullopt);
}

TEST(FieldRules, AcceptTheExamplesOfTheStandards) {
  EXPECT_EQ(check_credit_code("91350100M000100Y43"), std::nullopt);
  EXPECT_EQ(check_id_number("11010519491231002X", kToday), std::nullopt);
}

TEST(FieldRules, SeeBlanksAroundWhatWasNotNormalised) {
  EXPECT_EQ(check_person_name(" 张三丰"), "姓名前后有空格，请删除。");
  EXPECT_EQ(check_organization_name("湖南示例建设有限公司 "), "机构名称前后有空格，请删除。");
  EXPECT_EQ(check_address("　示例路1号"), "地址前后有空格，请删除。");
}

TEST(FieldRules, RefuseControlAndPrivateCharactersAndBrokenUtf8) {
  for (const std::string name :
       {"湖南\n示例公司", "湖南\r示例公司", "湖南\x01示例公司", "湖南\u202e示例公司",
        "湖南\ue123示例公司", "湖南\u200b示例公司", "\xff\xfe湖南"}) {
    EXPECT_EQ(check_organization_name(name), "机构名称含有无法显示的字符，请删除后重新填写。")
        << name;
    EXPECT_TRUE(check_person_name(name)) << name;
  }
  EXPECT_TRUE(check_email("a@example.com\r\nBcc: b@example.com"));
  EXPECT_TRUE(check_credit_code("\xff"));
  EXPECT_TRUE(check_id_number("99010119900307001\xff", kToday));
}

TEST(IdNumber, CountsTheAgeToTheDay) {
  const std::string born_2010_11_23 = "990101201011230015";
  EXPECT_EQ(check_id_number(born_2010_11_23, sample::day("2026-11-23")), std::nullopt);
  EXPECT_EQ(check_id_number(born_2010_11_23, sample::day("2026-11-22")),
            "未满16周岁不能办理，请核对身份证号码。");
}

TEST(IdNumber, LetsThoseOfTheLeapDayComeOfAgeOnTheFirstOfMarch) {
  const std::string born_2008_02_29 = "99010120080229001X";
  EXPECT_EQ(check_id_number(born_2008_02_29, sample::day("2024-02-29")), std::nullopt);
  EXPECT_TRUE(check_id_number(born_2008_02_29, sample::day("2024-02-28")));
}

TEST(IdNumber, RefusesABirthdayInTheFuture) {
  const std::string born_2026_11_24 = "990101202611240019";
  EXPECT_EQ(check_id_number(born_2026_11_24, kToday),
            "身份证号码第7至14位不是有效的出生日期，请核对。");
}

TEST(Years, AreOneToFive) {
  EXPECT_TRUE(check_years(0));
  EXPECT_EQ(check_years(1), std::nullopt);
  EXPECT_EQ(check_years(5), std::nullopt);
  EXPECT_TRUE(check_years(6));
  EXPECT_TRUE(check_years(-1));
}

TEST(Division, MustBeADistrict) {
  EXPECT_EQ(check_division("430104", sample::divisions()), std::nullopt);
  EXPECT_EQ(check_division("", sample::divisions()), "请选择省、市、区。");
  EXPECT_TRUE(check_division("430100", sample::divisions()));
  EXPECT_TRUE(check_division("999999", sample::divisions()));
}

std::vector<FieldError> problems_of(const Details& details) {
  const auto relying = sample::relying_application();
  return validate_details(details, &relying, sample::divisions(), kToday);
}

std::vector<std::string> fields_of(const std::vector<FieldError>& errors) {
  std::vector<std::string> fields;
  for (const auto& error : errors) fields.push_back(error.field);
  return fields;
}

TEST(Details, AreRightAsInTheSample) {
  EXPECT_EQ(problems_of(sample::details()), std::vector<FieldError>{});
}

TEST(Details, NameEveryWrongFieldByItsPathInTheOrderOfThePage) {
  Details empty;
  empty.years = 0;
  EXPECT_EQ(fields_of(problems_of(empty)),
            (std::vector<std::string>{
                "years", "organization.name", "organization.credit_code", "organization.address",
                "legal_representative.name", "legal_representative.id_number",
                "legal_representative.mobile", "agent.name", "agent.id_number", "agent.mobile",
                "agent.email", "delivery.division", "delivery.address", "invoice.title"}));
}

TEST(Details, NeedARelyingApplicationThatOffersTheType) {
  EXPECT_EQ(validate_details(sample::details(), nullptr, sample::divisions(), kToday),
            (std::vector<FieldError>{{"relying_application", "请选择证书用于哪个应用。"}}));
  auto relying = sample::relying_application();
  relying.certificate_types = {CertificateType::organization};
  const auto problems =
      validate_details(sample::organization_person(), &relying, sample::divisions(), kToday);
  EXPECT_EQ(fields_of(problems), std::vector<std::string>{"certificate_type"});
}

TEST(Details, OfANaturalPersonNeedNoOrganization) {
  EXPECT_EQ(problems_of(sample::natural_person()), std::vector<FieldError>{});
  Details empty;
  empty.certificate_type = CertificateType::natural_person;
  EXPECT_EQ(
      fields_of(problems_of(empty)),
      (std::vector<std::string>{"agent.name", "agent.id_number", "agent.mobile", "agent.email",
                                "delivery.division", "delivery.address", "invoice.title"}));
}

TEST(Details, OfAnOrganizationPersonNeedAHolderAndNoLegalRepresentative) {
  EXPECT_EQ(problems_of(sample::organization_person()), std::vector<FieldError>{});
  Details empty;
  empty.certificate_type = CertificateType::organization_person;
  EXPECT_EQ(
      fields_of(problems_of(empty)),
      (std::vector<std::string>{
          "organization.name", "organization.credit_code", "organization.address", "holder.name",
          "holder.id_number", "holder.mobile", "agent.name", "agent.id_number", "agent.mobile",
          "agent.email", "delivery.division", "delivery.address", "invoice.title"}));
}

TEST(Details, MayHaveTheHolderAsTheAgent) {
  auto details = sample::organization_person();
  details.holder->name = details.agent.name;
  details.holder->id_number = details.agent.id_number;
  details.holder->mobile = details.agent.mobile;
  EXPECT_TRUE(problems_of(details).empty());
  details.holder->name = "张三峰";
  EXPECT_EQ(
      problems_of(details),
      (std::vector<FieldError>{{"agent.name", "与申请人的身份证号码相同，姓名却不同，请核对。"}}));
}

TEST(Details, IgnoreWhatWasTypedForAnotherType) {
  auto details = sample::natural_person();
  details.organization.credit_code = "?";
  details.legal_representative = {.name = "?", .id_number = "?", .mobile = "?"};
  details.holder = Holder{.name = "?", .id_number = "?", .mobile = "?"};
  EXPECT_EQ(problems_of(details), std::vector<FieldError>{});
}

TEST(Details, WithoutAnInvoiceNeedNoTitle) {
  auto details = sample::details();
  details.invoice = {.wanted = false, .title = "", .tax_number = "?"};
  EXPECT_TRUE(problems_of(details).empty());
  details.invoice.wanted = true;
  EXPECT_EQ(fields_of(problems_of(details)),
            (std::vector<std::string>{"invoice.title", "invoice.tax_number"}));
}

TEST(Details, RefuseAnotherKindOfIdentifier) {
  auto details = sample::details();
  details.organization.id_kind = "passport";
  EXPECT_EQ(fields_of(problems_of(details)), std::vector<std::string>{"organization.id_kind"});
}

TEST(Details, RefuseTwoNamesForOnePerson) {
  auto details = sample::details();
  details.agent.id_number = details.legal_representative.id_number;
  EXPECT_EQ(
      problems_of(details),
      (std::vector<FieldError>{{"agent.name", "与法人的身份证号码相同，姓名却不同，请核对。"}}));
  details.agent.name = details.legal_representative.name;
  EXPECT_TRUE(problems_of(details).empty());
}

TEST(NormaliseDetails, MakesRightWhatIsOnlyTypedDifferently) {
  auto typed = sample::details();
  typed.organization.name = " 湖南示例建设有限公司　";
  typed.organization.credit_code = "9143 0100 ma4l 0000 1j";
  typed.legal_representative.id_number = "９９０１０１１９８５０１０１００２９";
  typed.agent.mobile = "138 0000 0001";
  typed.agent.email = " zhangsan＠example.com";
  typed.delivery.postcode = "４１００００";
  EXPECT_EQ(normalise(typed), sample::details());
}

TEST(NormaliseDetails, MakesTheHolderRightToo) {
  auto typed = sample::organization_person();
  *typed.holder = {.name = " 李示例 ",
                   .id_number = "９９０１０１１９８５０１０１００２９",
                   .mobile = "+86 13800000003"};
  EXPECT_EQ(normalise(typed), sample::organization_person());
  typed.holder.reset();
  EXPECT_EQ(normalise(typed).holder, Holder{}) << "the form has one to fill in";
  EXPECT_EQ(normalise(sample::details()).holder, std::nullopt);
}

TEST(NormaliseDetails, NamesTheInvoiceOfANaturalPersonAfterHim) {
  auto typed = sample::natural_person();
  typed.invoice.title.clear();
  EXPECT_EQ(normalise(typed), sample::natural_person());
  typed.organization = sample::details().organization;  // typed before another type was chosen
  EXPECT_EQ(normalise(typed).invoice, sample::natural_person().invoice);
}

TEST(NormaliseDetails, LetsTheInvoiceFollowTheOrganizationWhereItIsEmpty) {
  auto typed = sample::details();
  typed.invoice.title = " ";
  typed.invoice.tax_number.clear();
  EXPECT_EQ(normalise(typed), sample::details());
  typed.invoice = {.wanted = true, .title = "另一个抬头", .tax_number = "430100000000001"};
  EXPECT_EQ(normalise(typed).invoice, typed.invoice);
  typed.invoice = {.wanted = false, .title = "", .tax_number = ""};
  EXPECT_EQ(normalise(typed).invoice, typed.invoice);
}

}  // namespace
}  // namespace certhall::domain
