#pragma once
// The part of the SKF interface (GM/T 0016-2023, GB/T 35291-2017) that a token's maker gives as a
// library and that a station needs. Structures are packed; ULONG and BOOL have 32 bits. Lists of
// names end each name with a zero and the list with another.

#include <cstddef>
#include <cstdint>

namespace certhall::skf {

using ULONG = std::uint32_t;
using BOOL = std::int32_t;
using BYTE = std::uint8_t;
using Handle = void*;  // DEVHANDLE, HAPPLICATION, HCONTAINER

// Algorithms (GM/T 0006).
inline constexpr ULONG kSm1Ecb = 0x00000101, kSsf33Ecb = 0x00000201, kSm4Ecb = 0x00000401;
inline constexpr ULONG kSm2Sign = 0x00020200;

inline constexpr ULONG kAdminPin = 0, kUserPin = 1;
inline constexpr ULONG kUserCreatesFiles = 0x00000010;  // SECURE_USER_ACCOUNT

// What functions return.
inline constexpr ULONG kOk = 0x00000000;
inline constexpr ULONG kFail = 0x0A000001;
inline constexpr ULONG kNotSupported = 0x0A000003;
inline constexpr ULONG kInvalidHandle = 0x0A000005;
inline constexpr ULONG kInvalidParameter = 0x0A000006;
inline constexpr ULONG kNameLength = 0x0A000009;
inline constexpr ULONG kKeyUsage = 0x0A00000A;
inline constexpr ULONG kInDataLength = 0x0A000010;
inline constexpr ULONG kInData = 0x0A000011;
inline constexpr ULONG kKeyNotFound = 0x0A00001B;
inline constexpr ULONG kCertificateNotFound = 0x0A00001C;
inline constexpr ULONG kBufferTooSmall = 0x0A000020;
inline constexpr ULONG kDeviceRemoved = 0x0A000023;
inline constexpr ULONG kPinIncorrect = 0x0A000024;
inline constexpr ULONG kPinLocked = 0x0A000025;
inline constexpr ULONG kPinInvalid = 0x0A000026;
inline constexpr ULONG kPinLength = 0x0A000027;
inline constexpr ULONG kApplicationExists = 0x0A00002C;
inline constexpr ULONG kUserNotLoggedIn = 0x0A00002D;
inline constexpr ULONG kApplicationNotExists = 0x0A00002E;
inline constexpr ULONG kNoRoom = 0x0A000030;
inline constexpr ULONG kTooManyContainers = 0x0A000032;

#pragma pack(push, 1)
struct Version {
  BYTE major, minor;
};
struct DeviceInfo {  // DEVINFO
  Version version;
  char manufacturer[64], issuer[64], label[32], serial_number[32];
  Version hardware, firmware;
  ULONG symmetric, asymmetric, hash;  // bits of what it can
  ULONG authentication;               // algorithm of DevAuth
  ULONG total_space, free_space, largest_ecc_buffer, largest_buffer;
  BYTE reserved[64];
};
struct EccPublicKey {  // ECCPUBLICKEYBLOB
  ULONG bits;
  BYTE x[64], y[64];
};
struct EccCipher {  // ECCCIPHERBLOB; `size` bytes from `cipher` on
  BYTE x[64], y[64], hash[32];
  ULONG size;
  BYTE cipher[1];
};
struct EccSignature {  // ECCSIGNATUREBLOB
  BYTE r[64], s[64];
};
struct EnvelopedKey {  // ENVELOPEDKEYBLOB
  ULONG version, algorithm, bits;
  BYTE encrypted_private_key[64];
  EccPublicKey public_key;
  EccCipher sealed_key;
};
#pragma pack(pop)
static_assert(sizeof(DeviceInfo) == 294 && offsetof(DeviceInfo, serial_number) == 162);
static_assert(sizeof(EccPublicKey) == 132 && sizeof(EccSignature) == 128);
static_assert(sizeof(EccCipher) == 165 && offsetof(EccCipher, cipher) == 164);
static_assert(offsetof(EnvelopedKey, public_key) == 76 &&
              offsetof(EnvelopedKey, sealed_key) == 208);

// clang-format off
/// Each function that is used: its name behind SKF_, and its parameters.
#define CERTHALL_SKF_FUNCTIONS(X)                                                              \
  X(EnumDev, BOOL present, char* names, ULONG* size)                                           \
  X(ConnectDev, char* name, Handle* device)                                                    \
  X(DisConnectDev, Handle device)                                                              \
  X(GetDevInfo, Handle device, DeviceInfo* info)                                               \
  X(GenRandom, Handle device, BYTE* random, ULONG size)                                        \
  X(DevAuth, Handle device, BYTE* answer, ULONG size)                                          \
  X(CreateApplication, Handle device, char* name, char* admin_pin, ULONG admin_tries,          \
    char* user_pin, ULONG user_tries, ULONG rights, Handle* application)                       \
  X(EnumApplication, Handle device, char* names, ULONG* size)                                  \
  X(DeleteApplication, Handle device, char* name)                                              \
  X(OpenApplication, Handle device, char* name, Handle* application)                           \
  X(CloseApplication, Handle application)                                                      \
  X(VerifyPIN, Handle application, ULONG type, char* pin, ULONG* tries)                        \
  X(UnblockPIN, Handle application, char* admin_pin, char* new_user_pin, ULONG* tries)         \
  X(CreateContainer, Handle application, char* name, Handle* container)                        \
  X(OpenContainer, Handle application, char* name, Handle* container)                          \
  X(CloseContainer, Handle container)                                                          \
  X(GenECCKeyPair, Handle container, ULONG algorithm, EccPublicKey* key)                       \
  X(ImportECCKeyPair, Handle container, EnvelopedKey* envelope)                                \
  X(ECCSignData, Handle container, BYTE* digest, ULONG size, EccSignature* signature)          \
  X(ECCDecrypt, Handle container, EccCipher* cipher, BYTE* plain, ULONG* size)                 \
  X(ExportPublicKey, Handle container, BOOL signing, BYTE* key, ULONG* size)                   \
  X(ImportCertificate, Handle container, BOOL signing, BYTE* certificate, ULONG size)          \
  X(ExportCertificate, Handle container, BOOL signing, BYTE* certificate, ULONG* size)
// clang-format on

struct Functions {
#define CERTHALL_SKF_MEMBER(name, ...) ULONG (*name)(__VA_ARGS__) = nullptr;
  CERTHALL_SKF_FUNCTIONS(CERTHALL_SKF_MEMBER)
#undef CERTHALL_SKF_MEMBER
};

}  // namespace certhall::skf
