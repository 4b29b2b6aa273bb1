#pragma once
// What the fuzz targets share: the invented authority whose seeds they begin with.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/files.h"
#include "pki/certificate.h"

namespace certhall::fuzz {

/// 2026-11-23T00:00:00Z, when the seeds were made.
inline constexpr Timestamp kNow{1795392000000};

/// The key of the examples in GB/T 32918.5-2017: that of the authority, and of the token for which
/// envelopes are made; the same number on P-256 is that of another token.
inline pki::PrivateKey example_key(pki::Algorithm algorithm = pki::Algorithm::sm2_sm3) {
  const auto scalar =
      from_hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8").value();
  return pki::PrivateKey::from_scalar(algorithm, SecretText(scalar)).value();
}

#ifdef CERTHALL_FUZZ_FOLDER
inline pki::CertificateInfo example_authority() {
  const auto der = read_file(CERTHALL_FUZZ_FOLDER "/authority.cer").value();
  return pki::parse_certificate(der).value();
}
#endif

/// What must hold for every input, said as libFuzzer hears it.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace certhall::fuzz
