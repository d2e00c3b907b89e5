create table told (
  subject text primary key,
  at double precision not null
);
