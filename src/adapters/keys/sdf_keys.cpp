#include "adapters/keys/sdf_keys.h"

#include <charconv>
#include <mutex>
#include <stdexcept>

#include "adapters/keys/module_library.h"
#include "adapters/keys/sdf.h"
#include "base/files.h"
#include "base/secret.h"
#include "pki/sm2_digest.h"

namespace certhall::adapters {
namespace {

constexpr std::size_t kHalf = 32;  // bytes of an SM2 number

void require(int code, const char* what) {
  if (code != 0)
    throw std::runtime_error(std::string("密码设备（SDF）未能完成 ") + what + "，返回码 " +
                             std::to_string(static_cast<unsigned>(code)));
}

std::string_view half(const unsigned char (&number)[sdf::kMaxBytes]) {
  return {reinterpret_cast<const char*>(number) + sdf::kMaxBytes - kHalf, kHalf};
}

}  // namespace

/// One session, used by one thread at a time.
class SdfKeys::Device {
 public:
  explicit Device(SdfSettings settings)
      : settings_(std::move(settings)), library_(settings_.library) {
    require(library_.function<sdf::OpenDevice>("SDF_OpenDevice")(&device_), "SDF_OpenDevice");
    require(library_.function<sdf::OpenSession>("SDF_OpenSession")(device_, &session_),
            "SDF_OpenSession");
  }
  ~Device() {
    library_.function<sdf::CloseSession>("SDF_CloseSession")(session_);
    library_.function<sdf::CloseDevice>("SDF_CloseDevice")(device_);
  }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  unsigned index_of(std::string_view name) const {
    const auto found = settings_.indexes.find(name);
    if (found != settings_.indexes.end()) return found->second;
    throw std::runtime_error("密码设备（SDF）的密钥由厂商工具生成：请生成 " + std::string(name) +
                             " 的密钥，并在 keys 中写明其序号，如 " + std::string(name) + "=1");
  }

  std::string point_of(unsigned index) {
    const std::lock_guard lock(mutex_);
    sdf::EccPublicKey key{};
    require(export_(session_, index, &key), "SDF_ExportSignPublicKey_ECC");
    return "\x04" + std::string(half(key.x)) + std::string(half(key.y));
  }

  std::string sign(unsigned index, std::string digest) {
    const std::lock_guard lock(mutex_);
    const auto text = read_file(settings_.password_file);
    if (!text) throw std::runtime_error("读不到密码设备的口令文件 " + settings_.password_file);
    std::string password = text->substr(0, text->find_first_of("\r\n"));
    require(get_right_(session_, index, reinterpret_cast<unsigned char*>(password.data()),
                       static_cast<unsigned>(password.size())),
            "SDF_GetPrivateKeyAccessRight（口令不正确？）");
    sdf::EccSignature signature{};
    const int code = sign_(session_, index, reinterpret_cast<unsigned char*>(digest.data()),
                           static_cast<unsigned>(digest.size()), &signature);
    release_right_(session_, index);
    require(code, "SDF_InternalSign_ECC");
    return pki::signature_from_halves(std::string(half(signature.r)) +
                                      std::string(half(signature.s)));
  }

 private:
  const SdfSettings settings_;
  const ModuleLibrary library_;
  sdf::GetPrivateKeyAccessRight* const get_right_ =
      library_.function<sdf::GetPrivateKeyAccessRight>("SDF_GetPrivateKeyAccessRight");
  sdf::ReleasePrivateKeyAccessRight* const release_right_ =
      library_.function<sdf::ReleasePrivateKeyAccessRight>("SDF_ReleasePrivateKeyAccessRight");
  sdf::ExportSignPublicKeyEcc* const export_ =
      library_.function<sdf::ExportSignPublicKeyEcc>("SDF_ExportSignPublicKey_ECC");
  sdf::InternalSignEcc* const sign_ =
      library_.function<sdf::InternalSignEcc>("SDF_InternalSign_ECC");
  void* device_ = nullptr;
  void* session_ = nullptr;
  std::mutex mutex_;
};

class SdfKeys::DeviceSigner final : public pki::Signer {
 public:
  DeviceSigner(std::shared_ptr<Device> device, unsigned index)
      : device_(std::move(device)), index_(index), public_key_(key_at(*device_, index)) {}
  [[nodiscard]] const pki::PublicKey& public_key() const override { return public_key_; }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    return device_->sign(index_, pki::sm2_digest(public_key_, message));
  }

 private:
  std::shared_ptr<Device> device_;
  unsigned index_;
  pki::PublicKey public_key_;

  static pki::PublicKey key_at(Device& device, unsigned index) {
    const auto spki = pki::subject_public_key_info(pki::Algorithm::sm2_sm3, device.point_of(index));
    return pki::PublicKey::from_spki(spki).value();
  }
};

SdfKeys::SdfKeys(SdfSettings settings, const std::filesystem::path& ledger)
    : device_(std::make_shared<Device>(std::move(settings))), ledger_(ledger) {}
SdfKeys::~SdfKeys() = default;

std::shared_ptr<const pki::Signer> SdfKeys::create(std::string_view name, pki::Algorithm algorithm,
                                                   int) {
  if (algorithm != pki::Algorithm::sm2_sm3)
    throw std::runtime_error("密码设备（SDF）在此只用于 SM2 密钥");
  return find(name, app::Ledger::kept);
}

std::shared_ptr<const pki::Signer> SdfKeys::find(std::string_view name, app::Ledger ledger) {
  auto key = std::make_shared<const DeviceSigner>(device_, device_->index_of(name));
  return ledger_.noting(std::move(key), std::string(name), ledger);
}

std::vector<std::string> SdfKeys::signed_digests(std::string_view name) {
  return ledger_.digests(std::string(name));
}

Result<SdfSettings> parse_sdf_settings(std::string_view uri) {
  constexpr std::string_view kScheme = "sdf:";
  SdfSettings settings;
  if (uri.starts_with(kScheme)) uri.remove_prefix(kScheme.size());
  while (!uri.empty()) {
    const std::string_view part = uri.substr(0, uri.find('&'));
    uri.remove_prefix(std::min(uri.size(), part.size() + 1));
    const auto equals = part.find('=');
    if (equals == part.npos) return fail(ErrorCode::invalid, "keys 的 sdf: 各项应写作 名称=内容");
    const auto key = part.substr(0, equals), value = part.substr(equals + 1);
    if (key == "library") {
      settings.library = value;
    } else if (key == "password-source") {
      settings.password_file = value;
    } else {
      unsigned index = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
      if (error != std::errc{} || end != value.data() + value.size() || index == 0)
        return fail(ErrorCode::invalid,
                    "keys 的 sdf: 中 " + std::string(key) + " 应为密钥序号（从 1 起）");
      settings.indexes.emplace(key, index);
    }
  }
  if (settings.library.empty()) return fail(ErrorCode::invalid, "keys 的 sdf: 中缺少 library");
  if (settings.password_file.empty())
    return fail(ErrorCode::invalid, "keys 的 sdf: 中缺少 password-source");
  return settings;
}

}  // namespace certhall::adapters
