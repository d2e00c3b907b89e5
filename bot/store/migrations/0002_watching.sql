alter table source add column seen text not null default '';
alter table source add column moments text not null default '';
alter table source add column full_at double precision not null default 0;
create index entry_key_entry on entry_key (entry_id);
alter table source add column last_failure text not null default '';
