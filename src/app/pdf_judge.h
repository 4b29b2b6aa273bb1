#pragma once
// What the signatures of a PDF are worth.

#include "app/certificate_judge.h"

namespace certhall::app {

[[nodiscard]] std::vector<JudgedSignature> judge_pdf(const CertificateJudge& judge,
                                                     std::string_view file);

}  // namespace certhall::app
