#include "adapters/sandbox/companies.h"
#include "store/store.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

using app::RealNameResult;
using app::Transaction;

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {1'795'392'000'000}; }
};

class SandboxCompanies : public FolderTest {
 protected:
  FixedClock clock_;
  std::unique_ptr<app::Store> store_ =
      store::open_store({.url = "sqlite:" + (folder_ / "db.sqlite").string(),
                         .readers = 1,
                         .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
                        sealer_);
};

TEST_F(SandboxCompanies, DeliverAMessageOnceHoweverOftenItIsSent) {
  SandboxSms sms(*store_, clock_);
  EXPECT_TRUE(sms.send("k1", "13812340001", "【深圳CA】一"));
  EXPECT_TRUE(sms.send("k1", "13812340001", "【深圳CA】一"));
  EXPECT_TRUE(sms.send("k2", "13812340001", "【深圳CA】二"));
  const auto messages =
      app::read(*store_, [](Transaction& tx) { return tx.sandbox().messages(9); });
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].text, "【深圳CA】二");
  EXPECT_EQ(messages[1].mobile, "13812340001");
  EXPECT_EQ(messages[1].at, clock_.now());
}

TEST_F(SandboxCompanies, FailToDeliverToOneEnding) {
  SandboxSms sms(*store_, clock_);
  const auto sent = sms.send("k1", "13812340500", "text");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::upstream);
  EXPECT_TRUE(app::read(*store_, [](Transaction& tx) { return tx.sandbox().messages(9); }).empty());
}

TEST_F(SandboxCompanies, KnowTheOwnersOfMobileNumbers) {
  static_cast<void>(app::write(*store_, [](Transaction& tx) -> Status {
    tx.sandbox().put_subscriber({"13812340001", "张三丰", "990101199001011239"});
    return {};
  }));
  SandboxRealName carrier(*store_);
  const auto ask = [&](std::string_view name, std::string_view number, std::string_view mobile) {
    return carrier.check("k1", name, number, mobile)->result;
  };
  EXPECT_EQ(ask("张三丰", "990101199001011239", "13812340001"), RealNameResult::match);
  EXPECT_EQ(ask("张三", "990101199001011239", "13812340001"), RealNameResult::mismatch);
  EXPECT_EQ(ask("张三丰", "990101199001011230", "13812340001"), RealNameResult::mismatch);
  EXPECT_EQ(ask("张三丰", "990101199001011239", "13812340002"), RealNameResult::no_record);
  EXPECT_EQ(ask("张三丰", "990101199001011239", "13812340503"), RealNameResult::unsupported);
  EXPECT_FALSE(carrier.check("k1", "张三丰", "x", "13812340001")->provider_reference.empty());
  const auto busy = carrier.check("k1", "张三丰", "x", "13812340502");
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, ErrorCode::upstream);
}

TEST_F(SandboxCompanies, GiveOneWaybillPerOrder) {
  SandboxCourier courier(*store_, clock_, random_);
  const app::CourierOrder order{.order_key = "o1",
                                .recipient_name = "李示例",
                                .recipient_mobile = "13812340001",
                                .province = "湖南省",
                                .city = "长沙市",
                                .district = "岳麓区",
                                .address = "示例路1号"};
  const auto waybill = courier.order(order);
  ASSERT_TRUE(waybill);
  EXPECT_TRUE(waybill->starts_with("SF"));
  EXPECT_EQ(waybill->size(), 15U);
  EXPECT_EQ(*courier.order(order), *waybill);
  auto another = order;
  another.order_key = "o2";
  EXPECT_NE(*courier.order(another), *waybill);
}

TEST_F(SandboxCompanies, TellAParcelsRoute) {
  SandboxCourier courier(*store_, clock_, random_);
  const auto waybill = courier.order({.order_key = "o1"});
  EXPECT_TRUE(courier.route(*waybill)->empty());
  EXPECT_TRUE(courier.route("SF0000000000000")->empty());
  static_cast<void>(app::write(*store_, [&](Transaction& tx) -> Status {
    auto parcel = *tx.sandbox().find_parcel(*waybill);
    parcel.route.push_back({.event_id = "e1", .text = "已收取快件", .code = 50});
    tx.sandbox().put_parcel(parcel);
    return {};
  }));
  ASSERT_EQ(courier.route(*waybill)->size(), 1U);
  EXPECT_EQ(courier.route(*waybill)->at(0).code, 50);
}

}  // namespace
}  // namespace certhall::adapters
