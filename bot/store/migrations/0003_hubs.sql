alter table source add column rests_until double precision not null default 0;

create table poke (
  source text not null,
  at double precision not null,
  primary key (source, at)
);

create table subscription (
  id text primary key,
  source text not null unique,
  hub text not null,
  topic text not null,
  secret text not null,
  state text not null default 'offered',
  asked_as text not null default '',
  open_until double precision not null default 0,
  lease_until double precision not null default 0,
  next_try double precision not null default 0,
  tries bigint not null default 0,
  error text not null default ''
);
