#pragma once
// What can be applied for, at which price, with which materials.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/time.h"
#include "domain/application.h"
#include "domain/material.h"

namespace certhall::domain {

/// 应用: the trading system a certificate is meant for.
struct RelyingApplication {
  std::string code;  // "hn-ggzy"
  std::string name;  // 湖南省公共资源交易服务平台
  std::string region;
  std::vector<CertificateType> certificate_types;  // those that can be applied for today
  // What lies unpaid or returned: its applicant is reminded, later it is cancelled. Days.
  std::int64_t remind_after_days = 7;
  std::int64_t cancel_after_days = 30;
  friend bool operator==(const RelyingApplication&, const RelyingApplication&) = default;
};
BOOST_DESCRIBE_STRUCT(RelyingApplication, (),
                      (code, name, region, certificate_types, remind_after_days, cancel_after_days))

/// A price list in force from a day on, for one relying application and certificate type.
struct PriceList {
  std::string relying_application;
  CertificateType certificate_type = CertificateType::organization;
  Date valid_from;
  Fen certificate_per_year;
  Fen token_once;
  Fen seal_once;
  friend bool operator==(const PriceList&, const PriceList&) = default;
};
BOOST_DESCRIBE_STRUCT(PriceList, (),
                      (relying_application, certificate_type, valid_from, certificate_per_year,
                       token_once, seal_once))

struct PricePart {
  std::string name;  // 证书费, 介质费, 签章费
  Fen amount;
  friend bool operator==(const PricePart&, const PricePart&) = default;
};
BOOST_DESCRIBE_STRUCT(PricePart, (), (name, amount))

struct Price {
  Fen total;
  std::vector<PricePart> parts;
  friend bool operator==(const Price&, const Price&) = default;
};
BOOST_DESCRIBE_STRUCT(Price, (), (total, parts))

struct MaterialRequirement {
  MaterialKind kind = MaterialKind::application_form;
  std::string title;  // 申请表扫描件
  std::string hint;   // 加盖单位公章后扫描或拍照…
  bool stamped = true;
  friend bool operator==(const MaterialRequirement&, const MaterialRequirement&) = default;
};
BOOST_DESCRIBE_STRUCT(MaterialRequirement, (), (kind, title, hint, stamped))

}  // namespace certhall::domain
