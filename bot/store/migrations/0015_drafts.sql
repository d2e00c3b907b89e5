create table draft (
  post_key text primary key,
  name text not null
);
