// What a list of half a million revoked certificates takes: `fill FOLDER` makes the hall,
// `publish FOLDER` makes its lists and serves one, and prints seconds and the process's greatest
// memory in megabytes. Two runs, so that filling does not count.

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>

#include "app/authority.h"
#include "app/crl.h"
#include "bench/stored_certificates.h"
#include "main/wiring.h"
#include "pki/crl.h"
#include "store/connection.h"

namespace certhall {
namespace {

constexpr int kEntries = 500'000;
constexpr std::int64_t kShards = 16;

Config config_of(const std::string& folder) {
  Config config;
  config.data = folder;
  config.crl_shards = kShards;
  config.public_url = "http://localhost:8080";
  return config;
}

void must(const Status& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

void fill(const std::string& folder) {
  Wiring wiring(config_of(folder), false);
  const app::Hall& hall = wiring.hall();
  seed_profiles(config_of(folder), hall);
  must(app::hold_first_ceremony(hall));
  const domain::Account account{
      .id = {"account"}, .mobile = "13900000000", .created_at = hall.clock.now()};
  const domain::Application application{.id = {"application"},
                                        .number = "HN20261123-100000",
                                        .account_id = account.id,
                                        .created_at = hall.clock.now(),
                                        .updated_at = hall.clock.now()};
  must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
    tx.accounts().insert(account);
    tx.applications().insert(application);
    return {};
  }));
  store::Connection connection(wiring.database_url(), app::Mode::write, std::chrono::seconds{5});
  connection.execute(bench::insert_statement({.application = "application",
                                              .account = "account",
                                              .count = kEntries,
                                              .shards = kShards,
                                              .der_bytes = 800},
                                             hall.clock.now()),
                     {});
}

double megabytes_at_most() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  throw std::runtime_error("/proc/self/status does not say VmHWM");
}

void publish(const std::string& folder) {
  Wiring wiring(config_of(folder), false);
  const app::Hall& hall = wiring.hall();
  const auto begin = std::chrono::steady_clock::now();
  must(app::publish_crls(hall, app::issuing_authorities(hall).front()));
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  app::CrlShelf shelf(hall);
  std::size_t bytes = 0;
  for (int reader = 0; reader < 64; ++reader) bytes += shelf.find({"sm2"})->der->size();
  std::cout << time.count() << " " << megabytes_at_most() << " " << bytes / 64 << "\n";
  const auto crl = pki::parse_crl(*shelf.find({"sm2"})->der);
  if (!crl || crl->entries.size() != kEntries) throw std::runtime_error("not all are on the list");
}

}  // namespace
}  // namespace certhall

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("bench_crl fill|publish FOLDER");
    (argv[1] == std::string("fill") ? certhall::fill : certhall::publish)(argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
