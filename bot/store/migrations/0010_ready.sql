drop index delivery_due;
create index delivery_due on delivery (destination, state, order_at, id) where state = 'due';
drop index delivery_urgent;
create index delivery_urgent on delivery (destination, state, due_at) where state = 'due' and urgent_until > 0;
create index delivery_ready on delivery (destination, state, due_at) where state = 'due' and digest_id <= 0;
