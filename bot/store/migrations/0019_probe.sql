create table probe (
  id integer primary key,
  writes bigint not null
);
insert into probe (id, writes) values (1, 0);
