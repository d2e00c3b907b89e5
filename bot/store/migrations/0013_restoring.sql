create table restoration (
  made_at double precision not null,
  noticed_at double precision
);
