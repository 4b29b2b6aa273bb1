#pragma once
// Authority keys in a PKCS#11 module (version 2.40): a network HSM, a smart card, SoftHSM2. Keys
// are made in the module, sensitive and not extractable; the ledger is a file beside the hall's
// data, written before the module is asked.
//
// P-256 signs by CKM_ECDSA, RSA by CKM_RSA_PKCS, both over a digest made here, so that a spy in
// front of the module sees the digests of the ledger. PKCS#11 2.40 has no SM2: makers have
// mechanisms of their own, which a setting names.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "adapters/keys/key_ledger.h"
#include "app/ports/keys.h"
#include "base/result.h"

namespace certhall::adapters {

struct Pkcs11Settings {
  std::string module;    // path of the library
  std::string token;     // label of the token
  std::string pin_file;  // its first line is the user PIN
  // What the maker calls SM2: its mechanisms for making a key pair and for signing a digest; 0: the
  // module has none.
  unsigned long sm2_generate = 0, sm2_sign = 0;
};
/// "pkcs11:token=certhall?module-path=/usr/lib/…/libsofthsm2.so&pin-source=/etc/certhall/pin"
/// (RFC 7512), with x-sm2-generate and x-sm2-sign as hexadecimal numbers. `invalid` names what is
/// missing.
[[nodiscard]] Result<Pkcs11Settings> parse_pkcs11_settings(std::string_view uri);

class Pkcs11Keys final : public app::AuthorityKeys {
 public:
  /// Opens the token. Throws with a sentence that a person can act on. `ledger`: a folder.
  Pkcs11Keys(Pkcs11Settings settings, const std::filesystem::path& ledger);
  ~Pkcs11Keys() override;

  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int rsa_bits = 3072) override;
  [[nodiscard]] std::shared_ptr<const pki::Signer> find(
      std::string_view name, app::Ledger ledger = app::Ledger::kept) override;
  [[nodiscard]] std::vector<std::string> signed_digests(std::string_view name) override;

 private:
  class Token;
  class TokenSigner;
  [[nodiscard]] std::shared_ptr<const pki::Signer> load(const std::string& name);

  std::shared_ptr<Token> token_;
  KeyLedger ledger_;
};

}  // namespace certhall::adapters
