#pragma once
// 数字证书印章采集表: one A4 page on which the applicant stamps his seals, to be scanned.

#include <string>

#include "print/application_form.h"

namespace certhall::print {

struct SealImpressionSheet {
  Letterhead head;
  bool natural_person = false;  // then one box, for the handwritten signature
  std::string applicant_name;   // the organization, or the person
  std::string id_kind;          // 统一社会信用代码
  std::string id_number;
  std::string legal_representative;  // empty for a natural person
  std::string agent_name;
  std::string agent_mobile;
};

/// The PDF's bytes: equal sheets give equal bytes.
[[nodiscard]] std::string render_seal_impression_sheet(const SealImpressionSheet& sheet);

}  // namespace certhall::print
