#include "domain/staff.h"

#include <algorithm>
#include <stdexcept>

#include "base/encoding.h"

namespace certhall::domain {

std::string_view text_of(Role role) {
  switch (role) {
    case Role::reviewer:
      return "审核员";
    case Role::finance:
      return "财务";
    case Role::producer:
      return "制证员";
    case Role::administrator:
      return "管理员";
    case Role::auditor:
      return "审计员";
  }
  throw std::logic_error("a role outside its enum");
}

std::string roles_text(Roles roles) {
  std::string text;
  for (const Role role : roles.list()) text.append(text.empty() ? "" : "、").append(text_of(role));
  return text;
}

std::optional<std::string> check_roles(Roles roles) {
  if (roles.empty()) return "请至少选择一个岗位";
  if (roles.has(Role::administrator) && roles.has(Role::auditor))
    return "同一账号不能既是管理员又是审计员，请分设两个账号";
  return std::nullopt;
}

std::optional<std::string> check_login(std::string_view login) {
  const bool fits =
      login.size() >= 2 && login.size() <= 32 && std::ranges::all_of(login, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      });
  if (fits) return std::nullopt;
  return "账号应为 2 到 32 个小写字母、数字、横线或下划线";
}

std::optional<std::string> check_staff_name(std::string_view name) {
  if (!name.empty() && to_code_points(name).size() <= 50) return std::nullopt;
  return "请填写姓名（不超过 50 字）";
}

}  // namespace certhall::domain
