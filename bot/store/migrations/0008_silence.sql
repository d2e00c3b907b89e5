drop index entry_source;
create index entry_source on entry (source, order_at);
