create index payment_by_application on payment (application_id);
