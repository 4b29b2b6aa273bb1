#pragma once
// Revocation lists (RFC 5280 clause 5). An issuer makes all of its lists at one moment, with one
// number: the list of everything, one for each shard, and of each a delta to the oldest list that
// anybody may still hold. They are made anew after half of their time, and after a revocation as
// soon as the last ones are 20 seconds old, so that a thousand revocations make no thousand lists.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "app/hall.h"

namespace certhall::app {

/// One of an issuer's lists.
struct CrlName {
  std::string issuer;
  std::int64_t shard = 0;  // 0: of all certificates; from 1 on: of those that name it
  bool delta = false;
  friend auto operator<=>(const CrlName&, const CrlName&) = default;
};
/// "/crl/sm2.crl", "/crl/sm2/delta.crl", "/crl/sm2/3.crl", "/crl/sm2/3-delta.crl".
[[nodiscard]] std::string path_of(const CrlName& name);
/// Nothing for a path that is not of this form.
[[nodiscard]] std::optional<CrlName> crl_name(std::string_view path);
/// As it stands in certificates and lists.
[[nodiscard]] std::string address_of(const Settings& settings, const CrlName& name);

/// The shard of a new certificate, 1 to `shards`, from its random serial number: evenly filled; 0
/// where its issuer has one list for all (crl_shards_of).
[[nodiscard]] std::int64_t shard_of(std::int64_t shards, std::string_view serial);

/// Makes and stores the issuer's next lists, with a number above every earlier one, also above
/// those that a restored backup has forgotten. Entries go through files, not through memory. Does
/// nothing when another node has just told the same or more.
[[nodiscard]] Status publish_crls(const Hall& hall, std::string_view issuer);
/// publish_crls() for every issuer that is due; then files of lists that are no longer fresh go.
[[nodiscard]] Status publish_due_crls(const Hall& hall);

/// A list that can be served.
struct FreshCrl {
  CrlIssue issue;
  std::shared_ptr<const std::string> der;
};

/// The lists that are asked for, read once and kept as long as they are the newest. Safe for
/// several threads.
class CrlShelf {
 public:
  explicit CrlShelf(const Hall& hall) : hall_(hall) {}
  /// Nothing when there is none, or it is no longer fresh: stale is never served.
  [[nodiscard]] std::optional<FreshCrl> find(const CrlName& name);

 private:
  const Hall& hall_;
  std::mutex mutex_;
  std::map<CrlName, std::pair<std::int64_t, std::shared_ptr<const std::string>>> kept_;
};

/// Whether the issuer has a fresh list of everything.
[[nodiscard]] bool has_fresh_crl(const Hall& hall, std::string_view issuer);

}  // namespace certhall::app
