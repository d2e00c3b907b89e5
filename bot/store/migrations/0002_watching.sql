alter table source add column seen text not null default '';
alter table source add column moments text not null default '';
alter table source add column full_at double precision not null default 0;
