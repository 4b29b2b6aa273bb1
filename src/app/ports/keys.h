#pragma once
// Where the authorities' private keys are, and how the encryption keys of subscribers come about.

#include <memory>
#include <string>
#include <string_view>

#include "pki/key.h"
#include "pki/signer.h"

namespace certhall::app {

class AuthorityKeys {
 public:
  virtual ~AuthorityKeys() = default;
  /// Makes and keeps a key under `name`; when there is one already, that one.
  virtual std::shared_ptr<const pki::Signer> create(std::string_view name,
                                                    pki::Algorithm algorithm) = 0;
  /// Throws when there is none: a certificate without its key is damage.
  [[nodiscard]] virtual std::shared_ptr<const pki::Signer> find(std::string_view name) = 0;
};

}  // namespace certhall::app
