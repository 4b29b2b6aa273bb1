#pragma once
// The OCSP responder of one node (RFC 6960, RFC 5019, RFC 9654): what every certificate's status is
// stands in memory, signed answers are kept, and no node says good of a certificate after its
// revocation was acknowledged (docs/decisions/ocsp.md).

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "app/ocsp_cache.h"
#include "app/status_index.h"
#include "pki/ocsp.h"

namespace certhall::app {

/// How long a node may answer from memory after it last asked the database for changes.
inline constexpr std::chrono::milliseconds kStatusLease{1000};

struct OcspReply {
  std::string der;
  /// What it was taken from, where others may cache it, too: it is about one certificate that was
  /// issued, and carries no nonce.
  std::shared_ptr<const SignedAnswer> kept{};
};

class OcspResponder {
 public:
  /// `hall` must outlive it. `most_answers` are kept signed, a kilobyte each.
  explicit OcspResponder(const Hall& hall, std::size_t most_answers = 100'000);
  ~OcspResponder();  // gives the lease up
  OcspResponder(const OcspResponder&) = delete;
  OcspResponder& operator=(const OcspResponder&) = delete;

  /// Reads the status of every certificate. Throws when the database is away.
  void load();
  /// A round of the clock, every 200 ms: what changed is taken over, the lease is renewed. Throws
  /// when the database is away; the lease runs out then. Whether anything had changed: more may
  /// follow soon, and somebody waits for it to be taken over.
  bool keep();
  /// Signs answers anew before they run out, where somebody still asks for them. Every few seconds.
  void renew_answers();
  /// Takes over what is committed by now. Throws when the database is away.
  void catch_up();
  [[nodiscard]] const std::string& holder() const { return holder_; }
  [[nodiscard]] const StatusIndex& index() const { return index_; }

  /// An answer that is signed already, by memory alone: waits for nothing but short locks. Null
  /// where there is none, where something must be looked up, or where `request` is none.
  [[nodiscard]] std::shared_ptr<const SignedAnswer> at_hand(std::string_view request) const;
  /// The answer to a DER OCSPRequest. Never throws: a database or key that is away is answered with
  /// tryLater, unless there is a fresh answer from before.
  [[nodiscard]] OcspReply answer(std::string_view request);
  [[nodiscard]] bool leased() const;

 private:
  /// An issuing authority or root with the responder that answers for it.
  struct Desk {
    std::uint8_t issuer = 0;
    std::string name;
    pki::OcspIssuer matcher;
    pki::OcspSigner signer;
  };
  struct Desks {
    std::string fingerprint;  // of the rows that they were made from
    std::vector<Desk> list;
    std::chrono::nanoseconds look_again = std::chrono::nanoseconds::max();  // where a key was away
  };
  struct Counters;

  [[nodiscard]] std::shared_ptr<const Desks> desks() const;
  void open_desks();
  [[nodiscard]] std::uint8_t number_of(std::string_view issuer);
  void apply(const StatusChange& change);
  /// Up to what the transaction sees.
  void take_over(Transaction& tx);
  void keep_lease(std::optional<std::int64_t> row, std::chrono::nanoseconds asked_at);

  static const Desk* desk_for(const Desks& desks, const pki::CertId& id);
  [[nodiscard]] CertificateState state_of(const Desk& desk, const pki::CertId& id);
  [[nodiscard]] CertificateState stored_state(const Desk& desk, const pki::CertId& id);
  [[nodiscard]] std::shared_ptr<const SignedAnswer> sign_one(const Desk& desk,
                                                             const pki::CertId& id,
                                                             const CertificateState& state) const;
  [[nodiscard]] OcspReply answer_one(const Desk& desk, const pki::CertId& id);
  [[nodiscard]] OcspReply answer_several(const Desks& desks, const Desk& desk,
                                         const pki::OcspRequest& request);
  [[nodiscard]] OcspReply failed(pki::OcspError error, const char* word);
  [[nodiscard]] Timestamp now() const;  // whole seconds
  void count(pki::CertificateStatus status) const;

  const Hall& hall_;
  const std::string holder_;
  const std::unique_ptr<const Counters> counters_;
  StatusIndex index_;
  mutable OcspCache cache_;

  mutable std::mutex desks_mutex_;
  std::shared_ptr<const Desks> desks_ = std::make_shared<const Desks>();
  std::mutex issuers_mutex_;
  std::map<std::string, std::uint8_t, std::less<>> issuers_;  // numbers, from 1 on

  std::mutex applying_;  // one at a time takes changes over
  std::int64_t applied_ = 0;
  std::atomic<std::int64_t> lease_until_{0};  // nanoseconds of the machine's uptime
};

/// Returns when no node answers from a memory that is older than the status event `seq`: at once
/// where all have taken it over, after a good second at the latest. To be called after the commit
/// of a revocation and before it is acknowledged. Throws when the database is away.
void await_status(const Hall& hall, std::int64_t seq);

}  // namespace certhall::app
