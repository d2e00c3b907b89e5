alter table lane add column paced_at double precision not null default 0;
alter table delivery add column urgent_until double precision not null default 0;
alter table delivery add column waits text not null default '';
alter table delivery add column spare_post text not null default '';
alter table delivery add column spare_cost double precision not null default 0;
create index delivery_urgent on delivery (destination, due_at) where state = 'due' and urgent_until > 0;
create index entry_article on entry (article_id);
