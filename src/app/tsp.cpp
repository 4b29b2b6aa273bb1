#include "app/tsp.h"

#include <algorithm>
#include <chrono>

#include "app/act.h"
#include "app/authority.h"
#include "app/ceremony.h"
#include "base/log.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::app {
namespace {

constexpr auto kValidity = std::chrono::days{5 * 365};
constexpr auto kRenewal = std::chrono::days{365};
constexpr std::int64_t kWindowSeconds = 60, kMostInWindow = 300;

std::string signer_name(std::string_view issuing) { return "tsa-" + std::string(issuing); }

/// The first one comes about as in a ceremony; later ones are new certificates for its key. In the
/// authority's own last years there is nothing to be won by a new one.
Status prepare_signer(const Hall& hall, const LoadedAuthority& above) {
  const std::string name = signer_name(above.row.name);
  const Timestamp now = hall.clock.now();
  const auto there = [&](Transaction& tx) { return tx.authorities().find(name); };
  const auto known = read(hall.store, there);
  if (!known) {
    const auto algorithm = above.signer->algorithm();
    const std::string text(algorithm == pki::Algorithm::sm2_sm3 ? "SM2" : pki::to_text(algorithm));
    Ceremony ceremony(hall);
    RETURN_IF_ERROR(ceremony.add({.name = name,
                                  .kind = "tsa",
                                  .issuer = above.row.name,
                                  .algorithm = algorithm,
                                  .common_name = "CertHall Demo " + text + " TSA",
                                  .validity = kValidity,
                                  .sm2_null = above.row.sm2_null}));
    return ceremony.finish(system_actor("time_stamping"));
  }
  if (known->not_after - now > kRenewal || known->not_after >= above.certificate.not_after)
    return {};
  ASSIGN_OR_RETURN(renewed, renew_signer(hall, *known));
  return write(hall.store, [&](Transaction& tx) -> Status {
    if (there(tx)->certificate != known->certificate) return {};  // another node was first
    tx.authorities().replace(renewed);
    audit(tx, now, system_actor("time_stamping"), "authority.renew", "authority/" + name);
    return {};
  });
}

std::vector<LoadedAuthority> signers(const Hall& hall) {
  std::vector<LoadedAuthority> found;
  for (const auto& row : read(hall.store, [](Transaction& tx) { return tx.authorities().list(); }))
    if (row.kind == "tsa") found.push_back(load_authority(hall, row.name));
  return found;
}

Result<LoadedAuthority> choose_signer(const Hall& hall, std::string_view issuing,
                                      std::string_view digest_oid) {
  auto all = signers(hall);
  const auto fits = [&](const LoadedAuthority& each) {
    if (!issuing.empty()) return each.row.issuer == issuing;
    return (each.signer->algorithm() == pki::Algorithm::sm2_sm3) == (digest_oid == pki::oid::kSm3);
  };
  auto chosen = std::ranges::find_if(all, fits);
  if (chosen == all.end() && issuing.empty()) chosen = all.begin();
  if (chosen == all.end()) return fail(ErrorCode::not_found, "没有这个时间戳签名者");
  return std::move(*chosen);
}

/// What becomes of a question: a stamp to be signed, or why not.
struct Outcome {
  std::optional<pki::UnsignedTimeStamp> stamp;
  pki::TimeStampFailure failure = pki::TimeStampFailure::system_failure;
  const char* words = "";
};

/// The next stamp after `last`; nothing when the clock stands before it by more than may be.
std::optional<TimeStampClock> advance(const std::optional<TimeStampClock>& last,
                                      const std::string& name, Timestamp now,
                                      std::chrono::seconds accuracy) {
  // Rises with the time as well, so that a hall restored from an older backup, which does not know
  // the numbers given since, stays above them.
  TimeStampClock next{
      .authority = name, .serial = now.ms * 1000, .stamped_at = Timestamp{now.seconds() * 1000}};
  if (!last) return next;
  if (now + accuracy < last->stamped_at) return std::nullopt;
  next.serial = std::max(next.serial, last->serial + 1);
  next.stamped_at = std::max(next.stamped_at, last->stamped_at);
  return next;
}

std::string serial_text(std::int64_t serial) {
  std::string hex(16, '0');
  for (auto at = hex.rbegin(); at != hex.rend(); ++at, serial /= 16)
    *at = "0123456789abcdef"[serial % 16];
  return hex;
}

Outcome record_stamp(Transaction& tx, const Hall& hall, const LoadedAuthority& signer,
                     const pki::TimeStampRequest& request) {
  const auto& settings = hall.settings.time_stamps;
  const std::string& name = signer.row.name;
  const auto next = advance(tx.time_stamps().last(name), name, hall.clock.now(),
                            std::chrono::seconds{settings.accuracy_seconds});
  const auto& [not_before, not_after] =
      std::pair{signer.certificate.not_before, signer.certificate.not_after};
  if (!next || next->stamped_at < not_before || next->stamped_at >= not_after) {
    log::error("time_stamp.no_time", {{"signer", name}});
    return {.stamp = {},
            .failure = pki::TimeStampFailure::time_not_available,
            .words = "服务器时钟暂不可信，时间戳服务已暂停，请稍后再试"};
  }
  const pki::TimeStampInfo info{.policy = settings.policy,
                                .digest_oid = request.digest_oid,
                                .imprint = request.imprint,
                                .serial = serial_text(next->serial),
                                .time = next->stamped_at,
                                .accuracy_ms = settings.accuracy_seconds * 1000,
                                .nonce = request.nonce};
  auto stamp = pki::build_time_stamp(info, signer.certificate.der, signer.signer->algorithm());
  tx.time_stamps().advance(*next);
  tx.authorities().record(record_of(hall, stamp.signature_input, "time_stamp",
                                    "time_stamp/" + name + "/" + info.serial));
  return {.stamp = std::move(stamp)};
}

Status within_limit(Transaction& tx, const Hall& hall, std::string_view address) {
  if (address.empty() || tx.limits().hit("time_stamp/" + std::string(address), kWindowSeconds,
                                         hall.clock.now()) <= kMostInWindow)
    return {};
  return fail(Error{.code = ErrorCode::too_many,
                    .message = "时间戳请求过于频繁，请一分钟后再试",
                    .retry_after_seconds = kWindowSeconds});
}

void count(const Hall& hall, const char* answer) {
  hall.metrics
      .counter("certhall_time_stamps_total", "Answers to time-stamp requests", {{"answer", answer}})
      .add();
}

std::string refusal(const Hall& hall, pki::TimeStampFailure failure, std::string_view words) {
  count(hall, "refused");
  return pki::time_stamp_response(failure, words);
}

std::string_view words_for(pki::TimeStampFailure failure) {
  using enum pki::TimeStampFailure;
  switch (failure) {
    case bad_algorithm:
      return "摘要算法应为 SM3、SHA-256、SHA-384 或 SHA-512";
    case bad_request:
      return "只支持第 1 版时间戳请求";
    case bad_data_format:
      return "时间戳请求无法解析，或摘要长度与算法不符";
    case unaccepted_policy:
      return "不支持请求中的时间戳策略";
    case unaccepted_extension:
      return "不支持请求中的关键扩展";
    case time_not_available:
    case system_failure:
      break;
  }
  return "时间戳服务暂时不可用，请稍后再试";
}

Result<std::string> stamp(const Hall& hall, const pki::TimeStampRequest& request,
                          std::string_view issuing, std::string_view address) {
  ASSIGN_OR_RETURN(signer, choose_signer(hall, issuing, request.digest_oid));
  ASSIGN_OR_RETURN(outcome, write(hall.store, [&](Transaction& tx) -> Result<Outcome> {
                     RETURN_IF_ERROR(within_limit(tx, hall, address));
                     return record_stamp(tx, hall, signer, request);
                   }));
  if (!outcome.stamp) return refusal(hall, outcome.failure, outcome.words);
  std::vector<std::string> certificates;
  if (request.certificate_wanted) {
    certificates = chain_of(hall, signer.row.name);
    certificates.pop_back();  // the root is what the other side must have already
  }
  const std::string token = pki::sign(*outcome.stamp, *signer.signer, certificates);
  count(hall, "granted");
  return pki::time_stamp_response(token);
}

}  // namespace

Status prepare_time_stamping(const Hall& hall) {
  for (const auto& issuing : issuing_authorities(hall)) {
    const auto above = load_authority(hall, issuing);
    if (above.row.status == AuthorityStatus::active) RETURN_IF_ERROR(prepare_signer(hall, above));
  }
  return {};
}

Result<std::string> answer_time_stamp(const Hall& hall, std::string_view der,
                                      std::string_view issuing, std::string_view address) {
  const auto request = pki::parse_time_stamp_request(der);
  if (!request) return refusal(hall, request.error(), words_for(request.error()));
  using enum pki::TimeStampFailure;
  if (!request->policy.empty() && request->policy != hall.settings.time_stamps.policy)
    return refusal(hall, unaccepted_policy, words_for(unaccepted_policy));
  try {
    return stamp(hall, *request, issuing, address);
  } catch (const std::exception& error) {
    log::error("time_stamp.failed", {{"reason", error.what()}});
    return refusal(hall, system_failure, words_for(system_failure));
  }
}

}  // namespace certhall::app
