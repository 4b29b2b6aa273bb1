// An SKF library as a token's maker would give it, for tests: devices are folders below
// SKF_TEST_FOLDER. It keeps to the rules of GM/T 0016: device authentication before applications
// are made or deleted, PINs that count and lock, keys that are used after the PIN only and never
// come out, one pair of each kind in a container, an encryption key that comes only in an envelope
// under the signing key. It shares the interface's declarations with the program, and no code: the
// cryptography is OpenSSL's, asked for here a second time.
//
// A device is a folder with a file `serial`. Other files that tests write:
//   auth_key   16 characters, the maker's key of device authentication; else 1234567812345678
//   space      bytes left; else plenty
// SKF_TEST_DIE=n ends the process with SIGKILL at the n-th call (from 1) of a function that acts on
// a device; before it acts, or behind it with SKF_TEST_DIE=n+.

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/token/skf.h"

namespace {

namespace fs = std::filesystem;
using namespace certhall::skf;

constexpr std::size_t kCoordinate = 32;
constexpr std::string_view kMakersKey = "1234567812345678";

// --- files --------------------------------------------------------------------------------------

std::optional<std::string> load(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}
/// As a device does it: whole or not at all.
void save(const fs::path& path, std::string_view bytes) {
  const fs::path beside = path.string() + ".new";
  std::ofstream(beside, std::ios::binary) << bytes;
  fs::rename(beside, path);
}
int number_in(const fs::path& path) { return std::atoi(load(path).value_or("0").c_str()); }

// --- what handles stand for ---------------------------------------------------------------------

struct Device {
  fs::path folder;
  std::string challenge;
  bool authenticated = false;
};
struct Application {
  Device* device;
  fs::path folder;
  bool user = false;
};
struct Container {
  Application* application;
  fs::path folder;
};
std::set<Device*> devices;
std::set<Application*> applications;
std::set<Container*> containers;

template <class T>
T* known(const std::set<T*>& all, Handle handle) {
  auto* wanted = static_cast<T*>(handle);
  return all.contains(wanted) ? wanted : nullptr;
}
template <class T>
ULONG let_go(std::set<T*>& all, Handle handle) {
  T* object = known(all, handle);
  if (object == nullptr) return kInvalidHandle;
  all.erase(object);
  delete object;
  return kOk;
}
bool plugged_in(const Device& device) { return fs::exists(device.folder / "serial"); }

struct Deadline {
  int call = 0;
  bool behind = false;
};
Deadline deadline() {
  const char* text = std::getenv("SKF_TEST_DIE");
  if (text == nullptr) return {};
  return {std::atoi(text), std::string_view(text).ends_with('+')};
}
/// Stands at the head of every function that acts on a device.
class Call {
 public:
  Call() : due_(++count_ == deadline().call) {
    if (due_ && !deadline().behind) ::kill(::getpid(), SIGKILL);
  }
  ~Call() {
    if (due_ && deadline().behind) ::kill(::getpid(), SIGKILL);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  static inline int count_ = 0;
  bool due_;
};

/// Bytes that are written shrink what is left.
bool takes_room(const Device& device, std::size_t bytes) {
  const auto left = load(device.folder / "space");
  if (!left) return true;
  const long rest = std::atol(left->c_str()) - static_cast<long>(bytes);
  if (rest < 0) return false;
  save(device.folder / "space", std::to_string(rest));
  return true;
}

ULONG give_names(std::vector<std::string> names, char* out, ULONG* size) {
  std::sort(names.begin(), names.end());
  std::string list;
  for (const auto& name : names) list += name + '\0';
  list += '\0';
  const ULONG room = *size;
  *size = static_cast<ULONG>(list.size());
  if (out == nullptr) return kOk;
  if (room < list.size()) return kBufferTooSmall;
  std::memcpy(out, list.data(), list.size());
  return kOk;
}
ULONG give(std::string_view bytes, BYTE* out, ULONG* size) {
  const ULONG room = *size;
  *size = static_cast<ULONG>(bytes.size());
  if (out == nullptr) return kOk;
  if (room < bytes.size()) return kBufferTooSmall;
  std::memcpy(out, bytes.data(), bytes.size());
  return kOk;
}

// --- cryptography -------------------------------------------------------------------------------

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_der(const EVP_PKEY* key) {
  std::string der(static_cast<std::size_t>(i2d_PrivateKey(key, nullptr)), '\0');
  unsigned char* out = raw(der);
  i2d_PrivateKey(key, &out);
  return der;
}
Key key_in(const fs::path& file) {
  const auto der = load(file);
  if (!der) return nullptr;
  const unsigned char* start = raw(std::string_view(*der));
  return Key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(der->size())));
}
std::string point_of(const EVP_PKEY* key) {
  std::string point(65, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, raw(point), point.size(),
                                      &size) != 1 ||
      size != 65)
    return {};
  return point;
}
EccPublicKey blob_of(std::string_view point) {
  EccPublicKey blob{};
  blob.bits = 256;
  std::memcpy(blob.x + 32, point.data() + 1, kCoordinate);
  std::memcpy(blob.y + 32, point.data() + 1 + kCoordinate, kCoordinate);
  return blob;
}

Key sm2_key(std::string_view scalar) {
  std::unique_ptr<EC_KEY, Free<EC_KEY_free>> ec(EC_KEY_new_by_curve_name(NID_sm2));
  const Number d(BN_bin2bn(raw(scalar), static_cast<int>(scalar.size()), nullptr));
  const EC_GROUP* group = EC_KEY_get0_group(ec.get());
  std::unique_ptr<EC_POINT, Free<EC_POINT_free>> point(EC_POINT_new(group));
  if (EC_POINT_mul(group, point.get(), d.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_KEY_set_private_key(ec.get(), d.get()) != 1 ||
      EC_KEY_set_public_key(ec.get(), point.get()) != 1)
    return nullptr;
  Key key(EVP_PKEY_new());
  EVP_PKEY_set1_EC_KEY(key.get(), ec.get());
  const std::string der = to_der(key.get());  // once around, so that it is an SM2 key
  const unsigned char* start = raw(std::string_view(der));
  return Key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(der.size())));
}

std::string der_length(std::size_t size) {
  if (size < 0x80) return {static_cast<char>(size)};
  if (size < 0x100) return {'\x81', static_cast<char>(size)};
  return {'\x82', static_cast<char>(size >> 8), static_cast<char>(size)};
}
std::string tlv(char tag, const std::string& content) {
  return tag + der_length(content.size()) + content;
}
std::string der_integer(const BYTE* field) {
  std::string bytes(reinterpret_cast<const char*>(field), 64);
  bytes.erase(0, std::min(bytes.find_first_not_of('\0'), std::size_t{63}));
  if ((bytes[0] & 0x80) != 0) bytes.insert(0, 1, '\0');
  return tlv(2, bytes);
}
std::optional<std::string> decrypt(EVP_PKEY* key, const EccCipher& cipher) {
  const std::string der =
      tlv(0x30, der_integer(cipher.x) + der_integer(cipher.y) +
                    tlv(4, std::string(reinterpret_cast<const char*>(cipher.hash), 32)) +
                    tlv(4, std::string(reinterpret_cast<const char*>(cipher.cipher), cipher.size)));
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  std::size_t size = der.size();
  std::string plain(size, '\0');
  if (EVP_PKEY_decrypt_init(context.get()) != 1 ||
      EVP_PKEY_decrypt(context.get(), raw(plain), &size, raw(std::string_view(der)), der.size()) !=
          1)
    return std::nullopt;
  plain.resize(size);
  return plain;
}
std::string sm4_ecb(std::string_view key, std::string_view blocks, int encrypt) {
  std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>> context(EVP_CIPHER_CTX_new());
  std::string out(blocks.size(), '\0');
  int size = 0;
  EVP_CipherInit_ex(context.get(), EVP_sm4_ecb(), nullptr, raw(key), nullptr, encrypt);
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  EVP_CipherUpdate(context.get(), raw(out), &size, raw(blocks), static_cast<int>(blocks.size()));
  return out;
}

// --- PINs ---------------------------------------------------------------------------------------

std::string pin_digest(const fs::path& folder, std::string_view pin) {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  const std::string salted = folder.string() + std::string(pin);
  SHA256(raw(std::string_view(salted)), salted.size(), raw(out));
  return out;
}
bool fits_a_pin(std::string_view pin) { return pin.size() >= 6 && pin.size() <= 16; }

/// Counted before it is compared, so that pulling the device out gives no more tries.
ULONG check_pin(const fs::path& folder, const std::string& which, std::string_view pin,
                ULONG* tries) {
  const int left = number_in(folder / (which + ".left"));
  *tries = static_cast<ULONG>(left);
  if (left <= 0) return kPinLocked;
  if (!fits_a_pin(pin)) return kPinLength;
  save(folder / (which + ".left"), std::to_string(left - 1));
  *tries = static_cast<ULONG>(left - 1);
  if (load(folder / which) != pin_digest(folder, pin))
    return left == 1 ? kPinLocked : kPinIncorrect;
  const int most = number_in(folder / (which + ".most"));
  save(folder / (which + ".left"), std::to_string(most));
  *tries = static_cast<ULONG>(most);
  return kOk;
}
void set_pin(const fs::path& folder, const std::string& which, std::string_view pin, ULONG most) {
  save(folder / which, pin_digest(folder, pin));
  save(folder / (which + ".most"), std::to_string(most));
  save(folder / (which + ".left"), std::to_string(most));
}
std::string pin_name(ULONG type) { return type == kAdminPin ? "admin" : "user"; }

/// For functions that use a key: the container behind the handle, or why not.
ULONG opened(Handle handle, Container*& container) {
  container = known(containers, handle);
  if (container == nullptr) return kInvalidHandle;
  if (!plugged_in(*container->application->device)) return kDeviceRemoved;
  return kOk;
}
ULONG unlocked(Handle handle, Container*& container) {
  const ULONG answer = opened(handle, container);
  if (answer != kOk) return answer;
  return container->application->user ? kOk : kUserNotLoggedIn;
}
fs::path key_file(const Container& container, BOOL signing) {
  return container.folder / (signing != 0 ? "sign.key" : "encrypt.key");
}
fs::path certificate_file(const Container& container, BOOL signing) {
  return container.folder / (signing != 0 ? "sign.cer" : "encrypt.cer");
}

}  // namespace

#define SKF_FUNCTION(name, ...) \
  extern "C" __attribute__((visibility("default"))) ULONG SKF_##name(__VA_ARGS__)

SKF_FUNCTION(EnumDev, BOOL, char* names, ULONG* size) {
  std::vector<std::string> found;
  const char* root = std::getenv("SKF_TEST_FOLDER");
  if (root != nullptr && fs::exists(root))
    for (const auto& entry : fs::directory_iterator(root))
      if (fs::exists(entry.path() / "serial")) found.push_back(entry.path().filename());
  return give_names(found, names, size);
}

SKF_FUNCTION(ConnectDev, char* name, Handle* device) {
  const Call call;
  const char* root = std::getenv("SKF_TEST_FOLDER");
  auto made = std::make_unique<Device>(
      Device{.folder = fs::path(root != nullptr ? root : "") / name, .challenge = {}});
  if (root == nullptr || !plugged_in(*made)) return kDeviceRemoved;
  devices.insert(made.get());
  *device = made.release();
  return kOk;
}

SKF_FUNCTION(DisConnectDev, Handle device) { return let_go(devices, device); }

SKF_FUNCTION(GetDevInfo, Handle handle, DeviceInfo* info) {
  const Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  if (!plugged_in(*device)) return kDeviceRemoved;
  *info = {};
  info->version = {1, 0};
  std::strcpy(info->manufacturer, "Example Token Works");
  std::strcpy(info->label, "TEST-KEY");
  const std::string serial = *load(device->folder / "serial");
  std::memcpy(info->serial_number, serial.data(), std::min(serial.size(), std::size_t{32}));
  info->authentication = kSm4Ecb;
  info->largest_ecc_buffer = info->largest_buffer = 1024;
  return kOk;
}

SKF_FUNCTION(GenRandom, Handle handle, BYTE* random, ULONG size) {
  const Call call;
  Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  RAND_bytes(random, static_cast<int>(size));
  device->challenge.assign(reinterpret_cast<const char*>(random), size);
  return kOk;
}

SKF_FUNCTION(DevAuth, Handle handle, BYTE* answer, ULONG size) {
  const Call call;
  Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  if (size != 16 || device->challenge.size() != 8) return kInDataLength;
  const std::string expected =
      sm4_ecb(load(device->folder / "auth_key").value_or(std::string(kMakersKey)),
              device->challenge + std::string(8, '\0'), 1);
  device->challenge.clear();
  device->authenticated = std::memcmp(expected.data(), answer, size) == 0;
  return device->authenticated ? kOk : kFail;
}

SKF_FUNCTION(CreateApplication, Handle handle, char* name, char* admin_pin, ULONG admin_tries,
             char* user_pin, ULONG user_tries, ULONG, Handle* application) {
  const Call call;
  Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  if (!plugged_in(*device)) return kDeviceRemoved;
  if (!device->authenticated) return kUserNotLoggedIn;
  if (std::strlen(name) == 0 || std::strlen(name) > 32) return kNameLength;
  if (!fits_a_pin(admin_pin) || !fits_a_pin(user_pin)) return kPinLength;
  const fs::path folder = device->folder / "applications" / name;
  if (fs::exists(folder)) return kApplicationExists;
  if (!takes_room(*device, 1024)) return kNoRoom;
  fs::create_directories(folder);
  set_pin(folder, "admin", admin_pin, admin_tries);
  set_pin(folder, "user", user_pin, user_tries);
  auto* made = new Application{.device = device, .folder = folder};
  applications.insert(made);
  *application = made;
  return kOk;
}

SKF_FUNCTION(EnumApplication, Handle handle, char* names, ULONG* size) {
  const Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  std::vector<std::string> found;
  if (fs::exists(device->folder / "applications"))
    for (const auto& entry : fs::directory_iterator(device->folder / "applications"))
      found.push_back(entry.path().filename());
  return give_names(found, names, size);
}

SKF_FUNCTION(DeleteApplication, Handle handle, char* name) {
  const Call call;
  Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  if (!device->authenticated) return kUserNotLoggedIn;
  const fs::path folder = device->folder / "applications" / name;
  if (!fs::exists(folder)) return kApplicationNotExists;
  fs::remove_all(folder);
  if (const auto left = load(device->folder / "space"))
    save(device->folder / "space", std::to_string(std::atol(left->c_str()) + 4096));
  return kOk;
}

SKF_FUNCTION(OpenApplication, Handle handle, char* name, Handle* application) {
  const Call call;
  Device* device = known(devices, handle);
  if (device == nullptr) return kInvalidHandle;
  if (!plugged_in(*device)) return kDeviceRemoved;
  const fs::path folder = device->folder / "applications" / name;
  if (!fs::exists(folder / "user.left")) return kApplicationNotExists;
  auto* made = new Application{.device = device, .folder = folder};
  applications.insert(made);
  *application = made;
  return kOk;
}

SKF_FUNCTION(CloseApplication, Handle application) { return let_go(applications, application); }

SKF_FUNCTION(VerifyPIN, Handle handle, ULONG type, char* pin, ULONG* tries) {
  const Call call;
  Application* application = known(applications, handle);
  if (application == nullptr) return kInvalidHandle;
  if (!plugged_in(*application->device)) return kDeviceRemoved;
  const ULONG answer = check_pin(application->folder, pin_name(type), pin, tries);
  if (type == kUserPin) application->user = answer == kOk;
  return answer;
}

SKF_FUNCTION(UnblockPIN, Handle handle, char* admin_pin, char* new_user_pin, ULONG* tries) {
  const Call call;
  Application* application = known(applications, handle);
  if (application == nullptr) return kInvalidHandle;
  if (!fits_a_pin(new_user_pin)) return kPinLength;
  const ULONG answer = check_pin(application->folder, "admin", admin_pin, tries);
  if (answer != kOk) return answer;
  set_pin(application->folder, "user", new_user_pin,
          static_cast<ULONG>(number_in(application->folder / "user.most")));
  return kOk;
}

SKF_FUNCTION(GetPINInfo, Handle handle, ULONG type, ULONG* most, ULONG* left, BOOL* is_default) {
  const Application* application = known(applications, handle);
  if (application == nullptr) return kInvalidHandle;
  *most = static_cast<ULONG>(number_in(application->folder / (pin_name(type) + ".most")));
  *left = static_cast<ULONG>(number_in(application->folder / (pin_name(type) + ".left")));
  *is_default = 0;
  return kOk;
}

SKF_FUNCTION(CreateContainer, Handle handle, char* name, Handle* container) {
  const Call call;
  Application* application = known(applications, handle);
  if (application == nullptr) return kInvalidHandle;
  if (!application->user) return kUserNotLoggedIn;
  const fs::path folder = application->folder / name;
  if (fs::exists(folder)) return kFail;
  int others = 0;
  for (const auto& entry : fs::directory_iterator(application->folder))
    others += entry.is_directory() ? 1 : 0;
  if (others >= 4) return kTooManyContainers;
  fs::create_directories(folder);
  auto* made = new Container{application, folder};
  containers.insert(made);
  *container = made;
  return kOk;
}

SKF_FUNCTION(OpenContainer, Handle handle, char* name, Handle* container) {
  Application* application = known(applications, handle);
  if (application == nullptr) return kInvalidHandle;
  const fs::path folder = application->folder / name;
  if (!fs::exists(folder)) return kFail;
  auto* made = new Container{application, folder};
  containers.insert(made);
  *container = made;
  return kOk;
}

SKF_FUNCTION(CloseContainer, Handle container) { return let_go(containers, container); }

SKF_FUNCTION(GenECCKeyPair, Handle handle, ULONG algorithm, EccPublicKey* key) {
  const Call call;
  Container* container = nullptr;
  if (const ULONG answer = unlocked(handle, container); answer != kOk) return answer;
  if (algorithm != kSm2Sign) return kNotSupported;
  if (!takes_room(*container->application->device, 256)) return kNoRoom;
  const Key made(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "SM2"));
  save(key_file(*container, 1), to_der(made.get()));
  *key = blob_of(point_of(made.get()));
  return kOk;
}

SKF_FUNCTION(ImportECCKeyPair, Handle handle, EnvelopedKey* envelope) {
  const Call call;
  Container* container = nullptr;
  if (const ULONG answer = unlocked(handle, container); answer != kOk) return answer;
  const Key signing = key_in(key_file(*container, 1));
  if (!signing) return kKeyNotFound;
  if (envelope->version != 1 || envelope->algorithm != kSm4Ecb || envelope->bits != 256 ||
      envelope->sealed_key.size != 16)
    return kInvalidParameter;
  const auto sm4_key = decrypt(signing.get(), envelope->sealed_key);
  if (!sm4_key) return kInData;
  const Key key = sm2_key(sm4_ecb(
      *sm4_key, {reinterpret_cast<const char*>(envelope->encrypted_private_key) + 32, kCoordinate},
      0));
  if (!key) return kInData;
  const EccPublicKey expected = blob_of(point_of(key.get()));
  if (std::memcmp(&expected, &envelope->public_key, sizeof expected) != 0) return kInData;
  if (!takes_room(*container->application->device, 256)) return kNoRoom;
  save(key_file(*container, 0), to_der(key.get()));
  return kOk;
}

SKF_FUNCTION(ECCSignData, Handle handle, BYTE* digest, ULONG size, EccSignature* signature) {
  const Call call;
  Container* container = nullptr;
  if (const ULONG answer = unlocked(handle, container); answer != kOk) return answer;
  if (size != 32) return kInDataLength;
  const Key key = key_in(key_file(*container, 1));
  if (!key) return kKeyNotFound;
  const KeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr));
  std::size_t length = 80;
  std::string der(length, '\0');
  if (EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), raw(der), &length, digest, size) != 1)
    return kFail;
  const unsigned char* start = raw(std::string_view(der));
  std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>> parts(
      d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(length)));
  BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), signature->r, 64);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), signature->s, 64);
  return kOk;
}

SKF_FUNCTION(ECCDecrypt, Handle handle, EccCipher* cipher, BYTE* plain, ULONG* size) {
  const Call call;
  Container* container = nullptr;
  if (const ULONG answer = unlocked(handle, container); answer != kOk) return answer;
  const Key key = key_in(key_file(*container, 0));
  if (!key) return kKeyNotFound;
  const auto opened_text = decrypt(key.get(), *cipher);
  if (!opened_text) return kInData;
  return give(*opened_text, plain, size);
}

SKF_FUNCTION(ExportPublicKey, Handle handle, BOOL signing, BYTE* key, ULONG* size) {
  Container* container = nullptr;
  if (const ULONG answer = opened(handle, container); answer != kOk) return answer;
  const Key found = key_in(key_file(*container, signing));
  if (!found) return kKeyNotFound;
  const EccPublicKey blob = blob_of(point_of(found.get()));
  return give({reinterpret_cast<const char*>(&blob), sizeof blob}, key, size);
}

SKF_FUNCTION(ImportCertificate, Handle handle, BOOL signing, BYTE* certificate, ULONG size) {
  const Call call;
  Container* container = nullptr;
  if (const ULONG answer = unlocked(handle, container); answer != kOk) return answer;
  if (!fs::exists(key_file(*container, signing))) return kKeyNotFound;
  if (!takes_room(*container->application->device, size)) return kNoRoom;
  save(certificate_file(*container, signing), {reinterpret_cast<const char*>(certificate), size});
  return kOk;
}

SKF_FUNCTION(ExportCertificate, Handle handle, BOOL signing, BYTE* certificate, ULONG* size) {
  Container* container = nullptr;
  if (const ULONG answer = opened(handle, container); answer != kOk) return answer;
  const auto found = load(certificate_file(*container, signing));
  if (!found) return kCertificateNotFound;
  return give(*found, certificate, size);
}
