#include "kmc/check.h"

#include "unit/kmc/centre_test.h"

namespace certhall::kmc {
namespace {

class Checking : public CentreTest {
 protected:
  Checking() {
    if (fill_pool(centre_) != 8) throw std::logic_error("no pool");
    key_ = *issue_key(centre_, request("r1"));
    OfficerSet set{.officers = {}, .quorum = 2};
    for (const std::string login : {"officer1", "officer2"}) {
      officers_.push_back(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
      set.officers.push_back(
          {.login = login, .name = "测试", .public_key = officers_.back().public_key().spki()});
    }
    if (!found_officers(centre_, set)) throw std::logic_error("no officers");
    const auto id = *ask_judicial(centre_, {.subscriber = "application1",
                                            .recipient = user_.public_key().spki(),
                                            .order_number = "示例1号",
                                            .reason = "测试",
                                            .requested_by = "operator"});
    const std::string statement = app::read(
        *store_, [&](Transaction& tx) { return statement_of(*tx.recoveries().find(id)); });
    for (std::size_t i = 0; i < 2; ++i)
      if (!approve(centre_, id, set.officers[i].login, officers_[i].sign(statement)))
        throw std::logic_error("no approval");
    if (!collect(centre_, id, pki::EnvelopeForm::natural)) throw std::logic_error("no key");
  }
  void expect_finding(std::string_view part) {
    const auto report = check(centre_);
    ASSERT_FALSE(report.findings.empty());
    std::string all;
    for (const auto& each : report.findings) all += each + "\n";
    EXPECT_NE(all.find(part), std::string::npos) << all;
  }

  app::HandedKey key_;
  std::vector<pki::PrivateKey> officers_;
};

TEST_F(Checking, FindsNothingWhereAllIsWell) {
  const auto report = check(centre_);
  EXPECT_TRUE(report.findings.empty()) << report.findings.front();
  EXPECT_EQ(report.keys, 8);
  EXPECT_EQ(report.issued, 1);
  EXPECT_EQ(report.audit_rows, 7);
}

TEST_F(Checking, SeesAChangedAuditRow) {
  sql("update audit set detail = replace(detail, 'application1', 'application2')"
      " where act = 'key.issue'");
  expect_finding("被改动");
}

TEST_F(Checking, SeesAMissingAuditRow) {
  sql("delete from audit where act = 'key.issue'");
  expect_finding("缺失");
}

TEST_F(Checking, SeesAChainThatWasCutOffAtItsEnd) {
  sql("delete from audit where seq = (select max(seq) from audit)");
  expect_finding("末尾缺失");
}

TEST_F(Checking, SeesAKeyThatWentOutUnseen) {
  sql("insert into key_issue (request, key_id, subscriber, recipient, issued_at)"
      " select 'r9', id, 'x', public_key, 1 from encryption_key where state = 'pool' limit 1");
  sql("update encryption_key set state = 'issued' where id in (select key_id from key_issue)");
  expect_finding("发出记录与审计记录不一致");
}

TEST_F(Checking, SeesALostKey) {
  sql("delete from key_issue");
  sql("delete from encryption_key where id = '" + key_.id.value + "'");
  expect_finding("密钥库中没有");
}

TEST_F(Checking, SeesASwappedPublicKey) {
  sql("update encryption_key set public_key = (select public_key from encryption_key"
      " where state = 'pool' limit 1) where state = 'issued'");
  expect_finding("不是一对");
}

TEST_F(Checking, SeesAnOfficerWhomNobodyAppointed) {
  sql("update key_officer_quorum set quorum = 1");
  expect_finding("名单、公钥或法定人数");
}

TEST_F(Checking, SeesARecoveryThatNobodyApproved) {
  sql("delete from recovery_approval where login = 'officer2'");
  expect_finding("没有足够的有效签名");
}

}  // namespace
}  // namespace certhall::kmc
