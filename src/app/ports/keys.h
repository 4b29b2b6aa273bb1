#pragma once
// Where the authorities' private keys are, and how the encryption keys of subscribers come about.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pki/key.h"
#include "pki/signer.h"

namespace certhall::app {

/// How what a key signs is noted before it is signed: the digest, for ever; or, for status answers,
/// which are many and prove nothing later, the answer itself for some time.
enum class Ledger { kept, answers };

class AuthorityKeys {
 public:
  virtual ~AuthorityKeys() = default;
  /// Makes and keeps a key under `name`; when there is one already, that one. `rsa_bits`: 3072 or
  /// 4096, for RSA alone.
  virtual std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                                    int rsa_bits = 3072) = 0;
  /// Throws when there is none: a certificate without its key is damage.
  [[nodiscard]] virtual std::shared_ptr<const pki::Signer> find(std::string_view name,
                                                                Ledger ledger = Ledger::kept) = 0;
  /// SHA-256, hex, of every message that this key was about to sign, in their order, but answers,
  /// those of all nodes together. An entry without a signature is possible; a signature that left
  /// this house without an entry is not.
  [[nodiscard]] virtual std::vector<std::string> signed_digests(std::string_view name) = 0;
};

}  // namespace certhall::app
