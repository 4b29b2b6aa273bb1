#pragma once
// The part of the SDF interface that we call, after GM/T 0018-2023 clauses 5 and 6.

namespace certhall::adapters::sdf {

inline constexpr unsigned kMaxBytes = 64;  // ECCref_MAX_LEN

struct EccPublicKey {  // ECCrefPublicKey
  unsigned bits;
  unsigned char x[kMaxBytes];  // right-aligned
  unsigned char y[kMaxBytes];
};

struct EccSignature {  // ECCSignature
  unsigned char r[kMaxBytes];
  unsigned char s[kMaxBytes];
};

// All return 0 when they succeeded.
using OpenDevice = int(void** device);
using CloseDevice = int(void* device);
using OpenSession = int(void* device, void** session);
using CloseSession = int(void* session);
using GetPrivateKeyAccessRight = int(void* session, unsigned index, unsigned char* password,
                                     unsigned size);
using ReleasePrivateKeyAccessRight = int(void* session, unsigned index);
using ExportSignPublicKeyEcc = int(void* session, unsigned index, EccPublicKey* key);
using InternalSignEcc = int(void* session, unsigned index, unsigned char* digest, unsigned size,
                            EccSignature* signature);

}  // namespace certhall::adapters::sdf
