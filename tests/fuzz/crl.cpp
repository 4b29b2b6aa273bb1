// Revocation lists of other authorities.

#include "pki/crl.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  using pki::Sm2Parameters;
  static const auto kAuthority = fuzz::example_authority();
  const auto der = fuzz::text_of(data, size);
  const auto crl = pki::parse_crl(der);
  if (!crl) return 0;
  const auto written = [&](Sm2Parameters parameters) {
    return pki::assemble_signed(crl->tbs, pki::signature_algorithm(crl->algorithm, parameters),
                                crl->signature);
  };
  fuzz::require(written(Sm2Parameters::absent) == der || written(Sm2Parameters::null) == der,
                "a list that was read is written the same");
  for (const auto& entry : crl->entries)
    fuzz::require(crl->find(entry.serial) != nullptr, "what is in the list is found");
  (void)pki::verify_crl(*crl, kAuthority, fuzz::kNow);
  return 0;
}
