#include "app/authority_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "app/authority.h"
#include "app/crl.h"
#include "app/profile.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::app {
namespace {

using domain::Certificate;
using domain::CertificateStatus;
using domain::CertificateUsage;

constexpr std::int64_t kPage = 500;

class Check {
 public:
  explicit Check(const Hall& hall) : hall_(hall) {}

  AuthorityReport run() {
    for (auto& row : read(hall_.store, [](Transaction& tx) { return tx.authorities().list(); }))
      if (row.kind == "root" || row.kind == "issuing")
        authorities_.emplace(row.name, load_authority(hall_, row.name));
    read_events();
    check_certificates();
    for (const auto& [name, authority] : authorities_) check_ledger(name);
    return std::move(report_);
  }

 private:
  void find(const std::string& what, const std::string& finding) {
    report_.findings.push_back(what + ":" + finding);
  }

  void check_certificates() {
    std::string after;
    for (;;) {
      const auto page =
          read(hall_.store, [&](Transaction& tx) { return tx.certificates().page(after, kPage); });
      for (const auto& each : page) check(each);
      report_.certificates += static_cast<std::int64_t>(page.size());
      if (page.size() < kPage) return;
      after = page.back().id.value;
    }
  }

  void check(const Certificate& row) {
    recorded_.insert(to_hex(sha256(row.tbs)));
    const std::string what = "证书 " + row.serial;
    const bool live = row.status == CertificateStatus::issued ||
                      row.status == CertificateStatus::suspended ||
                      row.status == CertificateStatus::reserved;
    if (live && !live_.emplace(row.application_id.value, row.usage).second)
      find(what, "同一业务单有两张用途相同的有效证书");
    if (row.status != CertificateStatus::voided && !keys_.insert(row.public_key_digest).second)
      find(what, "与另一张证书使用同一个公钥");
    check_status(row, what);
    if (row.status == CertificateStatus::reserved)
      return find(what, "已登记而未签发完成(营业厅启动时会自动完成)");
    if (row.status == CertificateStatus::voided) {
      if (!row.der.empty()) find(what, "已作废,却保存有签名");
      return;
    }
    check_signed(row, what);
    if (row.usage == CertificateUsage::encryption) check_key(row, what);
  }

  /// The row names a key, and the key centre has it for this application.
  void check_key(const Certificate& row, const std::string& what) {
    const auto key = read(hall_.store, [&](Transaction& tx) {
      return tx.encryption_keys().find_by_public_key(row.public_key_digest);
    });
    if (!key) return find(what, "没有对应的加密密钥");
    const auto history = hall_.key_centre.history(row.application_id.value);
    if (!history) return find(what, "无法核对加密密钥：" + history.error().message);
    const bool kept = std::ranges::any_of(*history, [&](const KeyRecord& each) {
      return each.id == key->id && to_hex(sha256(each.spki)) == row.public_key_digest;
    });
    if (!kept) find(what, "密钥管理中心没有对应的加密密钥");
  }

  /// The last event of each certificate: 40 bytes of each.
  void read_events() {
    std::int64_t after = 0;
    for (;;) {
      const auto page = read(
          hall_.store, [&](Transaction& tx) { return tx.certificates().events(after, kPage); });
      for (const auto& each : page) {
        if (each.seq != ++after) {
          find("状态变更 " + std::to_string(after), "缺失，状态记录不连续");
          after = each.seq;
        }
        last_[each.serial] = each.status;
      }
      if (page.size() < kPage) return;
    }
  }

  /// What the row says is what those were told who keep statuses in memory.
  void check_status(const Certificate& row, const std::string& what) {
    const auto last = last_.find(row.serial);
    const bool told = last != last_.end();
    if (row.status == CertificateStatus::reserved ? told : !told || last->second != row.status)
      find(what, "状态与最后一条状态变更不一致");
    if (row.status == CertificateStatus::issued && read(hall_.store, [&](Transaction& tx) {
          return tx.certificates().is_blocked(row.public_key_digest);
        }))
      find(what, "公钥已登记为泄露或停用，证书却仍有效");
  }

  void check_signed(const Certificate& row, const std::string& what) {
    const auto authority = authorities_.find(row.issuer);
    if (authority == authorities_.end()) return find(what, "签发机构 " + row.issuer + " 不存在");
    const auto info = pki::parse_certificate(row.der);
    if (!info) return find(what, "无法解析");
    if (info->tbs != row.tbs) find(what, "内容与签名前登记的不一致");
    if (!pki::verify_certificate(*info, authority->second.issuer.spki)) find(what, "签名无效");
    if (info->serial != row.serial || info->not_before != row.not_before ||
        info->not_after != row.not_after || to_hex(sha256(info->spki)) != row.public_key_digest)
      find(what, "证书内容与记录的序列号、有效期或公钥不一致");
    auto profile = read(hall_.store, [&](Transaction& tx) {
      const auto application = tx.applications().find(row.application_id);
      const auto type =
          application ? application->details.certificate_type : domain::CertificateType{};
      return profile_at(tx, hall_, profile_code(type, row.usage), row.created_at);
    });
    profile.addresses = info->addresses;  // those of the day on which it was issued
    if (profile.address_kinds.crl &&
        !info->addresses.crl.ends_with(path_of({row.issuer, row.shard, false})))
      find(what, "写明的吊销列表与登记的不一致");
    if (!pki::lint(row.tbs, profile, authority->second.issuer)) find(what, "不符合证书模板");
  }

  void check_ledger(const std::string& name) {
    for (const auto& digest : hall_.keys.signed_digests(name)) {
      ++report_.signatures;
      if (recorded_.contains(digest)) continue;
      if (read(hall_.store, [&](Transaction& tx) { return tx.authorities().is_recorded(digest); }))
        continue;
      find("密钥 " + name, "签过没有登记的内容,摘要 " + digest);
    }
  }

  const Hall& hall_;
  std::map<std::string, LoadedAuthority> authorities_;
  std::unordered_set<std::string> recorded_, keys_;
  std::unordered_map<std::string, CertificateStatus> last_;
  std::set<std::pair<std::string, CertificateUsage>> live_;
  AuthorityReport report_;
};

}  // namespace

AuthorityReport check_authority(const Hall& hall) { return Check(hall).run(); }

}  // namespace certhall::app
