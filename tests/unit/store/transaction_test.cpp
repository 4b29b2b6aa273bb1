#include <atomic>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encoding.h"
#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using namespace std::chrono_literals;

class Transactions : public StoreTest {};
ON_BOTH_ENGINES(Transactions);

TEST_P(Transactions, RollBackWhatWasNotCommitted) {
  const auto account = filled<domain::Account>();
  store_->begin(Mode::write)->accounts().insert(account);
  look([&](Transaction& tx) { EXPECT_FALSE(tx.accounts().find(account.id)); });
}

TEST_P(Transactions, CannotCommitAfterAFailedStatement) {
  const auto account = put_account(1);
  {
    auto tx = store_->begin(Mode::write);
    tx->accounts().insert(filled<domain::Account>(2));
    EXPECT_THROW(tx->accounts().insert(account), Conflict);
    EXPECT_THROW(tx->commit(), std::logic_error);
  }
  look([&](Transaction& tx) { EXPECT_FALSE(tx.accounts().find(filled<domain::Account>(2).id)); });
}

TEST_P(Transactions, ReadASnapshotAndNeverWrite) {
  const auto reader = store_->begin(Mode::read);
  EXPECT_TRUE(reader->staff().list().empty());
  put_staff();
  EXPECT_TRUE(reader->staff().list().empty());
  EXPECT_EQ(look([](Transaction& tx) { return tx.staff().list().size(); }), 1U);
  EXPECT_THROW(reader->accounts().insert(filled<domain::Account>()), std::runtime_error);
}

TEST_P(Transactions, OfWritersWaitForOneAnotherAcrossNodes) {
  const auto other = open();
  auto first = store_->begin(Mode::write);
  auto second = std::async(std::launch::async, [&] {
    auto tx = other->begin(Mode::write);
    return tx->accounts().find(filled<domain::Account>().id).has_value();
  });
  EXPECT_EQ(second.wait_for(100ms), std::future_status::timeout);
  first->accounts().insert(filled<domain::Account>());
  first->commit();
  EXPECT_TRUE(second.get());
}

TEST_P(Transactions, DoNotWaitForEver) {
  auto impatient = options();
  impatient.wait = 100ms;
  const auto other = open_store(impatient, sealer_);
  const auto first = store_->begin(Mode::write);
  EXPECT_THROW(static_cast<void>(other->begin(Mode::write)), std::runtime_error);
  const auto reader = other->begin(Mode::read);
  const auto second = other->begin(Mode::read);
  EXPECT_THROW(static_cast<void>(other->begin(Mode::read)), std::runtime_error);
}

TEST_P(Transactions, CommitOnce) {
  const auto tx = store_->begin(Mode::write);
  tx->commit();
  EXPECT_THROW(tx->commit(), std::logic_error);
}

TEST_P(Transactions, SayNothingOfTheValuesWhenTheyFail) {
  auto staff = put_staff(1);
  staff.id = {"another"};
  try {
    commit([&](Transaction& tx) { tx.staff().insert(staff); });
    FAIL();
  } catch (const Conflict& error) {
    EXPECT_EQ(std::string(error.what()).find(staff.password_hash), std::string::npos);
    EXPECT_EQ(std::string(error.what()).find(staff.login), std::string::npos) << error.what();
  }
}

TEST_P(Transactions, SurviveALostConnection) {
  if (is_sqlite()) return;  // there is nothing between it and its file
  put_account(1);
  Connection(url_, Mode::write, 5s)
      .execute(
          "select count(pg_terminate_backend(pid)) as n from pg_stat_activity"
          " where datname = current_database() and pid <> pg_backend_pid()",
          {});
  put_account(2);
  look([&](Transaction& tx) {
    EXPECT_TRUE(tx.accounts().find(filled<domain::Account>(1).id));
    EXPECT_TRUE(tx.accounts().find(filled<domain::Account>(2).id));
  });
}

// Another process that comes and goes (a command, a backup) asks for these bytes of the file: if
// they were free, it would think itself alone and remove the write-ahead log as it goes.
TEST_P(Transactions, HoldTheirLockOnTheFile) {
  if (!is_sqlite()) return;
  put_account(1);
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock shared {};
    shared.l_type = F_WRLCK;
    shared.l_whence = SEEK_SET;
    shared.l_start = 0x40000002;
    shared.l_len = 510;
    const int file = ::open(url_.substr(sizeof "sqlite:" - 1).c_str(), O_RDWR);
    ::_exit(::fcntl(file, F_GETLK, &shared) == 0 && shared.l_type == F_RDLCK ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

// What the child says on the pipe is acknowledged; kill -9 must not take it back. Its writers share
// commits.
TEST_P(Transactions, OnceAcknowledgedSurviveKill9) {
  constexpr std::int64_t kWriters = 4;
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = open();
    std::atomic<std::int64_t> last = 0;
    std::vector<std::thread> writers;
    for (std::int64_t i = 0; i < kWriters; ++i) {
      writers.emplace_back([&] {
        for (;;) {
          const std::int64_t n = ++last;
          auto tx = store->begin(Mode::write);
          tx->accounts().insert(filled<domain::Account>(n));
          tx->audit().append({.at = {n}, .act = "test", .subject = "x", .detail = "{}"});
          tx->commit();
          if (::write(pipe_ends[1], &n, sizeof n) != sizeof n) ::_exit(1);
        }
      });
    }
    for (std::thread& each : writers) each.join();
  }
  ::close(pipe_ends[1]);
  std::vector<std::int64_t> acknowledged;
  const auto read_one = [&] {
    std::int64_t n = 0;
    const bool is_there = ::read(pipe_ends[0], &n, sizeof n) == sizeof n;
    if (is_there) acknowledged.push_back(n);
    return is_there;
  };
  const auto end = std::chrono::steady_clock::now() + 500ms;
  while (std::chrono::steady_clock::now() < end) ASSERT_TRUE(read_one());
  ::kill(child, SIGKILL);
  while (read_one()) continue;
  ::close(pipe_ends[0]);
  ::waitpid(child, nullptr, 0);

  ASSERT_FALSE(acknowledged.empty());
  look([&](Transaction& tx) {
    for (const std::int64_t n : acknowledged)
      ASSERT_TRUE(tx.accounts().find(filled<domain::Account>(n).id)) << n;
    // Each writer may have committed one more and not told it yet; none is there by half.
    const auto told = static_cast<std::int64_t>(acknowledged.size());
    const std::int64_t kept = tx.audit().head().seq;
    EXPECT_TRUE(kept >= told && kept <= told + kWriters) << kept << " kept, told: " << told;
    std::int64_t accounts = 0;
    for (std::int64_t n = 1; n <= told + 2 * kWriters; ++n)
      accounts += tx.accounts().find(filled<domain::Account>(n).id) ? 1 : 0;
    EXPECT_EQ(accounts, kept);
  });
}

// No plain personal data in the database's bytes, in no common form.
TEST_P(Transactions, LeaveNoPersonalDataInTheDatabasesFiles) {
  if (!is_sqlite()) return;  // the values are the same; here the bytes are at hand
  const std::vector<std::string> canaries{"13812345678", "990101199003071237", "张三丰探针",
                                          "PIN-839201"};
  const std::string &mobile = canaries[0], &number = canaries[1], &name = canaries[2],
                    &pin = canaries[3];
  auto application = put_application(1);
  application.details.agent = {name, number, mobile, "a@example.com"};
  const auto staff = put_staff(7);
  commit([&](Transaction& tx) {
    ASSERT_TRUE(tx.applications().update(application));
    auto account = filled<domain::Account>(2);
    account.mobile = mobile;
    tx.accounts().insert(account);
    tx.login_codes().put({.mobile = mobile});
    static_cast<void>(tx.limits().hit("sms/" + mobile, 60, {1}));
    auto identity = filled<domain::Identity>();
    identity.application_id = application.id;
    identity.person_name = identity.read_name = name;
    identity.person_number = identity.read_number = number;
    tx.identities().insert(identity);
    auto payment = filled<domain::Payment>();
    payment.application_id = application.id;
    payment.payer_name = name;
    tx.payments().insert(payment);
    auto outbox = filled<app::OutboxItem>();
    outbox.payload = pin + mobile;
    tx.outbox().add(outbox);
    tx.production().put_pin(application.id, SecretText(pin));
    tx.timeline().append({application.id, {1}, "title", name});
    tx.reviews().insert({.application_id = application.id,
                         .staff_id = staff.id,
                         .items = {{"agent.name", name}},
                         .note = number});
    auto material = filled<domain::Material>();
    material.application_id = application.id;
    material.file_name = name + ".pdf";
    tx.materials().put(material);
    auto certificate = filled<domain::Certificate>();
    certificate.application_id = application.id;
    certificate.account_id = application.account_id;
    certificate.subject = certificate.tbs = certificate.der = name + number;
    tx.certificates().reserve(certificate);
    app::StoredAnswer answer{.finished = true, .body = mobile};
    static_cast<void>(tx.idempotency().begin("account/" + mobile, "k", "d", {1}));
    tx.idempotency().finish("account/" + mobile, "k", answer);
    tx.sandbox().add_message({.idempotency_key = "m", .mobile = mobile, .text = pin});
    tx.sandbox().put_subscriber({mobile, name, number});
    tx.sandbox().add_transfer({"r", name, {1}, "remark", {1}});
    tx.sandbox().put_parcel({"w", "o", name, {{"e", {1}, "place", mobile, 50}}, {1}});
  });
  std::string bytes;
  for (const auto* suffix : {"", "-wal"}) {
    std::ifstream in(file().string() + suffix, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  ASSERT_NE(bytes.find(application.number), std::string::npos);  // we do look at the right bytes
  for (const auto& canary : canaries) {
    EXPECT_EQ(bytes.find(canary), std::string::npos) << canary;
    EXPECT_EQ(bytes.find(to_hex(canary)), std::string::npos) << canary;
    EXPECT_EQ(bytes.find(to_base64(canary).substr(0, canary.size() / 3 * 4)), std::string::npos);
  }
}

}  // namespace
}  // namespace certhall::store
