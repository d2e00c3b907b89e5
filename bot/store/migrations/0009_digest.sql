alter table delivery add column digest_id bigint not null default 0;
create index delivery_digest on delivery (digest_id) where digest_id > 0;
