create table source (
  name text primary key,
  url text not null default '',
  etag text not null default '',
  last_modified text not null default '',
  next_at double precision not null default 0,
  leased_until double precision not null default 0,
  polls bigint not null default 0,
  failed_polls bigint not null default 0,
  errors bigint not null default 0,
  last_success double precision,
  last_error text not null default '',
  last_error_at double precision,
  moved_to text not null default '',
  paused bigint not null default 0,
  active bigint not null default 1
);

create table article (
  id identity primary key,
  url_key text not null unique,
  canonical_url text not null,
  created_at double precision not null
);

create table revision (
  article_id bigint not null references article (id),
  number bigint not null,
  content text not null,
  digest text not null,
  order_at double precision not null,
  read_at double precision not null,
  planned bigint not null default 0,
  hold text not null default '',
  only_to text not null default '',
  primary key (article_id, number)
);
create index revision_unplanned on revision (order_at) where planned = 0;
create index revision_set_aside on revision (article_id) where planned = 2;

create table entry (
  id identity primary key,
  source text not null,
  fate text not null,
  why text not null,
  content text not null,
  not_before double precision not null,
  order_at double precision not null,
  leased_until double precision not null default 0,
  tries bigint not null default 0,
  hold text not null default '',
  only_to text not null default '',
  article_id bigint references article (id),
  first_seen double precision not null,
  decided_at double precision
);
create index entry_new on entry (order_at, id) where fate = 'new';
create index entry_source on entry (source);

create table entry_key (
  source text not null,
  key text not null,
  entry_id bigint not null references entry (id),
  primary key (source, key)
);

create table lane (
  destination text primary key,
  open_at double precision not null default 0,
  ready_at double precision,
  last_id text not null default '',
  paused bigint not null default 0,
  paused_why text not null default ''
);
create index lane_ready on lane (ready_at);

create table delivery (
  id identity primary key,
  article_id bigint not null references article (id),
  revision bigint not null,
  destination text not null,
  platform text not null,
  kind text not null,
  state text not null,
  post text not null,
  order_at double precision not null,
  due_at double precision not null,
  created_at double precision not null,
  attempts bigint not null default 0,
  lookups bigint not null default 0,
  asked bigint not null default 0,
  owner text not null default '',
  after_id text not null default '',
  claimed_at double precision,
  sent_at double precision,
  remote_id text not null default '',
  permalink text not null default '',
  error text not null default '',
  cost_usd double precision not null default 0,
  unique (article_id, destination, kind, revision)
);
create unique index delivery_publish_once on delivery (article_id, destination) where kind = 'publish';
create unique index delivery_one_in_flight on delivery (destination) where state = 'sending' or (state = 'in_doubt' and asked = 0);
create index delivery_due on delivery (destination, order_at, id) where state = 'due';
create index delivery_claimed on delivery (destination, claimed_at);
create index delivery_counted on delivery (state, destination, kind, cost_usd, order_at, sent_at);
create index delivery_in_state on delivery (state, order_at, id);

create table audit (
  id identity primary key,
  at double precision not null,
  delivery_id bigint references delivery (id),
  article_id bigint references article (id),
  what text not null,
  why text not null
);
create index audit_delivery on audit (delivery_id);
create index audit_article on audit (article_id);
create index audit_what on audit (what, delivery_id);
