create index entry_unread on entry (decided_at) where fate = 'unread';
