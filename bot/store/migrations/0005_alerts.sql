alter table lane add column locked_by text not null default '';

create table alert (
  id identity primary key,
  topic text not null,
  name text not null,
  why text not null,
  to_do text not null,
  raised_at double precision not null,
  ended_at double precision
);
create unique index alert_open on alert (topic, name) where ended_at is null;
