#include "main/config.h"

#include <array>
#include <variant>

#include <toml++/toml.h>

#include "adapters/mail/header_text.h"
#include "pki/der.h"

namespace certhall {
namespace {

using Member = std::variant<std::string Config::*, std::int64_t Config::*, bool Config::*>;

struct Key {
  std::string_view name;
  Member member;
  std::string_view comment;
};

const auto kKeys = std::to_array<Key>({
    {"mode", &Config::mode, "demo：对外系统全部为沙箱；production：拒绝任何沙箱"},
    {"data", &Config::data, "数据目录：数据库、文件、密钥"},
    {"share", &Config::share, "随程序安装的数据（协议、价目、日历、区划）；留空为随程序安装的"},
    {"vendors", &Config::vendors,
     "厂商与合作门户名录；留空为 share 里的 vendors.json。密钥在数据目录 secrets/handover"},
    {"web", &Config::web, "网页目录；留空为随程序安装的"},
    {"address", &Config::address, "监听地址"},
    {"port", &Config::port, "监听端口，0 为任意空闲端口"},
    {"public_url", &Config::public_url, "浏览器与手机访问的地址；留空为 http://localhost:端口"},
    {"status_url", &Config::status_url, "写入证书的 OCSP、CRL 地址；留空同 public_url"},
    {"keys", &Config::keys,
     "机构密钥库：folder（数据目录内的加密文件）、pkcs11:token=…?module-path=…&pin-source=… 或 "
     "sdf:library=…&password-source=…&密钥名=序号，见 docs/operating/ceremony.md"},
    {"database", &Config::database, "sqlite:/路径 或 postgresql:连接串；留空为数据目录内的 SQLite"},
    {"tls_certificate", &Config::tls_certificate, "TLS 证书链(PEM)；留空不启用 TLS"},
    {"tls_key", &Config::tls_key, "TLS 私钥(PEM)"},
    {"reader", &Config::reader, "certhall-reader 的路径；留空为随程序安装的"},
    {"models", &Config::models, "文字识别模型目录；留空为随程序安装的"},
    {"onnxruntime", &Config::onnxruntime, "libonnxruntime.so；留空为随程序安装的"},
    {"allow_unjailed", &Config::allow_unjailed, "没有 bubblewrap 时仍读取上传文件（仅供试用）"},
    {"trusted_proxies", &Config::trusted_proxies,
     "反向代理的地址，用逗号隔开；只相信它们转来的客户端地址"},
    {"log_level", &Config::log_level, "debug、info、warning 或 error"},
    {"bank_account_name", &Config::bank_account_name, "收款户名"},
    {"bank_account_number", &Config::bank_account_number, "收款账号"},
    {"bank_name", &Config::bank_name, "开户行"},
    {"account_check_fen", &Config::account_check_fen,
     "单位金融认证的转账金额，单位为分（附言中有 PIN 码）"},
    {"instance", &Config::instance, "本节点编号 1 到 127，写入证书序列号首字节，各节点不同"},
    {"crl_shards", &Config::crl_shards,
     "新证书的吊销列表分成几份，0 为不分；改动只影响以后签发的证书，已有各份继续签发，只增不减"},
    {"crl_hours", &Config::crl_hours, "吊销列表的有效小时数，过半即重新签发；吊销后一分钟内签发"},
    {"crl_keeps_expired", &Config::crl_keeps_expired,
     "过期证书的吊销记录一直留在列表中（expiredCertsOnCRL）；否则过期后再列一次即删除"},
    {"metrics_address", &Config::metrics_address,
     "监控指标(/metrics)与带原因的健康检查的监听地址；只应是本机或内网地址，绝不对外"},
    {"metrics_port", &Config::metrics_port, "监控指标的监听端口，例如 9464；0 为不开启"},
    {"seller_tax_number", &Config::seller_tax_number, "开票方（本公司）的纳税人识别号"},
    {"service_tax_percent", &Config::service_tax_percent, "证书费、签章费的税率（%），价格含税"},
    {"goods_tax_percent", &Config::goods_tax_percent, "介质费的税率（%），价格含税"},
    {"invoice_delay_minutes", &Config::invoice_delay_minutes,
     "审核通过后多少分钟开具电子发票；在此之前申请人可以更正抬头"},
    {"smtp_url", &Config::smtp_url,
     "发信服务器，如 smtp://mail.example.cn:587 或 smtps://mail.example.cn；留空为演示邮箱"},
    {"smtp_from", &Config::smtp_from, "发件邮箱"},
    {"smtp_from_name", &Config::smtp_from_name, "发件人名称"},
    {"smtp_user", &Config::smtp_user, "发信账号；留空不登录"},
    {"smtp_password_file", &Config::smtp_password_file, "存放发信密码的文件，只取第一行"},
    {"smtp_plain", &Config::smtp_plain, "不加密（仅限本机转发）；否则 smtp:// 必须支持 STARTTLS"},
    {"smtp_ca_file", &Config::smtp_ca_file, "验证发信服务器的 CA 证书(PEM)；留空用系统的"},
    {"time_stamp_policy", &Config::time_stamp_policy,
     "时间戳策略的 OID，应为本机构自己的；2.999 开头的只是示例"},
    {"time_stamp_accuracy_seconds", &Config::time_stamp_accuracy_seconds,
     "时间戳的误差上限，单位为秒，1 到 3600；时钟倒退超过它就停止签发"},
    {"key_centre_url", &Config::key_centre_url,
     "密钥管理中心（certhall kmc serve）的地址，如 http://127.0.0.1:8090；留空为在本进程内"},
    {"key_centre_secret", &Config::key_centre_secret,
     "营业厅与密钥管理中心互相认证的密钥文件；留空为数据目录 secrets/key_centre.key"},
    {"kmc_database", &Config::kmc_database,
     "密钥管理中心自己的数据库，绝不与营业厅的相同；留空为数据目录内的 kmc.db(SQLite)"},
    {"kmc_address", &Config::kmc_address, "密钥管理中心单独运行时的监听地址；不是本机时须有 TLS"},
    {"kmc_port", &Config::kmc_port, "密钥管理中心单独运行时的监听端口"},
    {"kmc_pool_sm2", &Config::kmc_pool_sm2,
     "预先生成的 SM2 加密密钥少于此数时，补到两倍；0 为不预先生成"},
    {"kmc_pool_p256", &Config::kmc_pool_p256, "同上，P-256 密钥"},
    {"kmc_pool_rsa", &Config::kmc_pool_rsa, "同上，RSA-3072 密钥（每把要生成数秒）"},
});

auto wrong(const std::string& name, std::string_view what) {
  return fail_fields({{name, std::string(what)}}, "配置项 " + name + ":" + std::string(what));
}

Status set(Config& config, const Key& key, const toml::node& node) {
  const std::string name(key.name);
  if (const auto* text = std::get_if<std::string Config::*>(&key.member)) {
    if (!node.is_string()) return wrong(name, "应为文字（加引号）");
    config.*(*text) = *node.value<std::string>();
  } else if (const auto* number = std::get_if<std::int64_t Config::*>(&key.member)) {
    if (!node.is_integer()) return wrong(name, "应为整数");
    config.*(*number) = *node.value<std::int64_t>();
  } else {
    if (!node.is_boolean()) return wrong(name, "应为 true 或 false");
    config.*std::get<bool Config::*>(key.member) = *node.value<bool>();
  }
  return {};
}

}  // namespace

Status read_config(Config& config, const std::string& path) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid, "配置文件 " + path + " 第 " +
                                        std::to_string(error.source().begin.line) + " 行无法读取");
  }
  for (const auto& [name, node] : table) {
    const auto known = std::find_if(kKeys.begin(), kKeys.end(), [&, &text = name](const Key& key) {
      return key.name == text.str();
    });
    if (known == kKeys.end()) return wrong(std::string(name.str()), "没有这个配置项");
    RETURN_IF_ERROR(set(config, *known, node));
  }
  return {};
}

namespace {

Status check_invoices(const Config& config) {
  for (const auto& [name, percent] : {std::pair{"service_tax_percent", config.service_tax_percent},
                                      std::pair{"goods_tax_percent", config.goods_tax_percent}})
    if (percent < 0 || percent > 30) return wrong(name, "应为 0 到 30");
  if (config.invoice_delay_minutes < 0 || config.invoice_delay_minutes > 43'200)
    return wrong("invoice_delay_minutes", "应为 0 到 43200（30 天）");
  return {};
}

Status check_key_centre(const Config& config) {
  const auto& url = config.key_centre_url;
  if (!url.empty() && !url.starts_with("http://127.0.0.1:") &&
      !url.starts_with("http://localhost:") && !url.starts_with("https://"))
    return wrong("key_centre_url", "应为 https:// 地址，或本机的 http://127.0.0.1:端口");
  if (!config.kmc_database.empty() && config.kmc_database == config.database)
    return wrong("kmc_database", "不能与营业厅的数据库(database)相同");
  if (config.kmc_port < 0 || config.kmc_port > 65535) return wrong("kmc_port", "应为 0 到 65535");
  if (config.kmc_address != "127.0.0.1" && config.tls_certificate.empty())
    return wrong("kmc_address", "不是 127.0.0.1 时须填写 tls_certificate 与 tls_key");
  for (const auto& [name, count] : {std::pair{"kmc_pool_sm2", config.kmc_pool_sm2},
                                    std::pair{"kmc_pool_p256", config.kmc_pool_p256},
                                    std::pair{"kmc_pool_rsa", config.kmc_pool_rsa}})
    if (count < 0 || count > 1'000'000) return wrong(name, "应为 0 到 1000000");
  return {};
}

Status check_mail(const Config& config) {
  if (config.smtp_url.empty()) return {};
  if (!config.smtp_url.starts_with("smtp://") && !config.smtp_url.starts_with("smtps://"))
    return wrong("smtp_url", "应以 smtp:// 或 smtps:// 开头");
  if (!adapters::is_plain_address(config.smtp_from))
    return wrong("smtp_from", "使用发信服务器时须填写发件邮箱");
  if (config.smtp_user.empty() != config.smtp_password_file.empty())
    return wrong("smtp_password_file", "发信账号与密码文件须同时填写");
  if (config.smtp_plain && config.smtp_url.starts_with("smtps://"))
    return wrong("smtp_plain", "smtps:// 总是加密的，请去掉 smtp_plain");
  return {};
}

Status check_time_stamps(const Config& config) {
  if (!pki::der::is_oid(config.time_stamp_policy))
    return wrong("time_stamp_policy", "应为对象标识符，如 1.2.156.x.y");
  if (config.time_stamp_accuracy_seconds < 1 || config.time_stamp_accuracy_seconds > 3600)
    return wrong("time_stamp_accuracy_seconds", "应为 1 到 3600（秒）");
  return {};
}

}  // namespace

Status check_config(const Config& config) {
  if (config.mode != "demo" && config.mode != "production")
    return wrong("mode", "应为 demo 或 production");
  if (config.mode == "production")
    return wrong(
        "mode",
        "短信、实名、支付、银行、快递目前只有沙箱实现，生产模式不能启动；请等待相应接口的版本");
  if (config.port < 0 || config.port > 65535) return wrong("port", "应为 0 到 65535");
  if (config.metrics_port < 0 || config.metrics_port > 65535)
    return wrong("metrics_port", "应为 0 到 65535");
  if (config.metrics_port != 0 && config.metrics_port == config.port)
    return wrong("metrics_port", "不能与 port 相同：监控指标不对外");
  if (config.account_check_fen < 1 || config.account_check_fen > 99)
    return wrong("account_check_fen", "应为 1 到 99（分）");
  if (config.keys != "folder" && !config.keys.starts_with("pkcs11:") &&
      !config.keys.starts_with("sdf:"))
    return wrong("keys", "应为 folder、pkcs11:… 或 sdf:…");
  if (config.instance < 1 || config.instance > 127) return wrong("instance", "应为 1 到 127");
  if (config.crl_shards < 0 || config.crl_shards > 1000)
    return wrong("crl_shards", "应为 0 到 1000");
  if (config.crl_hours < 2 || config.crl_hours > 168) return wrong("crl_hours", "应为 2 到 168");
  if (config.tls_certificate.empty() != config.tls_key.empty())
    return wrong("tls_key", "TLS 证书与私钥须同时填写");
  RETURN_IF_ERROR(check_invoices(config));
  RETURN_IF_ERROR(check_time_stamps(config));
  RETURN_IF_ERROR(check_key_centre(config));
  return check_mail(config);
}

std::string example_config() {
  const Config defaults;
  std::string text =
      "# certhall 的全部配置，每项都有可直接演示的默认值。由 certhall config 打印。\n";
  for (const auto& key : kKeys) {
    text += "\n# " + std::string(key.comment) + "\n# " + std::string(key.name) + " = ";
    if (const auto* member = std::get_if<std::string Config::*>(&key.member))
      text += "\"" + defaults.*(*member) + "\"";
    else if (const auto* number = std::get_if<std::int64_t Config::*>(&key.member))
      text += std::to_string(defaults.*(*number));
    else
      text += "false";
    text += "\n";
  }
  return text;
}

app::Settings settings_of(const Config& config) {
  app::Settings settings;
  settings.public_url = config.public_url;
  settings.status_url = config.status_url.empty() ? config.public_url : config.status_url;
  settings.bank_account = {config.bank_account_name, config.bank_account_number, config.bank_name};
  settings.account_check_amount = {config.account_check_fen};
  settings.serial_lead = static_cast<std::uint8_t>(config.instance);
  settings.crl = {.shards = config.crl_shards,
                  .valid_hours = config.crl_hours,
                  .keeps_expired = config.crl_keeps_expired};
  settings.sandbox = config.mode == "demo";
  settings.invoice = {.seller_tax_number = config.seller_tax_number,
                      .rates = {.service_percent = config.service_tax_percent,
                                .goods_percent = config.goods_tax_percent},
                      .delay_minutes = config.invoice_delay_minutes};
  settings.time_stamps = {.policy = config.time_stamp_policy,
                          .accuracy_seconds = config.time_stamp_accuracy_seconds};
  return settings;
}

}  // namespace certhall
