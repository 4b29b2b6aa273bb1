// Every check finds what it is for, and leaves alone what is right.

#include <gtest/gtest.h>

#include "tidy/layers.h"
#include "tidy/style.h"

namespace certhall::tidy {
namespace {

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "  go();\n";
  return text;
}

TEST(Layers, FindsAnIncludeThroughAWall) {
  const Layers layers = parse_layers("# c\nbase:\napp: base\nstore: base app/ports\n");
  const auto check = [&](std::string path, std::string text) {
    return check_layers(layers, {{std::move(path), std::move(text)}}).size();
  };
  EXPECT_EQ(check("src/app/a.cpp", "#include \"base/x.h\"\n#include \"app/y.h\"\n"), 0U);
  EXPECT_EQ(check("src/app/a.cpp", "#include \"store/x.h\"\n"), 1U);
  EXPECT_EQ(check("src/store/a.cpp", "#include \"app/ports/x.h\"\n"), 0U);
  EXPECT_EQ(check("src/store/a.cpp", "#include \"app/x.h\"\n"), 1U);
  EXPECT_EQ(check("src/base/a.cpp", "  #  include \"app/x.h\"\n"), 1U);
  EXPECT_EQ(check("src/shed/a.cpp", ""), 1U);
  EXPECT_EQ(check("tests/a.cpp", "#include \"store/x.h\"\n"), 0U);
}

TEST(Layers, FindsACircle) {
  EXPECT_TRUE(check_no_circles(parse_layers("a: b\nb: c/ports\nc:\n")).empty());
  EXPECT_EQ(check_no_circles(parse_layers("a: b\nb: c/ports\nc: a\n")).size(), 3U);
}

TEST(Libraries, StayInTheirRooms) {
  EXPECT_EQ(check_libraries({{"src/app/a.cpp", "#include <soci/soci.h>\n"}}).size(), 1U);
  EXPECT_EQ(check_libraries({{"src/store/a.cpp", "#include <soci/soci.h>\n"}}).size(), 0U);
}

TEST(Libraries, AreNotCarriedIntoOtherRoomsByHeaders) {
  const SourceFile session{"src/store/session.h", "#include <soci/soci.h>\n"};
  const SourceFile over{"src/store/over.h", "#include \"store/session.h\"\n"};
  const SourceFile inside{"src/store/a.cpp", "#include \"store/over.h\"\n"};
  const SourceFile outside{"src/main/a.cpp", "#include \"store/over.h\"\n"};
  EXPECT_TRUE(check_libraries({session, over, inside}).empty());
  EXPECT_EQ(check_libraries({over, session, outside}).size(), 1U);
}

TEST(Sizes, FindsLongFilesAndWideLines) {
  EXPECT_TRUE(check_sizes({"src/a.cpp", lines(600)}).empty());
  EXPECT_EQ(check_sizes({"src/a.cpp", lines(601)}).size(), 1U);
  EXPECT_TRUE(check_sizes({"src/a.cpp", std::string(100, 'x')}).empty());
  EXPECT_EQ(check_sizes({"src/a.cpp", std::string(101, 'x')}).size(), 1U);
  EXPECT_EQ(check_sizes({"web/a.vue", std::string(121, 'x')}).size(), 1U);
  const std::string wide = "// clang-format off\n" + std::string(160, 'x') + "\n";
  EXPECT_TRUE(check_sizes({"src/a.cpp", wide + "// clang-format on\n"}).empty());
  EXPECT_EQ(
      check_sizes({"src/a.cpp", wide + "// clang-format on\n" + std::string(101, 'x')}).size(), 1U);
  EXPECT_EQ(check_sizes({"src/a.cpp", "\xff\n"}).size(), 1U);
}

TEST(Functions, FindsLongOnesOnly) {
  const auto count = [](const std::string& head, std::size_t body, const char* end = "}\n") {
    return check_functions({"src/a.cpp", head + " {\n" + lines(body) + end}).size();
  };
  EXPECT_EQ(count("int main()", 68), 0U);
  EXPECT_EQ(count("int main()", 69), 1U);
  EXPECT_EQ(count("template <class T>\nauto A::b(int c) const noexcept -> int", 69), 1U);
  EXPECT_EQ(count("namespace a", 500), 0U);
  EXPECT_EQ(count("struct A : public B", 500), 0U);
  EXPECT_EQ(count("constexpr int kTable[] =", 500, "};\n"), 0U);
  EXPECT_EQ(count("int main() {\n  if (a)", 69, "}\n}\n"), 1U);
}

TEST(Functions, IgnoresBracesInTextsAndComments) {
  const std::string body = "  say(\"}\");  // }\n  say('}', R\"x(})x\");\n";
  EXPECT_EQ(check_functions({"src/a.cpp", "void f() {\n" + body + lines(67) + "}\n"}).size(), 1U);
}

TEST(Words, FindsEachOfThem) {
  const auto count = [](std::string path, std::string text) {
    return check_words({std::move(path), std::move(text)}).size();
  };
  EXPECT_EQ(count("src/app/a.cpp", std::string("// TO") + "DO later\n"), 1U);
  EXPECT_EQ(count("src/app/a.cpp", "a; \n"), 1U);
  EXPECT_EQ(count("src/app/a.cpp", "co_await a;\n"), 1U);
  EXPECT_EQ(count("src/http/a.cpp", "co_await a;\n"), 0U);
  EXPECT_EQ(count("src/app/a.cpp", "// co_await\n"), 0U);
  EXPECT_EQ(count("src/app/a.cpp", "using namespace std;\n"), 1U);
  EXPECT_EQ(count("src/app/a.cpp", "auto a = new A(1);\n"), 1U);
  EXPECT_EQ(count("src/app/a.cpp", "auto now = std::chrono::system_clock::now();\n"), 1U);
  EXPECT_EQ(count("web/a.ts", "const a: any = b\n"), 1U);
  EXPECT_EQ(count("web/a.ts", "const a = b as any\n"), 1U);
  EXPECT_EQ(count("web/a.ts", "const company: string = anything\n"), 0U);
  EXPECT_EQ(count("web/a.vue", "<p v-html=\"a\" />\n"), 1U);
}

TEST(Headers, MustBeReadOnce) {
  EXPECT_EQ(check_headers({"src/a.h", "// x\n#pragma once\n"}).size(), 1U);
  EXPECT_TRUE(check_headers({"src/a.h", "#pragma once\n"}).empty());
  EXPECT_TRUE(check_headers({"src/a.cpp", ""}).empty());
}

TEST(Switches, OverEnumsHaveNoDefault) {
  const auto count = [](const std::string& label) {
    const std::string text = "switch (a) {\n  case " + label + ":\n  default:\n}\n";
    return check_switches({"src/a.cpp", text}).size();
  };
  EXPECT_EQ(count("Colour::red"), 1U);
  EXPECT_EQ(count("red"), 1U);
  EXPECT_EQ(count("'a'"), 0U);
  EXPECT_EQ(count("3"), 0U);
  EXPECT_EQ(count("kThree"), 0U);
}

TEST(Sql, LivesInTheStore) {
  const auto count = [](std::string path, std::string text) {
    return check_sql({std::move(path), std::move(text)}).size();
  };
  EXPECT_EQ(count("src/app/a.cpp", "\"select a from b where c\"\n"), 1U);
  EXPECT_EQ(count("src/app/a.cpp", "\"INSERT INTO b values (1)\"\n"), 1U);
  EXPECT_EQ(count("src/store/a.cpp", "\"select a from b where c\"\n"), 0U);
  EXPECT_EQ(count("src/app/a.cpp", "// select a from b where c\n"), 0U);
}

TEST(TestNames, AreSentences) {
  EXPECT_TRUE(check_test_names({"tests/a.cpp", "TEST(A, RefusesThis) {\n"}).empty());
  EXPECT_EQ(check_test_names({"tests/a.cpp", "TEST_F(A, works) {\n"}).size(), 1U);
  EXPECT_EQ(check_test_names({"tests/a.cpp", "TEST(A, Test_1) {\n"}).size(), 1U);
  EXPECT_EQ(check_test_names({"tests/a.cpp", "TEST(A, Works) {\n"}).size(), 1U);
}

TEST(LockFiles, NameNoRegistry) {
  EXPECT_EQ(
      check_lock_file({"web/package-lock.json", "\"resolved\": \"https://a.example/b\""}).size(),
      1U);
  EXPECT_TRUE(check_lock_file({"web/package-lock.json", "\"integrity\": \"x\""}).empty());
}

}  // namespace
}  // namespace certhall::tidy
