create table copy (
  id integer primary key,
  mark text not null
);
