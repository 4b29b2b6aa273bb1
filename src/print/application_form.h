#pragma once
// 电子招投标数字证书申请表(通用): one A4 page to be printed, signed, stamped and scanned.

#include <optional>
#include <string>

#include "base/time.h"

namespace certhall::print {

/// Who prints, and which paper this is: the same on every page that goes out.
struct Letterhead {
  std::string issuer_name;  // 深圳市电子商务安全证书管理有限公司
  std::string hotline;      // 400-112-3838
  std::string number;       // of the application
  int version = 1;          // of the form: a later one voids this one
  std::string qr_text;      // read back from the scan
  Timestamp printed_at;     // on the page and in the file's metadata
};

struct FormOrganization {
  std::string name;
  std::string id_kind;  // 统一社会信用代码
  std::string id_number;
  std::string address;
};

struct FormPerson {
  std::string name;
  std::string id_number;
  std::string mobile;
  std::string email;  // empty: the form has no such row (legal representative, holder)
};

/// Everything is text as it is to be read, except what the page itself decides.
struct ApplicationForm {
  Letterhead head;
  std::string relying_application;  // 湖南省公共资源交易服务平台
  std::string business;             // 新申请
  std::string certificate_type;     // 机构证书
  std::string years;                // 1年
  std::string amount;               // 350.00元
  std::string amount_parts;         // 证书费200.00元、介质费100.00元、签章费50.00元
  std::optional<FormOrganization> organization;    // none: a natural person's form
  std::optional<FormPerson> legal_representative;  // of an organization's form
  std::optional<FormPerson> holder;                // 申请人 of a 机构个人证书
  FormPerson agent;              // 经办人; on a natural person's form 申请人
  std::string delivery_address;  // 湖南省长沙市岳麓区…
  std::string postcode;
  bool invoice_wanted = true;
  std::string invoice_title;
  std::string tax_number;
};

/// The PDF's bytes: equal forms give equal bytes. Any text in UTF-8 fits: long values wrap, and
/// where the page would overflow, all values are set smaller.
[[nodiscard]] std::string render_application_form(const ApplicationForm& form);

}  // namespace certhall::print
