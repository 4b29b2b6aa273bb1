#pragma once

#include <utility>

#include "print/application_form.h"
#include "print/seal_impression_sheet.h"

namespace certhall::test {

/// An organization's form, every value different from every other.
[[nodiscard]] inline print::ApplicationForm sample_form() {
  print::ApplicationForm form;
  form.head = {.issuer_name = "示例电子商务安全证书管理有限公司",
               .hotline = "400-000-0000",
               .number = "HN20261123-000017",
               .version = 2,
               .qr_text = "CH1:HN20261123-000017:2:k7f3q9x2mzab",
               .printed_at = Timestamp{1795398000000}};
  form.relying_application = "湖南省公共资源交易服务平台";
  form.business = "新申请";
  form.certificate_type = "机构证书";
  form.years = "1年";
  form.amount = "350.00元";
  form.amount_parts = "证书费200.00元、介质费100.00元、签章费50.00元";
  form.organization = print::FormOrganization{.name = "湖南示例建设有限公司",
                                              .id_kind = "统一社会信用代码",
                                              .id_number = "91430100MA4L0AAA0X",
                                              .address = "湖南省长沙市岳麓区示例大道一百号"};
  form.legal_representative = print::FormPerson{
      .name = "张测试", .id_number = "990101199001010016", .mobile = "13800000001", .email = ""};
  form.agent = {.name = "欧阳\xF0\xAC\xB1\x96龘",  // U+2CC56, outside the basic plane
                .id_number = "990101199203040025",
                .mobile = "13800000002",
                .email = "agent@example.com"};
  form.delivery_address = "湖南省长沙市开福区样例路二号";
  form.postcode = "410005";
  form.invoice_title = "湖南示例建设有限公司财务部";
  form.tax_number = "91430100MA4L0BBB0Y";
  return form;
}

/// 机构个人证书: no legal representative, but a holder.
[[nodiscard]] inline print::ApplicationForm sample_holders_form() {
  auto form = sample_form();
  form.certificate_type = "机构个人证书";
  form.amount = "600.00元";
  form.amount_parts = "证书费450.00元、介质费100.00元、签章费50.00元";
  form.legal_representative.reset();
  form.holder = print::FormPerson{
      .name = "赵样例", .id_number = "990101198807070037", .mobile = "13800000003", .email = ""};
  return form;
}

/// 自然人证书: only the person himself, as the agent.
[[nodiscard]] inline print::ApplicationForm sample_persons_form() {
  auto form = sample_form();
  form.certificate_type = "自然人证书";
  form.organization.reset();
  form.legal_representative.reset();
  form.invoice_title = "欧阳样例";
  form.tax_number.clear();
  return form;
}

[[nodiscard]] inline print::SealImpressionSheet sheet_of(const print::ApplicationForm& form) {
  auto agent = form.agent;
  agent.name = "测试甲";
  return {.head = form.head,
          .organization = form.organization,
          .legal_representative = form.legal_representative,
          .holder = form.holder,
          .agent = std::move(agent)};
}

[[nodiscard]] inline print::SealImpressionSheet sample_sheet() { return sheet_of(sample_form()); }

}  // namespace certhall::test
