#pragma once
// The documents that an applicant agrees to, and the proof that he did.

#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

struct ConsentDocument {
  std::string code;     // "guide", "service_agreement", "privacy_policy", "personal_information",
                        // "sensitive_information"
  std::string version;  // "2026-11"
  std::string title;    // 《电子认证服务协议》
  std::string body;     // Markdown: headings, paragraphs, numbered lists
  std::string digest;   // SHA-256 of title, a line feed and body, hex
  bool must_agree = true;  // the guide is only read
  bool separate = false;   // true: has its own tick (sensitive personal information)
  friend bool operator==(const ConsentDocument&, const ConsentDocument&) = default;
};
BOOST_DESCRIBE_STRUCT(ConsentDocument, (),
                      (code, version, title, body, digest, must_agree, separate))

struct Consent {
  AccountId account_id;
  ApplicationId application_id;
  std::string code;
  std::string version;
  std::string digest;
  std::string mobile;
  std::string address;  // the network address that it came from
  Timestamp at;
};

}  // namespace certhall::domain
