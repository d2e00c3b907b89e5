create table forwarding (
  name text primary key,
  address text not null,
  moved_to text not null
);
