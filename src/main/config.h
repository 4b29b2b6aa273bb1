#pragma once
// The configuration: one commented TOML file, every key with a default that serves the demo.

#include <string>
#include <vector>

#include "app/hall.h"
#include "base/result.h"

namespace certhall {

struct Config {
  std::string mode = "demo";
  std::string data = "./var";
  std::string vendors;  // empty: vendors.json of share
  std::string share;    // data files that come with the program (share.h)
  std::string web;
  std::string address = "127.0.0.1";
  std::int64_t port = 8080;
  std::string public_url;
  std::string status_url;
  std::string keys = "folder";
  std::string database;
  std::string tls_certificate;
  std::string tls_key;
  std::string reader;
  std::string models;
  std::string onnxruntime;
  bool allow_unjailed = false;
  std::string trusted_proxies;  // "127.0.0.1,10.0.0.2"
  std::string log_level = "info";
  std::string bank_account_name = "深圳市电子商务安全证书管理有限公司（演示）";
  std::string bank_account_number = "0000 0000 0000 0000 001";
  std::string bank_name = "示例银行深圳分行";
  std::int64_t account_check_fen = 1;
  std::int64_t instance = 1;
  std::int64_t crl_shards = 0;
  std::int64_t crl_hours = 24;
  bool crl_keeps_expired = false;
  std::string metrics_address = "127.0.0.1";
  std::int64_t metrics_port = 0;
  std::string seller_tax_number = "91440300000000000X";
  std::int64_t service_tax_percent = 6;
  std::int64_t goods_tax_percent = 13;
  std::int64_t invoice_delay_minutes = 0;
  std::string smtp_url;
  std::string smtp_from;
  std::string smtp_from_name = "深圳CA网上营业厅";
  std::string smtp_user;
  std::string smtp_password_file;
  bool smtp_plain = false;
  std::string smtp_ca_file;
  std::string time_stamp_policy = "2.999.3161";
  std::int64_t time_stamp_accuracy_seconds = 1;
  std::string key_centre_url;  // empty: within this process
  std::string key_centre_secret;
  std::string kmc_database;
  std::string kmc_address = "127.0.0.1";
  std::int64_t kmc_port = 8090;
  std::int64_t kmc_pool_sm2 = 64;
  std::int64_t kmc_pool_p256 = 8;
  std::int64_t kmc_pool_rsa = 0;
};

/// Reads the file over the defaults. `invalid` names the key: unknown, or of another type.
[[nodiscard]] Status read_config(Config& config, const std::string& path);
/// What does not go together, in Chinese; in production mode no sandbox is accepted.
[[nodiscard]] Status check_config(const Config& config);
/// The commented example: config/certhall.example.toml.
[[nodiscard]] std::string example_config();

[[nodiscard]] app::Settings settings_of(const Config& config);

}  // namespace certhall
