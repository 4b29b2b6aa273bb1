#pragma once
// What authority keys sign, noted before: a file for each key, a line for each message; answers of
// OCSP signers in a ledger of their own.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/keys/answer_ledger.h"
#include "app/ports/keys.h"

namespace certhall::adapters {

class KeyLedger {
 public:
  explicit KeyLedger(std::filesystem::path folder);

  /// A signer that notes every message, and only then has `key` sign it.
  [[nodiscard]] std::shared_ptr<const pki::Signer> noting(
      std::shared_ptr<const pki::Signer> key, const std::string& name,
      app::Ledger ledger = app::Ledger::kept) const;
  /// SHA-256, hex, in the order of the signatures.
  [[nodiscard]] std::vector<std::string> digests(const std::string& name) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;

  std::filesystem::path folder_;
  AnswerLedger answers_;
};

}  // namespace certhall::adapters
