#pragma once
// Rows of one piece of business: the application and all that hangs on it.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "domain/application.h"
#include "domain/catalogue.h"
#include "domain/delivery.h"
#include "domain/identity.h"
#include "domain/material.h"
#include "domain/review.h"

namespace certhall::app {

class CatalogueStore {
 public:
  virtual ~CatalogueStore() = default;
  [[nodiscard]] virtual std::vector<domain::RelyingApplication> relying_applications() = 0;
  [[nodiscard]] virtual std::vector<domain::PriceList> price_lists() = 0;
  /// Puts in what is missing; what is there stays.
  virtual void seed(const std::vector<domain::RelyingApplication>& applications,
                    const std::vector<domain::PriceList>& price_lists) = 0;
  /// A new one comes last on the page; one that is there keeps its place.
  virtual void save(const domain::RelyingApplication& application) = 0;
  /// Takes the place of one from the same day.
  virtual void save(const domain::PriceList& list) = 0;
};

class ApplicationStore {
 public:
  virtual ~ApplicationStore() = default;
  /// The next number of that day, from 1; a number is never given twice, also after a rollback
  /// of its application it may be skipped.
  [[nodiscard]] virtual std::int64_t next_number(Date day) = 0;
  /// The next `count` numbers of that day are never given: a hall before a restore may have given
  /// them.
  virtual void skip_numbers(Date day, std::int64_t count) = 0;
  virtual void insert(const domain::Application& application) = 0;
  [[nodiscard]] virtual std::optional<domain::Application> find(const ApplicationId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Application> find_by_number(
      std::string_view number) = 0;
  [[nodiscard]] virtual bool update(domain::Application& application) = 0;
  /// Newest first.
  [[nodiscard]] virtual std::vector<domain::Application> of_account(const AccountId& id,
                                                                    std::int64_t limit) = 0;
  /// Those of these ids that there are.
  [[nodiscard]] virtual std::map<ApplicationId, domain::Application> find_all(
      std::span<const ApplicationId> ids) = 0;
  /// Those that wait for production, by due_at (0 last), then submitted_at.
  [[nodiscard]] virtual std::vector<domain::Application> approved(std::int64_t limit) = 0;
  /// Drafts, unpaid and returned ones that were last changed at `before` or earlier, the longest
  /// first, from behind `after` on.
  struct IdlePlace {
    Timestamp updated_at;
    ApplicationId id;
  };
  [[nodiscard]] virtual std::vector<IdlePlace> idle(Timestamp before, const IdlePlace& after,
                                                    std::int64_t limit) = 0;
};

class MaterialStore {
 public:
  virtual ~MaterialStore() = default;
  /// Becomes the current one of its kind; the one before stays on record. Sets `version`.
  virtual void put(domain::Material& material) = 0;
  [[nodiscard]] virtual std::optional<domain::Material> current(const ApplicationId& id,
                                                                domain::MaterialKind kind) = 0;
  [[nodiscard]] virtual std::vector<domain::Material> all_current(const ApplicationId& id) = 0;
  /// Those that were replaced, too.
  [[nodiscard]] virtual std::vector<domain::Material> all(const ApplicationId& id) = 0;
  virtual void erase(const MaterialId& id) = 0;
};

class IdentityStore {
 public:
  virtual ~IdentityStore() = default;
  /// One per application.
  virtual void insert(const domain::Identity& identity) = 0;
  [[nodiscard]] virtual bool update(domain::Identity& identity) = 0;
  [[nodiscard]] virtual std::optional<domain::Identity> of_application(const ApplicationId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Identity> find_by_link(
      std::string_view link_digest) = 0;
  [[nodiscard]] virtual std::optional<domain::Identity> find_by_phone(
      std::string_view phone_digest) = 0;
};

/// Who looks at an application just now: a courtesy among reviewers, it locks nothing.
struct ReviewClaim {
  ApplicationId application_id;
  StaffId staff_id;
  Timestamp claimed_at;
  Timestamp lease_until;
};

/// Of one application, as another reviewer's list shows it.
struct ReviewState {
  std::int64_t returns = 0;
  bool acted = false;  // the one who asks, in whatever way
  std::optional<ReviewClaim> claim;
};

class ReviewStore {
 public:
  virtual ~ReviewStore() = default;
  virtual void insert(const domain::Review& review) = 0;
  /// Oldest first.
  [[nodiscard]] virtual std::vector<domain::Review> of_application(const ApplicationId& id) = 0;
  /// Remembers that this person acted on it, in whatever way; twice is once.
  virtual void add_act(const ApplicationId& id, const StaffId& staff_id, std::string_view act,
                       Timestamp at) = 0;
  [[nodiscard]] virtual bool has_acted(const ApplicationId& id, const StaffId& staff_id) = 0;

  /// As this person sees them; each id has one.
  [[nodiscard]] virtual std::map<ApplicationId, ReviewState> states(
      std::span<const ApplicationId> ids, const StaffId& staff_id) = 0;

  /// Takes it, or prolongs one's own; false while another's lease runs.
  virtual bool claim(const ReviewClaim& claim, Timestamp now) = 0;
  [[nodiscard]] virtual std::optional<ReviewClaim> claim_of(const ApplicationId& id) = 0;
  /// Nobody else's.
  virtual void release(const ApplicationId& id, const StaffId& staff_id) = 0;
};

class DeliveryStore {
 public:
  virtual ~DeliveryStore() = default;
  virtual void insert(const domain::Delivery& delivery) = 0;
  [[nodiscard]] virtual std::optional<domain::Delivery> find(const DeliveryId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Delivery> of_application(const ApplicationId& id) = 0;
  [[nodiscard]] virtual bool update(domain::Delivery& delivery) = 0;
  /// Those not yet signed for, oldest change first.
  [[nodiscard]] virtual std::vector<domain::Delivery> open(std::int64_t limit) = 0;
};

}  // namespace certhall::app
