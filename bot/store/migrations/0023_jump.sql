create table jump (
  id integer primary key,
  node text not null,
  at double precision not null,
  delta double precision not null
);
