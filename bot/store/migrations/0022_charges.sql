alter table delivery add column charged_usd double precision not null default 0;
drop index delivery_counted;
create index delivery_counted on delivery (state, destination, kind, cost_usd, charged_usd, order_at, sent_at);
