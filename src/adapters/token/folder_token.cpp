#include "adapters/token/folder_token.h"

#include <cstdlib>
#include <stdexcept>

#include <argon2.h>

#include "base/crypto.h"
#include "base/files.h"
#include "pki/certificate.h"
#include "pki/csr.h"
#include "pki/envelope.h"

namespace certhall::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSalt = 16, kNonce = 12, kKey = 32;
constexpr std::string_view kSigningKey = "signing.key", kEncryptionKey = "encryption.key";
constexpr std::string_view kSigningCertificate = "signing.cer";
constexpr std::string_view kEncryptionCertificate = "encryption.cer";
constexpr std::size_t kSerialDigits = 12;

auto not_logged_in() { return fail(ErrorCode::unauthenticated, "请先验证介质的 PIN 码"); }
auto empty_token() { return fail(ErrorCode::wrong_state, "介质未初始化，或其中没有证书"); }

}  // namespace

struct FolderToken::Lock {
  std::string_view pin_file, tries_file;
  int tries;
  std::string_view wrong, locked;
};
const FolderToken::Lock FolderToken::kUserLock{"pin", "tries", kTries, "PIN 码",
                                               "PIN 码已锁定（连续输错 6 次），请办理解锁业务"};
const FolderToken::Lock FolderToken::kSoLock{"so-pin", "so-tries", kSoTries, "管理员 PIN ",
                                             "管理员 PIN 已锁定，介质不能再解锁，请办理补办业务"};

FolderToken::FolderToken(fs::path folder, Random& random, Argon2Cost cost)
    : folder_(std::move(folder)), random_(random), cost_(cost) {}

std::string FolderToken::serial() const { return folder_.filename().string(); }

SecretText FolderToken::key_from(const SecretText& pin, std::string_view salt) const {
  std::string key(kKey, '\0');
  const auto text = pin.reveal();
  const int done = argon2id_hash_raw(cost_.passes, cost_.memory_kib, cost_.lanes, text.data(),
                                     text.size(), salt.data(), salt.size(), key.data(), key.size());
  if (done != ARGON2_OK) throw std::runtime_error(argon2_error_message(done));
  return SecretText(std::move(key));
}

/// The token key is random; each PIN opens a copy of it.
Result<std::string> FolderToken::initialise(const SecretText& pin, const SecretText& so_pin) {
  fs::remove_all(folder_);
  make_folder_durably(folder_);
  token_key_ = SecretText{random_.bytes(kKey)};
  set_pin(kUserLock, pin);
  set_pin(kSoLock, so_pin);
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  keep(kSigningKey, key.to_pkcs8().reveal());
  return pki::build_certification_request(key);
}

void FolderToken::keep(std::string_view name, std::string_view secret) {
  const std::string nonce = random_.bytes(kNonce);
  write_file_durably(folder_ / name,
                     nonce + aes_gcm_seal(token_key_.reveal(), nonce, secret, name));
}

std::optional<SecretText> FolderToken::open(std::string_view name,
                                            std::string_view token_key) const {
  const auto sealed = read_file(folder_ / name);
  if (!sealed || sealed->size() < kNonce) return std::nullopt;
  auto plain = aes_gcm_open(token_key, std::string_view(*sealed).substr(0, kNonce),
                            std::string_view(*sealed).substr(kNonce), name);
  if (!plain) return std::nullopt;
  return SecretText{std::move(*plain)};
}

/// The token key under the PIN, with all tries.
void FolderToken::set_pin(const Lock& lock, const SecretText& pin) {
  const std::string salt = random_.bytes(kSalt), nonce = random_.bytes(kNonce);
  write_file_durably(folder_ / lock.pin_file, salt + nonce +
                                                  aes_gcm_seal(key_from(pin, salt).reveal(), nonce,
                                                               token_key_.reveal(), lock.pin_file));
  write_file_durably(folder_ / lock.tries_file, std::to_string(lock.tries));
}

Status FolderToken::open_lock(const Lock& lock, const SecretText& pin) {
  const auto sealed = read_file(folder_ / lock.pin_file);
  const auto counted = read_file(folder_ / lock.tries_file);
  if (!sealed || sealed->size() < kSalt + kNonce || !counted) return empty_token();
  const int left = std::atoi(counted->c_str());
  if (left <= 0) return fail(ErrorCode::forbidden, std::string(lock.locked));
  // Counted before the try, so that pulling the token out does not give another one.
  write_file_durably(folder_ / lock.tries_file, std::to_string(left - 1));
  const std::string_view all(*sealed);
  auto key = aes_gcm_open(key_from(pin, all.substr(0, kSalt)).reveal(), all.substr(kSalt, kNonce),
                          all.substr(kSalt + kNonce), lock.pin_file);
  if (!key)
    return fail(ErrorCode::invalid,
                std::string(lock.wrong) + "不正确，还可再试 " + std::to_string(left - 1) + " 次");
  write_file_durably(folder_ / lock.tries_file, std::to_string(lock.tries));
  token_key_ = SecretText{std::move(*key)};
  return {};
}

Status FolderToken::login(const SecretText& pin) { return open_lock(kUserLock, pin); }

Status FolderToken::unlock(const SecretText& so_pin, const SecretText& new_pin) {
  RETURN_IF_ERROR(open_lock(kSoLock, so_pin));
  set_pin(kUserLock, new_pin);
  token_key_ = {};  // the new PIN opens it
  return {};
}

Result<pki::PrivateKey> FolderToken::private_key(std::string_view name) const {
  if (token_key_.empty()) return not_logged_in();
  const auto pkcs8 = open(name, token_key_.reveal());
  if (!pkcs8) return empty_token();
  return pki::PrivateKey::from_pkcs8(*pkcs8);
}

Status FolderToken::import(const app::TokenContents& contents, std::string_view enveloped_key) {
  ASSIGN_OR_RETURN(signing_key, private_key(kSigningKey));
  ASSIGN_OR_RETURN(encryption_key, pki::open_encryption_key(enveloped_key, signing_key));
  ASSIGN_OR_RETURN(signing, pki::parse_certificate(contents.signing_certificate));
  ASSIGN_OR_RETURN(encryption, pki::parse_certificate(contents.encryption_certificate));
  if (signing.spki != signing_key.public_key().spki() ||
      encryption.spki != encryption_key.public_key().spki())
    return fail(ErrorCode::invalid, "证书与介质中的密钥不符，不能写入");
  keep(kEncryptionKey, encryption_key.to_pkcs8().reveal());
  write_file_durably(folder_ / kSigningCertificate, contents.signing_certificate);
  write_file_durably(folder_ / kEncryptionCertificate, contents.encryption_certificate);
  return {};
}

Result<app::TokenContents> FolderToken::read() {
  auto signing = read_file(folder_ / kSigningCertificate);
  auto encryption = read_file(folder_ / kEncryptionCertificate);
  if (!signing || !encryption) return empty_token();
  return app::TokenContents{std::move(*signing), std::move(*encryption)};
}

Result<std::string> FolderToken::sign(std::string_view message) {
  ASSIGN_OR_RETURN(key, private_key(kSigningKey));
  return key.sign(message);
}

Result<SecretText> FolderToken::decrypt(std::string_view cipher) {
  ASSIGN_OR_RETURN(key, private_key(kEncryptionKey));
  return key.decrypt(cipher);
}

Result<std::vector<app::TokenDevice>> FolderTokens::list() {
  return std::vector{app::TokenDevice{"CH" + random_.digits(kSerialDigits), "文件夹介质"}};
}

Result<std::unique_ptr<app::Token>> FolderTokens::open(std::string_view serial) {
  return std::make_unique<FolderToken>(folder_ / serial, random_);
}

}  // namespace certhall::adapters
