// Certificates that others hand in, as DER or PEM.

#include "fuzz.h"
#include "pki/outside_certificate.h"
#include "pki/pem.h"

namespace certhall::fuzz {
namespace {

void look_at(std::string_view der) {
  static const auto kAuthority = example_authority();
  static const auto kProfiles = pki::demo_profiles({}, {});
  const auto info = pki::parse_certificate(der);
  if (!info) return;
  (void)pki::read_certificate(der);
  require(pki::assemble_signed(info->tbs, info->algorithm_der, info->signature) == der,
          "a certificate that was read is written the same");
  (void)pki::to_text(info->subject);
  (void)pki::verify_issued_by(*info, kAuthority, kNow);
  for (const auto* profile : {&kProfiles.root_ca, &kProfiles.issuing_ca, &kProfiles.ocsp_signer,
                              &kProfiles.signing, &kProfiles.encryption}) {
    const auto linted = pki::lint(info->tbs, *profile, pki::issuer_of(kAuthority));
    require(!linted || info->issuer_der == kAuthority.subject_der,
            "lint lets no certificate of another issuer through");
  }
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  const auto input = fuzz::text_of(data, size);
  fuzz::look_at(input);
  if (const auto der = pki::from_pem(pki::kPemCertificate, input)) fuzz::look_at(*der);
  return 0;
}
