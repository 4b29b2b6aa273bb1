#include "http/message.h"

#include <algorithm>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "base/encoding.h"

namespace certhall::http {
namespace {

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Calls `take(name, value)` for each "name=value" between `separator`s.
template <class Take>
void each_pair(std::string_view text, char separator, Take take) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    take(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
}

bool is_clean(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

bool climbs(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == ".." || segment.find('\\') != segment.npos) return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

// application/x-www-form-urlencoded writes a blank as '+'.
std::optional<std::string> form_decode(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return percent_decode(spaced);
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  const auto found = headers.find(std::string(lower_case_name));
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Response::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, [](const auto& each) { return each.first; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

void Response::set_default(std::string_view name, std::string_view value) {
  if (header(name).empty()) headers.emplace_back(name, value);
}

Result<Target> parse_target(std::string_view target) {
  const auto malformed = [] { return fail(ErrorCode::malformed, "网址格式不正确"); };
  if (!target.starts_with('/')) return malformed();
  const std::string_view raw_path = target.substr(0, target.find('?'));
  const auto path = percent_decode(raw_path);
  if (!path || !is_clean(*path) || climbs(*path)) return malformed();

  Target result{.path = *path, .query = {}};
  bool good = true;
  target.remove_prefix(std::min(raw_path.size() + 1, target.size()));
  each_pair(target, '&', [&](std::string_view name, std::string_view value) {
    const auto decoded_name = form_decode(name);
    const auto decoded_value = form_decode(value);
    good = good && decoded_name && decoded_value && is_clean(*decoded_name + *decoded_value);
    if (good) result.query.emplace(*decoded_name, *decoded_value);
  });
  if (!good) return malformed();
  return result;
}

std::map<std::string, std::string> parse_cookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  each_pair(header, ';', [&](std::string_view name, std::string_view value) {
    cookies.emplace(trim(name), trim(value));
  });
  return cookies;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    if (!text.starts_with('%')) {
      decoded += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto byte = text.size() < 3 ? std::nullopt : from_hex(text.substr(1, 2));
    if (!byte) return std::nullopt;
    decoded += *byte;
    text.remove_prefix(3);
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

}  // namespace certhall::http
