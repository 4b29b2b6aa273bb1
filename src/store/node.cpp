#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::Node> {
  template <class Node, class Columns>
  static void columns(Node& node, Columns& columns) {
    columns.plain("instance", node.instance);
    columns.plain("version", node.version);
    columns.plain("seen_at", node.seen_at);
  }
};

namespace {

constexpr Text kPut(
    "insert into node (instance, version, seen_at) values (:instance, :version, :seen_at)"
    " on conflict (instance) do update set version = :version, seen_at = :seen_at");
constexpr Text kList("select instance, version, seen_at from node order by instance");

class Nodes final : public app::NodeStore {
 public:
  explicit Nodes(Db& db) : db_(db) {}

  void put(const app::Node& node) override { db_.run(kPut, db_.bind(node)); }
  std::vector<app::Node> list() override { return db_.all<app::Node>(kList, {}); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::NodeStore> make_nodes(Db& db) { return std::make_unique<Nodes>(db); }

Statements node_statements() { return {kPut, kList}; }

}  // namespace certhall::store
