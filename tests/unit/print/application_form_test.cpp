#include "print/application_form.h"

#include <gtest/gtest.h>

#include "reading/qr_code.h"
#include "reading/upload.h"
#include "tools/pdf_text.h"
#include "tools/sample_form.h"

namespace certhall::print {
namespace {

using test::pdf_text;
using test::sample_form;

std::string only_page(const std::string& pdf) {
  const auto pages = pdf_text(pdf);
  EXPECT_EQ(pages.size(), 1U);
  return pages.at(0);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

testing::AssertionResult shows(const std::string& page, const std::string& value) {
  if (page.find(value) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "not on the page: " << value;
}

TEST(ApplicationForm, ShowsEveryValueOnOnePage) {
  const auto form = sample_form();
  const auto page = only_page(render_application_form(form));
  for (const auto& value : {form.head.issuer_name,
                            form.head.hotline,
                            form.head.number,
                            form.relying_application,
                            form.business,
                            form.certificate_type,
                            form.years,
                            form.amount,
                            form.amount_parts,
                            form.organization->name,
                            form.organization->id_kind,
                            form.organization->id_number,
                            form.organization->address,
                            form.legal_representative->name,
                            form.legal_representative->id_number,
                            form.legal_representative->mobile,
                            form.agent.name,
                            form.agent.id_number,
                            form.agent.mobile,
                            form.agent.email,
                            form.delivery_address,
                            form.postcode,
                            form.invoice_title,
                            form.tax_number})
    EXPECT_TRUE(shows(page, value));
  for (const auto* text : {"电子招投标数字证书申请表", "第2版", "2026-11-2309:40", "顺丰到付",
                           "法人信息", "盖公章", "经办人"})
    EXPECT_TRUE(shows(page, text));
}

TEST(ApplicationForm, OfANaturalPersonHasNoOrganizationAndNoSeal) {
  const auto form = test::sample_persons_form();
  const auto page = only_page(render_application_form(form));
  EXPECT_TRUE(shows(page, "申请人姓名" + form.agent.name));
  EXPECT_TRUE(shows(page, "自然人证书"));
  for (const auto* text : {"单位信息", "法人信息", "经办人", "盖公章", "本单位"})
    EXPECT_FALSE(shows(page, text));
}

TEST(ApplicationForm, OfAnOrganizationPersonHasTheHolderInsteadOfTheLegalRepresentative) {
  const auto form = test::sample_holders_form();
  const auto page = only_page(render_application_form(form));
  for (const auto& value :
       {std::string("机构个人证书"), std::string("单位信息"), form.organization->name,
        "申请人姓名" + form.holder->name, form.holder->id_number, form.holder->mobile,
        "经办人姓名" + form.agent.name, form.agent.id_number, form.agent.email,
        std::string("申请人（签字）"), std::string("经办人（签字）"), std::string("盖公章")})
    EXPECT_TRUE(shows(page, value));
  EXPECT_FALSE(shows(page, "法人信息"));
}

TEST(ApplicationForm, OfAnOrganizationPersonKeepsLongValuesOnItsPage) {
  auto form = test::sample_holders_form();
  form.organization->name = repeated("湖南示例建设工程", 8);
  form.organization->address = repeated("示例省示例市示例路", 14);
  form.holder->name = repeated("阿卜杜热西提·", 7);
  form.delivery_address = repeated("样例省样例市样例街道", 14);
  const auto page = only_page(render_application_form(form));
  for (const auto& value : {form.organization->name, form.organization->address, form.holder->name,
                            form.delivery_address})
    EXPECT_TRUE(shows(page, value));
  EXPECT_TRUE(shows(page, "盖公章"));
}

TEST(ApplicationForm, WithoutAnInvoiceShowsNeitherTitleNorTaxNumber) {
  auto form = sample_form();
  form.invoice_wanted = false;
  const auto page = only_page(render_application_form(form));
  EXPECT_FALSE(shows(page, form.invoice_title));
  EXPECT_FALSE(shows(page, form.tax_number));
}

TEST(ApplicationForm, IsTheSameBytesForTheSameData) {
  EXPECT_EQ(render_application_form(sample_form()), render_application_form(sample_form()));
  auto other = sample_form();
  other.agent.mobile = "13800000003";
  EXPECT_NE(render_application_form(other), render_application_form(sample_form()));
}

TEST(ApplicationForm, CarriesItsQrCode) {
  const auto form = sample_form();
  const auto upload = reading::load_upload(render_application_form(form), "application/pdf");
  ASSERT_TRUE(upload) << upload.error().message;
  EXPECT_EQ(reading::find_qr_codes(upload->pages.at(0)), std::vector{form.head.qr_text});
}

TEST(ApplicationForm, KeepsLongValuesWholeOnTheOnePage) {
  auto form = sample_form();
  form.organization->name = repeated("湖南示例建设工程", 12);
  form.organization->address = repeated("示例省示例市示例路", 14);
  form.legal_representative->name = repeated("阿卜杜热西提·", 7);
  form.agent.name = repeated("麦麦提艾力·", 8);
  form.agent.email = repeated("a.long.mailbox.", 15) + "@example.com";
  form.delivery_address = repeated("样例省样例市样例街道", 14);
  form.invoice_title = repeated("示例集团发票抬头", 12);
  const auto page = only_page(render_application_form(form));
  for (const auto& value :
       {form.organization->name, form.organization->address, form.legal_representative->name,
        form.agent.name, form.agent.email, form.delivery_address, form.invoice_title})
    EXPECT_TRUE(shows(page, value));
  EXPECT_TRUE(shows(page, "盖公章"));
}

TEST(ApplicationForm, CutsAbsurdValuesInsteadOfLeavingThePage) {
  auto form = sample_form();
  form.organization->address = repeated("无尽的地址", 2000);
  form.agent.email = repeated("x", 5000);
  form.delivery_address = form.organization->address;
  const auto page = only_page(render_application_form(form));
  EXPECT_TRUE(shows(page, repeated("无尽的地址", 3)));
  EXPECT_TRUE(shows(page, "盖公章"));
  EXPECT_TRUE(shows(page, form.head.hotline));
}

TEST(ApplicationForm, SurvivesBytesThatAreNoText) {
  auto form = sample_form();
  form.agent.name = "测\xFF试\xC3";
  EXPECT_TRUE(shows(only_page(render_application_form(form)), form.agent.mobile));
}

}  // namespace
}  // namespace certhall::print
