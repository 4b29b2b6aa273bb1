#include <algorithm>
#include <csignal>
#include <iostream>
#include <sstream>

#include "adapters/mail/smtp_mailer.h"
#include "adapters/sandbox/bank.h"
#include "adapters/sandbox/companies.h"
#include "adapters/sandbox/payments.h"
#include "adapters/sandbox/post.h"
#include "app/authority.h"
#include "app/crl.h"
#include "app/directory.h"
#include "app/issuance.h"
#include "app/key_handover.h"
#include "app/ocsp.h"
#include "app/staff.h"
#include "app/tsp.h"
#include "app/worklist.h"
#include "base/files.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/announcement.h"
#include "domain/catalogue_file.h"
#include "domain/consent_document.h"
#include "http/hall_handlers.h"
#include "http/operator_endpoints.h"
#include "http/server.h"
#include "http/static_files.h"
#include "jobs/runner.h"
#include "jobs/slow_clocks.h"
#include "jobs/status_clock.h"
#include "main/commands.h"
#include "main/operator_desk.h"
#include "main/share.h"
#include "main/wiring.h"
#include "print/fonts.h"

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
      // A first text only: what follows is proposed and approved, not brought by an update.
      const auto known = tx.consents().documents_in_force();
      if (std::ranges::find(known, document->code, &domain::ConsentDocument::code) == known.end())
        tx.consents().publish(*document, position);
      return {};
    }));
    ++position;
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

void seed_announcements(const Config& config, const app::Hall& hall) {
  std::vector<domain::Announcement> announcements;
  for (const auto& name : list_share(config, "announcements", ".md")) {
    const auto announcement = domain::parse_announcement(read_share(config, name));
    if (!announcement) throw std::runtime_error(name + "：" + announcement.error().message);
    announcements.push_back(*announcement);
  }
  must(app::write(hall.store, [&](app::Transaction& tx) -> Status {
    tx.announcements().seed(announcements);
    return {};
  }));
}

/// All that a hall needs before its first visitor; each part does nothing when it is there.
void prepare_hall(const Config& config, const app::Hall& hall) {
  publish_documents(config, hall);
  seed_catalogue(config, hall);
  seed_announcements(config, hall);
  seed_profiles(config, hall);
  must(app::hold_first_ceremony(hall));
  must(app::prepare_time_stamping(hall));
  must(app::publish_due_crls(hall));
  must(app::finish_reserved(hall));
  must(app::hand_earlier_keys_over(hall));
  must(hall.key_centre.fill_pool());
  app::file_old_applications(hall);
  app::file_old_certificates(hall);
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

SecretText first_line_of(const std::string& path) {
  const auto text = read_file(path);
  if (!text)
    throw std::runtime_error("读不到密码文件 " + path + "，请检查配置项 smtp_password_file");
  return SecretText{text->substr(0, text->find_first_of("\r\n"))};
}

/// The demo's mailbox, or the mail server that the configuration names.
std::unique_ptr<app::Mailer> make_mailer(const Config& config, const app::Hall& hall) {
  if (config.smtp_url.empty())
    return std::make_unique<adapters::SandboxMailer>(hall.store, hall.clock);
  adapters::SmtpSettings settings{.url = config.smtp_url,
                                  .from = config.smtp_from,
                                  .from_name = config.smtp_from_name,
                                  .user = config.smtp_user,
                                  .starttls = !config.smtp_plain,
                                  .ca_file = config.smtp_ca_file};
  if (!config.smtp_password_file.empty())
    settings.password = first_line_of(config.smtp_password_file);
  return std::make_unique<adapters::SmtpMailer>(std::move(settings), hall.clock);
}

/// What is answered beside the routes of the API, but for the pages.
auto open_endpoints(const app::Hall& hall, app::OcspResponder& ocsp, OperatorDesk& desk,
                    const app::PaymentProviders& payments) {
  auto endpoints = http::status_endpoints(hall);
  endpoints.push_back(http::ocsp_endpoint(hall, ocsp));
  for (auto& each : http::directory_endpoints(hall)) endpoints.push_back(std::move(each));
  for (auto& each : http::health_endpoints(desk.readiness())) endpoints.push_back(std::move(each));
  for (auto& each : http::payment_callbacks(hall, payments)) endpoints.push_back(std::move(each));
  return endpoints;
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
  print::use_fonts(find_share(config).fonts);

  app::OcspResponder ocsp(hall);
  ocsp.load();
  hall.ocsp = &ocsp;
  jobs::StatusClock status_clock(ocsp);

  adapters::SandboxSms sms(hall.store, hall.clock);
  adapters::SandboxRealName real_name(hall.store);
  adapters::SandboxCourier courier(hall.store, hall.clock, hall.random);
  adapters::SandboxIssuer issuer(hall.store, hall.clock, hall.random);
  const auto mailer = make_mailer(config, hall);
  adapters::SandboxBank bank(hall.store, hall.clock);
  const adapters::SandboxPaymentKey payment_key(wiring.secret("sandbox_payment"));
  const adapters::SandboxPaymentParts payment_parts{hall.store, hall.clock, hall.random,
                                                    payment_key, config.public_url};
  adapters::SandboxWechat wechat(payment_parts);
  adapters::SandboxAlipay alipay(payment_parts);
  const app::PaymentProviders payments{wechat, alipay};
  const auto announce = [&](std::string_view number) {
    return adapters::announce_order(hall.store, wechat, alipay, number);
  };
  jobs::Runner runner(hall, {sms, real_name, courier, issuer, *mailer, payments, bank, announce},
                      kVersion);
  jobs::SlowClocks slow_clocks(hall);
  hall.wake_jobs = [&runner] { runner.wake(); };

  const http::Handlers handlers = http::hall_handlers(hall);
  http::HallSessions sessions(hall);
  http::StoredIdempotency idempotency(hall.store);
  const http::StaticFiles pages(find_share(config).web.string(), hall.settings.sandbox);
  OperatorDesk desk(config, hall, runner);
  auto endpoints = open_endpoints(hall, ocsp, desk, payments);
  endpoints.push_back({.prefix = "/", .answer = [&](const http::Request& request) {
                         return pages.answer(request);
                       }});
  http::Dispatcher dispatcher(
      api::routes(), {.public_url = config.public_url, .sandbox = hall.settings.sandbox},
      {handlers, sessions, idempotency, hall.clock, hall.random}, std::move(endpoints));
  auto options = server_options(config);
  options.metrics = &hall.metrics;
  http::Server server(std::move(options), dispatcher, hall.random);
  status_clock.start();
  server.start();
  desk.start();
  runner.start();
  slow_clocks.start();
  introduce_staff(hall);
  print_addresses(config);

  int signal = 0;
  sigwait(&signals, &signal);
  std::cout << "\n正在结束……\n";
  server.stop(std::chrono::seconds{10});
  desk.stop();
  slow_clocks.stop();
  runner.stop();
  status_clock.stop();
  return 0;
}

int add_staff_account(const Config& config, const std::string& login, const std::string& name,
                      domain::Roles roles) {
  Wiring wiring(config, false);
  const auto password =
      app::add_staff_by_command(wiring.hall(), {.login = login, .name = name, .roles = roles});
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
