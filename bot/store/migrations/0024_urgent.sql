-- why anew: of indexes that fit alike SQLite takes the one made last, and 0022 made the larger one after it.
drop index delivery_urgent;
create index delivery_urgent on delivery (destination, state, due_at) where state = 'due' and urgent_until > 0;
