#pragma once
// What an OCSP signer signs: the bytes of every answer, written before the signature. Answers are
// many, and prove nothing once their nextUpdate has passed: two files of bounded size take turns.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pki/signer.h"

namespace certhall::adapters {

class AnswerLedger {
 public:
  /// Of each key, at least the last `limit` bytes are kept, and at most twice as many.
  explicit AnswerLedger(std::filesystem::path folder,
                        std::uintmax_t limit = std::uintmax_t{64} << 20);

  /// A signer that writes every message down, and only then has `key` sign it: from several threads
  /// and processes at once. A kill between the two leaves an entry without a signature, never a
  /// signature without an entry. Nothing waits for the disk. Throws std::system_error where it
  /// cannot be written, and then nothing is signed.
  [[nodiscard]] std::shared_ptr<const pki::Signer> noting(std::shared_ptr<const pki::Signer> key,
                                                          const std::string& name) const;
  /// The messages (ResponseData of RFC 6960 4.2.1, DER) in their order; one that a power cut left
  /// half written ends the list.
  [[nodiscard]] std::vector<std::string> messages(const std::string& name) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;

  std::filesystem::path folder_;
  std::uintmax_t limit_;
};

}  // namespace certhall::adapters
