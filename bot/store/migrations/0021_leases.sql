alter table source add column leased_by text not null default '';
alter table entry add column leased_by text not null default '';
alter table article add column look_leased_by text not null default '';
alter table wording add column leased_by text not null default '';
create table node (
  name text primary key
);
