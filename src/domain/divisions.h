#pragma once
// China's administrative divisions down to the district, from a kept data package.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace certhall::domain {

struct DivisionNames {
  std::string province;  // 湖南省
  std::string city;  // 长沙市; empty where the name would say nothing (北京市, 省直辖县)
  std::string district;  // 岳麓区
  friend bool operator==(const DivisionNames&, const DivisionNames&) = default;
};

class Divisions {
 public:
  /// data/divisions.json; `invalid` names what is wrong in it.
  [[nodiscard]] static Result<Divisions> parse(std::string_view json);

  /// True for what a parcel can be sent to: a district, or a city without districts.
  [[nodiscard]] bool exists(std::string_view code) const { return names_.contains(code); }
  [[nodiscard]] std::optional<DivisionNames> names(std::string_view code) const;
  /// "湖南省长沙市岳麓区"; empty for an unknown code.
  [[nodiscard]] std::string text(std::string_view code) const;

 private:
  std::map<std::string, DivisionNames, std::less<>> names_;
};

}  // namespace certhall::domain
