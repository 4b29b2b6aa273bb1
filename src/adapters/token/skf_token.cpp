#include "adapters/token/skf_token.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "adapters/token/skf_library.h"
#include "pki/certificate.h"
#include "pki/csr.h"
#include "pki/skf.h"
#include "pki/sm2_digest.h"

namespace certhall::adapters {
namespace {

using app::TokenContents;
using skf::BYTE;
using skf::ULONG;

constexpr skf::BOOL kSigning = 1, kEncryption = 0;
constexpr std::size_t kAuthenticationKey = 16, kChallenge = 8, kBlock = 16;
constexpr std::size_t kLargestPlain = 4096;

BYTE* raw(std::string& bytes) { return reinterpret_cast<BYTE*>(bytes.data()); }
const BYTE* raw(std::string_view bytes) { return reinterpret_cast<const BYTE*>(bytes.data()); }

/// A handle with the function that gives it back.
class Held {
 public:
  Held() = default;
  Held(skf::Handle handle, ULONG (*give_back)(skf::Handle))
      : handle_(handle), give_back_(give_back) {}
  Held(Held&& other) noexcept { *this = std::move(other); }
  Held& operator=(Held&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(give_back_, other.give_back_);
    return *this;
  }
  ~Held() {
    if (handle_ != nullptr) give_back_(handle_);
  }
  [[nodiscard]] skf::Handle get() const { return handle_; }
  explicit operator bool() const { return handle_ != nullptr; }

 private:
  skf::Handle handle_ = nullptr;
  ULONG (*give_back_)(skf::Handle) = nullptr;
};

std::string trimmed(const char* field, std::size_t size) {
  std::string text(field, strnlen(field, size));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// Names that end with a zero each.
template <class Call>
Result<std::vector<std::string>> names_from(const Call& call, std::string_view doing) {
  ULONG size = 0;
  RETURN_IF_ERROR(skf_status(call(nullptr, &size), "", doing));
  std::string list(size + 2, '\0');
  if (size != 0) RETURN_IF_ERROR(skf_status(call(list.data(), &size), "", doing));
  std::vector<std::string> names;
  for (std::size_t at = 0; at < list.size() && list[at] != '\0'; at += names.back().size() + 1)
    names.emplace_back(list.c_str() + at);
  return names;
}

struct Device {
  Held handle;
  app::TokenDevice about;
  ULONG authentication = 0;
};

Result<Device> connect(const SkfLibrary& library, const std::string& name) {
  skf::Handle handle = nullptr;
  RETURN_IF_ERROR(skf_status(library.ConnectDev(Characters(name), &handle), name, "连接介质"));
  Device device{.handle = {handle, library.DisConnectDev}, .about = {}};
  skf::DeviceInfo info{};
  RETURN_IF_ERROR(skf_status(library.GetDevInfo(handle, &info), name, "读取介质信息"));
  device.about.serial = trimmed(info.serial_number, sizeof info.serial_number);
  device.about.name = trimmed(info.manufacturer, sizeof info.manufacturer) + " " +
                      trimmed(info.label, sizeof info.label) + " [" + name + "]";
  device.authentication = info.authentication;
  return device;
}

class SkfToken final : public app::Token {
 public:
  SkfToken(std::shared_ptr<const SkfLibrary> library, SkfOptions options, Device device)
      : library_(std::move(library)), options_(std::move(options)), device_(std::move(device)) {}

  [[nodiscard]] std::string serial() const override { return device_.about.serial; }
  Result<std::string> initialise(const SecretText& pin, const SecretText& so_pin) override;
  Status login(const SecretText& pin) override;
  Status import(const TokenContents& contents, std::string_view enveloped_key) override;
  Result<TokenContents> read() override;
  Result<std::string> sign(std::string_view message) override;
  Result<SecretText> decrypt(std::string_view cipher) override;
  Status unlock(const SecretText& so_pin, const SecretText& new_pin) override;

 private:
  [[nodiscard]] Status status(ULONG answer, std::string_view doing) const {
    return skf_status(answer, serial(), doing);
  }
  /// A PIN's answer: with the tries that are left.
  [[nodiscard]] Status pin_status(ULONG answer, ULONG tries, std::string_view doing) const;
  Status authenticate();
  Status erase();
  Status open_application();
  Status open_container();
  [[nodiscard]] Result<pki::PublicKey> public_key(skf::BOOL signing);
  [[nodiscard]] Result<std::string> certificate(skf::BOOL signing);
  Status put_certificate(skf::BOOL signing, std::string_view der);

  // In the order in which they are given back, last first.
  std::shared_ptr<const SkfLibrary> library_;
  const SkfOptions options_;
  Device device_;
  Held application_, container_;
};

Status SkfToken::pin_status(ULONG answer, ULONG tries, std::string_view doing) const {
  if (answer == skf::kPinIncorrect)
    return fail(ErrorCode::invalid,
                fmt::format("介质 {}：{}，PIN 码不正确，还可再试 {} 次", serial(), doing, tries));
  return status(answer, doing);
}

/// The device's random number under the maker's key (GM/T 0016, DevAuth). SM1 and SSF33 are not
/// published: such devices cannot be authenticated by software.
Status SkfToken::authenticate() {
  if (device_.authentication == skf::kSm1Ecb || device_.authentication == skf::kSsf33Ecb)
    return fail(
        ErrorCode::unsupported_type,
        "介质 " + serial() + " 的设备认证使用未公开的算法（SM1 或 SSF33），请换用 SM4 的型号");
  const auto key = options_.authentication_key.reveal();
  if (key.size() != kAuthenticationKey)
    return fail(ErrorCode::invalid,
                "设备认证密钥应为 16 个字符，请核对 --maker-pin-file 指定的文件");
  std::string block(kBlock, '\0'), answer(kBlock, '\0');
  RETURN_IF_ERROR(status(library_->GenRandom(device_.handle.get(), raw(block), kChallenge),
                         "取设备认证的随机数"));
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  const bool sealed =
      context &&
      EVP_EncryptInit_ex(context.get(), EVP_sm4_ecb(), nullptr, raw(key), nullptr) == 1 &&
      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(answer), &size, raw(std::string_view(block)),
                        static_cast<int>(block.size())) == 1;
  if (!sealed) throw std::runtime_error("OpenSSL: SM4 for a device's authentication");
  if (library_->DevAuth(device_.handle.get(), raw(answer), kBlock) != skf::kOk)
    return fail(ErrorCode::forbidden, "介质 " + serial() +
                                          " 的设备认证密钥不正确：请用 --maker-pin-file "
                                          "指定厂商提供的密钥（连续输错会锁死介质）");
  return {};
}

/// Our application goes, with all keys in it; those of others stay.
Status SkfToken::erase() {
  container_ = {};
  application_ = {};
  ASSIGN_OR_RETURN(names, names_from(
                              [&](char* out, ULONG* size) {
                                return library_->EnumApplication(device_.handle.get(), out, size);
                              },
                              "列出应用"));
  if (std::ranges::find(names, options_.application) == names.end()) return {};
  return status(library_->DeleteApplication(device_.handle.get(), Characters(options_.application)),
                "清除原有应用");
}

Result<std::string> SkfToken::initialise(const SecretText& pin, const SecretText& so_pin) {
  RETURN_IF_ERROR(authenticate());
  RETURN_IF_ERROR(erase());
  skf::Handle application = nullptr, container = nullptr;
  RETURN_IF_ERROR(status(library_->CreateApplication(
                             device_.handle.get(), Characters(options_.application),
                             Characters(so_pin.reveal()), kSkfSoPinTries, Characters(pin.reveal()),
                             kSkfPinTries, skf::kUserCreatesFiles, &application),
                         "创建应用"));
  application_ = {application, library_->CloseApplication};
  RETURN_IF_ERROR(login(pin));
  RETURN_IF_ERROR(
      status(library_->CreateContainer(application, Characters(options_.container), &container),
             "创建容器"));
  container_ = {container, library_->CloseContainer};
  skf::EccPublicKey key{};
  RETURN_IF_ERROR(status(library_->GenECCKeyPair(container, skf::kSm2Sign, &key), "生成签名密钥"));
  ASSIGN_OR_RETURN(spki, pki::skf::spki({reinterpret_cast<const char*>(&key), sizeof key}));
  const std::string info = pki::certification_request_info(spki);
  ASSIGN_OR_RETURN(signature, sign(info));
  return pki::assemble_certification_request(info, pki::Algorithm::sm2_sm3, signature);
}

Status SkfToken::open_application() {
  if (application_) return {};
  skf::Handle application = nullptr;
  RETURN_IF_ERROR(status(library_->OpenApplication(device_.handle.get(),
                                                   Characters(options_.application), &application),
                         "打开应用"));
  application_ = {application, library_->CloseApplication};
  return {};
}

Status SkfToken::open_container() {
  RETURN_IF_ERROR(open_application());
  if (container_) return {};
  skf::Handle container = nullptr;
  if (library_->OpenContainer(application_.get(), Characters(options_.container), &container) !=
      skf::kOk)
    return fail(ErrorCode::wrong_state, "介质 " + serial() + " 未初始化，或其中没有证书");
  container_ = {container, library_->CloseContainer};
  return {};
}

Status SkfToken::login(const SecretText& pin) {
  RETURN_IF_ERROR(open_application());
  ULONG tries = 0;
  const ULONG answer =
      library_->VerifyPIN(application_.get(), skf::kUserPin, Characters(pin.reveal()), &tries);
  return pin_status(answer, tries, "验证 PIN 码");
}

Status SkfToken::unlock(const SecretText& so_pin, const SecretText& new_pin) {
  RETURN_IF_ERROR(open_application());
  ULONG tries = 0;
  const ULONG answer = library_->UnblockPIN(application_.get(), Characters(so_pin.reveal()),
                                            Characters(new_pin.reveal()), &tries);
  return pin_status(answer, tries, "用管理员 PIN 解锁");
}

Result<pki::PublicKey> SkfToken::public_key(skf::BOOL signing) {
  RETURN_IF_ERROR(open_container());
  skf::EccPublicKey key{};
  ULONG size = sizeof key;
  RETURN_IF_ERROR(status(
      library_->ExportPublicKey(container_.get(), signing, reinterpret_cast<BYTE*>(&key), &size),
      "读取公钥"));
  ASSIGN_OR_RETURN(spki, pki::skf::spki({reinterpret_cast<const char*>(&key), sizeof key}));
  return pki::PublicKey::from_spki(spki);
}

Status SkfToken::put_certificate(skf::BOOL signing, std::string_view der) {
  std::string bytes(der);
  return status(library_->ImportCertificate(container_.get(), signing, raw(bytes),
                                            static_cast<ULONG>(bytes.size())),
                signing == kSigning ? "写入签名证书" : "写入加密证书");
}

Status SkfToken::import(const TokenContents& contents, std::string_view enveloped_key) {
  ASSIGN_OR_RETURN(signing, pki::parse_certificate(contents.signing_certificate));
  ASSIGN_OR_RETURN(encryption, pki::parse_certificate(contents.encryption_certificate));
  ASSIGN_OR_RETURN(envelope, pki::skf::enveloped_key(enveloped_key));
  const auto refused = [&] {
    return fail(ErrorCode::invalid, "证书与介质 " + serial() + " 中的密钥不符，不能写入");
  };
  ASSIGN_OR_RETURN(signing_key, public_key(kSigning));
  if (signing.spki != signing_key.spki()) return refused();
  RETURN_IF_ERROR(
      status(library_->ImportECCKeyPair(container_.get(),
                                        reinterpret_cast<skf::EnvelopedKey*>(envelope.data())),
             "写入加密密钥"));
  ASSIGN_OR_RETURN(encryption_key, public_key(kEncryption));
  if (encryption.spki != encryption_key.spki()) return refused();
  RETURN_IF_ERROR(put_certificate(kSigning, contents.signing_certificate));
  return put_certificate(kEncryption, contents.encryption_certificate);
}

Result<std::string> SkfToken::certificate(skf::BOOL signing) {
  ULONG size = 0;
  RETURN_IF_ERROR(
      status(library_->ExportCertificate(container_.get(), signing, nullptr, &size), "读取证书"));
  std::string der(size, '\0');
  RETURN_IF_ERROR(
      status(library_->ExportCertificate(container_.get(), signing, raw(der), &size), "读取证书"));
  der.resize(size);
  return der;
}

Result<TokenContents> SkfToken::read() {
  RETURN_IF_ERROR(open_container());
  ASSIGN_OR_RETURN(signing, certificate(kSigning));
  ASSIGN_OR_RETURN(encryption, certificate(kEncryption));
  return TokenContents{signing, encryption};
}

Result<std::string> SkfToken::sign(std::string_view message) {
  ASSIGN_OR_RETURN(key, public_key(kSigning));
  std::string digest = pki::sm2_digest(key, message);
  skf::EccSignature signature{};
  RETURN_IF_ERROR(status(library_->ECCSignData(container_.get(), raw(digest),
                                               static_cast<ULONG>(digest.size()), &signature),
                         "签名"));
  return pki::skf::signature({reinterpret_cast<const char*>(&signature), sizeof signature});
}

Result<SecretText> SkfToken::decrypt(std::string_view cipher) {
  RETURN_IF_ERROR(open_container());
  ASSIGN_OR_RETURN(blob, pki::skf::cipher(cipher));
  std::string plain(kLargestPlain, '\0');
  auto size = static_cast<ULONG>(plain.size());
  const Status done =
      status(library_->ECCDecrypt(container_.get(), reinterpret_cast<skf::EccCipher*>(blob.data()),
                                  raw(plain), &size),
             "解密");
  SecretText opened(plain.substr(0, done ? size : 0));
  wipe(plain.data(), plain.size());
  if (!done) return fail(done.error());
  return opened;
}

class SkfDevices final : public app::TokenDevices {
 public:
  SkfDevices(SkfOptions options, std::shared_ptr<const SkfLibrary> library)
      : options_(std::move(options)), library_(std::move(library)) {}

  Result<std::vector<app::TokenDevice>> list() override {
    ASSIGN_OR_RETURN(names, present());
    std::vector<app::TokenDevice> found;
    for (const auto& name : names)
      if (auto device = connect(*library_, name)) found.push_back(device->about);
    return found;
  }

  Result<std::unique_ptr<app::Token>> open(std::string_view serial) override {
    ASSIGN_OR_RETURN(names, present());
    for (const auto& name : names) {
      auto device = connect(*library_, name);
      if (device && device->about.serial == serial)
        return std::make_unique<SkfToken>(library_, options_, *std::move(device));
    }
    return fail(ErrorCode::not_found, "没有插入序列号为 " + std::string(serial) + " 的介质");
  }

 private:
  Result<std::vector<std::string>> present() {
    return names_from([&](char* out, ULONG* size) { return library_->EnumDev(1, out, size); },
                      "列出已插入的介质");
  }

  const SkfOptions options_;
  std::shared_ptr<const SkfLibrary> library_;
};

}  // namespace

Result<std::unique_ptr<app::TokenDevices>> open_skf_devices(SkfOptions options) {
  ASSIGN_OR_RETURN(library, SkfLibrary::load(options.library));
  return std::make_unique<SkfDevices>(std::move(options), library);
}

}  // namespace certhall::adapters
