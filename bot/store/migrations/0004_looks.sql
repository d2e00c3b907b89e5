alter table source add column moved_since double precision not null default 0;
alter table source add column planned_at double precision not null default 0;
alter table source add column missing bigint not null default 0;
alter table source add column missing_since double precision not null default 0;
alter table source add column saw text not null default '';
alter table source add column listed bigint not null default 0;
alter table source add column added bigint not null default 0;
alter table source add column size bigint not null default 0;
