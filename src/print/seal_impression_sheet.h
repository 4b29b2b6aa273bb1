#pragma once
// 数字证书印章采集表: one A4 page on which the applicant stamps his seals or signs, to be scanned.

#include <optional>
#include <string>

#include "print/application_form.h"

namespace certhall::print {

/// The same parties as on the form: an organization stamps its own and its legal representative's
/// seal; the holder of a 机构个人证书 signs, and his organization stamps; a natural person signs.
struct SealImpressionSheet {
  Letterhead head;
  std::optional<FormOrganization> organization;    // none: a natural person's sheet
  std::optional<FormPerson> legal_representative;  // of an organization's sheet
  std::optional<FormPerson> holder;                // of a 机构个人证书
  FormPerson agent;                                // on a natural person's sheet 申请人
};

/// The PDF's bytes: equal sheets give equal bytes.
[[nodiscard]] std::string render_seal_impression_sheet(const SealImpressionSheet& sheet);

}  // namespace certhall::print
