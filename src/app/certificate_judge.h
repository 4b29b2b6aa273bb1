#pragma once
// What our books say of a certificate that somebody brings.

#include "app/verification.h"

namespace certhall::app {

/// Reads the authorities once, and then judges any number of certificates, as of one moment.
class CertificateJudge {
 public:
  explicit CertificateJudge(const Hall& hall);
  [[nodiscard]] JudgedCertificate operator()(pki::OutsideCertificate certificate) const;

 private:
  struct Known {
    Authority row;
    pki::OutsideCertificate certificate;
  };
  [[nodiscard]] std::vector<std::string> chain_above(const Known& authority) const;
  [[nodiscard]] const Known* find(std::string_view name) const;
  /// Fills in what is noted of one that our key signed; false: nothing is.
  bool look_up(JudgedCertificate& judged, const Known& issuer) const;
  [[nodiscard]] CertificateVerdict at_this_time(const pki::OutsideCertificate& one) const;

  const Hall& hall_;
  Timestamp now_;
  std::vector<Known> authorities_;
};

}  // namespace certhall::app
