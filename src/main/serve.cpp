#include <csignal>
#include <iostream>
#include <sstream>

#include "adapters/sandbox/bank.h"
#include "adapters/sandbox/companies.h"
#include "adapters/sandbox/payments.h"
#include "app/authority.h"
#include "app/issuance.h"
#include "app/staff.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/catalogue_file.h"
#include "domain/consent_document.h"
#include "http/hall_handlers.h"
#include "http/server.h"
#include "http/static_files.h"
#include "jobs/runner.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {
namespace {

template <class T>
void must(const Result<T>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

void publish_documents(const Config& config, const app::Hall& hall) {
  std::int64_t position = 0;
  for (const char* name : {"guide", "service_agreement", "privacy_policy", "personal_information",
                           "sensitive_information"}) {
    const auto document =
        domain::parse_consent_document(read_share(config, "consents/" + std::string(name) + ".md"));
    must(document);
    must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
      tx.consents().publish(*document, position++);
      return {};
    }));
  }
}

void seed_catalogue(const Config& config, const app::Hall& hall) {
  const auto catalogue = domain::parse_catalogue(read_share(config, "catalogue.json"));
  must(catalogue);
  must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
    tx.catalogue().seed(catalogue->relying_applications, catalogue->price_lists);
    return {};
  }));
}

/// All that a hall needs before its first visitor; each part does nothing when it is there.
void prepare_hall(const Config& config, const app::Hall& hall) {
  publish_documents(config, hall);
  seed_catalogue(config, hall);
  must(app::hold_first_ceremony(hall));
  must(app::publish_crl_if_due(hall, app::kRoot));
  must(app::publish_crl_if_due(hall, app::kIssuing));
  must(app::finish_reserved(hall));
}

void introduce_staff(const app::Hall& hall) {
  const auto accounts = app::seed_staff(hall);
  must(accounts);
  if (accounts->empty()) return;
  std::cout << "\n首次启动，已建立以下员工账号（一次性密码只显示这一次，首次登录时改密码并绑定动态"
               "口令）：\n";
  for (const auto& account : *accounts)
    std::cout << "  " << account.staff.login << "  " << account.one_time_password.reveal() << "  ("
              << account.staff.name << ")\n";
}

void print_addresses(const Config& config) {
  const std::string& url = config.public_url;
  std::cout << "\n已就绪，用浏览器打开：\n"
            << "  门户          " << url << "/\n"
            << "  网上营业厅    " << url << "/hall/applications\n"
            << "  员工后台      " << url << "/console\n"
            << "  演示手机      " << url << "/sandbox  （短信、扫码、银行、快递都在这里）\n"
            << "按 Ctrl-C 结束。\n"
            << std::flush;
}

sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

http::ServerOptions server_options(const Config& config) {
  http::ServerOptions options;
  options.address = config.address;
  options.port = static_cast<std::uint16_t>(config.port);
  if (!config.tls_certificate.empty())
    options.tls = http::TlsFiles{config.tls_certificate, config.tls_key};
  std::istringstream proxies(config.trusted_proxies);
  for (std::string each; std::getline(proxies, each, ',');)
    if (const auto first = each.find_first_not_of(' '); first != std::string::npos)
      options.trusted_proxies.push_back(each.substr(first, each.find_last_not_of(' ') + 1 - first));
  return options;
}

}  // namespace

int serve(Config config) {
  log::set_level(config.log_level);
  if (config.public_url.empty())
    config.public_url = (config.tls_certificate.empty() ? "http" : "https") +
                        std::string("://localhost:") + std::to_string(config.port);
  const sigset_t signals = block_signals();
  Wiring wiring(config, true);
  auto& hall = wiring.hall();
  prepare_hall(config, hall);

  adapters::SandboxSms sms(hall.store, hall.clock);
  adapters::SandboxRealName real_name(hall.store);
  adapters::SandboxCourier courier(hall.store, hall.clock, hall.random);
  adapters::SandboxBank bank(hall.store, hall.clock);
  const adapters::SandboxPaymentKey payment_key(wiring.secret("sandbox_payment"));
  const adapters::SandboxPaymentParts payment_parts{hall.store, hall.clock, hall.random,
                                                    payment_key, config.public_url};
  adapters::SandboxWechat wechat(payment_parts);
  adapters::SandboxAlipay alipay(payment_parts);
  const app::PaymentProviders payments{wechat, alipay};
  jobs::Runner runner(hall, {sms, real_name, courier, payments, bank, [&](std::string_view number) {
                               return adapters::announce_order(hall.store, wechat, alipay, number);
                             }});
  hall.wake_jobs = [&runner] { runner.wake(); };

  const http::Handlers handlers = http::hall_handlers(hall);
  http::HallSessions sessions(hall);
  http::StoredIdempotency idempotency(hall.store);
  const http::StaticFiles pages(config.web, hall.settings.sandbox);
  auto endpoints = http::status_endpoints(hall);
  for (auto& each : http::payment_callbacks(hall, payments)) endpoints.push_back(std::move(each));
  endpoints.push_back({.prefix = "/", .answer = [&](const http::Request& request) {
                         return pages.answer(request);
                       }});
  http::Dispatcher dispatcher(
      api::routes(), {.public_url = config.public_url, .sandbox = hall.settings.sandbox},
      {handlers, sessions, idempotency, hall.clock, hall.random}, std::move(endpoints));
  http::Server server(server_options(config), dispatcher, hall.random);
  server.start();
  runner.start();
  introduce_staff(hall);
  print_addresses(config);

  int signal = 0;
  sigwait(&signals, &signal);
  std::cout << "\n正在结束……\n";
  server.stop(std::chrono::seconds{10});
  runner.stop();
  return 0;
}

int add_staff_account(const Config& config, const std::string& login, const std::string& name,
                      domain::Role role) {
  Wiring wiring(config, false);
  const auto password = app::add_staff(wiring.hall(), {.login = login, .name = name, .role = role},
                                       {.kind = domain::ActorKind::system, .id = "command_line"});
  if (!password) {
    std::cerr << (password.error().fields.empty() ? password.error().message
                                                  : password.error().fields.front().message)
              << "\n";
    return 1;
  }
  std::cout << login << "  " << password->reveal() << "  (" << name
            << ")\n一次性密码只显示这一次，首次登录时改密码并绑定动态口令。\n";
  return 0;
}

}  // namespace certhall
