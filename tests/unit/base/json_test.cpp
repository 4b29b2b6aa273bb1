#include "base/json.h"

#include <gtest/gtest.h>

namespace certhall {
namespace {

enum class Colour { red, green, default_ };
BOOST_DESCRIBE_ENUM(Colour, red, green, default_)

struct Item {
  std::string reason;
  bool operator==(const Item&) const = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (reason))

struct Order {
  std::string name;
  bool urgent = false;
  int count = 0;
  double ratio = 0;
  Colour colour = Colour::red;
  Fen price;
  Timestamp at;
  Date day{};
  ApplicationId id;
  std::optional<std::string> note;
  std::vector<Item> items;
  std::map<std::string, std::int64_t> marks;
  Json extra;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (name, urgent, count, ratio, colour, price, at, day, id, note, items, marks,
                       extra))

struct Login {
  std::string name;
  SecretText password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (name, password))

constexpr std::string_view kOrder =
    R"({"name":"张三丰","urgent":true,"count":-3,"ratio":5E-1,"colour":"green","price":35000,)"
    R"("at":"2026-11-23T01:30:00.000Z","day":"2026-11-23","id":"01abc",)"
    R"("items":[{"reason":"不清晰"},{"reason":"过期"}],"marks":{"a":1},"extra":{"x":[1,null]}})";

template <class T>
std::vector<FieldError> problems_of(std::string_view text) {
  const auto result = from_json_text<T>(text);
  EXPECT_FALSE(result);
  if (result) return {};
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
  return result.error().fields;
}

TEST(Json, ReadsWhatItWrote) {
  const auto order = from_json_text<Order>(kOrder);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->name, "张三丰");
  EXPECT_EQ(order->count, -3);
  EXPECT_EQ(order->ratio, 0.5);
  EXPECT_EQ(order->colour, Colour::green);
  EXPECT_EQ(order->price, Fen{35000});
  EXPECT_EQ(order->at, (Timestamp{1795397400000}));
  EXPECT_EQ(to_text(order->day), "2026-11-23");
  EXPECT_EQ(order->id.value, "01abc");
  EXPECT_EQ(order->note, std::nullopt);
  EXPECT_EQ(order->items[1].reason, "过期");
  EXPECT_EQ(order->marks.at("a"), 1);
  EXPECT_EQ(to_json_text(*order), kOrder);
}

TEST(Json, LeavesOutWhatIsNothing) {
  const auto order = from_json_text<Order>(kOrder);
  ASSERT_TRUE(order);
  EXPECT_FALSE(to_json(*order).as_object().contains("note"));
}

TEST(Json, TakesNullForNothing) {
  std::optional<int> value = 3;
  JsonProblems problems;
  JsonCodec<std::optional<int>>::read(Json(nullptr), value, problems);
  EXPECT_EQ(value, std::nullopt);
  EXPECT_TRUE(problems.take().empty());
}

TEST(Json, NamesEveryWrongMemberByItsPath) {
  const auto problems = problems_of<Order>(
      R"({"name":7,"urgent":"ja","count":1.5,"ratio":"1","colour":"blue","price":"3",)"
      R"("at":"gestern","day":"2026-02-30","id":null,"items":[{"reason":"a"},{},{"reason":0}],)"
      R"("marks":{"a":"b"},"extra":1,"more":2})");
  const std::vector<FieldError> expected = {
      {"name", "应为文字"},
      {"urgent", "应为是或否"},
      {"count", "应为整数"},
      {"ratio", "应为数字"},
      {"colour", "没有这个选项"},
      {"price", "应为整数"},
      {"at", "应为时间，例如 2026-11-23T01:30:00Z"},
      {"day", "应为日期，例如 2026-11-23"},
      {"id", "应为文字"},
      {"items[1].reason", "缺少此项"},
      {"items[2].reason", "应为文字"},
      {"marks.a", "应为整数"},
      {"more", "不认识的字段"},
  };
  ASSERT_EQ(problems.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(problems[i].field, expected[i].field);
    EXPECT_EQ(problems[i].message, expected[i].message);
  }
}

TEST(Json, SaysWhatIsMissing) {
  EXPECT_EQ(problems_of<Item>("{}"), (std::vector<FieldError>{{"reason", "缺少此项"}}));
}

TEST(Json, SaysWhenTheWholeIsOfAnotherKind) {
  EXPECT_EQ(problems_of<Item>("[]"), (std::vector<FieldError>{{"", "应为对象"}}));
  EXPECT_EQ(problems_of<std::vector<Item>>("{}"), (std::vector<FieldError>{{"", "应为列表"}}));
}

TEST(Json, RefusesNumbersThatDoNotFit) {
  EXPECT_EQ(problems_of<int>("2147483648")[0].message, "数字超出范围");
  EXPECT_EQ(problems_of<std::int64_t>("9223372036854775808")[0].message, "数字超出范围");
  EXPECT_EQ(problems_of<std::uint32_t>("-1")[0].message, "数字超出范围");
  EXPECT_EQ(from_json_text<std::int64_t>("-9223372036854775808").value(),
            std::numeric_limits<std::int64_t>::min());
}

TEST(Json, RefusesTheZeroCharacterInTexts) {
  EXPECT_EQ(problems_of<Item>(R"({"reason":"a\u0000b"})"),
            (std::vector<FieldError>{{"reason", "含有不能使用的字符"}}));
}

TEST(Json, AnswersAHostileListWithTheFirstHundredProblems) {
  std::string text = "[0";
  for (int i = 0; i < 5000; ++i) text += ",0";
  EXPECT_EQ(problems_of<std::vector<std::string>>(text + "]").size(), 100U);
}

TEST(Json, ReadsSecrets) {
  const auto login = from_json_text<Login>(R"({"name":"a","password":"geheim"})");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->password.reveal(), "geheim");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const std::string_view text :
       {"", "{", "{}{}", "{'a':1}", "[1,]", "nul", "01", "\"\x80\"", "\"\xed\xa0\x80\"",
        R"("\ud800")", "\xef\xbb\xbf{}", "\"a\nb\""}) {
    const auto result = parse_json(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, ErrorCode::malformed) << text;
  }
}

TEST(ParseJson, LimitsDepthAndSize) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_EQ(parse_json(nested(33)).error().code, ErrorCode::malformed);
  EXPECT_TRUE(parse_json("12345678", {.bytes = 8}));
  EXPECT_EQ(parse_json("123456789", {.bytes = 8}).error().code, ErrorCode::too_large);
}

TEST(Enum, HasItsNamesAsText) {
  EXPECT_EQ(enum_to_text(Colour::green), "green");
  EXPECT_EQ(enum_from_text<Colour>("red"), Colour::red);
  EXPECT_EQ(enum_from_text<Colour>("blue"), std::nullopt);
}

TEST(Enum, HidesTheUnderscoreOfReservedNames) {
  EXPECT_EQ(enum_to_text(Colour::default_), "default");
  EXPECT_EQ(enum_from_text<Colour>("default"), Colour::default_);
}

TEST(Enum, ThrowsOutsideItsValues) {
  EXPECT_THROW(static_cast<void>(enum_to_text(static_cast<Colour>(9))), std::logic_error);
}

}  // namespace
}  // namespace certhall
