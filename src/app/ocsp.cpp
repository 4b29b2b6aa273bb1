#include "app/ocsp.h"

#include <algorithm>
#include <ctime>
#include <stdexcept>
#include <thread>

#include "app/authority.h"
#include "app/revocation_reason.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/log.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kValidity = 10min;
constexpr auto kRenewAfter = kValidity / 2;
// More than a lease, for clocks that do not run equally fast.
constexpr auto kLeaseSurelyOver = kStatusLease + 100ms;
constexpr auto kLookForLeases = 10ms;
constexpr auto kLookForKeys = 5s;
constexpr std::size_t kHolderBytes = 16;

/// Of the machine, sleep and all: a suspended machine must not wake up with a lease.
std::chrono::nanoseconds uptime() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// RFC 9110 5.6.7.
std::string http_date(Timestamp time) {
  const std::time_t seconds = time.seconds();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

/// A status that a certificate has before it is issued, or when it never will be, is none here.
CertificateState state_in(const StatusChange& change) {
  if (change.status == "issued") return {.status = pki::CertificateStatus::good};
  if (change.status != "revoked" && change.status != "suspended") return {};
  const auto reason = enum_from_text<domain::RevocationReason>(change.reason);
  return {.status = pki::CertificateStatus::revoked,
          .reason = to_pki(reason.value_or(domain::RevocationReason::unspecified)),
          .revoked_at = {change.revoked_at.seconds() * 1000}};
}

bool is_fresh(const SignedAnswer& answer, Timestamp now) {
  return answer.this_update <= now && now < answer.next_update;
}

pki::SingleResponse single(std::string cert_id, const CertificateState& state, Timestamp now) {
  return {.id = {.der = std::move(cert_id)},
          .status = state.status,
          .revoked_at = state.revoked_at,
          .reason = state.reason,
          .this_update = now,
          .next_update = now + kValidity};
}

/// The responder's certificate that is good for longest, of those that the authority made for it.
const Authority* responder_row(const std::vector<Authority>& rows, const Authority& authority) {
  const Authority* best = nullptr;
  for (const auto& row : rows)
    if (row.kind == "ocsp" && row.issuer == authority.name &&
        (best == nullptr || row.not_after > best->not_after))
      best = &row;
  return best;
}

pki::Sm2Parameters parameters_in(const pki::CertificateInfo& certificate) {
  const auto with_null = pki::signature_algorithm(certificate.algorithm, pki::Sm2Parameters::null);
  return certificate.algorithm_der == with_null ? pki::Sm2Parameters::null
                                                : pki::Sm2Parameters::absent;
}

pki::CertificateInfo read_certificate(const Authority& row) {
  auto info = pki::parse_certificate(row.certificate);
  if (!info) throw std::runtime_error("an authority's certificate cannot be read: " + row.name);
  return *std::move(info);
}

}  // namespace

struct OcspResponder::Counters {
  explicit Counters(Metrics& metrics)
      : good(of(metrics, "good")),
        revoked(of(metrics, "revoked")),
        unknown(of(metrics, "unknown")),
        signatures(metrics.counter("certhall_ocsp_signatures_total", "OCSP answers signed")),
        from_database(metrics.counter("certhall_ocsp_looked_up_total",
                                      "Certificates looked up in the database for OCSP")) {}
  static Counter& of(Metrics& metrics, const char* answer) {
    return metrics.counter("certhall_ocsp_answers_total", "What OCSP said", {{"answer", answer}});
  }
  Counter &good, &revoked, &unknown, &signatures, &from_database;
};

OcspResponder::OcspResponder(const Hall& hall, std::size_t most_answers)
    : hall_(hall),
      holder_(to_hex(hall.random.bytes(kHolderBytes))),
      counters_(std::make_unique<const Counters>(hall.metrics)),
      cache_(most_answers) {}

OcspResponder::~OcspResponder() {
  lease_until_ = 0;
  try {
    (void)write(hall_.store, [&](Transaction& tx) -> Status {
      tx.statuses().remove_lease(holder_);
      return {};
    });
  } catch (const std::exception& error) {
    log::warning("ocsp.lease_left", {{"reason", error.what()}});
  }
}

bool OcspResponder::leased() const { return uptime().count() < lease_until_.load(); }

Timestamp OcspResponder::now() const { return {hall_.clock.now().seconds() * 1000}; }

void OcspResponder::load() {
  const auto begun = std::chrono::steady_clock::now();
  open_desks();
  const std::int64_t newest =
      read(hall_.store, [](Transaction& tx) { return tx.statuses().newest(); });
  const std::int64_t parts = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::exception_ptr failure;
  for (std::int64_t part = 0; part < parts; ++part)
    threads.emplace_back([&, part] {
      try {
        (void)read(hall_.store, [&](Transaction& tx) {
          tx.statuses().scan(newest * part / parts, newest * (part + 1) / parts,
                             [&](const StatusChange& change) { apply(change); });
          return 0;
        });
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = std::current_exception();
      }
    });
  for (auto& each : threads) each.join();
  if (failure) std::rethrow_exception(failure);
  applied_ = newest;
  log::info("ocsp.loaded", {{"certificates", static_cast<std::int64_t>(index_.size())},
                            {"bytes", static_cast<std::int64_t>(index_.bytes())},
                            {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(
                                       std::chrono::steady_clock::now() - begun)
                                       .count()}});
}

std::uint8_t OcspResponder::number_of(std::string_view issuer) {
  // Nearly always the same one as before.
  thread_local std::pair<const OcspResponder*, std::pair<std::string, std::uint8_t>> last;
  if (last.first == this && last.second.first == issuer) return last.second.second;
  const std::lock_guard lock(issuers_mutex_);
  auto found = issuers_.find(issuer);
  if (found == issuers_.end()) {
    if (issuers_.size() == UINT8_MAX) throw std::runtime_error("more than 255 issuers");
    found =
        issuers_.emplace(std::string(issuer), static_cast<std::uint8_t>(issuers_.size() + 1)).first;
  }
  last = {this, {found->first, found->second}};
  return found->second;
}

void OcspResponder::apply(const StatusChange& change) {
  const auto key = status_key(number_of(change.issuer), change.serial);
  if (!key) throw std::runtime_error("a status event with a serial that is none");
  index_.put(*key, state_in(change), change.seq);
}

void OcspResponder::take_over(Transaction& tx) {
  const std::int64_t newest = tx.statuses().newest();
  tx.statuses().scan(applied_, newest, [&](const StatusChange& change) {
    apply(change);
    // Nobody would be told what is no longer true; this only makes room.
    const auto key = status_key(number_of(change.issuer), change.serial);
    if (key && change.status != "issued") cache_.drop(*key);
  });
  applied_ = std::max(applied_, newest);
}

void OcspResponder::catch_up() {
  const std::lock_guard lock(applying_);
  (void)read(hall_.store, [&](Transaction& tx) {
    take_over(tx);
    return 0;
  });
}

bool OcspResponder::keep() {
  open_desks();
  const std::lock_guard lock(applying_);
  const auto asked_at = uptime();
  const std::int64_t before = applied_;
  const auto row = read(hall_.store, [&](Transaction& tx) {
    take_over(tx);
    return tx.statuses().lease_of(holder_);
  });
  keep_lease(row, asked_at);
  return applied_ != before || row != applied_;
}

/// The row says less than this memory has, or exactly as much. While it says as much, and was there
/// in the snapshot that brought nothing new, nobody can have gone on without us: see
/// docs/decisions/ocsp.md before changing anything here.
void OcspResponder::keep_lease(std::optional<std::int64_t> row, std::chrono::nanoseconds asked_at) {
  bool holds = row == applied_;
  if (!holds)
    (void)write(hall_.store, [&](Transaction& tx) -> Status {
      if (row) {
        holds = tx.statuses().renew_lease(holder_, applied_);
      } else {
        tx.statuses().insert_lease(holder_, applied_);  // counts from the next round on
      }
      return {};
    });
  if (holds) lease_until_ = (asked_at + kStatusLease).count();
}

std::shared_ptr<const OcspResponder::Desks> OcspResponder::desks() const {
  const std::lock_guard lock(desks_mutex_);
  return desks_;
}

void OcspResponder::open_desks() {
  const auto rows = read(hall_.store, [](Transaction& tx) { return tx.authorities().list(); });
  std::string text;
  for (const auto& row : rows) text += row.name + '\0' + row.certificate;
  auto fingerprint = sha256(text);
  const auto open = desks();
  if (open->fingerprint == fingerprint && uptime() < open->look_again) return;
  auto made = std::make_shared<Desks>();
  made->fingerprint = std::move(fingerprint);
  for (const auto& row : rows) {
    if (row.issuer != row.name) {
      // An authority's own certificate: known from its row, until an event says otherwise.
      const auto key = status_key(number_of(row.issuer), read_certificate(row).serial);
      if (key) index_.put(*key, {.status = pki::CertificateStatus::good}, 0);
    }
    const Authority* responder = responder_row(rows, row);
    if (responder == nullptr) continue;
    try {
      made->list.push_back(
          {.issuer = number_of(row.name),
           .name = row.name,
           .matcher = pki::OcspIssuer(read_certificate(row)),
           .signer = {hall_.keys.find(responder->name, Ledger::answers), responder->certificate,
                      parameters_in(read_certificate(*responder))}});
    } catch (const std::exception& error) {
      // The other authorities' answers must not wait for this one's key.
      log::error("ocsp.no_key", {{"responder", responder->name}, {"reason", error.what()}});
      made->look_again = uptime() + kLookForKeys;
    }
  }
  const std::lock_guard lock(desks_mutex_);
  desks_ = std::move(made);
}

const OcspResponder::Desk* OcspResponder::desk_for(const Desks& desks, const pki::CertId& id) {
  const auto found =
      std::ranges::find_if(desks.list, [&](const Desk& desk) { return desk.matcher.issued(id); });
  return found == desks.list.end() ? nullptr : &*found;
}

CertificateState OcspResponder::stored_state(const Desk& desk, const pki::CertId& id) {
  counters_->from_database.add();
  CertificateState state;
  (void)read(hall_.store, [&](Transaction& tx) {
    return tx.statuses().find(desk.name, id.serial,
                              [&](const StatusChange& change) { state = state_in(change); });
  });
  return state;
}

/// Not in memory is not yet never issued: it may have been issued a moment ago.
CertificateState OcspResponder::state_of(const Desk& desk, const pki::CertId& id) {
  const auto key = status_key(desk.issuer, id.serial);
  if (!key) return {};
  const auto known = index_.find(*key);
  if (known && leased()) return *known;
  const auto stored = stored_state(desk, id);
  // Authorities' own certificates are not among the subscribers'.
  if (known && stored.status == pki::CertificateStatus::unknown) return *known;
  return stored;
}

std::shared_ptr<const SignedAnswer> OcspResponder::at_hand(std::string_view der) const {
  const auto request = pki::parse_ocsp_request(der);
  if (!request || request->certificates.size() != 1 || !request->nonce.empty()) return nullptr;
  const auto& id = request->certificates.front();
  const auto open = desks();
  const Desk* desk = desk_for(*open, id);
  if (desk == nullptr) return nullptr;
  const auto key = status_key(desk->issuer, id.serial);
  if (!key) return nullptr;
  auto answer = cache_.find({.certificate = *key, .digest = id.digest});
  if (!answer || answer->cert_id != id.der || !is_fresh(*answer, now())) return nullptr;
  const auto state = index_.find(*key);
  // The lease last: what it vouches for must have been read before.
  if (!state || *state != answer->state || !leased()) return nullptr;
  count(answer->state.status);
  return answer;
}

std::shared_ptr<const SignedAnswer> OcspResponder::sign_one(const Desk& desk, const pki::CertId& id,
                                                            const CertificateState& state) const {
  auto answer = std::make_shared<SignedAnswer>();
  answer->state = state;
  answer->this_update = now();
  answer->next_update = answer->this_update + kValidity;
  answer->cert_id = id.der;
  answer->der = desk.signer.sign({.produced_at = answer->this_update,
                                  .responses = {single(id.der, state, answer->this_update)},
                                  .nonce = {}});
  answer->etag = '"' + to_hex(sha256(answer->der)).substr(0, 40) + '"';
  answer->last_modified = http_date(answer->this_update);
  answer->expires = http_date(answer->next_update);
  counters_->signatures.add();
  return answer;
}

OcspReply OcspResponder::answer_one(const Desk& desk, const pki::CertId& id) {
  const auto state = state_of(desk, id);
  const auto certificate = status_key(desk.issuer, id.serial);
  const OcspCache::Key key{.certificate = certificate.value_or(StatusKey{}), .digest = id.digest};
  count(state.status);
  const auto kept = cache_.find(key);
  if (kept && kept->cert_id == id.der && kept->state == state && is_fresh(*kept, now()))
    return {.der = kept->der, .kept = kept};
  const auto made = sign_one(desk, id, state);
  // What was never issued is asked for by whoever tries numbers: it is not worth keeping.
  if (!certificate || state.status == pki::CertificateStatus::unknown) return {.der = made->der};
  cache_.put(key, made);
  return {.der = made->der, .kept = made};
}

/// RFC 6960 4.2.2.2: a responder answers for the authority that made its certificate. What another
/// authority issued is unknown to it; such a question has to be asked by itself.
OcspReply OcspResponder::answer_several(const Desks& desks, const Desk& desk,
                                        const pki::OcspRequest& request) {
  const Timestamp time = now();
  pki::OcspAnswer answer{.produced_at = time, .responses = {}, .nonce = request.nonce};
  for (const auto& id : request.certificates) {
    const bool ours = desk_for(desks, id) == &desk;
    const auto state = ours ? state_of(desk, id) : CertificateState{};
    answer.responses.push_back(single(id.der, state, time));
    count(state.status);
  }
  counters_->signatures.add();
  return {.der = desk.signer.sign(answer)};
}

OcspReply OcspResponder::failed(pki::OcspError error, const char* word) {
  Counters::of(hall_.metrics, word).add();
  return {.der = pki::ocsp_error(error)};
}

OcspReply OcspResponder::answer(std::string_view der) {
  const auto request = pki::parse_ocsp_request(der);
  if (!request) return failed(pki::OcspError::malformed_request, "malformed");
  try {
    const auto open = desks();
    const Desk* desk = nullptr;
    for (const auto& id : request->certificates)
      if (desk == nullptr) desk = desk_for(*open, id);
    // RFC 5019 2.2.3: we cannot answer for somebody else's certificates.
    if (desk == nullptr) return failed(pki::OcspError::unauthorized, "unauthorized");
    if (request->nonce.empty() && request->certificates.size() == 1)
      return answer_one(*desk, request->certificates.front());
    return answer_several(*open, *desk, *request);
  } catch (const std::exception& error) {
    log::error("ocsp.failed", {{"reason", error.what()}});
    return failed(pki::OcspError::try_later, "failed");
  }
}

void OcspResponder::renew_answers() {
  const auto open = desks();
  for (const auto& [key, answer] : cache_.due(now() - kRenewAfter)) {
    const auto state = index_.find(key.certificate);
    const auto desk = std::ranges::find(open->list, key.certificate.issuer, &Desk::issuer);
    if (!state || desk == open->list.end() || !leased()) continue;
    pki::CertId id;
    id.der = answer->cert_id;
    cache_.put(key, sign_one(*desk, id, *state));
  }
}

void OcspResponder::count(pki::CertificateStatus status) const {
  switch (status) {
    case pki::CertificateStatus::good:
      return counters_->good.add();
    case pki::CertificateStatus::revoked:
      return counters_->revoked.add();
    case pki::CertificateStatus::unknown:
      return counters_->unknown.add();
  }
}

void await_status(const Hall& hall, std::int64_t seq) {
  const auto begun = std::chrono::steady_clock::now();
  if (hall.ocsp != nullptr) hall.ocsp->catch_up();
  const std::string own = hall.ocsp != nullptr ? hall.ocsp->holder() : "";
  for (;;) {
    auto behind =
        read(hall.store, [&](Transaction& tx) { return tx.statuses().leases_behind(seq); });
    std::erase(behind, own);
    if (behind.empty()) return;
    if (std::chrono::steady_clock::now() - begun >= kLeaseSurelyOver) break;
    std::this_thread::sleep_for(kLookForLeases);
  }
  const auto removed = write(hall.store, [&](Transaction& tx) -> Status {
    for (const auto& holder : tx.statuses().leases_behind(seq))
      if (holder != own) tx.statuses().remove_lease(holder);
    return {};
  });
  if (!removed) throw std::runtime_error("leases that ran out cannot be removed");
}

}  // namespace certhall::app
