#pragma once
// Complete, right, and invented: tests change one thing at a time.

#include "domain/application.h"
#include "domain/application_facts.h"
#include "domain/catalogue.h"
#include "domain/divisions.h"
#include "unit/domain/test_files.h"

namespace certhall::domain::sample {

inline Date day(std::string_view text) { return parse_date(text).value(); }
inline Timestamp time(std::string_view text) { return parse_rfc3339(text).value(); }
inline const Date kToday = day("2026-11-23");

inline const Divisions& divisions() {
  static const Divisions all = Divisions::parse(repository_file("data/divisions.json")).value();
  return all;
}

inline RelyingApplication relying_application() {
  return {.code = "hn-ggzy",
          .name = "湖南省公共资源交易服务平台",
          .region = "湖南省",
          .certificate_types = {CertificateType::organization, CertificateType::organization_person,
                                CertificateType::natural_person}};
}

inline Details details() {
  return {.organization = {.name = "湖南示例建设有限公司",
                           .credit_code = "91430100MA4L00001J",
                           .address = "湖南省长沙市岳麓区示例路1号"},
          .legal_representative = {.name = "王示例",
                                   .id_number = "990101198501010029",
                                   .mobile = "13800000002"},
          .agent = {.name = "张三丰",
                    .id_number = "990101199003070015",
                    .mobile = "13800000001",
                    .email = "zhangsan@example.com"},
          .delivery = {.division = "430104", .address = "示例路1号", .postcode = "410000"},
          .invoice = {
              .wanted = true, .title = "湖南示例建设有限公司", .tax_number = "91430100MA4L00001J"}};
}

/// 机构个人证书: the holder is another one than the agent.
inline Details organization_person() {
  Details details = sample::details();
  details.certificate_type = CertificateType::organization_person;
  details.legal_representative = {};
  details.holder =
      Holder{.name = "李示例", .id_number = "990101198501010029", .mobile = "13800000003"};
  return details;
}

/// 自然人证书: his own agent.
inline Details natural_person() {
  Details details = sample::details();
  details.certificate_type = CertificateType::natural_person;
  details.organization = {};
  details.legal_representative = {};
  details.invoice = {.wanted = true, .title = details.agent.name, .tax_number = ""};
  return details;
}

inline Material material(MaterialKind kind, std::string_view uploaded_at) {
  return {.kind = kind,
          .form_version = kind == MaterialKind::application_form ? 1 : 0,
          .uploaded_at = time(uploaded_at)};
}

/// A draft with everything done up to the payment.
inline Dossier complete_dossier() {
  Dossier dossier;
  dossier.application = {.number = "HN20261123-000001",
                         .relying_application = "hn-ggzy",
                         .details = details(),
                         .form_version = 1};
  dossier.application.form_digest = form_digest(dossier.application);
  dossier.relying_application = relying_application();
  constexpr std::string_view kUploaded = "2026-11-20T02:00:00Z";
  for (const auto kind : {MaterialKind::application_form, MaterialKind::business_licence,
                          MaterialKind::seal_impression})
    dossier.materials.push_back(material(kind, kUploaded));
  dossier.identity = Identity{.status = IdentityStatus::verified,
                              .details_digest = person_digest(dossier.application.details),
                              .verified_at = time(kUploaded)};
  return dossier;
}

}  // namespace certhall::domain::sample
