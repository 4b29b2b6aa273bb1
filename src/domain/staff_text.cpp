#include "domain/staff_text.h"

namespace certhall::domain {

StaffText staff_text(const Staff& staff) {
  return {.login = staff.login,
          .name = staff.name,
          .roles = staff.roles.list(),
          .enabled = staff.enabled,
          .reset = false};
}

Roles roles_of(const StaffText& text) {
  Roles roles;
  for (const Role role : text.roles) roles.add(role);
  return roles;
}

std::optional<StaffText> read_staff_text(std::string_view text, std::string_view login,
                                         TextProblems& problems) {
  auto read = read_json_text<StaffText>(text, problems);
  if (!read) return std::nullopt;
  const JsonLines lines(text);
  const auto wrong = [&](std::string_view path, std::string message) {
    problems.push_back({lines.line_of(path), std::move(message)});
  };
  if (read->login != login) wrong("login", "账号应为「" + std::string(login) + "」，不能改名");
  if (const auto bad = check_login(read->login)) wrong("login", *bad);
  if (const auto bad = check_staff_name(read->name)) wrong("name", *bad);
  Roles seen;
  for (std::size_t i = 0; i < read->roles.size(); ++i) {
    if (seen.has(read->roles[i])) wrong("roles[" + std::to_string(i) + "]", "岗位重复");
    seen.add(read->roles[i]);
  }
  if (const auto bad = check_roles(seen)) wrong("roles", *bad);
  if (read->reset && !read->enabled) wrong("reset", "停用的账号不能重置密码，请先启用");
  if (!problems.empty()) return std::nullopt;
  return read;
}

}  // namespace certhall::domain
