#pragma once
// The demo's outside world: a phone, the carriers' registry, a bank, a courier. Does not exist in
// production mode.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/time.h"
#include "domain/delivery.h"
#include "domain/payment.h"
#include "domain/vendor.h"

namespace certhall::api {

struct SandboxSms {
  std::int64_t id = 0;
  std::string mobile;
  std::string text;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SandboxSms, (), (id, mobile, text, at))

/// What the carrier has on record for a number; a number without a record fails as "no record".
struct SandboxSubscriber {
  std::string mobile;
  std::string name;
  std::string id_number;
};
BOOST_DESCRIBE_STRUCT(SandboxSubscriber, (), (mobile, name, id_number))

struct SandboxTransfer {
  std::string bank_reference;
  std::string payer_name;
  Fen amount;
  std::string remark;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SandboxTransfer, (), (bank_reference, payer_name, amount, remark, at))

struct SandboxTransferRequest {
  std::string payer_name;
  Fen amount;
  std::string remark;
};
BOOST_DESCRIBE_STRUCT(SandboxTransferRequest, (), (payer_name, amount, remark))

struct SandboxParcel {
  std::string waybill;
  std::string recipient;
  std::vector<domain::RouteEvent> route;
};
BOOST_DESCRIBE_STRUCT(SandboxParcel, (), (waybill, recipient, route))

struct SandboxMail {
  std::int64_t id = 0;
  std::string to;
  std::string subject;
  std::string text;
  std::optional<std::string> file_name;
  std::optional<std::string> attachment_url;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SandboxMail, (), (id, to, subject, text, file_name, attachment_url, at))

/// An order of WeChat or Alipay as its pay page shows it.
struct SandboxOrder {
  std::string number;
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  std::string payee;
  std::string description;
  Fen amount;
  std::string status;  // open, paid, paid_when_closed, closed, refunded
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(SandboxOrder, (),
                      (number, channel, payee, description, amount, status, expires_at))

/// What the tester lets happen: `lost` no notice, `thrice` three of them, `late` the money comes
/// only after the order was closed, `short_amount` one fen less, `refund_fails` and its first
/// refund is refused.
enum class SandboxPayChoice { normal, lost, thrice, late, short_amount, refund_fails };
BOOST_DESCRIBE_ENUM(SandboxPayChoice, normal, lost, thrice, late, short_amount, refund_fails)

struct SandboxPayRequest {
  SandboxPayChoice choice = SandboxPayChoice::normal;
};
BOOST_DESCRIBE_STRUCT(SandboxPayRequest, (), (choice))

/// A transfer of the CA as the organization's bank shows it.
struct SandboxPayout {
  std::string key;
  std::string account_name;
  std::string account_number;
  std::string bank_name;
  Fen amount;
  std::string remark;
  std::string status;  // processing, credited, refused, returned
  std::optional<std::string> reason;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SandboxPayout, (),
                      (key, account_name, account_number, bank_name, amount, remark, status, reason,
                       at))

struct SandboxPayoutRequest {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(SandboxPayoutRequest, (), (key))

struct SandboxView {
  std::vector<SandboxSms> messages;  // newest first, at most 100
  std::vector<SandboxSubscriber> subscribers;
  std::vector<SandboxTransfer> transfers;  // newest first: the CA account's statement
  std::vector<SandboxParcel> parcels;      // newest first
  std::vector<SandboxMail> mails;          // newest first, at most 50
  std::vector<SandboxOrder> orders;        // newest first
  std::vector<SandboxPayout> payouts;      // newest first
};
BOOST_DESCRIBE_STRUCT(SandboxView, (),
                      (messages, subscribers, transfers, parcels, mails, orders, payouts))

/// What reached the demo's outside vendor.
struct SandboxHandover {
  std::string issuer;
  std::string audience;
  Timestamp issued_at;
  Timestamp expires_at;
  domain::PortalService service = domain::PortalService::apply;
  domain::HandoverKind kind = domain::HandoverKind::enterprise;
  std::string organization_name;
  std::string credit_code;
  std::string organization_address;
  std::string person_name;
  std::string person_mobile;
};
BOOST_DESCRIBE_STRUCT(SandboxHandover, (),
                      (issuer, audience, issued_at, expires_at, service, kind, organization_name,
                       credit_code, organization_address, person_name, person_mobile))

struct SandboxAdvanceRequest {
  std::string waybill;
  bool send_back = false;  // false: the next stop on the way, at last 已签收
};
BOOST_DESCRIBE_STRUCT(SandboxAdvanceRequest, (), (waybill, send_back))

}  // namespace certhall::api
