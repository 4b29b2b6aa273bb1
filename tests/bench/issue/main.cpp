// How many SM2 pairs a hall issues a second, durably: `bench_issue FOLDER PAIRS STATIONS STORED
// [DATABASE]` makes a hall with so many certificates stored already (in SQLite) and so many
// approved applications, and issues them all to so many stations that ask at a time. Prints pairs a
// second; beside them what as many threads sign and do nothing else, two signatures a pair; and how
// many pairs they compute where nothing is stored: both signatures checked by the other library, as
// none gets out unchecked, the subscriber's request verified, and his encryption key sealed.

#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "app/authority.h"
#include "app/issuance.h"
#include "bench/stored_certificates.h"
#include "main/wiring.h"
#include "pki/csr.h"
#include "pki/envelope.h"
#include "pki/signer.h"
#include "store/connection.h"
#include "unit/domain/sample.h"

namespace certhall {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr int kRawSignatures = 4'000;

void must(const Status& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

/// Runs work(n) for n below `count` on so many threads; seconds.
template <class Work>
double timed(int count, int threads, Work work) {
  std::atomic<int> next = 0;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i)
    running.emplace_back([&] {
      for (int n = next++; n < count; n = next++) work(n);
    });
  for (auto& each : running) each.join();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

ApplicationId put_claimed(app::Transaction& tx, const app::Hall& hall, int n) {
  const std::string text = std::to_string(n);
  const Timestamp now = hall.clock.now();
  const domain::Account account{
      .id = {"account" + text}, .mobile = std::to_string(13900000000 + n), .created_at = now};
  const domain::Application application{.id = {"application" + text},
                                        .number = "HN20261123-" + std::to_string(100000 + n),
                                        .account_id = account.id,
                                        .status = domain::ApplicationStatus::approved,
                                        .relying_application = "hn-ggzy",
                                        .details = domain::sample::details(),
                                        .created_at = now,
                                        .updated_at = now};
  tx.accounts().insert(account);
  tx.applications().insert(application);
  if (!tx.production().claim({.application_id = application.id,
                              .staff_id = StaffId{"producer"},
                              .claimed_at = now,
                              .lease_until = now + std::chrono::hours{1}},
                             now))
    throw std::runtime_error("an application cannot be claimed");
  return application.id;
}

void put_certificates(Wiring& wiring, const ApplicationId& application, int count) {
  store::Connection connection(wiring.database_url(), app::Mode::write, std::chrono::seconds{5});
  connection.execute(bench::insert_statement(
                         {.application = application.value, .account = "account0", .count = count},
                         wiring.hall().clock.now()),
                     {});
  connection.execute("pragma wal_checkpoint(truncate)", {});  // as after a night
}

void run(const std::string& folder, int pairs, int stations, int stored,
         const std::string& database) {
  Config config;
  config.data = folder;
  config.database = database;
  config.public_url = "http://localhost:8080";
  config.kmc_pool_sm2 = pairs;  // every pair's encryption key lies ready
  Wiring wiring(config, false);
  const app::Hall& hall = wiring.hall();
  seed_profiles(config, hall);
  must(app::hold_first_ceremony(hall));
  const domain::Staff staff{
      .id = {"producer"}, .login = "producer", .name = "测试员", .roles = {domain::Role::producer}};
  std::vector<ApplicationId> applications;
  must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
    tx.staff().insert(staff);
    if (stored > 0) (void)put_claimed(tx, hall, pairs);  // whose certificates are stored
    for (int n = 0; n < pairs; ++n) applications.push_back(put_claimed(tx, hall, n));
    return {};
  }));
  if (stored > 0) put_certificates(wiring, {"application" + std::to_string(pairs)}, stored);
  const domain::Actor producer{
      .kind = domain::ActorKind::staff, .id = staff.id.value, .roles = staff.roles};
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  std::vector<std::string> requests;
  for (int n = 0; n < pairs; ++n)
    requests.push_back(
        pki::build_certification_request(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3), {}));

  for (int n = 0; n < pairs; ++n) must(hall.key_centre.fill_pool());  // some at a time

  const double raw = timed(kRawSignatures, stations, [&](int) { (void)key.sign("raw"); });
  const pki::KeySigner signer(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  const double computed = timed(pairs, stations, [&](int n) {
    for (int i = 0; i < 2; ++i) (void)pki::sign_checked(signer, "raw");
    const auto request = pki::parse_certification_request(requests[static_cast<std::size_t>(n)]);
    const auto carrier = pki::PublicKey::from_spki(request.value().spki);
    (void)pki::seal_encryption_key(key, carrier.value(), hall.random);
  });
  const double issued = timed(pairs, stations, [&](int n) {
    const auto made = app::issue_pair(hall, producer, applications[static_cast<std::size_t>(n)],
                                      {.token_serial = "BENCH-" + std::to_string(100000 + n),
                                       .csr = requests[static_cast<std::size_t>(n)],
                                       .pin = SecretText("283746")});
    if (!made) throw std::runtime_error(made.error().message);
  });
  std::cout << pairs / issued << " " << kRawSignatures / raw / 2 << " " << pairs / computed << "\n";
}

}  // namespace
}  // namespace certhall

int main(int argc, char** argv) {
  try {
    if (argc < 5) throw std::runtime_error("bench_issue FOLDER PAIRS STATIONS STORED [DATABASE]");
    certhall::run(argv[1], std::stoi(argv[2]), std::stoi(argv[3]), std::stoi(argv[4]),
                  argc > 5 ? argv[5] : "");
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
