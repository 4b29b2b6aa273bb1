#include "adapters/token/pkcs11_token.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "adapters/token/pkcs11_envelope.h"
#include "pki/certificate.h"
#include "pki/csr.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/oid.h"

namespace certhall::adapters {
namespace {

using app::TokenContents;
using pki::Algorithm;

constexpr std::string_view kSigning = "certhall-signing", kEncryption = "certhall-encryption";
constexpr std::string_view kLabel = "CERTHALL                        ";  // 32, filled with spaces
constexpr CK_ULONG kRsaBits = 3072;
constexpr std::size_t kAesKey = 32, kWrapOverhead = 16;
static_assert(kLabel.size() == 32);

CK_UTF8CHAR_PTR raw(std::string_view text) {
  return reinterpret_cast<CK_UTF8CHAR_PTR>(const_cast<char*>(text.data()));
}

template <std::size_t N>
std::string trimmed(const CK_UTF8CHAR (&field)[N]) {
  std::string text(reinterpret_cast<const char*>(field), N);
  text.erase(std::min(text.find('\0'), text.size()));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// AES key wrap with padding (RFC 5649), which both sides of a module speak.
std::string wrap(const SecretText& key, const SecretText& secret) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  std::string out(secret.reveal().size() + kWrapOverhead, '\0');
  int size = 0;
  if (!context) throw std::runtime_error("OpenSSL: AES key wrap");
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_EncryptInit_ex(context.get(), EVP_aes_256_wrap_pad(), nullptr, raw(key.reveal()),
                         nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), raw(out), &size, raw(secret.reveal()),
                        static_cast<int>(secret.reveal().size())) != 1)
    throw std::runtime_error("OpenSSL: AES key wrap");
  out.resize(static_cast<std::size_t>(size));
  return out;
}

struct Slot {
  CK_SLOT_ID id = 0;
  bool initialised = false;
  app::TokenDevice about;
};

class Pkcs11Token final : public app::Token {
 public:
  Pkcs11Token(std::shared_ptr<const Pkcs11Module> module, Pkcs11Options options, Random& random,
              Slot slot)
      : module_(std::move(module)),
        options_(std::move(options)),
        random_(random),
        slot_(std::move(slot)) {}
  ~Pkcs11Token() override { close(); }
  Pkcs11Token(const Pkcs11Token&) = delete;
  Pkcs11Token& operator=(const Pkcs11Token&) = delete;

  [[nodiscard]] std::string serial() const override { return slot_.about.serial; }
  Result<std::string> initialise(const SecretText& pin, const SecretText& so_pin) override;
  Status login(const SecretText& pin) override;
  Status import(const TokenContents& contents, std::string_view enveloped_key) override;
  Result<TokenContents> read() override;
  Result<std::string> sign(std::string_view message) override;
  Result<SecretText> decrypt(std::string_view cipher) override;
  Status unlock(const SecretText& so_pin, const SecretText& new_pin) override;

 private:
  [[nodiscard]] const CK_FUNCTION_LIST& call() const { return module_->call(); }
  [[nodiscard]] Status status(CK_RV answer, std::string_view doing) const {
    return pkcs11_status(answer, serial(), doing);
  }
  [[nodiscard]] auto empty_token() const {
    return fail(ErrorCode::wrong_state, "介质 " + serial() + " 未初始化，或其中没有证书");
  }
  Status open();
  void close();
  Status enter(CK_USER_TYPE user, const SecretText& pin);
  Status clear(const SecretText& so_pin);
  Status make_pair();
  [[nodiscard]] std::optional<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS kind, std::string_view id);
  [[nodiscard]] Result<std::string> value(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
  [[nodiscard]] Result<std::string> spki();
  [[nodiscard]] Result<std::string> certificate(std::string_view id);
  [[nodiscard]] Result<SecretText> open_with(std::string_view id, const std::string& spki,
                                             std::string_view message);
  Status put_key(const pki::PrivateKey& key);
  Status put_certificate(std::string_view id, const std::string& der);

  std::shared_ptr<const Pkcs11Module> module_;
  const Pkcs11Options options_;
  Random& random_;
  Slot slot_;
  CK_SESSION_HANDLE session_ = CK_INVALID_HANDLE;
  bool logged_in_ = false;
};

Status Pkcs11Token::open() {
  if (session_ != CK_INVALID_HANDLE) return {};
  return status(call().C_OpenSession(slot_.id, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr,
                                     nullptr, &session_),
                "连接介质");
}

void Pkcs11Token::close() {
  if (session_ == CK_INVALID_HANDLE) return;
  if (logged_in_) call().C_Logout(session_);
  call().C_CloseSession(session_);
  session_ = CK_INVALID_HANDLE;
  logged_in_ = false;
}

Status Pkcs11Token::enter(CK_USER_TYPE user, const SecretText& pin) {
  RETURN_IF_ERROR(open());
  call().C_Logout(session_);  // whoever was in: the PIN is to be checked
  logged_in_ = false;
  RETURN_IF_ERROR(status(call().C_Login(session_, user, raw(pin.reveal()), pin.reveal().size()),
                         "验证 PIN 码"));
  logged_in_ = true;
  return {};
}

Status Pkcs11Token::login(const SecretText& pin) { return enter(CKU_USER, pin); }

Status Pkcs11Token::unlock(const SecretText& so_pin, const SecretText& new_pin) {
  RETURN_IF_ERROR(enter(CKU_SO, so_pin));
  const CK_RV answer = call().C_InitPIN(session_, raw(new_pin.reveal()), new_pin.reveal().size());
  close();
  return status(answer, "设置新的 PIN 码");
}

/// A new device has the maker's administrator PIN, one that was begun before has its own already:
/// in either case it has its own afterwards.
Status Pkcs11Token::clear(const SecretText& so_pin) {
  close();
  call().C_CloseAllSessions(slot_.id);
  const auto erase = [&](const SecretText& pin) {
    return call().C_InitToken(slot_.id, raw(pin.reveal()), pin.reveal().size(), raw(kLabel));
  };
  CK_RV answer = erase(so_pin);
  if (answer != CKR_PIN_INCORRECT || !slot_.initialised) return status(answer, "初始化");
  answer = erase(options_.maker_so_pin);
  if (answer == CKR_PIN_INCORRECT || answer == CKR_PIN_LOCKED)
    return fail(ErrorCode::forbidden,
                "介质 " + serial() +
                    " 的出厂管理员 PIN 不正确或已锁定：请用 --maker-pin-file 指定厂商提供的 PIN"
                    "（连续输错会锁死介质）");
  RETURN_IF_ERROR(status(answer, "初始化"));
  RETURN_IF_ERROR(enter(CKU_SO, options_.maker_so_pin));
  const auto old = options_.maker_so_pin.reveal(), fresh = so_pin.reveal();
  return status(call().C_SetPIN(session_, raw(old), old.size(), raw(fresh), fresh.size()),
                "更换管理员 PIN");
}

Status Pkcs11Token::make_pair() {
  Attributes open_half, private_half;
  open_half.flag(CKA_TOKEN, true)
      .bytes(CKA_ID, kSigning)
      .bytes(CKA_LABEL, kSigning)
      .flag(CKA_VERIFY, true);
  private_half.flag(CKA_TOKEN, true)
      .bytes(CKA_ID, kSigning)
      .bytes(CKA_LABEL, kSigning)
      .flag(CKA_PRIVATE, true)
      .flag(CKA_SENSITIVE, true)
      .flag(CKA_EXTRACTABLE, false)
      .flag(CKA_SIGN, true);
  CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
  // The signing key also opens the envelope in which the encryption key comes.
  if (options_.algorithm == Algorithm::rsa_sha256) {
    mechanism.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
    open_half.number(CKA_MODULUS_BITS, kRsaBits)
        .bytes(CKA_PUBLIC_EXPONENT, std::string_view("\x01\x00\x01", 3));
    private_half.flag(CKA_DECRYPT, true);
  } else {
    open_half.bytes(CKA_EC_PARAMS, pki::der::oid(pki::oid::kCurveP256));
    private_half.flag(CKA_DERIVE, true);
  }
  CK_OBJECT_HANDLE made_open = 0, made_private = 0;
  return status(
      call().C_GenerateKeyPair(session_, &mechanism, open_half.data(), open_half.size(),
                               private_half.data(), private_half.size(), &made_open, &made_private),
      "生成签名密钥");
}

Result<std::string> Pkcs11Token::initialise(const SecretText& pin, const SecretText& so_pin) {
  RETURN_IF_ERROR(clear(so_pin));
  RETURN_IF_ERROR(unlock(so_pin, pin));
  RETURN_IF_ERROR(login(pin));
  RETURN_IF_ERROR(make_pair());
  ASSIGN_OR_RETURN(key, spki());
  const std::string info = pki::certification_request_info(key);
  ASSIGN_OR_RETURN(signature, sign(info));
  return pki::assemble_certification_request(info, options_.algorithm, signature);
}

std::optional<CK_OBJECT_HANDLE> Pkcs11Token::find(CK_OBJECT_CLASS kind, std::string_view id) {
  Attributes wanted;
  wanted.number(CKA_CLASS, kind).bytes(CKA_ID, id);
  CK_OBJECT_HANDLE found = 0;
  CK_ULONG count = 0;
  if (!open() || call().C_FindObjectsInit(session_, wanted.data(), wanted.size()) != CKR_OK)
    return std::nullopt;
  const CK_RV answer = call().C_FindObjects(session_, &found, 1, &count);
  call().C_FindObjectsFinal(session_);
  if (answer != CKR_OK || count == 0) return std::nullopt;
  return found;
}

Result<std::string> Pkcs11Token::value(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  CK_ATTRIBUTE wanted{type, nullptr, 0};
  RETURN_IF_ERROR(
      status(call().C_GetAttributeValue(session_, object, &wanted, 1), "读取介质中的数据"));
  std::string bytes(wanted.ulValueLen, '\0');
  wanted.pValue = bytes.data();
  RETURN_IF_ERROR(
      status(call().C_GetAttributeValue(session_, object, &wanted, 1), "读取介质中的数据"));
  return bytes;
}

/// Of the signing key.
Result<std::string> Pkcs11Token::spki() {
  const auto key = find(CKO_PUBLIC_KEY, kSigning);
  if (!key) return empty_token();
  if (options_.algorithm == Algorithm::rsa_sha256) {
    ASSIGN_OR_RETURN(modulus, value(*key, CKA_MODULUS));
    ASSIGN_OR_RETURN(exponent, value(*key, CKA_PUBLIC_EXPONENT));
    return pki::der::sequence(
        {pki::der::sequence({pki::der::oid(pki::oid::kRsaEncryption), pki::der::null()}),
         pki::der::bit_string(
             pki::der::sequence({pki::der::integer(modulus), pki::der::integer(exponent)}))});
  }
  ASSIGN_OR_RETURN(wrapped, value(*key, CKA_EC_POINT));
  bool ok = true;
  pki::der::Reader reader(wrapped, ok);
  const auto point = reader.octet_string();
  if (!ok) return fail(ErrorCode::malformed, "介质返回的公钥无法解析");
  return pki::subject_public_key_info(options_.algorithm, point);
}

Result<std::string> Pkcs11Token::sign(std::string_view message) {
  const auto key = find(CKO_PRIVATE_KEY, kSigning);
  if (!logged_in_) return fail(ErrorCode::unauthenticated, "请先验证介质的 PIN 码");
  if (!key) return empty_token();
  const bool rsa = options_.algorithm == Algorithm::rsa_sha256;
  const std::string input = rsa ? std::string(message) : pki::digest(pki::Digest::sha256, message);
  CK_MECHANISM mechanism{rsa ? CKM_SHA256_RSA_PKCS : CKM_ECDSA, nullptr, 0};
  RETURN_IF_ERROR(status(call().C_SignInit(session_, &mechanism, *key), "签名"));
  std::string signature(kRsaBits / 8, '\0');
  CK_ULONG size = signature.size();
  RETURN_IF_ERROR(
      status(call().C_Sign(session_, raw(input), input.size(), raw(signature), &size), "签名"));
  signature.resize(size);
  if (rsa) return signature;
  const std::string_view both(signature);  // r and s, equally long
  return pki::der::sequence(
      {pki::der::integer(both.substr(0, size / 2)), pki::der::integer(both.substr(size / 2))});
}

Result<SecretText> Pkcs11Token::open_with(std::string_view id, const std::string& spki,
                                          std::string_view message) {
  const auto key = find(CKO_PRIVATE_KEY, id);
  if (!logged_in_) return fail(ErrorCode::unauthenticated, "请先验证介质的 PIN 码");
  if (!key) return empty_token();
  return open_envelope(message, {*module_, session_, *key, spki});
}

Status Pkcs11Token::put_key(const pki::PrivateKey& key) {
  const SecretText wrapping{random_.bytes(kAesKey)};
  Attributes secret;
  secret.number(CKA_CLASS, CKO_SECRET_KEY)
      .number(CKA_KEY_TYPE, CKK_AES)
      .flag(CKA_TOKEN, false)
      .flag(CKA_UNWRAP, true)
      .bytes(CKA_VALUE, wrapping.reveal());
  CK_OBJECT_HANDLE opener = 0, made = 0;
  RETURN_IF_ERROR(status(call().C_CreateObject(session_, secret.data(), secret.size(), &opener),
                         "写入加密密钥"));
  const bool rsa = key.algorithm() == Algorithm::rsa_sha256;
  Attributes wanted;
  wanted.number(CKA_CLASS, CKO_PRIVATE_KEY)
      .number(CKA_KEY_TYPE, rsa ? CKK_RSA : CKK_EC)
      .flag(CKA_TOKEN, true)
      .flag(CKA_PRIVATE, true)
      .flag(CKA_SENSITIVE, true)
      .flag(CKA_EXTRACTABLE, false)
      .bytes(CKA_ID, kEncryption)
      .bytes(CKA_LABEL, kEncryption)
      .flag(rsa ? CKA_DECRYPT : CKA_DERIVE, true);
  std::string wrapped = wrap(wrapping, key.to_pkcs8());
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP_PAD, nullptr, 0};
  const CK_RV answer = call().C_UnwrapKey(session_, &mechanism, opener, raw(wrapped),
                                          wrapped.size(), wanted.data(), wanted.size(), &made);
  call().C_DestroyObject(session_, opener);
  return status(answer, "写入加密密钥");
}

Status Pkcs11Token::put_certificate(std::string_view id, const std::string& der) {
  ASSIGN_OR_RETURN(parsed, pki::parse_certificate(der));
  Attributes wanted;
  wanted.number(CKA_CLASS, CKO_CERTIFICATE)
      .number(CKA_CERTIFICATE_TYPE, CKC_X_509)
      .flag(CKA_TOKEN, true)
      .flag(CKA_PRIVATE, false)
      .bytes(CKA_ID, id)
      .bytes(CKA_LABEL, id)
      .bytes(CKA_SUBJECT, parsed.subject_der)
      .bytes(CKA_VALUE, der);
  CK_OBJECT_HANDLE made = 0;
  return status(call().C_CreateObject(session_, wanted.data(), wanted.size(), &made), "写入证书");
}

Status Pkcs11Token::import(const TokenContents& contents, std::string_view enveloped_key) {
  ASSIGN_OR_RETURN(signing, pki::parse_certificate(contents.signing_certificate));
  ASSIGN_OR_RETURN(encryption, pki::parse_certificate(contents.encryption_certificate));
  ASSIGN_OR_RETURN(signing_spki, spki());
  ASSIGN_OR_RETURN(pkcs8, open_with(kSigning, signing_spki, enveloped_key));
  ASSIGN_OR_RETURN(key, pki::PrivateKey::from_pkcs8(pkcs8));
  if (signing.spki != signing_spki || encryption.spki != key.public_key().spki())
    return fail(ErrorCode::invalid, "证书与介质 " + serial() + " 中的密钥不符，不能写入");
  RETURN_IF_ERROR(put_key(key));
  RETURN_IF_ERROR(put_certificate(kSigning, contents.signing_certificate));
  return put_certificate(kEncryption, contents.encryption_certificate);
}

Result<std::string> Pkcs11Token::certificate(std::string_view id) {
  const auto found = find(CKO_CERTIFICATE, id);
  if (!found) return empty_token();
  return value(*found, CKA_VALUE);
}

Result<TokenContents> Pkcs11Token::read() {
  ASSIGN_OR_RETURN(signing, certificate(kSigning));
  ASSIGN_OR_RETURN(encryption, certificate(kEncryption));
  return TokenContents{signing, encryption};
}

Result<SecretText> Pkcs11Token::decrypt(std::string_view cipher) {
  if (!logged_in_) return fail(ErrorCode::unauthenticated, "请先验证介质的 PIN 码");
  ASSIGN_OR_RETURN(der, certificate(kEncryption));
  ASSIGN_OR_RETURN(encryption, pki::parse_certificate(der));
  return open_with(kEncryption, encryption.spki, cipher);
}

class Pkcs11Devices final : public app::TokenDevices {
 public:
  Pkcs11Devices(Pkcs11Options options, Random& random, std::shared_ptr<const Pkcs11Module> module)
      : options_(std::move(options)), random_(random), module_(std::move(module)) {}

  Result<std::vector<app::TokenDevice>> list() override {
    std::vector<app::TokenDevice> found;
    for (const auto& slot : slots()) found.push_back(slot.about);
    return found;
  }

  Result<std::unique_ptr<app::Token>> open(std::string_view serial) override {
    for (auto& slot : slots())
      if (slot.about.serial == serial)
        return std::make_unique<Pkcs11Token>(module_, options_, random_, std::move(slot));
    return fail(ErrorCode::not_found, "没有插入序列号为 " + std::string(serial) + " 的介质");
  }

 private:
  /// A slot without a serial number (a software token that was never made) is no device.
  [[nodiscard]] std::vector<Slot> slots() const {
    std::vector<Slot> found;
    for (const CK_SLOT_ID id : module_->slots_with_tokens()) {
      CK_TOKEN_INFO info{};
      if (module_->call().C_GetTokenInfo(id, &info) != CKR_OK) continue;
      std::string serial = trimmed(info.serialNumber);
      if (serial.empty()) continue;
      found.push_back({id,
                       (info.flags & CKF_TOKEN_INITIALIZED) != 0,
                       {std::move(serial), fmt::format("{} {} [{}]", trimmed(info.manufacturerID),
                                                       trimmed(info.model), id)}});
    }
    return found;
  }

  const Pkcs11Options options_;
  Random& random_;
  std::shared_ptr<const Pkcs11Module> module_;
};

}  // namespace

Result<std::unique_ptr<app::TokenDevices>> open_pkcs11_devices(Pkcs11Options options,
                                                               Random& random) {
  if (options.algorithm == Algorithm::sm2_sm3)
    return fail(ErrorCode::unsupported_type,
                "PKCS#11 没有统一的 SM2 接口：SM2 介质请用 --token skf:库文件");
  ASSIGN_OR_RETURN(module, Pkcs11Module::load(options.module));
  return std::make_unique<Pkcs11Devices>(std::move(options), random, module);
}

}  // namespace certhall::adapters
