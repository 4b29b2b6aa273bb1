#include "adapters/keys/pkcs11_keys.h"

#include <charconv>
#include <mutex>
#include <stdexcept>
#include <vector>

#include <p11-kit/pkcs11.h>

#include "adapters/keys/module_library.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/secret.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/oid.h"
#include "pki/sm2_digest.h"

namespace certhall::adapters {
namespace {

namespace der = pki::der;

void require(CK_RV code, const char* what) {
  if (code != CKR_OK)
    throw std::runtime_error(std::string("密码设备（PKCS#11）未能完成 ") + what + "，返回码 " +
                             std::to_string(code));
}

bool lost(CK_RV code) {
  return code == CKR_SESSION_HANDLE_INVALID || code == CKR_SESSION_CLOSED ||
         code == CKR_DEVICE_REMOVED || code == CKR_TOKEN_NOT_PRESENT ||
         code == CKR_USER_NOT_LOGGED_IN || code == CKR_OBJECT_HANDLE_INVALID ||
         code == CKR_KEY_HANDLE_INVALID;
}

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Attributes with the memory that they point to.
class Template {
 public:
  Template& text(CK_ATTRIBUTE_TYPE type, std::string value) {
    held_.push_back(std::make_unique<std::string>(std::move(value)));
    attributes_.push_back({type, held_.back()->data(), held_.back()->size()});
    return *this;
  }
  Template& flag(CK_ATTRIBUTE_TYPE type, bool value) {
    return text(type, std::string(1, value ? '\1' : '\0'));
  }
  Template& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
    return text(type, std::string(reinterpret_cast<const char*>(&value), sizeof value));
  }
  [[nodiscard]] CK_ATTRIBUTE* data() { return attributes_.data(); }
  [[nodiscard]] CK_ULONG size() const { return attributes_.size(); }

 private:
  std::vector<std::unique_ptr<std::string>> held_;
  std::vector<CK_ATTRIBUTE> attributes_;
};

/// RFC 8017 9.2: what CKM_RSA_PKCS pads.
std::string digest_info(std::string_view digest) {
  return der::sequence(
      {der::sequence({der::oid(pki::oid::kSha256), der::null()}), der::octet_string(digest)});
}

std::string_view curve_of(pki::Algorithm algorithm) {
  return algorithm == pki::Algorithm::sm2_sm3 ? pki::oid::kCurveSm2 : pki::oid::kCurveP256;
}

}  // namespace

/// One logged-in session, used by one thread at a time, opened again when the device was away.
class Pkcs11Keys::Token {
 public:
  explicit Token(Pkcs11Settings settings)
      : settings_(std::move(settings)), library_(settings_.module) {
    using GetFunctions = CK_RV(CK_FUNCTION_LIST**);
    require(library_.function<GetFunctions>("C_GetFunctionList")(&calls_), "C_GetFunctionList");
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    const CK_RV code = calls_->C_Initialize(&arguments);
    started_ = code == CKR_OK;  // otherwise somebody else of this process goes on with it
    if (code != CKR_CRYPTOKI_ALREADY_INITIALIZED) require(code, "C_Initialize");
    const std::lock_guard lock(mutex_);
    open();
  }
  ~Token() {
    if (session_ != 0) calls_->C_CloseSession(session_);
    if (started_) calls_->C_Finalize(nullptr);
  }
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;

  /// What stands under this label; nothing where nothing does.
  std::optional<pki::PublicKey> find(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto spki = find_spki(name);
    if (!spki) return std::nullopt;
    auto key = pki::PublicKey::from_spki(*spki);
    if (!key)
      throw std::runtime_error("密码设备中的密钥 " + name + " 不能使用：" + key.error().message);
    return *std::move(key);
  }

  void generate(const std::string& name, pki::Algorithm algorithm, int rsa_bits) {
    const std::lock_guard lock(mutex_);
    Template open_half, closed_half;
    open_half.flag(CKA_TOKEN, true).flag(CKA_VERIFY, true).text(CKA_LABEL, name).text(CKA_ID, name);
    closed_half.flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SIGN, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .text(CKA_LABEL, name)
        .text(CKA_ID, name);
    CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    if (algorithm == pki::Algorithm::rsa_sha256) {
      mechanism.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
      open_half.number(CKA_MODULUS_BITS, static_cast<CK_ULONG>(rsa_bits))
          .text(CKA_PUBLIC_EXPONENT, std::string("\x01\x00\x01", 3));
    } else {
      if (algorithm == pki::Algorithm::sm2_sm3) mechanism.mechanism = sm2(settings_.sm2_generate);
      open_half.text(CKA_EC_PARAMS, der::oid(curve_of(algorithm)));
    }
    CK_OBJECT_HANDLE made_public = 0, made_private = 0;
    require(calls_->C_GenerateKeyPair(session_, &mechanism, open_half.data(), open_half.size(),
                                      closed_half.data(), closed_half.size(), &made_public,
                                      &made_private),
            "C_GenerateKeyPair");
  }

  std::string sign(const std::string& name, const pki::PublicKey& key, std::string_view message) {
    std::string input;
    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    if (key.algorithm() == pki::Algorithm::rsa_sha256) {
      mechanism.mechanism = CKM_RSA_PKCS;
      input = digest_info(pki::digest(pki::Digest::sha256, message));
    } else if (key.algorithm() == pki::Algorithm::sm2_sm3) {
      mechanism.mechanism = sm2(settings_.sm2_sign);
      input = pki::sm2_digest(key, message);
    } else {
      input = pki::digest(pki::Digest::sha256, message);
    }
    const std::lock_guard lock(mutex_);
    std::string signature;
    with_session([&](CK_OBJECT_HANDLE& found) {
      const CK_RV code = look_for(CKO_PRIVATE_KEY, name, found);
      if (code != CKR_OK) return code;
      if (found == 0) throw std::runtime_error("密码设备中没有私钥 " + name);
      return sign_with(mechanism, found, input, signature);
    });
    const bool halves = key.algorithm() != pki::Algorithm::rsa_sha256;
    return halves ? pki::signature_from_halves(signature) : signature;
  }

 private:
  std::optional<std::string> find_spki(const std::string& name) {
    const auto key =
        with_session([&](CK_OBJECT_HANDLE& out) { return look_for(CKO_PUBLIC_KEY, name, out); });
    if (key == 0) return std::nullopt;
    if (number_of(key, CKA_KEY_TYPE) == CKK_RSA) {
      const std::string numbers = der::sequence({der::integer(value_of(key, CKA_MODULUS)),
                                                 der::integer(value_of(key, CKA_PUBLIC_EXPONENT))});
      return pki::subject_public_key_info(pki::Algorithm::rsa_sha256, numbers);
    }
    bool ok = true;
    const std::string wrapped = value_of(key, CKA_EC_POINT);
    const std::string point(der::Reader(wrapped, ok).octet_string());
    const std::string parameters = value_of(key, CKA_EC_PARAMS);
    const auto algorithm = parameters == der::oid(pki::oid::kCurveSm2)
                               ? pki::Algorithm::sm2_sm3
                               : pki::Algorithm::p256_sha256;
    if (!ok || parameters != der::oid(curve_of(algorithm)))
      throw std::runtime_error("密码设备中的密钥 " + name + " 不是 SM2、P-256 或 RSA 密钥");
    return pki::subject_public_key_info(algorithm, point);
  }

  static CK_MECHANISM_TYPE sm2(unsigned long mechanism) {
    if (mechanism != 0) return mechanism;
    throw std::runtime_error(
        "该 PKCS#11 设备没有 SM2：请在 keys 中写明厂商的 x-sm2-generate 和 x-sm2-sign，或改用 SDF");
  }

  CK_RV sign_with(CK_MECHANISM& mechanism, CK_OBJECT_HANDLE key, std::string& input,
                  std::string& signature) {
    if (const CK_RV code = calls_->C_SignInit(session_, &mechanism, key); code != CKR_OK)
      return code;
    signature.assign(1024, '\0');
    CK_ULONG size = signature.size();
    const CK_RV code =
        calls_->C_Sign(session_, bytes(input), input.size(), bytes(signature), &size);
    signature.resize(code == CKR_OK ? size : 0);
    return code;
  }

  void open() {
    CK_ULONG count = 0;
    require(calls_->C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> slots(count);
    require(calls_->C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
    for (const auto slot : slots) {
      CK_TOKEN_INFO info{};
      if (calls_->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
      std::string label(reinterpret_cast<const char*>(info.label), sizeof info.label);
      label.erase(label.find_last_not_of(' ') + 1);
      if (label == settings_.token) return log_in(slot);
    }
    throw std::runtime_error("密码设备中没有名为 " + settings_.token +
                             " 的令牌，请检查 keys 的 token");
  }

  void log_in(CK_SLOT_ID slot) {
    require(calls_->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr,
                                  &session_),
            "C_OpenSession");
    auto text = read_file(settings_.pin_file);
    if (!text) throw std::runtime_error("读不到密码设备的 PIN 文件 " + settings_.pin_file);
    const SecretText pin{text->substr(0, text->find_first_of("\r\n"))};
    std::string copy(pin.reveal());
    const CK_RV code = calls_->C_Login(session_, CKU_USER, bytes(copy), copy.size());
    if (code != CKR_USER_ALREADY_LOGGED_IN) require(code, "C_Login（PIN 不正确？）");
  }

  /// `work(handle)` gives a return code; a session that was lost is opened once more.
  template <class Work>
  CK_OBJECT_HANDLE with_session(Work work) {
    CK_OBJECT_HANDLE handle = 0;
    CK_RV code = work(handle);
    if (lost(code)) {
      (void)calls_->C_CloseSession(session_);
      open();
      handle = 0;
      code = work(handle);
    }
    require(code, "C_Sign");
    return handle;
  }

  CK_RV look_for(CK_OBJECT_CLASS kind, const std::string& name, CK_OBJECT_HANDLE& found) {
    Template wanted;
    wanted.number(CKA_CLASS, kind).text(CKA_LABEL, name);
    if (const CK_RV code = calls_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
        code != CKR_OK)
      return code;
    CK_ULONG count = 0;
    found = 0;
    const CK_RV code = calls_->C_FindObjects(session_, &found, 1, &count);
    (void)calls_->C_FindObjectsFinal(session_);
    if (count == 0) found = 0;
    return code;
  }

  std::string value_of(CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE type) {
    CK_ATTRIBUTE attribute{type, nullptr, 0};
    require(calls_->C_GetAttributeValue(session_, key, &attribute, 1), "C_GetAttributeValue");
    std::string value(attribute.ulValueLen, '\0');
    attribute.pValue = value.data();
    require(calls_->C_GetAttributeValue(session_, key, &attribute, 1), "C_GetAttributeValue");
    return value;
  }

  CK_ULONG number_of(CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE type) {
    CK_ULONG number = 0;
    CK_ATTRIBUTE attribute{type, &number, sizeof number};
    require(calls_->C_GetAttributeValue(session_, key, &attribute, 1), "C_GetAttributeValue");
    return number;
  }

  const Pkcs11Settings settings_;
  const ModuleLibrary library_;
  bool started_ = false;
  CK_FUNCTION_LIST* calls_ = nullptr;
  CK_SESSION_HANDLE session_ = 0;
  std::mutex mutex_;
};

class Pkcs11Keys::TokenSigner final : public pki::Signer {
 public:
  TokenSigner(std::shared_ptr<Token> token, std::string name, pki::PublicKey key)
      : token_(std::move(token)), name_(std::move(name)), key_(std::move(key)) {}
  [[nodiscard]] const pki::PublicKey& public_key() const override { return key_; }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    return token_->sign(name_, key_, message);
  }

 private:
  std::shared_ptr<Token> token_;
  std::string name_;
  pki::PublicKey key_;
};

Pkcs11Keys::Pkcs11Keys(Pkcs11Settings settings, const std::filesystem::path& ledger)
    : token_(std::make_shared<Token>(std::move(settings))), ledger_(ledger) {}
Pkcs11Keys::~Pkcs11Keys() = default;

std::shared_ptr<const pki::Signer> Pkcs11Keys::load(const std::string& name) {
  auto found = token_->find(name);
  if (!found) return nullptr;
  return std::make_shared<const TokenSigner>(token_, name, *std::move(found));
}

std::shared_ptr<const pki::Signer> Pkcs11Keys::create(std::string_view name,
                                                      pki::Algorithm algorithm, int rsa_bits) {
  const std::string text(name);
  if (auto there = load(text)) return ledger_.noting(std::move(there), text);
  token_->generate(text, algorithm, rsa_bits);
  return ledger_.noting(load(text), text);
}

std::shared_ptr<const pki::Signer> Pkcs11Keys::find(std::string_view name, app::Ledger ledger) {
  const std::string text(name);
  auto key = load(text);
  if (!key) throw std::runtime_error("密码设备中没有机构密钥 " + text);
  return ledger_.noting(std::move(key), text, ledger);
}

std::vector<std::string> Pkcs11Keys::signed_digests(std::string_view name) {
  return ledger_.digests(std::string(name));
}

Result<Pkcs11Settings> parse_pkcs11_settings(std::string_view uri) {
  constexpr std::string_view kScheme = "pkcs11:";
  Pkcs11Settings settings;
  if (uri.starts_with(kScheme)) uri.remove_prefix(kScheme.size());
  const auto number = [](std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    unsigned long value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return value;
  };
  while (!uri.empty()) {
    const std::string_view part = uri.substr(0, uri.find_first_of("?&;"));
    uri.remove_prefix(std::min(uri.size(), part.size() + 1));
    const auto equals = part.find('=');
    if (equals == part.npos) continue;
    const auto key = part.substr(0, equals), value = part.substr(equals + 1);
    if (key == "module-path")
      settings.module = value;
    else if (key == "token")
      settings.token = value;
    else if (key == "pin-source")
      settings.pin_file = value;
    else if (key == "x-sm2-generate")
      settings.sm2_generate = number(value);
    else if (key == "x-sm2-sign")
      settings.sm2_sign = number(value);
    else
      return fail(ErrorCode::invalid, "keys 中不认识「" + std::string(key) + "」");
  }
  for (const auto& [name, value] :
       {std::pair{"module-path", &settings.module}, std::pair{"token", &settings.token},
        std::pair{"pin-source", &settings.pin_file}})
    if (value->empty())
      return fail(ErrorCode::invalid, std::string("keys 的 pkcs11: 中缺少 ") + name);
  return settings;
}

}  // namespace certhall::adapters
