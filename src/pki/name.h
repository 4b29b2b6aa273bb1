#pragma once
// Distinguished names (RFC 5280 4.1.2.4): a list of attributes, most general first.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::pki {

struct NameAttribute {
  std::string type;   // dotted OID, see oid.h
  std::string value;  // UTF-8
  friend bool operator==(const NameAttribute&, const NameAttribute&) = default;
};

using Name = std::vector<NameAttribute>;

/// One attribute per RDN; C and serialNumber as PrintableString, e-mail and DC as
/// IA5String, all others as UTF8String.
[[nodiscard]] std::string encode_name(const Name& name);
/// Attributes of a multi-valued RDN follow one another; string types other than UTF8String,
/// PrintableString and IA5String are given as "#" and their hex (RFC 4514 2.4).
[[nodiscard]] Result<Name> parse_name(std::string_view der);
/// RFC 4514 text, most special first: "CN=湖南示例建设有限公司,O=…,C=CN".
[[nodiscard]] std::string to_text(const Name& name);
/// The first value of this type; empty when there is none.
[[nodiscard]] std::string find_attribute(const Name& name, std::string_view type);

}  // namespace certhall::pki
