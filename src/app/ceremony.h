#pragma once
// How an authority's keys and certificates come about: the first start's, the key ceremony's, and
// the renewals later. Nothing is signed that was not recorded before.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "app/authority.h"

namespace certhall::app {

/// One authority or signer that is to be made.
struct AuthorityPlan {
  std::string name;    // of its key and its row: "sm2-2"
  std::string kind;    // "root", "issuing", "ocsp", "tsa", "seal_maker"
  std::string issuer;  // name; its own for a root
  pki::Algorithm algorithm = pki::Algorithm::sm2_sm3;
  int rsa_bits = 3072;      // for RSA
  std::string common_name;  // the other parts of its name are the profile's
  std::chrono::days validity{365};
  std::int64_t generation = 1;
  bool sm2_null = false;
  std::int64_t crl_shards = 0;  // 0: as the configuration says, these two
  std::int64_t crl_hours = 0;
};

/// The name of its certificate profile. Throws std::invalid_argument for a kind that has none.
[[nodiscard]] std::string_view profile_of_kind(std::string_view kind);

/// What is made together becomes known together: no row is written before finish(), so that a
/// ceremony that broke off is begun again with the keys that it had made.
class Ceremony {
 public:
  explicit Ceremony(const Hall& hall) : hall_(hall) {}

  /// Makes the key (or takes the one that is there under this name) and its certificate. The issuer
  /// is one of this ceremony or of the hall. `invalid` when lint refuses it, `wrong_state` when the
  /// issuer's key is not here.
  [[nodiscard]] Status add(const AuthorityPlan& plan);
  /// Link certificates between two generations of a root (RFC 4210 4.4): the new key signed with
  /// the old one, for those who trust the old root, and the old key signed with the new one. Rows
  /// "<new>.new-with-old" and "<new>.old-with-new".
  [[nodiscard]] Status link(std::string_view old_root, std::string_view new_root);
  /// Writes all rows and the audit entries in one transaction. `also` writes in the same one.
  /// Does nothing where the first of them is there already: another node was first.
  [[nodiscard]] Status finish(const domain::Actor& by,
                              const std::function<Status(Transaction&)>& also = {});

  [[nodiscard]] const std::vector<Authority>& made() const { return rows_; }
  /// Of this ceremony or of the hall. Throws when there is none.
  [[nodiscard]] LoadedAuthority authority(std::string_view name) const;

 private:
  [[nodiscard]] Status issue(Authority row, pki::TbsRequest request, const pki::Signer& signer);

  const Hall& hall_;
  std::vector<Authority> rows_;
};

/// The next generation of a root or an issuing authority, "sm2" → "sm2-2", with everything like the
/// last one: its signers for an issuing authority, link certificates for a root. The old one is
/// retired: it goes on signing lists, and its OCSP signer answers for what it issued. `not_found`,
/// or `wrong_state` when a key that must sign is not here.
[[nodiscard]] Result<std::vector<Authority>> roll_over(const Hall& hall, const domain::Actor& by,
                                                       std::string_view name);

/// Notes that the key of a root left the hall, or came back: active again, or retired where there
/// is a newer generation. `not_found`; `wrong_state` for others than roots that leave.
[[nodiscard]] Status note_presence(const Hall& hall, const domain::Actor& by, std::string_view name,
                                   bool here);

/// A new certificate for the key of an OCSP or time-stamp signer, under the same name.
[[nodiscard]] Result<Authority> renew_signer(const Hall& hall, const Authority& signer);

}  // namespace certhall::app
