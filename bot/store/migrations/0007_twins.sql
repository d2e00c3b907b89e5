create index entry_key_key on entry_key (key);
