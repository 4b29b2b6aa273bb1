#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::RelyingApplication> {
  template <class Relying, class Columns>
  static void columns(Relying& relying, Columns& columns) {
    columns.plain("code", relying.code);
    columns.plain("name", relying.name);
    columns.plain("region", relying.region);
    columns.json("certificate_types", relying.certificate_types);
    columns.plain("remind_after_days", relying.remind_after_days);
    columns.plain("cancel_after_days", relying.cancel_after_days);
  }
};

template <>
struct Mapping<domain::PriceList> {
  template <class List, class Columns>
  static void columns(List& list, Columns& columns) {
    columns.plain("relying_application", list.relying_application);
    columns.plain("certificate_type", list.certificate_type);
    columns.plain("valid_from", list.valid_from);
    columns.plain("certificate_per_year", list.certificate_per_year);
    columns.plain("token_once", list.token_once);
    columns.plain("seal_once", list.seal_once);
  }
};

namespace {

constexpr Text kRelyingColumns(
    "code, name, region, certificate_types, remind_after_days, cancel_after_days");
constexpr auto kRelying =
    "select " + kRelyingColumns + " from relying_application order by position, code";
constexpr auto kInsertRelying =
    "insert into relying_application (" + kRelyingColumns +
    ", position) values (:code, :name, :region, :certificate_types,"
    " :remind_after_days, :cancel_after_days, :position) on conflict do nothing";
constexpr Text kListColumns(
    "relying_application, certificate_type, valid_from, certificate_per_year, token_once,"
    " seal_once");
constexpr auto kLists = "select " + kListColumns +
                        " from price_list"
                        " order by relying_application, certificate_type, valid_from";
constexpr auto kInsertList =
    "insert into price_list (" + kListColumns +
    ") values (:relying_application, :certificate_type, :valid_from, :certificate_per_year,"
    " :token_once, :seal_once) on conflict do nothing";

constexpr auto kSaveRelying =
    "insert into relying_application (" + kRelyingColumns +
    ", position) values (:code, :name, :region, :certificate_types, :remind_after_days,"
    " :cancel_after_days, (select coalesce(max(position), 0) + 1 from relying_application))"
    " on conflict (code) do update set name = excluded.name, region = excluded.region,"
    " certificate_types = excluded.certificate_types,"
    " remind_after_days = excluded.remind_after_days,"
    " cancel_after_days = excluded.cancel_after_days";
constexpr auto kSaveList =
    "insert into price_list (" + kListColumns +
    ") values (:relying_application, :certificate_type, :valid_from, :certificate_per_year,"
    " :token_once, :seal_once) on conflict (relying_application, certificate_type, valid_from)"
    " do update set certificate_per_year = excluded.certificate_per_year,"
    " token_once = excluded.token_once, seal_once = excluded.seal_once";

class Catalogue final : public app::CatalogueStore {
 public:
  explicit Catalogue(Db& db) : db_(db) {}

  std::vector<domain::RelyingApplication> relying_applications() override {
    return db_.all<domain::RelyingApplication>(kRelying, {});
  }
  std::vector<domain::PriceList> price_lists() override {
    return db_.all<domain::PriceList>(kLists, {});
  }
  void seed(const std::vector<domain::RelyingApplication>& applications,
            const std::vector<domain::PriceList>& price_lists) override {
    std::int64_t position = 0;
    for (const auto& each : applications) {
      Arguments arguments = db_.bind(each);
      arguments.plain("position", ++position);
      db_.run(kInsertRelying, arguments);
    }
    for (const auto& each : price_lists) db_.run(kInsertList, db_.bind(each));
  }
  void save(const domain::RelyingApplication& application) override {
    db_.run(kSaveRelying, db_.bind(application));
  }
  void save(const domain::PriceList& list) override { db_.run(kSaveList, db_.bind(list)); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::CatalogueStore> make_catalogue(Db& db) {
  return std::make_unique<Catalogue>(db);
}

Statements catalogue_statements() {
  return {kRelying, kInsertRelying, kLists, kInsertList, kSaveRelying, kSaveList};
}

}  // namespace certhall::store
