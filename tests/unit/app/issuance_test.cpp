#include "app/authority_check.h"
#include "app/revocation.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "unit/app/authority_hall.h"

namespace certhall::app {
namespace {

using domain::CertificateStatus;

class Issuance : public AuthorityHall, public testing::WithParamInterface<bool> {
 protected:
  Issuance() : AuthorityHall(GetParam()) {}

  /// From now on the database refuses to write there.
  void break_table(const std::string& table, const std::string& on) {
    if (!is_postgresql())
      return sql("create trigger broken before " + on + " on " + table +
                 " begin select raise(abort, 'broken'); end");
    sql("create or replace function broken() returns trigger language plpgsql as"
        " $$ begin raise exception 'broken'; end $$");
    sql("create trigger broken before " + on + " on " + table +
        " for each row execute function broken()");
  }
  void mend_table(const std::string& table) {
    sql("drop trigger broken" + (is_postgresql() ? " on " + table : std::string()));
  }
  bool succeeds(const ApplicationId& id, const IssueRequest& asked) {
    try {
      return issue_pair(hall(), producer_, id, asked).has_value();
    } catch (const std::exception&) {
      return false;
    }
  }
  /// Whatever a key was used on is written down.
  void expect_ledger_explained() {
    for (const auto& name : list_issuers(hall()))
      for (const auto& digest : authority_keys_.signed_digests(name)) {
        const bool known = look([&](Transaction& tx) {
          if (tx.authorities().is_recorded(digest)) return true;
          for (const auto& each : tx.certificates().page("", 10'000))
            if (to_hex(sha256(each.tbs)) == digest) return true;
          return false;
        });
        EXPECT_TRUE(known) << name << " signed " << digest;
      }
  }
};
INSTANTIATE_TEST_SUITE_P(, Issuance, testing::Bool(), [](const auto& info) {
  return std::string(info.param ? "Postgresql" : "Sqlite");
});

TEST_P(Issuance, LeavesNoUnrecordedSignatureWhicheverWriteFails) {
  const std::pair<const char*, const char*> steps[] = {{"pin", "insert"},
                                                       {"token", "insert"},
                                                       {"encryption_key", "insert"},
                                                       {"certificate", "insert"},
                                                       {"audit", "insert"},
                                                       {"certificate", "update"},
                                                       {"certificate_event", "insert"}};
  std::vector<ApplicationId> applications;
  for (const auto& [table, on] : steps) {
    SCOPED_TRACE(std::string(on) + " " + table);
    const auto id = put_claimed();
    const auto asked = request("TOKEN-" + id.value);
    break_table(table, on);
    EXPECT_FALSE(succeeds(id, asked));
    expect_ledger_explained();
    mend_table(table);
    const auto made = issue_pair(hall(), producer_, id, asked);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(issue_pair(hall(), producer_, id, asked)->signing_certificate,
              made->signing_certificate);
    EXPECT_EQ(certificates_of(id).size(), 2U);
    applications.push_back(id);
  }
  const auto report = check_authority(hall());
  EXPECT_EQ(report.findings, std::vector<std::string>{});
  EXPECT_EQ(report.certificates, static_cast<std::int64_t>(2 * applications.size()));
}

TEST_P(Issuance, RefusesAKeyThatWasEverUsedOrIsBlockedOrTheHousesOwn) {
  const auto first = put_claimed();
  const auto asked = request();
  const auto made = issue_pair(hall(), producer_, first, asked);
  ASSERT_TRUE(made);
  auto again = asked;
  again.token_serial = "TOKEN-0002";
  const auto used = issue_pair(hall(), producer_, put_claimed(), again);
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().fields.at(0).field, "csr");

  const auto compromised = request("TOKEN-0003");
  const auto spki = pki::parse_certification_request(compromised.csr).value().spki;
  ASSERT_EQ(block_keys(hall(), administrator_, "# list\n" + to_hex(sha256(spki)) + "\n").value(),
            1);
  const auto blocked = issue_pair(hall(), producer_, put_claimed(), compromised);
  ASSERT_FALSE(blocked);
  EXPECT_NE(blocked.error().fields.at(0).message.find("泄露"), std::string::npos);
}

TEST_P(Issuance, RefusesNamesAndExtensionsInARequestAndKeysThatNobodyProves) {
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  const auto with = [&](std::string_view attribute) {
    namespace der = pki::der;
    const std::string info = der::sequence(
        {der::integer(std::uint64_t{0}), der::sequence({}), key.public_key().spki(),
         der::element(der::context_constructed(0),
                      der::sequence({der::oid(attribute), der::set_of({der::null()})}))});
    auto asked = request();
    asked.csr = pki::assemble_signed(
        info, pki::signature_algorithm(key.algorithm(), pki::Sm2Parameters::absent),
        key.sign(info));
    return asked;
  };
  const auto id = put_claimed();
  auto named = request();
  named.csr = pki::build_certification_request(key, {{std::string(pki::oid::kCommonName), "示例"}});
  const auto names = issue_pair(hall(), producer_, id, named);
  ASSERT_FALSE(names);
  EXPECT_NE(names.error().fields.at(0).message.find("主题为空"), std::string::npos);
  const auto extensions = issue_pair(hall(), producer_, id, with(pki::oid::kExtensionRequest));
  ASSERT_FALSE(extensions);
  EXPECT_NE(extensions.error().fields.at(0).message.find("扩展"), std::string::npos);
  EXPECT_FALSE(issue_pair(hall(), producer_, id, with("1.2.3.4")));

  auto unproven = request();
  unproven.csr.back() = static_cast<char>(unproven.csr.back() ^ 1);
  EXPECT_FALSE(issue_pair(hall(), producer_, id, unproven));
  EXPECT_TRUE(certificates_of(id).empty());
  EXPECT_TRUE(issue_pair(hall(), producer_, id, with(pki::oid::kChallengePassword)));
}

TEST_P(Issuance, IsFoundOutWhenARowIsChangedAfterwards) {
  issue(put_claimed());
  sql("update certificate set not_after = not_after + 1000 where usage = 'signing'");
  EXPECT_EQ(check_authority(hall()).findings.size(), 1U);
  sql("update certificate set not_after = not_after - 1000 where usage = 'signing'");
  EXPECT_TRUE(check_authority(hall()).findings.empty());
  sql("update certificate set status = 'revoked' where usage = 'signing'");  // without an event
  EXPECT_FALSE(check_authority(hall()).findings.empty());
}

}  // namespace
}  // namespace certhall::app
