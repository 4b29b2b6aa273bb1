#include "main/station.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>

#include "adapters/token/envelope.h"
#include "adapters/web/json_client.h"
#include "api/staff_dto.h"
#include "api/station_dto.h"
#include "app/production.h"
#include "app/totp.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/random.h"
#include "main/station_devices.h"
#include "pki/certificate.h"

namespace certhall {
namespace {

constexpr int kNothingWaits = 3;
constexpr int kPatienceSeconds = 60;
constexpr std::chrono::seconds kWatchInterval{2};
constexpr std::string_view kPinAlphabet = "0123456789";
constexpr std::size_t kPinDigits = 8;

std::string ask(std::string_view what) {
  std::cerr << what << ":" << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

std::string totp_of(const StationOptions& options) {
  if (options.totp_secret_file.empty()) return ask("动态口令");
  const auto secret = from_base32(first_line(options.totp_secret_file));
  if (!secret) throw std::runtime_error("动态口令密钥文件不是 base32");
  return app::totp_code(*secret, SystemClock().now().seconds() / 30);
}

/// Asks again for a minute while the hall is away: each of these requests can be repeated, and a
/// token half made is not thrown away for a server's restart.
template <class Ask>
auto insist(const Ask& ask) {
  for (int second = 0;; ++second) {
    auto answer = ask();
    if (answer || answer.error().code != ErrorCode::unavailable || second == kPatienceSeconds)
      return answer;
    if (second == 0) std::cerr << answer.error().message << "，稍后自动重试\n";
    std::this_thread::sleep_for(std::chrono::seconds{1});
  }
}

Status sign_in(adapters::JsonClient& hall, const StationOptions& options) {
  const api::StaffLoginRequest request{
      .login = options.login,
      .password = options.password_file.empty() ? ask("密码") : first_line(options.password_file),
      .totp = totp_of(options)};
  ASSIGN_OR_RETURN(session, hall.call<api::StaffSessionView>("/api/staff/session", request));
  if (std::ranges::find(session.roles, domain::Role::producer) == session.roles.end())
    return fail(ErrorCode::forbidden, "账号 " + options.login + " 不是制证员");
  return {};
}

/// Both certificates are on the token and both keys fit them: signs, and decrypts what is encrypted
/// to the encryption certificate.
Result<std::string> verify(app::Token& token, const SecretText& pin,
                           const app::TokenContents& written, const ApplicationId& id) {
  RETURN_IF_ERROR(token.login(pin));
  ASSIGN_OR_RETURN(read_back, token.read());
  if (read_back.signing_certificate != written.signing_certificate ||
      read_back.encryption_certificate != written.encryption_certificate)
    return fail(ErrorCode::invalid, "读回的证书与写入的不一致，请更换介质");
  ASSIGN_OR_RETURN(encryption, pki::parse_certificate(read_back.encryption_certificate));
  ASSIGN_OR_RETURN(encryption_key, pki::PublicKey::from_spki(encryption.spki));
  const std::string probe = "certhall-probe:" + id.value;
  ASSIGN_OR_RETURN(opened, token.decrypt(encryption_key.algorithm() == pki::Algorithm::sm2_sm3
                                             ? encryption_key.encrypt(probe)
                                             : adapters::seal_envelope(probe, encryption.der)));
  if (opened.reveal() != probe) return fail(ErrorCode::invalid, "加密密钥验证失败，请更换介质");
  return token.sign(app::production_proof_text(id, token.serial()));
}

Result<api::StationCertificates> request_certificates(adapters::JsonClient& hall,
                                                      const ApplicationId& id,
                                                      const std::string& serial,
                                                      const std::string& csr,
                                                      const SecretText& pin) {
  return insist([&] {
    return hall.call<api::StationCertificates>(
        "/api/station/jobs/" + id.value + "/issue",
        api::StationIssueRequest{
            .token_serial = serial, .csr = to_base64(csr), .pin = std::string(pin.reveal())});
  });
}

/// Its certificates are revoked, and the device is spare: nothing is left that nobody has.
Status give_up(adapters::JsonClient& hall, const ApplicationId& id, const std::string& serial) {
  RETURN_IF_ERROR(insist([&] {
    return hall.post("/api/station/jobs/" + id.value + "/abandon",
                     to_json_text(api::StationAbandonRequest{serial}));
  }));
  return {};
}

struct Begun {
  std::unique_ptr<app::Token> token;
  std::string name;  // for people
  SecretText so_pin;
};

/// The hall says whether the device may be erased: it is told what is on it.
Result<Begun> begin(adapters::JsonClient& hall, app::TokenDevices& devices,
                    const api::StationJob& job, const app::TokenDevice& device) {
  ASSIGN_OR_RETURN(token, devices.open(device.serial));
  api::StationBeginRequest request{.token_serial = device.serial, .certificate = {}};
  if (const auto contents = token->read())
    request.certificate = to_base64(contents->signing_certificate);
  ASSIGN_OR_RETURN(begun, insist([&] {
                     return hall.call<api::StationBegun>(
                         "/api/station/jobs/" + job.application_id.value + "/begin", request);
                   }));
  return Begun{std::move(token), device.name, SecretText{std::move(begun.so_pin)}};
}

/// That on which an earlier run stopped, the one asked for, or all that are plugged in.
Result<std::vector<app::TokenDevice>> candidates(app::TokenDevices& devices,
                                                 const StationOptions& options,
                                                 const api::StationJob& job) {
  const std::string& wanted = options.device.empty() ? job.begun_on : options.device;
  if (!wanted.empty() && devices.open(wanted))
    return std::vector{app::TokenDevice{wanted, "指定介质"}};
  if (!options.device.empty())
    return fail(ErrorCode::not_found, "没有插入序列号为 " + options.device + " 的介质");
  return devices.list();
}

Result<Begun> begin_one(adapters::JsonClient& hall, app::TokenDevices& devices,
                        const StationOptions& options, const api::StationJob& job) {
  ASSIGN_OR_RETURN(found, candidates(devices, options, job));
  std::string refusals;
  for (const auto& device : found) {
    auto begun = begin(hall, devices, job, device);
    if (begun) return begun;
    if (begun.error().code != ErrorCode::duplicate && begun.error().code != ErrorCode::invalid)
      return begun;
    refusals += "\n  " + device.name + " " + device.serial + "：" + begun.error().message;
    for (const auto& field : begun.error().fields) refusals += "；" + field.message;
  }
  if (refusals.empty()) return fail(ErrorCode::not_found, "没有插入介质，请插入一支空白介质");
  return fail(ErrorCode::not_found, "插入的介质都不能使用，请换一支空白介质：" + refusals);
}

/// From the blank device to the proof that it holds what was issued.
Result<std::string> fill(adapters::JsonClient& hall, const Begun& begun,
                         const api::StationJob& job) {
  SystemRandom random;
  const std::string serial = begun.token->serial();
  const SecretText pin{random.text(kPinDigits, kPinAlphabet)};
  std::cout << "1/4 初始化" << begun.name << " " << serial << "，生成签名密钥\n" << std::flush;
  ASSIGN_OR_RETURN(csr, begun.token->initialise(pin, begun.so_pin));
  std::cout << "2/4 申请签名证书与加密证书\n" << std::flush;
  ASSIGN_OR_RETURN(issued, request_certificates(hall, job.application_id, serial, csr, pin));
  const app::TokenContents contents{from_base64(issued.signing_certificate).value_or(""),
                                    from_base64(issued.encryption_certificate).value_or("")};
  std::cout << "3/4 写入证书与加密密钥\n" << std::flush;
  RETURN_IF_ERROR(begun.token->login(pin));
  RETURN_IF_ERROR(begun.token->import(contents, from_base64(issued.enveloped_key).value_or("")));
  std::cout << "4/4 读回验证\n" << std::flush;
  return verify(*begun.token, pin, contents, job.application_id);
}

Status produce(adapters::JsonClient& hall, app::TokenDevices& devices,
               const StationOptions& options, const api::StationJob& job) {
  if (!job.begun_on.empty()) {
    std::cout << "上次未完成的介质 " << job.begun_on << " 作废，其证书将被注销\n";
    RETURN_IF_ERROR(give_up(hall, job.application_id, job.begun_on));
  }
  ASSIGN_OR_RETURN(begun, begin_one(hall, devices, options, job));
  const std::string serial = begun.token->serial();
  const auto proof = fill(hall, begun, job);
  if (!proof) {
    if (const auto left = give_up(hall, job.application_id, serial); !left)
      std::cerr << left.error().message << "\n";
    return fail(proof.error());
  }
  ASSIGN_OR_RETURN(done, insist([&] {
                     return hall.call<api::StationDone>(
                         "/api/station/jobs/" + job.application_id.value + "/complete",
                         api::StationCompleteRequest{serial, to_base64(*proof)});
                   }));
  std::cout << "业务单 " << done.number << " 制证完成，介质 " << serial
            << ";PIN 码由营业厅以短信发送，本机不保存\n";
  return {};
}

Result<int> make_one(adapters::JsonClient& hall, app::TokenDevices& devices,
                     const StationOptions& options) {
  api::StationClaimRequest request;
  if (!options.number.empty()) request.number = options.number;
  ASSIGN_OR_RETURN(
      claim, insist([&] { return hall.call<api::StationClaim>("/api/station/claim", request); }));
  if (!claim.job) return kNothingWaits;
  std::cout << "领取业务单 " << claim.job->number << "（" << claim.job->subject_name << "）\n";
  RETURN_IF_ERROR(produce(hall, devices, options, *claim.job));
  return 0;
}

/// What keeps a watching station from work until somebody plugs in another device.
class Obstacle {
 public:
  /// Says it once.
  void say(const std::string& text) {
    if (text != said_) std::cerr << text << "\n";
    said_ = text;
  }
  void gone() { said_.clear(); }

 private:
  std::string said_;
};

Result<int> list_devices(app::TokenDevices& devices) {
  ASSIGN_OR_RETURN(found, devices.list());
  for (const auto& device : found) {
    ASSIGN_OR_RETURN(token, devices.open(device.serial));
    std::string holds = "空白";
    if (const auto contents = token->read())
      if (const auto certificate = pki::parse_certificate(contents->signing_certificate))
        holds = "证书有效期至 " + to_china_text(certificate->not_after);
    std::cout << device.serial << "  " << device.name << "  " << holds << "\n";
  }
  if (found.empty()) std::cout << "没有插入介质\n";
  return 0;
}

Result<int> work(const StationOptions& options) {
  SystemRandom random;
  ASSIGN_OR_RETURN(devices, open_devices(options, random));
  if (options.list) return list_devices(*devices);
  adapters::JsonClient hall(options.url);
  RETURN_IF_ERROR(sign_in(hall, options));
  for (Obstacle obstacle;;) {
    const auto result = make_one(hall, *devices, options);
    const bool no_device = !result && result.error().code == ErrorCode::not_found;
    if (!options.watch) {
      if (result && *result == kNothingWaits) std::cout << "没有待制证的业务单\n";
      return result;
    }
    if (!result && !no_device) return result;
    if (no_device)
      obstacle.say(result.error().message);
    else
      obstacle.gone();
    if (no_device || *result == kNothingWaits) std::this_thread::sleep_for(kWatchInterval);
  }
}

}  // namespace

void add_station_command(CLI::App& app, StationOptions& options) {
  auto* command = app.add_subcommand("station", "制证台：领取已通过的业务单，制作介质");
  command->add_option("--url", options.url, "营业厅地址")->capture_default_str();
  command->add_option("--login", options.login, "制证员账号")->capture_default_str();
  command->add_option("--password-file", options.password_file, "密码文件；不给则询问");
  command->add_option("--totp-secret-file", options.totp_secret_file,
                      "动态口令密钥文件(base32)；不给则询问口令");
  command->add_option("--number", options.number, "业务单编号；不给则取等待最久的一张");
  command->add_flag("--watch", options.watch, "制完一张接着取下一张，没有时等待");
  command->add_option("--token", options.token, "介质：folder、skf:库文件 或 pkcs11:库文件")
      ->capture_default_str();
  command->add_option("--tokens", options.tokens, "folder 介质所在的目录")->capture_default_str();
  command->add_flag("--list", options.list, "只列出已插入的介质，不登录");
  command->add_option("--device", options.device, "介质序列号；不给则取第一支可用的");
  command->add_option("--container", options.container, "介质上的应用与容器名");
  command->add_option("--algorithm", options.algorithm, "pkcs11 介质的密钥：p256 或 rsa")
      ->check(CLI::IsMember({"p256", "rsa"}))
      ->capture_default_str();
  command->add_option("--maker-pin-file", options.maker_pin_file,
                      "厂商的设备认证密钥（skf）或出厂管理员 PIN（pkcs11）的文件");
}

int run_station(const StationOptions& options) {
  const auto done = work(options);
  if (done) return *done;
  std::cerr << done.error().message << "\n";
  return 1;
}

}  // namespace certhall
