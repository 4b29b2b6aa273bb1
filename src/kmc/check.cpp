#include "kmc/check.h"

#include <map>
#include <set>
#include <unordered_set>

#include "app/ports/audit_chain.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "kmc/officers.h"
#include "kmc/recovery.h"
#include "pki/key.h"

namespace certhall::kmc {
namespace {

constexpr std::int64_t kPage = 500;
constexpr std::int64_t kAllRecoveries = 1'000'000;

class Check {
 public:
  explicit Check(const Centre& centre) : centre_(centre) {}

  CentreReport run() {
    app::read(centre_.store, [&](Transaction& tx) {
      check_chain(tx);
      check_keys(tx);
      check_officers(tx);
      for (const auto& each : tx.recoveries().list(kAllRecoveries)) check_recovery(tx, each);
    });
    return std::move(report_);
  }

 private:
  void find(const std::string& what, const std::string& finding) {
    report_.findings.push_back(what + "：" + finding);
  }

  void check_chain(Transaction& tx) {
    const auto verdict = app::verify_chain(tx.audit(), [&](const app::AuditRow& row) {
      if (row.act == "key.issue" || row.act == "key.adopt") issued_.insert(row.subject);
      if (row.act == "key.recover") recovered_.insert(row.subject);
      if (row.act == "officers.appoint") appointed_ = row.detail;
    });
    report_.audit_rows = verdict.rows;
    if (verdict.damage) find("密钥管理中心的审计链", *verdict.damage);
  }

  void check_keys(Transaction& tx) {
    std::string after;
    for (;;) {
      const auto page = tx.keys().page(after, kPage);
      for (const auto& key : page) check_key(tx, key);
      report_.keys += static_cast<std::int64_t>(page.size());
      if (page.size() < kPage) break;
      after = page.back().id.value;
    }
    for (const auto& subject : issued_) find(subject, "审计记录中已发出，密钥库中没有");
  }

  void check_key(Transaction& tx, const StoredKey& key) {
    const std::string subject = "key/" + key.id.value;
    const auto opened = pki::PrivateKey::from_pkcs8(key.private_key);
    if (!opened || opened->public_key().spki() != key.public_key ||
        to_hex(sha256(key.public_key)) != key.public_key_digest)
      find(subject, "私钥与公钥不是一对");
    const bool out = tx.keys().issue_of_key(key.id).has_value();
    if ((key.state == KeyState::issued) != out) find(subject, "密钥库与发出记录不一致");
    if (out) ++report_.issued;
    if ((issued_.erase(subject) > 0) != out) find(subject, "发出记录与审计记录不一致");
  }

  void check_officers(Transaction& tx) {
    const auto officers = tx.officers().list();
    if (officers.empty() && appointed_.empty()) return;
    const std::string expected =
        "\"officers_sha256\":\"" + digest_of(officers, tx.officers().quorum()) + "\"";
    if (appointed_.find(expected) == std::string::npos)
      find("密钥管理员", "名单、公钥或法定人数与任命时的审计记录不一致");
  }

  void check_recovery(Transaction& tx, const Recovery& recovery) {
    const std::string subject = "recovery/" + recovery.id.value;
    const bool out = recovered_.contains(subject);
    if (recovery.kind != RecoveryKind::officers && out != (recovery.done_at.ms != 0))
      find(subject, "恢复记录与审计记录不一致");
    if (recovery.done_at.ms == 0) return;
    const std::string statement = statement_of(recovery);
    std::set<std::string> signers;
    for (const auto& each : tx.recoveries().approvals(recovery.id)) {
      const auto key = pki::PublicKey::from_spki(from_base64(each.public_key).value_or(""));
      if (key && key->verify(statement, each.signature)) signers.insert(each.public_key);
    }
    if (static_cast<std::int64_t>(signers.size()) < recovery.needed)
      find(subject, "已办理，但没有足够的有效签名");
  }

  const Centre& centre_;
  std::unordered_set<std::string> issued_;
  std::set<std::string> recovered_;
  std::string appointed_;  // detail of the last row
  CentreReport report_;
};

}  // namespace

CentreReport check(const Centre& centre) { return Check(centre).run(); }

}  // namespace certhall::kmc
