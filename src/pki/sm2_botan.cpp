#include "pki/sm2_botan.h"

#include <mutex>
#include <vector>

#include <botan/pubkey.h>
#include <botan/sm2.h>
#include <botan/system_rng.h>

namespace certhall::pki {
namespace {

constexpr const char* kParameters = "1234567812345678,SM3";

const Botan::EC_Group& curve() {
  static const Botan::EC_Group kCurve("sm2p256v1");
  return kCurve;
}

const std::uint8_t* octets(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

Botan::SM2_PrivateKey private_key(const SecretText& scalar) {
  const auto& bytes = scalar.reveal();
  return {Botan::system_rng(), curve(), Botan::BigInt(octets(bytes), bytes.size())};
}

}  // namespace

/// One operation holds the state of one message, and making one costs a third of a signature: they
/// are kept, as many as threads have signed at once.
struct Sm2Signer::Impl {
  explicit Impl(const SecretText& scalar) : key(private_key(scalar)) {}

  [[nodiscard]] std::unique_ptr<Botan::PK_Signer> take() {
    const std::lock_guard lock(mutex);
    if (free.empty())
      return std::make_unique<Botan::PK_Signer>(key, Botan::system_rng(), kParameters,
                                                Botan::DER_SEQUENCE);
    auto operation = std::move(free.back());
    free.pop_back();
    return operation;
  }
  void give_back(std::unique_ptr<Botan::PK_Signer> operation) {
    const std::lock_guard lock(mutex);
    free.push_back(std::move(operation));
  }

  const Botan::SM2_PrivateKey key;
  std::mutex mutex;
  std::vector<std::unique_ptr<Botan::PK_Signer>> free;
};

Sm2Signer::Sm2Signer(const SecretText& scalar) : impl_(std::make_unique<Impl>(scalar)) {}
Sm2Signer::~Sm2Signer() = default;

std::string Sm2Signer::point() const {
  const auto octets = impl_->key.public_point().encode(Botan::PointGFp::UNCOMPRESSED);
  return {octets.begin(), octets.end()};
}

std::string Sm2Signer::sign(std::string_view message) const {
  auto operation = impl_->take();
  const auto signature =
      operation->sign_message(octets(message), message.size(), Botan::system_rng());
  impl_->give_back(std::move(operation));
  return {signature.begin(), signature.end()};
}

}  // namespace certhall::pki
