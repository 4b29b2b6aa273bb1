#include "adapters/keys/key_ledger.h"

#include <sstream>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"

namespace certhall::adapters {
namespace {

/// The line is one append, whole among those of other threads and nodes; it needs no fsync, since
/// no signature leaves before its row is on disk.
class NotingSigner final : public pki::Signer {
 public:
  NotingSigner(std::shared_ptr<const pki::Signer> key, std::filesystem::path ledger)
      : key_(std::move(key)), ledger_(std::move(ledger)) {}
  [[nodiscard]] const pki::PublicKey& public_key() const override { return key_->public_key(); }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    append_line(ledger_, to_hex(sha256(message)));
    return key_->sign(message);
  }

 private:
  std::shared_ptr<const pki::Signer> key_;
  std::filesystem::path ledger_;
};

}  // namespace

KeyLedger::KeyLedger(std::filesystem::path folder)
    : folder_(std::move(folder)), answers_(folder_) {}

std::filesystem::path KeyLedger::path_of(const std::string& name) const {
  return folder_ / (name + ".signed");
}

std::shared_ptr<const pki::Signer> KeyLedger::noting(std::shared_ptr<const pki::Signer> key,
                                                     const std::string& name,
                                                     app::Ledger ledger) const {
  if (ledger == app::Ledger::answers) return answers_.noting(std::move(key), name);
  return std::make_shared<const NotingSigner>(std::move(key), path_of(name));
}

std::vector<std::string> KeyLedger::digests(const std::string& name) const {
  std::istringstream lines(read_file(path_of(name)).value_or(""));
  std::vector<std::string> digests;
  for (std::string line; std::getline(lines, line);) digests.push_back(line);
  return digests;
}

}  // namespace certhall::adapters
