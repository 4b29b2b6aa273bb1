// Certificates by the thousand and the million, for benchmarks and tests of their status:
//   bench_status make N     issues N certificates of invented holders, as far as a database knows
//   of
//                           them, and prints their serial numbers
//   bench_status revoke     revokes those whose serial numbers it reads, one after the other, and
//                           prints each when its revocation is acknowledged
//   bench_status events N   N status events of certificates that are nowhere else, by --issuer NAME
//                           or the first authority; with --print their serial numbers
// all with --data DIR [--database URL] of a hall that was started once. Halls may serve meanwhile:
// this program is one more node beside them.

#include <algorithm>
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/authority.h"
#include "app/ocsp.h"
#include "base/encoding.h"
#include "bench/fill/sink.h"
#include "main/wiring.h"
#include "pki/serial.h"

namespace certhall::bench {
namespace {

using domain::CertificateStatus;

constexpr std::int64_t kBatch = 500;

void commit(const app::Hall& hall, const std::function<void(app::Transaction&)>& work) {
  const auto done = app::write(hall.store, [&](app::Transaction& tx) -> Status {
    work(tx);
    return {};
  });
  if (!done) throw std::runtime_error(done.error().message);
}

/// With an application and an account of its own.
std::string make_one(app::Transaction& tx, const app::Hall& hall, const std::string& issuer) {
  const Timestamp now = hall.clock.now();
  const auto account = AccountId::create(hall.clock, hall.random);
  const auto application = ApplicationId::create(hall.clock, hall.random);
  tx.accounts().insert(
      {.id = account,
       .mobile = "199" + std::to_string(10'000'000 + now.ms % 90'000'000) + application.value,
       .created_at = now});
  tx.applications().insert({.id = application,
                            .number = "HN-" + application.value,
                            .account_id = account,
                            .status = domain::ApplicationStatus::completed,
                            .relying_application = "hn-ggzy",
                            .created_at = now,
                            .updated_at = now});
  const std::string serial = pki::new_serial(1, hall.random);
  domain::Certificate certificate{.id = CertificateId::create(hall.clock, hall.random),
                                  .application_id = application,
                                  .account_id = account,
                                  .issuer = issuer,
                                  .serial = serial,
                                  .subject = "CN=示例",
                                  .token_serial = "BF" + serial.substr(0, 12),
                                  .public_key_digest = serial,
                                  .not_before = now,
                                  .not_after = now + std::chrono::hours(24 * 365),
                                  .tbs = "to be signed",
                                  .created_at = now};
  tx.certificates().reserve(certificate);
  certificate.status = CertificateStatus::issued;
  certificate.der = "signed";
  if (!tx.certificates().update(certificate)) throw std::runtime_error("a new row has changed");
  return serial;
}

void make(const app::Hall& hall, std::int64_t count) {
  const std::string issuer = app::issuing_authorities(hall).at(0);
  for (std::int64_t done = 0; done < count; done += kBatch)
    commit(hall, [&](app::Transaction& tx) {
      for (std::int64_t i = done; i < std::min(count, done + kBatch); ++i)
        std::cout << make_one(tx, hall, issuer) << "\n";
    });
}

void revoke(const app::Hall& hall) {
  for (std::string serial; std::getline(std::cin, serial);) {
    std::int64_t seq = 0;
    commit(hall, [&](app::Transaction& tx) {
      auto certificate = tx.certificates().find_by_serial(serial);
      if (!certificate) throw std::runtime_error("no certificate " + serial);
      certificate->status = CertificateStatus::revoked;
      certificate->revoked_at = {hall.clock.now().seconds() * 1000};
      certificate->revocation_reason = domain::RevocationReason::superseded;
      if (!tx.certificates().update(*certificate)) throw std::runtime_error("not revoked");
      seq = tx.statuses().newest();
    });
    app::await_status(hall, seq);
    std::cout << serial << std::endl;  // NOLINT: seen at once
  }
}

struct Events {
  std::int64_t count = 0;
  std::string issuer;
  bool print = false;
};

void put_events(const app::Hall& hall, const std::string& url, const Events& wanted) {
  const auto& [count, named, print] = wanted;
  const std::string issuer = named.empty() ? app::issuing_authorities(hall).at(0) : named;
  const std::int64_t newest =
      app::read(hall.store, [](app::Transaction& tx) { return tx.statuses().newest(); });
  const auto sink = open_sink(url);
  sink->table("certificate_event",
              {"seq", "issuer", "serial", "status", "revoked_at", "reason", "shard"});
  for (std::int64_t i = 1; i <= count; ++i) {
    const bool revoked = i % 50 == 0;
    const std::string serial = pki::new_serial(2, hall.random);
    if (print) std::cout << serial << "\n";
    sink->row({newest + i, issuer, serial, std::string(revoked ? "revoked" : "issued"),
               revoked ? std::int64_t{1'790'000'000'000} : std::int64_t{0},
               std::string(revoked ? "superseded" : "unspecified"), std::int64_t{0}});
  }
  sink->finish();
}

int run(int argc, char** argv) {
  Config config;
  std::int64_t count = 0;
  CLI::App command{"bench_status: certificates for tests of their status"};
  command.add_option("--data", config.data)->required();
  command.add_option("--database", config.database);
  auto* making = command.add_subcommand("make");
  making->add_option("count", count)->required();
  auto* revoking = command.add_subcommand("revoke");
  auto* events = command.add_subcommand("events");
  Events wanted;
  events->add_option("count", wanted.count)->required();
  events->add_option("--issuer", wanted.issuer);
  events->add_flag("--print", wanted.print);
  command.require_subcommand(1);
  CLI11_PARSE(command, argc, argv);
  Wiring wiring(config, false);
  if (making->parsed()) make(wiring.hall(), count);
  if (revoking->parsed()) revoke(wiring.hall());
  if (events->parsed()) put_events(wiring.hall(), wiring.database_url(), wanted);
  return 0;
}

}  // namespace
}  // namespace certhall::bench

int main(int argc, char** argv) {
  try {
    return certhall::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "bench_status: " << error.what() << "\n";
    return 1;
  }
}
