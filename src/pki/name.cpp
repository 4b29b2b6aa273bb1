#include "pki/name.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/oid.h"

namespace certhall::pki {
namespace {

struct ShortName {
  std::string_view type, text;
};
// RFC 4514 clause 3 and RFC 4519; e-mail as OpenSSL and browsers show it.
constexpr std::array<ShortName, 13> kShortNames{{{oid::kCommonName, "CN"},
                                                 {oid::kSurname, "SN"},
                                                 {oid::kSerialNumber, "serialNumber"},
                                                 {oid::kCountry, "C"},
                                                 {oid::kLocality, "L"},
                                                 {oid::kState, "ST"},
                                                 {oid::kOrganization, "O"},
                                                 {oid::kOrganizationalUnit, "OU"},
                                                 {oid::kTitle, "title"},
                                                 {oid::kGivenName, "GN"},
                                                 {oid::kDomainComponent, "DC"},
                                                 {oid::kUserId, "UID"},
                                                 {oid::kEmailAddress, "emailAddress"}}};

std::string encode_value(const NameAttribute& attribute) {
  if (attribute.type == oid::kCountry || attribute.type == oid::kSerialNumber) {
    return der::printable_string(attribute.value);
  }
  if (attribute.type == oid::kEmailAddress || attribute.type == oid::kDomainComponent) {
    return der::ia5_string(attribute.value);
  }
  return der::utf8_string(attribute.value);
}

std::string parse_value(der::Reader& reader) {
  const auto [tag, content, whole] = reader.any();
  if (tag == der::kPrintableString || tag == der::kUtf8String || tag == der::kIa5String) {
    if (!is_utf8(content)) reader.fail();
    return std::string(content);
  }
  return "#" + to_hex(whole);
}

/// RFC 4514 2.4.
std::string escape(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool is_edge_blank = c == ' ' && (i == 0 || i + 1 == value.size());
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += "\\" + to_hex(value.substr(i, 1));
      continue;
    }
    if (is_edge_blank || (c == '#' && i == 0) ||
        std::string_view(",+\"\\<>;=").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

std::string encode_name(const Name& name) {
  std::string rdns;
  for (const auto& attribute : name) {
    rdns += der::set_of({der::sequence({der::oid(attribute.type), encode_value(attribute)})});
  }
  return der::element(der::kSequence, rdns);
}

Result<Name> parse_name(std::string_view der) {
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader rdns = whole.enter(der::kSequence);
  whole.end();
  Name name;
  while (!rdns.done()) {
    der::Reader rdn = rdns.enter(der::kSet);
    do {
      der::Reader pair = rdn.enter(der::kSequence);
      NameAttribute attribute{pair.oid(), parse_value(pair)};
      pair.end();
      name.push_back(std::move(attribute));
    } while (!rdn.done());
  }
  if (!ok) return fail(ErrorCode::malformed, "证书中的名称(DN)编码不正确");
  return name;
}

std::string to_text(const Name& name) {
  std::string out;
  for (auto it = name.rbegin(); it != name.rend(); ++it) {
    const auto known = std::ranges::find(kShortNames, it->type, &ShortName::type);
    if (!out.empty()) out += ',';
    out += known == kShortNames.end() ? std::string_view(it->type) : known->text;
    out += '=' + escape(it->value);
  }
  return out;
}

std::string find_attribute(const Name& name, std::string_view type) {
  const auto found = std::ranges::find(name, type, &NameAttribute::type);
  return found == name.end() ? std::string{} : found->value;
}

}  // namespace certhall::pki
