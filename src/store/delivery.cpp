#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Delivery> {
  template <class Delivery, class Columns>
  static void columns(Delivery& delivery, Columns& columns) {
    columns.plain("id", delivery.id);
    columns.owner("delivery", delivery.id.value);
    columns.plain("application_id", delivery.application_id);
    columns.plain("status", delivery.status);
    columns.plain("revision", delivery.revision);
    columns.plain("carrier", delivery.carrier);
    columns.plain("waybill", delivery.waybill);
    columns.sealed_json("route", delivery.route);
    columns.plain("created_at", delivery.created_at);
    columns.plain("updated_at", delivery.updated_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, status, revision, carrier, waybill, route, created_at, updated_at");
constexpr auto kInsert = "insert into delivery (" + kColumns +
                         ") values (:id, :application_id, :status, :revision, :carrier, :waybill,"
                         " :route, :created_at, :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from delivery";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOfApplication = kSelect + " where application_id = :application_id";
constexpr Text kUpdate(
    "update delivery set status = :status, carrier = :carrier, waybill = :waybill, route = :route,"
    " updated_at = :updated_at, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr auto kOpen = kSelect +
                       " where status in ('pending', 'ordered', 'in_transit', 'sent_back')"
                       " order by updated_at, id limit :limit";

class Deliveries final : public app::DeliveryStore {
 public:
  explicit Deliveries(Db& db) : db_(db) {}

  void insert(const domain::Delivery& delivery) override { db_.run(kInsert, db_.bind(delivery)); }
  std::optional<domain::Delivery> find(const DeliveryId& id) override {
    return db_.first<domain::Delivery>(kFind, {{"id", id}});
  }
  std::optional<domain::Delivery> of_application(const ApplicationId& id) override {
    return db_.first<domain::Delivery>(kOfApplication, {{"application_id", id}});
  }
  bool update(domain::Delivery& delivery) override { return db_.update(kUpdate, delivery); }
  std::vector<domain::Delivery> open(std::int64_t limit) override {
    return db_.all<domain::Delivery>(kOpen, {{"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::DeliveryStore> make_deliveries(Db& db) {
  return std::make_unique<Deliveries>(db);
}

Statements delivery_statements() { return {kInsert, kFind, kOfApplication, kUpdate, kOpen}; }

}  // namespace certhall::store
