#include "domain/price_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "domain/certificate_type.h"
#include "domain/enum_set.h"

namespace certhall::domain {
namespace {

constexpr std::string_view kHead = "证书类型,证书费(元/年),介质费(元),签章费(元)";
constexpr std::array<std::string_view, 3> kFees{"证书费", "介质费", "签章费"};
constexpr std::size_t kColumns = 4;
constexpr std::size_t kMostYuanDigits = 5;

std::optional<CertificateType> type_named(std::string_view name) {
  for (const auto type : EnumSet<CertificateType>::all().list())
    if (text_of(type) == name) return type;
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const std::size_t end = line.find(',');
    cells.push_back(trimmed(line.substr(0, end)));
    if (end == line.npos) return cells;
    line.remove_prefix(end + 1);
  }
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "200", "200.5" and "200.50" are two hundred yuan and fifty fen at most.
std::optional<Fen> read_yuan(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view yuan = text.substr(0, point);
  std::string fen(text.substr(std::min(point + 1, text.size())));
  const bool has_fen = point < text.size();
  if (!all_digits(yuan) || yuan.size() > kMostYuanDigits) return std::nullopt;
  if (has_fen && (!all_digits(fen) || fen.size() > 2)) return std::nullopt;
  fen.resize(2, '0');
  return Fen{std::stoll(std::string(yuan)) * 100 + std::stoll(fen)};
}

class Reader {
 public:
  explicit Reader(PriceText& into) : into_(into) {}

  void line(std::int64_t number, std::string_view text) {
    number_ = number;
    if (text.find("，") != text.npos) return wrong("请用英文逗号「,」分隔，不要用中文逗号");
    const auto cells = cells_of(text);
    if (cells.size() != kColumns)
      return wrong("应有 4 列（证书类型和三项费用），本行有 " + std::to_string(cells.size()) +
                   " 列");
    const auto type = type_named(cells[0]);
    if (!type)
      return wrong("没有证书类型「" + std::string(cells[0]) +
                   "」，应为机构证书、机构个人证书或自然人证书");
    if (!seen_.insert(*type).second)
      return wrong(std::string(cells[0]) + "的价格重复，请只保留一行");
    PriceList list{.certificate_type = *type};
    const std::array<Fen*, 3> fees{&list.certificate_per_year, &list.token_once, &list.seal_once};
    for (std::size_t i = 0; i < fees.size(); ++i) fee(kFees[i], cells[i + 1], *fees[i]);
    into_.lists.push_back(list);
  }

  void end(std::int64_t last, const std::vector<CertificateType>& offered) {
    number_ = last;
    if (seen_.empty()) return wrong("没有任何价格，请至少写一行");
    for (const auto type : offered)
      if (!seen_.contains(type))
        wrong("缺少" + std::string(text_of(type)) + "的价格：该应用正在受理这种证书");
  }

  void wrong(std::string message) { into_.problems.push_back({number_, std::move(message)}); }

 private:
  void fee(std::string_view name, std::string_view text, Fen& into) {
    const auto amount = read_yuan(text);
    if (!amount)
      return wrong(std::string(name) + "「" + std::string(text) +
                   "」不正确：请写不带单位的金额，如 200.00，最多两位小数，不超过 99999.99");
    into = *amount;
  }

  PriceText& into_;
  std::int64_t number_ = 1;
  std::set<CertificateType> seen_;
};

}  // namespace

std::string price_text(const std::vector<PriceList>& lists) {
  std::string text(kHead);
  text += '\n';
  for (const auto& list : lists) {
    text += text_of(list.certificate_type);
    for (const Fen fee : {list.certificate_per_year, list.token_once, list.seal_once})
      text += "," + to_yuan(fee);
    text += '\n';
  }
  return text;
}

PriceText read_price_text(std::string_view text, const std::vector<CertificateType>& offered) {
  PriceText read;
  Reader reader(read);
  const auto lines = lines_of(text);
  if (lines.empty() || lines.front() != kHead) {
    reader.wrong("第一行应为表头「" + std::string(kHead) + "」");
    return read;
  }
  std::int64_t number = 1;
  for (const auto line : lines) {
    if (number > 1 && !trimmed(line).empty()) reader.line(number, line);
    ++number;
  }
  reader.end(static_cast<std::int64_t>(lines.size()), offered);
  return read;
}

}  // namespace certhall::domain
