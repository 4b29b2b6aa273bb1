#include "app/crl.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "app/act.h"
#include "app/authority.h"
#include "app/revocation_reason.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/scratch_file.h"
#include "pki/crl.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kRestAfterIssue = 20s;
constexpr std::int64_t kPage = 5'000;
// A delta that is nearly as long as its list helps nobody.
constexpr std::size_t kMostDeltaEntries = 20'000;
constexpr std::int64_t kStaleBatch = 200;

std::chrono::hours validity(const Hall& hall, const Authority& issuer) {
  return std::chrono::hours{crl_hours_of(hall.settings, issuer)};
}

/// Rises with the time as well, so that a hall restored from an older backup, which does not know
/// the numbers given since, stays above them.
std::int64_t next_number(const std::optional<CrlIssue>& last, Timestamp now) {
  return std::max(last ? last->number + 1 : 1, now.seconds());
}

/// Room before the entries for what can only be written when they are counted.
std::string room_for_head(const pki::CrlHead& head) {
  constexpr std::size_t kOuterHeader = 16;
  return std::string(pki::frame_crl(head, UINT32_MAX).before.size() + kOuterHeader, '\0');
}

/// A list on its way from the rows to the file.
class Draft {
 public:
  Draft(const Hall& hall, StoredCrl row, pki::CrlHead head)
      : row_(std::move(row)), head_(std::move(head)), file_(hall.settings.scratch_folder) {
    file_.append(room_for_head(head_));
    start_ = file_.size();
  }

  void add(const pki::CrlEntry& entry) {
    file_.append(pki::encode_crl_entry(entry));
    ++row_.entries;
  }

  /// The bytes to record before they are signed.
  [[nodiscard]] std::string_view finish_entries() {
    frame_ = pki::frame_crl(head_, file_.size() - start_);
    file_.append(frame_.after);
    start_ -= frame_.before.size();
    file_.put(start_, frame_.before);
    return file_.map().substr(start_);
  }
  [[nodiscard]] std::string_view sign(const pki::Signer& signer) {
    const auto around = pki::sign(frame_, file_.map().substr(start_), signer);
    file_.append(around.after);
    start_ -= around.before.size();
    file_.put(start_, around.before);
    return file_.map().substr(start_);
  }
  /// What finish_entries() or sign() gave is no longer looked at.
  void rest() { file_.unmap(); }
  [[nodiscard]] StoredCrl& row() { return row_; }

 private:
  StoredCrl row_;
  pki::CrlHead head_;
  ScratchFile file_;
  std::uint64_t start_ = 0;
  pki::CrlFrame frame_;
};

/// All lists of one issue.
class Issuing {
 public:
  Issuing(const Hall& hall, std::string_view issuer)
      : hall_(hall), authority_(load_authority(hall, issuer)) {}

  Status run() {
    (void)read(hall_.store, [&](Transaction& tx) {
      begin(tx);
      collect(tx);
      collect_changes(tx);
      return 0;
    });
    ASSIGN_OR_RETURN(recorded, record());
    if (!recorded) return {};
    return sign();
  }

 private:
  [[nodiscard]] const std::string& issuer() const { return authority_.row.name; }
  /// Never fewer than there were: certificates name them.
  [[nodiscard]] std::int64_t shards(Transaction& tx, const std::optional<CrlIssue>& last) const {
    if (authority_.row.kind == "root") return 0;
    const auto before = last ? tx.authorities().highest_shard(issuer(), last->number) : 0;
    return std::max(before, crl_shards_of(hall_.settings, authority_.row));
  }

  void begin(Transaction& tx) {
    const Timestamp now{hall_.clock.now().seconds() * 1000};
    const auto last = tx.authorities().last_crl_issue(issuer());
    issue_ = {.issuer = issuer(),
              .number = next_number(last, now),
              .seq = tx.certificates().last_event(),
              .this_update = now,
              .next_update = now + validity(hall_, authority_.row)};
    if (auto base = tx.authorities().oldest_fresh_crl(issuer(), now)) read_changes(tx, *base);
    // RFC 5280 3.3: an entry stays until a list that was made after the certificate's end has it.
    kept_since_ = now - validity(hall_, authority_.row);
    if (last) kept_since_ = std::min(kept_since_, last->this_update);
    const auto most = shards(tx, last);
    for (std::int64_t shard = 0; shard <= most; ++shard) {
      const bool has_delta =
          base_ != 0 && tx.authorities().find_crl(issuer(), base_, shard, false).has_value();
      complete_.emplace_back(hall_, row(shard, 0), head(shard, 0, has_delta));
      if (has_delta) deltas_.emplace_back(hall_, row(shard, base_), head(shard, base_, false));
    }
  }

  void read_changes(Transaction& tx, const CrlIssue& base) {
    const auto most = static_cast<std::int64_t>(kMostDeltaEntries);
    changes_ = tx.certificates().revocations_since(issuer(), base.seq, most + 1);
    if (changes_.size() > kMostDeltaEntries) return changes_.clear();
    base_ = base.number;
  }

  [[nodiscard]] StoredCrl row(std::int64_t shard, std::int64_t base) const {
    return {.issuer = issuer(), .number = issue_.number, .shard = shard, .base = base};
  }

  [[nodiscard]] pki::CrlHead head(std::int64_t shard, std::int64_t base, bool has_delta) const {
    pki::CrlHead head{.issuer = authority_.issuer,
                      .number = static_cast<std::uint64_t>(issue_.number),
                      .this_update = issue_.this_update,
                      .next_update = issue_.next_update};
    // The same words as in the certificates (RFC 5280 6.3.3 b 2), in complete and delta alike.
    if (shard > 0) head.shard_uri = address_of(hall_.settings, {issuer(), shard, false});
    if (base > 0) head.base_number = static_cast<std::uint64_t>(base);
    if (has_delta) head.freshest_uri = address_of(hall_.settings, {issuer(), shard, true});
    if (hall_.settings.crl.keeps_expired)
      head.keeps_expired_since = authority_.certificate.not_before;
    return head;
  }

  static void add_to(std::vector<Draft>& drafts, std::int64_t shard, const pki::CrlEntry& entry) {
    for (auto& draft : drafts)
      if (draft.row().shard == 0 || draft.row().shard == shard) draft.add(entry);
  }

  void collect(Transaction& tx) {
    const Timestamp since = hall_.settings.crl.keeps_expired ? Timestamp{} : kept_since_;
    std::string after;
    for (;;) {
      const auto page = tx.certificates().revoked(issuer(), since, after, kPage);
      for (const auto& each : page)
        add_to(complete_, each.shard, {each.serial, each.revoked_at, to_pki(each.reason)});
      if (page.size() < static_cast<std::size_t>(kPage)) return;
      after = page.back().serial;
    }
  }

  /// Of each certificate what happened last. One that was released is named even where the base
  /// does not hold it: a list in between may.
  void collect_changes(Transaction&) {
    std::map<std::string_view, const domain::CertificateStatusEvent*> last;
    for (const auto& each : changes_) last[each.serial] = &each;
    for (const auto& [serial, each] : last)
      add_to(deltas_, each->shard, {each->serial, each->revoked_at, to_pki(each->reason)});
  }

  /// False when another node's lists tell as much. Numbers and bytes are on disk before the key is
  /// used.
  Result<bool> record() {
    std::vector<SignatureRecord> records;
    for (auto* drafts : {&complete_, &deltas_})
      for (auto& draft : *drafts) {
        const auto& row = draft.row();
        records.push_back(record_of(hall_, draft.finish_entries(), "crl",
                                    "crl/" + issuer() + "/" + std::to_string(row.number) + "/" +
                                        std::to_string(row.shard) + "/" +
                                        std::to_string(row.base)));
        draft.rest();
      }
    return write(hall_.store, [&](Transaction& tx) -> Result<bool> {
      const auto last = tx.authorities().last_crl_issue(issuer());
      if (last && (last->number >= issue_.number || last->seq > issue_.seq)) return false;
      tx.authorities().insert_crl_issue(issue_);
      for (auto* drafts : {&complete_, &deltas_})
        for (auto& draft : *drafts) tx.authorities().insert_crl(draft.row());
      for (const auto& record : records) tx.authorities().record(record);
      return true;
    });
  }

  Status sign() {
    std::vector<ObjectRow> objects;
    for (auto* drafts : {&complete_, &deltas_})
      for (auto& draft : *drafts) {
        const std::string_view der = draft.sign(*authority_.signer);
        objects.push_back({.id = ObjectId::create(hall_.clock, hall_.random),
                           .content_type = "application/pkix-crl",
                           .size_bytes = static_cast<std::int64_t>(der.size()),
                           .digest = to_hex(sha256(der)),
                           .created_at = hall_.clock.now()});
        hall_.files.put(objects.back().id, der);
        draft.rest();
        draft.row().object = objects.back().id;
        draft.row().size_bytes = objects.back().size_bytes;
      }
    log::info("crl.published", {{"issuer", issuer()},
                                {"number", issue_.number},
                                {"entries", complete_.front().row().entries}});
    return write(hall_.store, [&](Transaction& tx) -> Status {
      for (const auto& object : objects) tx.objects().insert(object);
      for (auto* drafts : {&complete_, &deltas_})
        for (auto& draft : *drafts) tx.authorities().update_crl(draft.row());
      tx.authorities().finish_crl_issue(issue_);
      return {};
    });
  }

  const Hall& hall_;
  const LoadedAuthority authority_;
  CrlIssue issue_;
  Timestamp kept_since_{};
  std::int64_t base_ = 0;
  std::vector<domain::CertificateStatusEvent> changes_;
  std::vector<Draft> complete_, deltas_;
};

bool is_due(Transaction& tx, const Hall& hall, std::string_view issuer) {
  const auto newest = tx.authorities().newest_crl(issuer);
  if (!newest) return true;
  const Timestamp now = hall.clock.now();
  const auto half = (newest->next_update - newest->this_update) / 2;
  if (now >= newest->this_update + half) return true;
  return now >= newest->this_update + kRestAfterIssue &&
         tx.certificates().last_revocation(issuer) > newest->seq;
}

/// The rows stay for good; a file goes after its rows no longer name it.
Status drop_stale_files(const Hall& hall) {
  const Timestamp now = hall.clock.now();
  const auto stale = read(
      hall.store, [&](Transaction& tx) { return tx.authorities().stale_crls(now, kStaleBatch); });
  if (stale.empty()) return {};
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    for (auto crl : stale) {
      tx.objects().erase(crl.object);
      crl.object = {};
      tx.authorities().update_crl(crl);
    }
    return {};
  }));
  for (const auto& crl : stale) hall.files.remove(crl.object);
  return {};
}

std::optional<std::int64_t> number_of(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number < 1 ||
      std::to_string(number) != digits)
    return std::nullopt;
  return number;
}

}  // namespace

std::string path_of(const CrlName& name) {
  const std::string beginning = "/crl/" + name.issuer;
  if (name.shard == 0) return beginning + (name.delta ? "/delta.crl" : ".crl");
  return beginning + "/" + std::to_string(name.shard) + (name.delta ? "-delta.crl" : ".crl");
}

std::optional<CrlName> crl_name(std::string_view path) {
  constexpr std::string_view kBeginning = "/crl/", kEnd = ".crl", kDelta = "delta";
  if (!path.starts_with(kBeginning) || !path.ends_with(kEnd) ||
      path.size() <= kBeginning.size() + kEnd.size())
    return std::nullopt;
  path.remove_prefix(kBeginning.size());
  path.remove_suffix(kEnd.size());
  const auto slash = path.find('/');
  CrlName name{.issuer = std::string(path.substr(0, slash))};
  if (slash == std::string_view::npos) return name;
  std::string_view cut = path.substr(slash + 1);
  if (cut == kDelta) return CrlName{name.issuer, 0, true};
  if (cut.ends_with("-delta")) {
    name.delta = true;
    cut.remove_suffix(kDelta.size() + 1);
  }
  const auto shard = number_of(cut);
  if (!shard) return std::nullopt;
  name.shard = *shard;
  return name;
}

std::string address_of(const Settings& settings, const CrlName& name) {
  return settings.status_url + path_of(name);
}

std::int64_t shard_of(std::int64_t shards, std::string_view serial) {
  if (shards == 0) return 0;
  constexpr std::size_t kDigits = 8;
  const auto tail = serial.substr(serial.size() - std::min(serial.size(), kDigits));
  std::uint32_t number = 0;
  std::from_chars(tail.data(), tail.data() + tail.size(), number, 16);
  return 1 + static_cast<std::int64_t>(number) % shards;
}

Status publish_crls(const Hall& hall, std::string_view issuer) {
  return Issuing(hall, issuer).run();
}

Status publish_due_crls(const Hall& hall) {
  for (const auto& issuer : crl_signers(hall))
    if (read(hall.store, [&](Transaction& tx) { return is_due(tx, hall, issuer); }))
      RETURN_IF_ERROR(publish_crls(hall, issuer));
  return drop_stale_files(hall);
}

std::optional<FreshCrl> CrlShelf::find(const CrlName& name) {
  const Timestamp now = hall_.clock.now();
  std::optional<StoredCrl> row;
  const auto newest = read(hall_.store, [&](Transaction& tx) {
    auto issue = tx.authorities().newest_crl(name.issuer);
    if (issue) row = tx.authorities().find_crl(name.issuer, issue->number, name.shard, name.delta);
    return issue;
  });
  if (!newest || !row || newest->next_update <= now || row->object.value.empty())
    return std::nullopt;
  // Whoever else wants one meanwhile waits: it is read once.
  const std::lock_guard lock(mutex_);
  auto& [number, der] = kept_[name];
  if (number != newest->number || !der) {
    der.reset();
    der = std::make_shared<const std::string>(hall_.files.get(row->object));
    number = newest->number;
  }
  return FreshCrl{*newest, der};
}

bool has_fresh_crl(const Hall& hall, std::string_view issuer) {
  const auto newest =
      read(hall.store, [&](Transaction& tx) { return tx.authorities().newest_crl(issuer); });
  return newest && newest->next_update > hall.clock.now();
}

}  // namespace certhall::app
