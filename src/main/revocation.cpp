#include <iostream>

#include "app/act.h"
#include "app/revocation.h"
#include "base/files.h"
#include "main/commands.h"
#include "main/wiring.h"

namespace certhall {
namespace {

const domain::Actor kOperator = app::system_actor("command_line");

int refuse(const Error& error) {
  std::cerr << error.message << "\n";
  for (const auto& field : error.fields)
    std::cerr << "  " << field.field << "：" << field.message << "\n";
  return 1;
}

std::string must_read(const std::string& path) {
  auto text = read_file(path);
  if (!text) throw std::runtime_error("读不到文件 " + path);
  return std::move(*text);
}

int revoke_list(const app::Hall& hall, const std::string& path) {
  const std::string text = must_read(path);
  if (const auto problems = app::check_revocation_text(text); !problems.empty())
    return refuse(domain::error_of(problems));
  domain::RevocationList list;
  const auto recorded = app::write(hall.store, [&](app::Transaction& tx) -> Status {
    list = app::record_revocation_list(tx, hall, path, text, ChangeId{});
    return {};
  });
  if (!recorded) return refuse(recorded.error());
  if (const auto done = app::work_off_revocation_lists(hall); !done) return refuse(done.error());
  constexpr std::int64_t kPage = 1000;
  for (std::int64_t after = 0;;) {
    const auto report = app::revocation_report(hall, list.id, after, kPage);
    for (const auto& line : report->lines)
      std::cout << line.number << "," << line.target << "," << domain::text_of(line.outcome) << ","
                << line.certificates << "\n";
    if (report->lines.size() < static_cast<std::size_t>(kPage)) return 0;
    after = report->lines.back().number;
  }
}

int change_one(const app::Hall& hall, const RevocationOptions& options,
               const app::StatusOrder& order) {
  const auto done =
      app::change_certificate(hall, kOperator, options.serial, options.with_pair, order);
  if (!done) return refuse(done.error());
  for (const auto& each : *done)
    std::cout << each.serial << "  " << domain::text_of(each.status) << "\n";
  return 0;
}

}  // namespace

int change_certificates(const Config& config, const RevocationOptions& options) {
  Wiring wiring(config, false);
  const app::Hall& hall = wiring.hall();
  if (!options.block.empty()) {
    const auto blocked = app::block_keys(hall, kOperator, must_read(options.block));
    if (!blocked) return refuse(blocked.error());
    std::cout << "已登记 " << *blocked << " 个禁用的公钥。\n";
    return 0;
  }
  if (!options.list.empty()) return revoke_list(hall, options.list);
  const auto event = enum_from_text<domain::CertificateEvent>(options.event);
  const auto reason = enum_from_text<domain::RevocationReason>(options.reason);
  if (!event || !reason || !domain::is_final(*reason)) {
    std::cerr << "没有吊销原因「" << options.reason
              << "」：可用 unspecified、key_compromise、affiliation_changed、superseded、"
                 "cessation_of_operation、privilege_withdrawn\n";
    return 2;
  }
  const app::StatusOrder order{
      .event = *event, .reason = *reason, .confirmed = true, .note = options.note};
  if (options.key.empty()) return change_one(hall, options, order);
  const auto revoked = app::revoke_key(hall, kOperator, options.key, order);
  if (!revoked) return refuse(revoked.error());
  std::cout << "已吊销 " << *revoked << " 张证书，该公钥不再签发任何证书。\n";
  return 0;
}

}  // namespace certhall
