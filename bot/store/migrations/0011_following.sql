alter table article add column look_at double precision;
alter table article add column looked_at double precision not null default 0;
alter table article add column look_leased_until double precision not null default 0;
alter table article add column idle_looks bigint not null default 0;
alter table article add column asked bigint not null default 0;
alter table article add column etag text not null default '';
alter table article add column last_modified text not null default '';
alter table article add column gone_at double precision;
alter table article add column gone_why text not null default '';
alter table article add column retracted_at double precision;
alter table article add column retracted_why text not null default '';
alter table article add column retract_hold text not null default '';
alter table article add column retract_reason text not null default '';
alter table article add column retracted_by_hand bigint not null default 0;
alter table article add column returned_at double precision;
create index article_look on article (look_at) where look_at is not null;
create index article_gone on article (gone_at) where gone_at is not null;
create index article_retracted on article (retracted_at) where retracted_at is not null;

alter table revision add column looked bigint not null default 0;
create index revision_looked on revision (read_at) where looked = 1;

alter table delivery add column act text not null default 'send';
alter table delivery add column behind bigint not null default 0;
create index delivery_behind on delivery (order_at) where behind = 1;

create table article_address (
  url_key text primary key,
  article_id bigint not null references article (id)
);
