#pragma once
// The public directory: what relying parties may find of certificates whose holders let them be
// published. A certificate that is not published is not found here; its status still is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "app/hall.h"
#include "domain/certificate.h"

namespace certhall::app {

enum class DirectoryKey { credit_code, public_key };
BOOST_DESCRIBE_ENUM(DirectoryKey, credit_code, public_key)

struct DirectoryQuery {
  DirectoryKey by = DirectoryKey::credit_code;
  /// The whole credit code; or of the key: its identifier (40 hex digits), the SHA-256 of its
  /// SubjectPublicKeyInfo (64 hex digits), or a certificate or public key, PEM or base64 of DER.
  std::string value;
};

/// No more of one organization or key are shown.
inline constexpr std::int64_t kMostPublished = 20;

/// Newest first. By credit code only the organization's own certificates, not those of its people.
/// `invalid` names `value`; `too_many` for an address, or for all together, that search like
/// somebody who copies the directory.
[[nodiscard]] Result<std::vector<domain::Certificate>> search_directory(const Hall& hall,
                                                                        const DirectoryQuery& query,
                                                                        std::string_view address);

/// Whether anybody may have the certificate itself: it is published, and names no person. One that
/// does has an id number in it, and goes with what its holder signs.
[[nodiscard]] bool may_download(const domain::Certificate& certificate);

/// An authority's certificates as people download them.
struct AuthorityFile {
  std::string bytes;
  std::string_view media_type;
};
/// "sm2.cer" is one certificate (DER), "sm2.pem" and "sm2.p7b" are it and those above it, "all.pem"
/// and "all.p7b" all roots and issuing authorities. Nothing where there is no such file.
[[nodiscard]] std::optional<AuthorityFile> authority_file(const Hall& hall, std::string_view file);

/// Enters a certificate that has just been issued, in the transaction that issues it.
void enter_in_directory(Transaction& tx, const domain::Certificate& certificate);
/// At start: those of an older program. Gives how many.
std::int64_t file_old_certificates(const Hall& hall);

}  // namespace certhall::app
