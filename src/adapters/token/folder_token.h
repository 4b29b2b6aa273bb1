#pragma once
// A token in a folder: keys sealed under a key that comes from the PIN (argon2id), so that the
// wrong PIN opens nothing; six wrong PINs in a row lock it, ten wrong administrator PINs for good.

#include <filesystem>
#include <optional>

#include "adapters/passwords/argon2.h"
#include "app/ports/token.h"
#include "base/random.h"
#include "pki/key.h"

namespace certhall::adapters {

class FolderToken final : public app::Token {
 public:
  static constexpr int kTries = 6, kSoTries = 10;

  /// `cost` is that of every PIN, once and for ever: another one does not open the token.
  FolderToken(std::filesystem::path folder, Random& random, Argon2Cost cost = {});

  [[nodiscard]] std::string serial() const override;
  Result<std::string> initialise(const SecretText& pin, const SecretText& so_pin) override;
  Status login(const SecretText& pin) override;
  Status import(const app::TokenContents& contents, std::string_view enveloped_key) override;
  Result<app::TokenContents> read() override;
  Result<std::string> sign(std::string_view message) override;
  Result<SecretText> decrypt(std::string_view cipher) override;
  Status unlock(const SecretText& so_pin, const SecretText& new_pin) override;

 private:
  [[nodiscard]] SecretText key_from(const SecretText& pin, std::string_view salt) const;
  void keep(std::string_view name, std::string_view secret);
  [[nodiscard]] std::optional<SecretText> open(std::string_view name,
                                               std::string_view token_key) const;
  [[nodiscard]] Result<pki::PrivateKey> private_key(std::string_view name) const;
  struct Lock;  // a PIN's files, and how often it may be wrong
  static const Lock kUserLock, kSoLock;
  void set_pin(const Lock& lock, const SecretText& pin);
  Status open_lock(const Lock& lock, const SecretText& pin);

  const std::filesystem::path folder_;
  Random& random_;
  const Argon2Cost cost_;
  SecretText token_key_;  // empty: not logged in
};

/// One more blank token is always plugged in; those that were begun are found by their serial.
class FolderTokens final : public app::TokenDevices {
 public:
  FolderTokens(std::filesystem::path folder, Random& random)
      : folder_(std::move(folder)), random_(random) {}
  Result<std::vector<app::TokenDevice>> list() override;
  Result<std::unique_ptr<app::Token>> open(std::string_view serial) override;

 private:
  const std::filesystem::path folder_;
  Random& random_;
};

}  // namespace certhall::adapters
