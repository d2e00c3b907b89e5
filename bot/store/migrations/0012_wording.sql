create table wording (
  article_id bigint not null,
  revision bigint not null,
  asked_of text not null,
  leased_until double precision not null default 0,
  tries bigint not null default 0,
  decided_at double precision,
  is_asked bigint not null default 0,
  has_failed bigint not null default 0,
  content text not null default '',
  question text not null default '',
  answer text not null default '',
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  cost_usd double precision not null default 0,
  primary key (article_id, revision, asked_of),
  foreign key (article_id, revision) references revision (article_id, number)
);
create index wording_asked on wording (asked_of, decided_at) where is_asked = 1;
