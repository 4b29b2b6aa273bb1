#include "app/revocation.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>

#include "app/act.h"
#include "app/ocsp.h"
#include "app/status_notice.h"
#include "app/token.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/serial.h"

namespace certhall::app {
namespace {

using domain::Certificate;
using domain::CertificateEvent;
using domain::CertificateFact;
using domain::CertificateStatus;
using domain::RevocationOutcome;
using domain::RevocationReason;

constexpr std::int64_t kLinesAtOnce = 50;
constexpr std::int64_t kMostOfOneOrganization = 10'000;
constexpr std::int64_t kLists = 100;

std::string act_name(CertificateEvent event) {
  return "certificate." + std::string(enum_to_text(event));
}

bool changes_to(CertificateStatus from, CertificateEvent event) {
  switch (event) {
    case CertificateEvent::suspend:
      return from == CertificateStatus::issued;
    case CertificateEvent::release:
      return from == CertificateStatus::suspended;
    case CertificateEvent::revoke:
      return from == CertificateStatus::issued || from == CertificateStatus::suspended;
    case CertificateEvent::issue:
    case CertificateEvent::void_:
      return false;
  }
  return false;
}

std::string_view title_of(CertificateEvent event) {
  switch (event) {
    case CertificateEvent::suspend:
      return "证书已挂起";
    case CertificateEvent::release:
      return "证书已解除挂起";
    case CertificateEvent::revoke:
    case CertificateEvent::issue:
    case CertificateEvent::void_:
      break;
  }
  return "证书已吊销";
}

/// A token whose certificates are all revoked is of no more use.
void retire_idle_token(Transaction& tx, const Hall& hall, const ApplicationId& id) {
  for (const auto& each : tx.certificates().of_application(id))
    if (each.status != CertificateStatus::revoked && each.status != CertificateStatus::voided)
      return;
  const auto token = tx.tokens().of_application(id);
  if (!token || token->status == domain::TokenStatus::lost ||
      token->status == domain::TokenStatus::damaged)
    return;
  if (!move_token(tx, hall, system_actor("revocation"), *token, domain::TokenEvent::retire,
                  {domain::TokenFact::certificates_ended}))
    throw std::logic_error("a token whose certificates ended cannot be retired");
}

/// What follows from a change of an application's certificates: its course says so, whom it
/// concerns is told, and a token of revoked ones is at its end.
void conclude(Transaction& tx, const Hall& hall, const ApplicationId& id, CertificateEvent event) {
  timeline(tx, hall.clock.now(), id, title_of(event),
           "证书状态立即公布，如有疑问请致电 " + hall.settings.hotline);
  tell_of_status(tx, hall, id, event);
  if (event == CertificateEvent::revoke) retire_idle_token(tx, hall, id);
}

bool is_key_digest(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  return text.size() == kDigits && std::ranges::all_of(text, [](unsigned char c) {
           return std::isdigit(c) != 0 || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

void await_newest_status(const Hall& hall) {
  await_status(hall,
               read(hall.store, [](Transaction& tx) { return tx.certificates().last_event(); }));
}

Status change_status(Transaction& tx, const Hall& hall, const domain::Actor& by,
                     Certificate certificate, const StatusOrder& order) {
  const Timestamp now = hall.clock.now();
  domain::EnumSet<CertificateFact> facts;
  facts.add(CertificateFact::confirmed, order.confirmed)
      .add(CertificateFact::final_reason, domain::is_final(order.reason))
      .add(CertificateFact::not_expired, now < certificate.not_after);
  ASSIGN_OR_RETURN(decision, domain::decide(certificate.status, order.event, by, facts));
  certificate.status = decision.to;
  const bool released = order.event == CertificateEvent::release;
  certificate.revoked_at = released ? Timestamp{} : Timestamp{now.seconds() * 1000};
  certificate.revocation_reason = released ? RevocationReason::unspecified
                                  : order.event == CertificateEvent::suspend
                                      ? RevocationReason::certificate_hold
                                      : order.reason;
  // The row of certificate_event, which update() writes, is what makes the next lists due.
  if (!tx.certificates().update(certificate)) return stale();
  boost::json::object detail{{"reason", enum_to_text(certificate.revocation_reason)}};
  if (!order.note.empty()) detail["note"] = order.note;
  audit(tx, now, by, act_name(order.event), "certificate/" + certificate.serial, detail);
  if (order.event == CertificateEvent::revoke && order.reason == RevocationReason::key_compromise)
    tx.certificates().block_key({.public_key_digest = certificate.public_key_digest,
                                 .reason = std::string(enum_to_text(order.reason)),
                                 .source = "certificate/" + certificate.serial,
                                 .created_at = now});
  return {};
}

Result<std::vector<Certificate>> change_certificate(const Hall& hall, const domain::Actor& by,
                                                    std::string_view serial, bool with_pair,
                                                    const StatusOrder& order) {
  const auto normal = pki::normalize_serial(serial);
  auto changed = act(hall, [&](Transaction& tx) -> Result<std::vector<Certificate>> {
    const auto named = normal ? tx.certificates().find_by_serial(*normal) : std::nullopt;
    if (!named || named->der.empty())
      return fail(ErrorCode::not_found, "没有序列号为 " + std::string(serial) + " 的证书");
    const auto& id = named->application_id;
    const bool again = order.event == CertificateEvent::revoke && order.confirmed &&
                       named->status == CertificateStatus::revoked;
    if (!again) RETURN_IF_ERROR(change_status(tx, hall, by, *named, order));
    bool any = !again;
    for (const auto& each : tx.certificates().of_application(id)) {
      if (!with_pair || each.serial == named->serial || !changes_to(each.status, order.event))
        continue;
      RETURN_IF_ERROR(change_status(tx, hall, by, each, order));
      any = true;
    }
    if (any) conclude(tx, hall, id, order.event);
    auto all = tx.certificates().of_application(id);
    std::erase_if(all, [](const Certificate& each) { return each.der.empty(); });
    return all;
  });
  if (changed) await_newest_status(hall);
  return changed;
}

// --- keys ----------------------------------------------------------------------------------------

Result<std::int64_t> revoke_key(const Hall& hall, const domain::Actor& by,
                                std::string_view public_key_digest, const StatusOrder& order) {
  if (!is_key_digest(public_key_digest))
    return fail_fields({{"public_key_digest",
                         "应为公钥 (SubjectPublicKeyInfo) 的 SHA-256，64 位小写十六进制数字"}});
  auto revoked = act(hall, [&](Transaction& tx) -> Result<std::int64_t> {
    std::int64_t count = 0;
    std::set<ApplicationId> touched;
    for (const auto& each : tx.certificates().of_key(public_key_digest)) {
      if (!changes_to(each.status, CertificateEvent::revoke)) continue;
      RETURN_IF_ERROR(change_status(tx, hall, by, each, order));
      touched.insert(each.application_id);
      ++count;
    }
    for (const auto& id : touched) conclude(tx, hall, id, CertificateEvent::revoke);
    tx.certificates().block_key({.public_key_digest = std::string(public_key_digest),
                                 .reason = std::string(enum_to_text(order.reason)),
                                 .source = "key",
                                 .created_at = hall.clock.now()});
    audit(tx, hall.clock.now(), by, "key.block", "key/" + std::string(public_key_digest),
          {{"reason", enum_to_text(order.reason)}, {"certificates", count}});
    return count;
  });
  if (revoked) await_newest_status(hall);
  return revoked;
}

Result<std::int64_t> block_keys(const Hall& hall, const domain::Actor& by, std::string_view text) {
  domain::TextProblems problems;
  std::set<std::string> digests;
  std::int64_t line = 0;
  for (const auto each : domain::lines_of(text)) {
    ++line;
    if (each.empty() || each.starts_with('#')) continue;
    if (is_key_digest(each))
      digests.emplace(each);
    else
      problems.push_back(
          {line, "应为公钥 (SubjectPublicKeyInfo) 的 SHA-256，64 位小写十六进制数字"});
  }
  if (!problems.empty()) return fail(domain::error_of(problems));
  return write(hall.store, [&](Transaction& tx) -> Result<std::int64_t> {
    for (const auto& digest : digests)
      tx.certificates().block_key({.public_key_digest = digest,
                                   .reason = "key_compromise",
                                   .source = "import",
                                   .created_at = hall.clock.now()});
    audit(tx, hall.clock.now(), by, "key.import", "key/import",
          {{"keys", static_cast<std::int64_t>(digests.size())}, {"sha256", to_hex(sha256(text))}});
    return static_cast<std::int64_t>(digests.size());
  });
}

// --- lists ---------------------------------------------------------------------------------------

domain::TextProblems check_revocation_text(std::string_view text) {
  domain::TextProblems problems;
  (void)domain::read_revocation_text(text, problems);
  return problems;
}

domain::RevocationList record_revocation_list(Transaction& tx, const Hall& hall,
                                              std::string_view title, std::string_view text,
                                              const ChangeId& change) {
  const std::string digest = to_hex(sha256(text));
  if (auto known = tx.revocations().find_by_digest(digest)) return std::move(*known);
  domain::TextProblems problems;
  auto lines = domain::read_revocation_text(text, problems);
  const domain::RevocationList list{.id = RevocationListId::create(hall.clock, hall.random),
                                    .digest = digest,
                                    .title = std::string(title),
                                    .change_id = change,
                                    .lines = static_cast<std::int64_t>(lines.size()),
                                    .created_at = hall.clock.now()};
  tx.revocations().insert(list);
  for (auto& line : lines) {
    line.list_id = list.id;
    tx.revocations().insert(line);
  }
  audit(tx, hall.clock.now(), system_actor("revocation_list"), "revocation_list.record",
        "revocation_list/" + list.id.value,
        {{"lines", list.lines}, {"sha256", digest}, {"change", change.value}});
  return list;
}

namespace {

std::vector<Certificate> certificates_of(Transaction& tx, const std::string& target) {
  if (!domain::is_credit_code(target)) {
    auto found = tx.certificates().find_by_serial(target);
    return found ? std::vector{std::move(*found)} : std::vector<Certificate>{};
  }
  std::vector<Certificate> all;
  for (const auto& id :
       tx.searches().find({domain::SearchKind::credit_code, target}, kMostOfOneOrganization))
    for (auto& each : tx.certificates().of_application(id)) all.push_back(std::move(each));
  return all;
}

RevocationOutcome outcome_of(const std::vector<Certificate>& found, std::int64_t revoked) {
  if (revoked > 0) return RevocationOutcome::revoked;
  if (found.empty()) return RevocationOutcome::not_found;
  const bool any = std::ranges::any_of(
      found, [](const auto& each) { return each.status == CertificateStatus::revoked; });
  return any ? RevocationOutcome::already_revoked : RevocationOutcome::not_signed;
}

Status work_off_line(Transaction& tx, const Hall& hall, domain::RevocationLine& line) {
  const auto found = certificates_of(tx, line.target);
  const StatusOrder order{
      .reason = line.reason, .confirmed = true, .note = "revocation_list/" + line.list_id.value};
  std::set<ApplicationId> touched;
  for (const auto& each : found) {
    if (!changes_to(each.status, CertificateEvent::revoke)) continue;
    RETURN_IF_ERROR(change_status(tx, hall, system_actor("revocation_list"), each, order));
    ++line.certificates;
    touched.insert(each.application_id);
  }
  for (const auto& id : touched) conclude(tx, hall, id, CertificateEvent::revoke);
  line.outcome = outcome_of(found, line.certificates);
  tx.revocations().update(line);
  return {};
}

/// What is in one transaction is in it whole: after a crash the waiting lines are those that are
/// not done.
Result<std::int64_t> work_off_some(const Hall& hall, const RevocationListId& id) {
  return write(hall.store, [&](Transaction& tx) -> Result<std::int64_t> {
    auto list = tx.revocations().find(id);
    if (!list || list->finished_at.ms != 0) return std::int64_t{0};  // another node was faster
    auto lines = tx.revocations().waiting(id, kLinesAtOnce);
    for (auto& line : lines) RETURN_IF_ERROR(work_off_line(tx, hall, line));
    list->done += static_cast<std::int64_t>(lines.size());
    if (list->done == list->lines) {
      list->finished_at = hall.clock.now();
      audit(tx, hall.clock.now(), system_actor("revocation_list"), "revocation_list.finish",
            "revocation_list/" + id.value, {{"lines", list->lines}});
    }
    tx.revocations().update(*list);
    return static_cast<std::int64_t>(lines.size());
  });
}

}  // namespace

Result<std::int64_t> work_off_revocation_lists(const Hall& hall) {
  std::int64_t worked = 0;
  const auto lists =
      read(hall.store, [](Transaction& tx) { return tx.revocations().unfinished(kLists); });
  for (const auto& list : lists)
    for (;;) {
      ASSIGN_OR_RETURN(some, work_off_some(hall, list.id));
      if (some == 0) break;
      worked += some;
    }
  if (worked > 0) await_newest_status(hall);
  return worked;
}

std::vector<domain::RevocationList> revocation_lists(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) { return tx.revocations().lists(kLists); });
}

std::optional<RevocationReport> revocation_report(const Hall& hall, const RevocationListId& id,
                                                  std::int64_t after, std::int64_t limit) {
  return read(hall.store, [&](Transaction& tx) -> std::optional<RevocationReport> {
    auto list = tx.revocations().find(id);
    if (!list) return std::nullopt;
    return RevocationReport{*list, tx.revocations().lines(id, after, limit)};
  });
}

}  // namespace certhall::app
