#include "app/crl.h"

#include <fstream>

#include "app/authority_check.h"
#include "app/revocation.h"
#include "pki/crl.h"
#include "unit/app/authority_hall.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using domain::CertificateEvent;
using domain::RevocationReason;

class Crls : public AuthorityHall {
 protected:
  void publish() {
    const auto done = publish_due_crls(hall());
    ASSERT_TRUE(done) << done.error().message;
  }
  std::optional<pki::CrlInfo> list(const CrlName& name) {
    CrlShelf shelf(hall());
    const auto fresh = shelf.find(name);
    if (!fresh) return std::nullopt;
    auto crl = pki::parse_crl(*fresh->der).value();
    const auto issuer = load_authority(hall(), name.issuer).certificate;
    const auto good = pki::verify_crl(crl, issuer, clock_.now());
    EXPECT_TRUE(good) << good.error().message;
    return crl;
  }
  pki::CrlInfo complete() { return list({"sm2"}).value(); }
  void order(const std::string& serial, CertificateEvent event,
             RevocationReason reason = RevocationReason::superseded) {
    const auto done = change_certificate(hall(), administrator_, serial, false,
                                         {.event = event, .reason = reason, .confirmed = true});
    ASSERT_TRUE(done) << done.error().message;
  }
};

TEST_F(Crls, AreMadeAnewAfterARevocationAndNotForEachOfMany) {
  publish();
  const auto first = complete();
  EXPECT_TRUE(first.entries.empty());
  std::vector<std::string> serials;
  for (int i = 0; i < 3; ++i) serials.push_back(issue(put_claimed()));
  publish();
  EXPECT_EQ(complete().number, first.number);  // an issue of certificates is nothing to tell
  for (const auto& serial : serials) order(serial, CertificateEvent::revoke);
  publish();
  EXPECT_EQ(complete().number, first.number);  // the last list is too young
  clock_.pass(20s);
  publish();
  const auto second = complete();
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(second.entries.size(), 3U);
  EXPECT_EQ(second.find(serials[0])->reason, pki::RevocationReason::superseded);
  clock_.pass(1h);
  publish();
  EXPECT_EQ(complete().number, second.number);  // nothing new
  clock_.pass(11h);
  publish();
  EXPECT_GT(complete().number, second.number);  // half of its time is gone
}

TEST_F(Crls, TellInADeltaWhatChangedSinceTheOldestThatSomebodyMayHold) {
  publish();
  const auto base = complete();
  const auto revoked = issue(put_claimed());
  const auto held = issue(put_claimed());
  order(revoked, CertificateEvent::revoke, RevocationReason::key_compromise);
  order(held, CertificateEvent::suspend);
  clock_.pass(1min);
  publish();
  auto delta = list({"sm2", 0, true}).value();
  EXPECT_EQ(delta.base_number, base.number);
  EXPECT_EQ(delta.number, complete().number);
  EXPECT_EQ(complete().freshest_uri, address_of(settings_, {"sm2", 0, true}));
  EXPECT_EQ(delta.entries.size(), 2U);
  EXPECT_EQ(delta.find(held)->reason, pki::RevocationReason::certificate_hold);
  order(held, CertificateEvent::release);
  clock_.pass(1min);
  publish();
  delta = list({"sm2", 0, true}).value();
  EXPECT_EQ(delta.base_number, base.number);
  EXPECT_EQ(delta.find(held)->reason, pki::RevocationReason::remove_from_crl);
  EXPECT_EQ(complete().find(held), nullptr);
  EXPECT_EQ(complete().entries.size(), 1U);
}

TEST_F(Crls, AreSpreadOverTheShardsThatCertificatesName) {
  settings_.crl.shards = 3;
  publish();
  std::map<std::int64_t, std::set<std::string>> revoked;
  for (int i = 0; i < 9; ++i) {
    const auto id = put_claimed();
    const auto serial = issue(id);
    const auto certificates = certificates_of(id);
    for (const auto& each : certificates) {
      const auto address = pki::parse_certificate(each.der).value().addresses.crl;
      EXPECT_EQ(address, address_of(settings_, {"sm2", each.shard, false}));
      EXPECT_GE(each.shard, 1);
      EXPECT_LE(each.shard, 3);
      if (each.serial == serial) revoked[each.shard].insert(serial);
    }
    order(serial, CertificateEvent::revoke);
  }
  clock_.pass(1min);
  publish();
  EXPECT_EQ(complete().entries.size(), 9U);
  EXPECT_EQ(complete().shard_uri, "");
  for (std::int64_t shard = 1; shard <= 3; ++shard) {
    const auto crl = list({"sm2", shard, false}).value();
    EXPECT_EQ(crl.shard_uri, address_of(settings_, {"sm2", shard, false}));
    EXPECT_EQ(crl.number, complete().number);
    EXPECT_EQ(crl.entries.size(), revoked[shard].size());
    for (const auto& serial : revoked[shard]) EXPECT_NE(crl.find(serial), nullptr);
    EXPECT_EQ(list({"sm2", shard, true}).value().shard_uri, crl.shard_uri);
  }
  EXPECT_FALSE(list({"sm2", 4, false}));
  settings_.crl.shards = 1;  // what certificates name goes on
  clock_.pass(13h);
  publish();
  EXPECT_EQ(list({"sm2", 3, false}).value().entries.size(), revoked[3].size());
  EXPECT_TRUE(check_authority(hall()).findings.empty());
}

TEST_F(Crls, DropAnExpiredEntryAfterAListThatStillHasIt) {
  const auto serial = issue(put_claimed());
  order(serial, CertificateEvent::revoke);
  publish();
  const auto end =
      look([&](Transaction& tx) { return tx.certificates().find_by_serial(serial)->not_after; });
  clock_.set(end + 1min);
  publish();
  EXPECT_NE(complete().find(serial), nullptr);
  clock_.pass(25h);
  publish();
  EXPECT_EQ(complete().find(serial), nullptr);
  settings_.crl.keeps_expired = true;
  clock_.pass(13h);
  publish();
  EXPECT_NE(complete().find(serial), nullptr);
  EXPECT_TRUE(complete().keeps_expired_since.has_value());
}

TEST_F(Crls, HaveRisingNumbersAlsoAfterARestoreAndWhenTheClockGoesBack) {
  publish();
  const auto before = complete().number;
  EXPECT_GE(before, static_cast<std::uint64_t>(clock_.now().seconds()));
  clock_.set(clock_.now() + -1h);
  ASSERT_TRUE(publish_crls(hall(), "sm2"));
  EXPECT_EQ(look([](Transaction& tx) { return tx.authorities().last_crl_issue("sm2")->number; }),
            static_cast<std::int64_t>(before) + 1);
  // A backup of before the first list knows none of them.
  clock_.pass(2h);
  sql("delete from crl");
  sql("delete from crl_issue");
  publish();
  EXPECT_GT(complete().number, before + 1);
}

TEST_F(Crls, OfNodesThatPublishAtOneTimeOnlyOneCounts) {
  publish();
  order(issue(put_claimed()), CertificateEvent::revoke);
  clock_.pass(1min);
  ASSERT_TRUE(publish_crls(hall(), "sm2"));
  const auto newest = complete().number;
  clock_.set(clock_.now());
  ASSERT_TRUE(publish_crls(hall(), "sm2"));
  EXPECT_EQ(complete().number, newest + 1);  // same second: the next number
}

TEST_F(Crls, LeaveNoFilesOfListsThatAreNotFreshAnyMore) {
  publish();
  const auto files = files_.size();
  clock_.pass(12h);
  publish();
  EXPECT_GT(files_.size(), files);
  clock_.pass(12h);
  publish();
  clock_.pass(12h);
  publish();
  EXPECT_LE(files_.size(), 2 * 2 * files);
  EXPECT_TRUE(list({"sm2"}));
}

/// A value of /proc/self/status, in megabytes.
double memory(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::stod(line.substr(name.size() + 1)) / 1024;
  throw std::runtime_error("/proc/self/status has no such line");
}

TEST_F(Crls, OfAHundredThousandDoNotStandInMemory) {
  [[maybe_unused]] constexpr double kMostMegabytes = 40;  // half a million took 51
  const auto application = put_application(domain::ApplicationStatus::completed);
  const std::string now = std::to_string(clock_.now().ms);
  sql("insert into certificate select 'certificate ' || i, '" + application.id.value + "', '" +
      application.account_id.value +
      "', 'signing', 'revoked', 2, 'sm2', '01' || lower(hex(randomblob(16))), '', 'TOKEN',"
      " 'key ' || i, " +
      now + ", " + now + " + 31536000000, '', '', 1, " + now + ", " + now +
      " - i * 1000, 'key_compromise', 0 from (with recursive n(i) as"
      " (select 1 union all select i + 1 from n where i < 100000) select i from n)");
  std::ofstream("/proc/self/clear_refs") << "5";  // the greatest so far begins anew
  const double before = memory("VmRSS:");
  ASSERT_TRUE(publish_crls(hall(), "sm2"));
  const double most = memory("VmHWM:") - before;
  RecordProperty("megabytes", std::to_string(most));
#ifndef CERTHALL_SANITIZED  // which keeps what was freed
  EXPECT_LT(most, kMostMegabytes);
#endif
  EXPECT_EQ(complete().entries.size(), 100'000U);
}

TEST(CrlPath, IsReadAsItIsWritten) {
  for (const CrlName& name : {CrlName{"sm2", 0, false}, CrlName{"sm2-2026", 0, true},
                              CrlName{"sm2", 3, false}, CrlName{"root-sm2", 12, true}})
    EXPECT_EQ(crl_name(path_of(name)), name) << path_of(name);
  for (const auto* path : {"/crl/.crl", "/crl/sm2", "/crl/sm2/0.crl", "/crl/sm2/01.crl",
                           "/crl/sm2/x.crl", "/crl/sm2/-1.crl", "/crl/sm2/1/2.crl"})
    EXPECT_FALSE(crl_name(path)) << path;
}

}  // namespace
}  // namespace certhall::app
