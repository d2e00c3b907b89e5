create index wording_cost on wording (asked_of, decided_at, cost_usd) where cost_usd > 0;
