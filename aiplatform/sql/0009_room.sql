-- Whether there is room, before anybody is asked; and calls that were turned away are no failures of a version.

-- The budget that would turn away a call of so much by the acting person, the same that ai_reserve would name; no row where it
-- would be held. Holds, locks and notes nothing, so another call may take the room meanwhile.
create function ai_room(company uuid, capability text, amount numeric)
  returns table (scope text, period text, cap_usd numeric, used_usd numeric)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select b.scope, b.period, b.cap_usd, coalesce(u.reserved_usd + u.spent_usd, 0)
      from public.ai_budgets_for(public.app_user_id(),
             case when session_user = 'cc_ops' or ai_room.company = any(public.app_company_ids()) then ai_room.company end,
             ai_room.capability) b
      left join public.aiplatform_budgetuse u
        on u.budget_id = b.budget_id and u.key = b.use_key and u.starts_on = b.starts_on
     where (public.app_user_id() is not null or session_user = 'cc_ops')
       and coalesce(u.reserved_usd + u.spent_usd, 0) + amount > b.cap_usd
     order by array_position(array['user', 'company', 'capability', 'all'], b.scope), b.budget_id
     limit 1
  $$;

create or replace view prompt_performance with (security_invoker = true) as
  select s.prompt_version_id, s.prompt_key, s.prompt_number, s.capability, count(*) as requests,
         count(*) filter (where s.state = 'succeeded') as succeeded, count(*) filter (where s.state = 'repaired') as repaired,
         count(*) filter (where s.state = 'failed' and s.finish_reason <> 'over_budget') as failed,
         count(*) filter (where s.state = 'refused') as refused,
         count(*) filter (where s.state = 'started') as unanswered,
         count(*) filter (where s.served = 'deterministic') as deterministic,
         count(*) filter (where s.is_unpriced) as unpriced, sum(s.cost_usd) as cost_usd, avg(s.cost_usd) as mean_cost_usd,
         percentile_cont(0.5) within group (order by s.latency_ms) as p50_ms,
         percentile_cont(0.95) within group (order by s.latency_ms) as p95_ms, max(s.created_at) as last_at
    from ai_request_summary s where s.prompt_version_id is not null
   group by s.prompt_version_id, s.prompt_key, s.prompt_number, s.capability;

-- reverse
create or replace view prompt_performance with (security_invoker = true) as
  select s.prompt_version_id, s.prompt_key, s.prompt_number, s.capability, count(*) as requests,
         count(*) filter (where s.state = 'succeeded') as succeeded, count(*) filter (where s.state = 'repaired') as repaired,
         count(*) filter (where s.state = 'failed') as failed, count(*) filter (where s.state = 'refused') as refused,
         count(*) filter (where s.state = 'started') as unanswered,
         count(*) filter (where s.served = 'deterministic') as deterministic,
         count(*) filter (where s.is_unpriced) as unpriced, sum(s.cost_usd) as cost_usd, avg(s.cost_usd) as mean_cost_usd,
         percentile_cont(0.5) within group (order by s.latency_ms) as p50_ms,
         percentile_cont(0.95) within group (order by s.latency_ms) as p95_ms, max(s.created_at) as last_at
    from ai_request_summary s where s.prompt_version_id is not null
   group by s.prompt_version_id, s.prompt_key, s.prompt_number, s.capability;
drop function ai_room;
