-- Prices, budgets, and what is held and spent. The web role reads prices and its person's reservations; it holds and
-- settles money by the functions below and sees no budget. Staff edit prices and budgets.

create trigger touch before update on aiplatform_modelprice for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_budget for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_budgetuse for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_reservation for each row execute function touch_updated_at();
create trigger kept before update or delete on aiplatform_budgetalert for each row execute function refuse_change();
alter table aiplatform_reservation add constraint aiplatform_reservation_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;

revoke insert, update, delete on aiplatform_modelprice from cc_app;
alter table aiplatform_budget enable row level security, force row level security;
create policy aiplatform_budget_staff on aiplatform_budget to cc_ops using (true) with check (true);
create policy aiplatform_budget_definer on aiplatform_budget for select to cc_owner using (true);
alter table aiplatform_budgetuse enable row level security, force row level security;
create policy aiplatform_budgetuse_staff on aiplatform_budgetuse for select to cc_ops using (true);
create policy aiplatform_budgetuse_definer on aiplatform_budgetuse to cc_owner using (true) with check (true);
alter table aiplatform_budgetalert enable row level security, force row level security;
create policy aiplatform_budgetalert_staff on aiplatform_budgetalert for select to cc_ops using (true);
create policy aiplatform_budgetalert_definer on aiplatform_budgetalert to cc_owner using (true) with check (true);
alter table aiplatform_reservation enable row level security, force row level security;
create policy aiplatform_reservation_select on aiplatform_reservation for select to cc_app
  using (owner_id = (select app_user_id()));
create policy aiplatform_reservation_staff on aiplatform_reservation for select to cc_ops using (true);
create policy aiplatform_reservation_definer on aiplatform_reservation to cc_owner using (true) with check (true);
revoke all on aiplatform_budget, aiplatform_budgetuse, aiplatform_budgetalert from cc_app;
revoke insert, update, delete on aiplatform_budgetuse, aiplatform_budgetalert from cc_ops;
revoke insert, update, delete on aiplatform_reservation from cc_app, cc_ops;

-- The budgets that a call counts towards. One with its own key stands in the place of the one for each.
create function ai_budgets_for(person uuid, company uuid, capability text)
  returns table (budget_id uuid, use_key text, scope text, period text, cap_usd numeric, starts_on date)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select distinct on (b.scope, b.period) b.id, asked.key, b.scope::text, b.period::text, b.cap_usd,
           date_trunc(b.period, now() at time zone 'UTC')::date
      from (values ('all', ''), ('user', person::text), ('company', ai_budgets_for.company::text),
                   ('capability', nullif(ai_budgets_for.capability, ''))) as asked (scope, key)
      join public.aiplatform_budget b on b.scope = asked.scope and b.key in ('', asked.key)
     where asked.key is not null
     order by b.scope, b.period, b.key desc
  $$;

-- Notes once that a budget reached 50, 80 or 100 % of its cap; `refused`: it turned a call away, which is 100 %.
create function ai_note_alerts(use_id uuid, refused boolean default false)
  returns table (scope text, use_key text, period text, level smallint)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with noted as (
      insert into public.aiplatform_budgetalert (id, created_at, updated_at, use_id, level, cap_usd, spent_usd)
      select gen_random_uuid(), clock_timestamp(), clock_timestamp(), u.id, l.level, b.cap_usd, u.spent_usd
        from public.aiplatform_budgetuse u
        join public.aiplatform_budget b on b.id = u.budget_id
        cross join (values (50::smallint), (80::smallint), (100::smallint)) as l (level)
       where u.id = ai_note_alerts.use_id and (refused or (b.cap_usd > 0 and u.spent_usd * 100 >= b.cap_usd * l.level))
      on conflict (use_id, level) do nothing returning aiplatform_budgetalert.use_id, aiplatform_budgetalert.level)
    select b.scope::text, u.key::text, b.period::text, n.level
      from noted n
      join public.aiplatform_budgetuse u on u.id = n.use_id
      join public.aiplatform_budget b on b.id = u.budget_id
     order by n.level
  $$;
revoke execute on function ai_budgets_for, ai_note_alerts from cc_app, cc_ops;

-- Holds an amount for one call of the acting person under every budget that it counts towards, or under none: then
-- `reservation` is null and the row says which budget has no room. The budgets' uses stay locked, always in the same
-- order, until the transaction ends, so that held and spent together never pass a cap.
create function ai_reserve(company uuid, capability text, amount numeric)
  returns table (reservation uuid, scope text, period text, cap_usd numeric, used_usd numeric, is_alerted boolean)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    person uuid := public.app_user_id();
    counted uuid[] := '{}';
    each record;
    full_one record;
    places text[] := array['user', 'company', 'capability', 'all'];
    full_place int := 9;
  begin
    if person is null and session_user <> 'cc_ops' then
      raise exception 'nobody acts' using errcode = 'insufficient_privilege';
    end if;
    if ai_reserve.company is not null and session_user <> 'cc_ops'
       and not ai_reserve.company = any(public.app_company_ids()) then
      raise exception 'not a company of this person' using errcode = 'insufficient_privilege';
    end if;
    if not amount >= 0 then
      raise exception 'an amount is not negative' using errcode = 'invalid_parameter_value';
    end if;
    insert into public.aiplatform_budgetuse (id, created_at, updated_at, budget_id, key, starts_on, reserved_usd, spent_usd)
    select gen_random_uuid(), clock_timestamp(), clock_timestamp(), b.budget_id, b.use_key, b.starts_on, 0, 0
      from public.ai_budgets_for(person, ai_reserve.company, ai_reserve.capability) b
     order by b.budget_id, b.use_key
    on conflict (budget_id, key, starts_on) do nothing;
    for each in
      select u.id, u.reserved_usd + u.spent_usd as used, b.cap_usd as cap, b.scope as scope_of, b.period as period_of
        from public.aiplatform_budgetuse u
        join public.ai_budgets_for(person, ai_reserve.company, ai_reserve.capability) b
          on b.budget_id = u.budget_id and b.use_key = u.key and b.starts_on = u.starts_on
       order by u.budget_id, u.key for update of u
    loop
      -- Of several full budgets the person's own is named first, then the company's.
      if each.used + amount > each.cap
         and array_position(places, each.scope_of) < full_place then
        full_one := each;
        full_place := array_position(places, each.scope_of);
      end if;
      counted := counted || each.id;
    end loop;
    if full_place < 9 then
      return query select null::uuid, full_one.scope_of, full_one.period_of, full_one.cap, full_one.used,
        exists (select from public.ai_note_alerts(full_one.id, true));
      return;
    end if;
    update public.aiplatform_budgetuse u set reserved_usd = u.reserved_usd + amount where u.id = any(counted);
    reservation := gen_random_uuid();
    insert into public.aiplatform_reservation (id, created_at, updated_at, owner_id, company_id, capability, amount_usd, state, use_ids)
    values (reservation, clock_timestamp(), clock_timestamp(), person, ai_reserve.company, ai_reserve.capability, amount, 'held', counted);
    return query select ai_reserve.reservation, '', '', null::numeric, null::numeric, false;
  end $$;

-- Ends a reservation: what was held is given back, what it cost is spent (all that was held where nobody knows the cost).
-- Gives the alerts that came of it.
create function ai_end_reservation(held public.aiplatform_reservation, new_state text, cost numeric)
  returns table (scope text, use_key text, period text, level smallint)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare used uuid;
  begin
    perform 1 from public.aiplatform_budgetuse u where u.id = any(held.use_ids) order by u.budget_id, u.key for update;
    update public.aiplatform_budgetuse u
       set reserved_usd = u.reserved_usd - held.amount_usd,
           spent_usd = u.spent_usd + case when new_state = 'released' then 0 else coalesce(cost, held.amount_usd) end
     where u.id = any(held.use_ids);
    update public.aiplatform_reservation r
       set state = new_state, cost_usd = case when new_state = 'released' then 0 else cost end, closed_at = clock_timestamp()
     where r.id = held.id;
    foreach used in array held.use_ids loop
      return query select * from public.ai_note_alerts(used);
    end loop;
  end $$;
revoke execute on function ai_end_reservation from cc_app, cc_ops;

-- The call is over: what it cost, null where that is not known. Only who held the money may say so (or staff), once.
create function ai_settle(reservation uuid, cost numeric, is_called boolean default true)
  returns table (scope text, use_key text, period text, level smallint)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare held public.aiplatform_reservation;
  begin
    select * into held from public.aiplatform_reservation r
     where r.id = reservation and (session_user = 'cc_ops' or r.owner_id = public.app_user_id()) for update;
    if held.id is null then
      raise exception 'no reservation of this person' using errcode = 'insufficient_privilege';
    end if;
    if held.state <> 'held' or cost < 0 then
      raise exception 'this reservation is % and can not be settled', held.state using errcode = 'object_not_in_prerequisite_state';
    end if;
    return query select * from public.ai_end_reservation(held, case when is_called then 'settled' else 'released' end, cost);
  end $$;

-- Ends the reservations of processes that died: after 15 minutes what was held counts as spent. Returns how many.
create function ai_sweep_reservations() returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare held public.aiplatform_reservation; number int := 0;
  begin
    for held in select * from public.aiplatform_reservation r
      where r.state = 'held' and r.created_at < now() - interval '15 minutes'
      order by r.created_at limit 100 for update skip locked
    loop
      perform public.ai_end_reservation(held, 'settled', null);
      number := number + 1;
    end loop;
    return number;
  end $$;

-- The acting person's own budgets of today and this month, and what is used of them.
create function ai_own_budgets() returns table (period text, cap_usd numeric, used_usd numeric)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select b.period, b.cap_usd, coalesce(u.reserved_usd + u.spent_usd, 0)
      from public.ai_budgets_for(public.app_user_id(), null, '') b
      left join public.aiplatform_budgetuse u
        on u.budget_id = b.budget_id and u.key = b.use_key and u.starts_on = b.starts_on
     where b.scope = 'user' order by b.period
  $$;

-- reverse
drop function ai_own_budgets;
drop function ai_sweep_reservations;
drop function ai_settle;
drop function ai_end_reservation;
drop function ai_reserve;
drop function ai_note_alerts;
drop function ai_budgets_for;
drop policy aiplatform_reservation_definer on aiplatform_reservation;
drop policy aiplatform_reservation_staff on aiplatform_reservation;
drop policy aiplatform_reservation_select on aiplatform_reservation;
drop policy aiplatform_budgetalert_definer on aiplatform_budgetalert;
drop policy aiplatform_budgetalert_staff on aiplatform_budgetalert;
drop policy aiplatform_budgetuse_definer on aiplatform_budgetuse;
drop policy aiplatform_budgetuse_staff on aiplatform_budgetuse;
drop policy aiplatform_budget_definer on aiplatform_budget;
drop policy aiplatform_budget_staff on aiplatform_budget;
