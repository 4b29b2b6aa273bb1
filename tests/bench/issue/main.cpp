// For the figures of issuance:
//   bench_issue prepare N STORED --data DIR [--database URL]
//       puts N approved applications, each claimed by the hall's producer, into the database of a
//       hall that was started once and stands still; so many encryption keys; and (SQLite) so many
//       certificates that are stored already. Prints a line for each: its id and a request, base64.
//   bench_issue compute N THREADS
//       prints how many pairs so many threads sign a second and do nothing else, two signatures a
//       pair; and how many they compute where nothing is stored: both signatures checked by the
//       other library, as none gets out unchecked, the subscriber's request verified, and his
//       encryption key sealed.

#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/encoding.h"
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

ApplicationId put_claimed(app::Transaction& tx, const app::Hall& hall, const StaffId& producer,
                          int n) {
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
                              .staff_id = producer,
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

void prepare(Config config, int pairs, int stored) {
  config.kmc_pool_sm2 = pairs;  // every pair's encryption key lies ready
  Wiring wiring(config, false);
  const app::Hall& hall = wiring.hall();
  must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
    const auto producer = tx.staff().find_by_login("producer");
    if (!producer) return fail(ErrorCode::not_found, "the hall has no producer");
    if (stored > 0) (void)put_claimed(tx, hall, producer->id, pairs);  // whose these are
    for (int n = 0; n < pairs; ++n) {
      const auto id = put_claimed(tx, hall, producer->id, n);
      const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
      std::cout << id.value << " " << to_base64(pki::build_certification_request(key)) << "\n";
    }
    return {};
  }));
  if (stored > 0) put_certificates(wiring, {"application" + std::to_string(pairs)}, stored);
  for (int n = 0; n < pairs; ++n) must(hall.key_centre.fill_pool());  // some at a time
}

void compute(int pairs, int threads) {
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  const pki::KeySigner signer(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  const std::string csr =
      pki::build_certification_request(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  SystemRandom random;
  const double raw = timed(2 * pairs, threads, [&](int) { (void)key.sign("raw"); });
  const double computed = timed(pairs, threads, [&](int) {
    for (int i = 0; i < 2; ++i) (void)pki::sign_checked(signer, "raw");
    const auto request = pki::parse_certification_request(csr);
    const auto carrier = pki::PublicKey::from_spki(request.value().spki);
    (void)pki::seal_encryption_key(key, carrier.value(), random);
  });
  std::cout << pairs / raw << " " << pairs / computed << "\n";
}

int run(int argc, char** argv) {
  Config config;
  int pairs = 0;
  int stored = 0;
  int threads = 1;
  CLI::App command{"bench_issue: certificates that a hall issues"};
  auto* preparing = command.add_subcommand("prepare");
  preparing->add_option("pairs", pairs)->required();
  preparing->add_option("stored", stored)->required();
  preparing->add_option("--data", config.data)->required();
  preparing->add_option("--database", config.database);
  auto* computing = command.add_subcommand("compute");
  computing->add_option("pairs", pairs)->required();
  computing->add_option("threads", threads)->required();
  command.require_subcommand(1);
  CLI11_PARSE(command, argc, argv);
  if (preparing->parsed()) prepare(config, pairs, stored);
  if (computing->parsed()) compute(pairs, threads);
  return 0;
}

}  // namespace
}  // namespace certhall

int main(int argc, char** argv) {
  try {
    return certhall::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "bench_issue: " << error.what() << "\n";
    return 1;
  }
}
