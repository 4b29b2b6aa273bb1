#include "domain/invoice.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/chinese_amount.h"
#include "domain/invoice_workflow.h"
#include "domain/mail_text.h"

namespace certhall::domain {
namespace {

Date day(int year, unsigned month, unsigned d) {
  return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{d}};
}

PriceList list_from(Date valid_from, std::int64_t per_year) {
  return {.relying_application = "hn-ggzy",
          .certificate_type = CertificateType::organization,
          .valid_from = valid_from,
          .certificate_per_year = {per_year},
          .token_once = {10000},
          .seal_once = {5000}};
}

Application application_for(std::int64_t years) {
  Application application;
  application.relying_application = "hn-ggzy";
  application.details.years = years;
  return application;
}

TEST(InvoiceTax, IsWhatThePriceHoldsRoundedHalfUp) {
  EXPECT_EQ(tax_within({20000}, 6).value, 1132);   // 1132.08
  EXPECT_EQ(tax_within({10000}, 13).value, 1150);  // 1150.44
  EXPECT_EQ(tax_within({106}, 6).value, 6);
  EXPECT_EQ(tax_within({1}, 100).value, 1);  // 0.5
  EXPECT_EQ(tax_within({20000}, 0).value, 0);
  EXPECT_EQ(tax_within({0}, 6).value, 0);
}

TEST(InvoiceLines, AddUpToWhatWasPaidToTheFenWhateverThePrice) {
  for (std::int64_t fee = 1; fee < 5000; fee += 7)
    for (const std::int64_t rate : {0, 1, 3, 6, 9, 13}) {
      const std::vector lists{list_from(day(2026, 1, 1), fee)};
      const Fen paid{fee * 3 + 15000};
      const auto lines = invoice_lines(lists, application_for(3), paid, day(2026, 11, 24),
                                       {.service_percent = rate, .goods_percent = 13});
      ASSERT_EQ(lines.size(), 3U);
      EXPECT_EQ(total_of(lines), paid);
      for (const auto& line : lines) {
        EXPECT_EQ(line.net + line.tax, line.amount);
        // Within half a fen of the exact tax, on both ways of rounding.
        EXPECT_LE(std::abs(line.net.value * line.tax_percent - line.tax.value * 100),
                  (100 + line.tax_percent) / 2 + 1);
      }
    }
}

TEST(InvoiceLines, AreThePartsOfThePriceThatWasPaidNotOfTodays) {
  const std::vector lists{list_from(day(2026, 1, 1), 20000), list_from(day(2026, 12, 1), 30000)};
  const auto lines =
      invoice_lines(lists, application_for(1), {35000}, day(2026, 12, 24), TaxRates{});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].name, "证书费");
  EXPECT_EQ(lines[0].amount.value, 20000);
  EXPECT_EQ(lines[0].tax_percent, 6);
  EXPECT_EQ(lines[1].name, "介质费");
  EXPECT_EQ(lines[1].tax_percent, 13);
  EXPECT_EQ(tax_of(lines).value, 1132 + 1150 + 283);
}

TEST(InvoiceLines, AreOneWhereNoPriceGivesThisAmount) {
  const std::vector lists{list_from(day(2026, 1, 1), 20000)};
  const auto lines =
      invoice_lines(lists, application_for(1), {12345}, day(2026, 11, 24), TaxRates{});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].amount.value, 12345);
  const auto before = invoice_lines(lists, application_for(1), {35000}, day(2025, 1, 1), {});
  EXPECT_EQ(before.size(), 1U) << "the list was not in force yet";
}

TEST(InvoiceLines, LeaveOutWhatCostsNothing) {
  auto list = list_from(day(2026, 1, 1), 20000);
  list.seal_once = {};
  EXPECT_EQ(invoice_lines({list}, application_for(1), {30000}, day(2026, 11, 24), {}).size(), 2U);
}

TEST(InvoiceOrderNumber, FitsTwentyCharactersAndCountsTheTries) {
  EXPECT_EQ(invoice_order_number("HN20261123-000017", 1), "HN20261123000017-1");
  EXPECT_LE(invoice_order_number("HN20261123-000017", 99).size(), 20U);
}

TEST(InvoiceStates, WithTheIssuerHaveNoPersonToWaitFor) {
  for (const auto status : EnumSet<InvoiceStatus>::all().list()) {
    bool system_goes_on = false;
    for (const auto& row : kInvoiceWorkflow.rows)
      system_goes_on = system_goes_on || (row.from == status && row.by.has(Party::system) &&
                                          row.on != InvoiceEvent::recall);
    EXPECT_EQ(is_with_issuer(status), system_goes_on) << enum_to_text(status);
  }
}

TEST(ChineseAmount, IsWrittenInCapitalNumerals) {
  const std::pair<std::int64_t, std::string_view> samples[] = {
      {0, "零圆整"},
      {35000, "叁佰伍拾圆整"},
      {35020, "叁佰伍拾圆贰角整"},
      {35003, "叁佰伍拾圆零叁分"},
      {5, "伍分"},
      {50, "伍角整"},
      {1'000'500, "壹万零伍圆整"},
      {10'000'000, "壹拾万圆整"},
      {10'203'000, "壹拾万贰仟零叁拾圆整"},
      {100'001'000'000, "壹拾亿零壹万圆整"},
      {123'456'789, "壹佰贰拾叁万肆仟伍佰陆拾柒圆捌角玖分"},
      {-35000, "（负数）叁佰伍拾圆整"}};
  for (const auto& [fen, text] : samples) EXPECT_EQ(chinese_amount({fen}), text);
}

TEST(InvoiceMail, NamesTheInvoiceAndWhereElseItIs) {
  Invoice invoice;
  invoice.number = "99000000000000000001";
  invoice.red_number = "99000000000000000002";
  invoice.title = "湖南示例建设有限公司";
  invoice.lines = {{.amount = {35000}}};
  const SmsSubject subject{.relying_application = "湖南省公共资源交易服务平台"};
  const auto mail = invoice_mail({}, subject, invoice, "HN20261123-000017", "https://h/x");
  EXPECT_EQ(mail.subject, "【深圳CA】电子发票 99000000000000000001");
  for (const auto* part : {"99000000000000000001", "350.00", "HN20261123-000017", "https://h/x"})
    EXPECT_NE(mail.text.find(part), std::string::npos) << part;
  EXPECT_EQ(mail.text.find("纳税人识别号"), std::string::npos) << "a person has none";
  const auto red = red_letter_mail({}, subject, invoice, "HN20261123-000017", "https://h/x");
  EXPECT_NE(red.text.find("-350.00"), std::string::npos);
  EXPECT_NE(red.text.find("原发票号码：99000000000000000001"), std::string::npos);
}

}  // namespace
}  // namespace certhall::domain
