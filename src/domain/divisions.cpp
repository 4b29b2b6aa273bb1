#include "domain/divisions.h"

#include <algorithm>
#include <set>

#include "base/json.h"

namespace certhall::domain {
namespace {

struct DivisionsFile {
  std::string version;
  std::string source;
  std::map<std::string, std::string> divisions;  // six-digit code: name
};
BOOST_DESCRIBE_STRUCT(DivisionsFile, (), (version, source, divisions))

using Names = std::map<std::string, std::string>;

constexpr JsonLimits kLimits{.bytes = 4U << 20, .depth = 4};

bool is_code(std::string_view text) {
  return text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "430104" → "430100" → "430000" → "".
std::string parent_of(const std::string& code) {
  if (code.ends_with("0000")) return "";
  return code.ends_with("00") ? code.substr(0, 2) + "0000" : code.substr(0, 4) + "00";
}

/// The statistical names for "no city in between" are on no parcel.
std::string city_name(const std::string& city, const std::string& province) {
  const bool says_nothing =
      city == province || city == "县" || city == "省直辖县" || city == "自治区直辖县级行政区划";
  return says_nothing ? "" : city;
}

DivisionNames names_of(const std::string& code, const Names& names) {
  const std::string above = parent_of(code);
  const std::string top = parent_of(above);
  if (top.empty()) return {names.at(above), names.at(code), ""};  // a city without districts
  return {names.at(top), city_name(names.at(above), names.at(top)), names.at(code)};
}

}  // namespace

Result<Divisions> Divisions::parse(std::string_view json) {
  ASSIGN_OR_RETURN(file, from_json_text<DivisionsFile>(json, kLimits));
  std::set<std::string> parents;
  for (const auto& [code, name] : file.divisions) {
    const std::string parent = is_code(code) ? parent_of(code) : code;
    if (name.empty() || !is_code(code) || (!parent.empty() && !file.divisions.contains(parent)))
      return fail(ErrorCode::invalid, "行政区划数据有误:" + code + name);
    parents.insert(parent);
  }
  Divisions divisions;
  for (const auto& [code, name] : file.divisions)
    if (!parents.contains(code) && !parent_of(code).empty())
      divisions.names_.emplace(code, names_of(code, file.divisions));
  return divisions;
}

std::optional<DivisionNames> Divisions::names(std::string_view code) const {
  const auto found = names_.find(code);
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

std::string Divisions::text(std::string_view code) const {
  const auto found = names(code);
  return found ? found->province + found->city + found->district : "";
}

}  // namespace certhall::domain
