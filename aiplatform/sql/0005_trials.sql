-- Trials, their runs, the splits of traffic, and the gate: a person promotes over a version in production only what a trial
-- granted, with a second approver. Of the staff role alone, but for splits: the web role reads which version a person gets.

alter table aiplatform_trial add constraint aiplatform_trial_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_trial add constraint aiplatform_trial_production_fk
  foreign key (production_id, prompt_id) references aiplatform_promptversion (id, prompt_id);
alter table aiplatform_trialrun add constraint aiplatform_trialrun_item_fk
  foreign key (item_id) references aiplatform_datasetitem (id) on delete cascade;
alter table aiplatform_split add constraint aiplatform_split_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_split add constraint aiplatform_split_second_fk
  foreign key (second_approver_id) references accounts_user (id) on delete set null;
alter table aiplatform_split add constraint aiplatform_split_production_fk
  foreign key (production_id, prompt_id) references aiplatform_promptversion (id, prompt_id);
alter table aiplatform_split add constraint aiplatform_split_version_fk
  foreign key (version_id, prompt_id) references aiplatform_promptversion (id, prompt_id);

create trigger touch before update on aiplatform_trial for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_trialarm for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_split for each row execute function touch_updated_at();

-- The level of a trial depends on how many there were against the same version, so nobody but the database counts them.
create function aiplatform_number_trial() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform 1 from public.aiplatform_prompt where id = new.prompt_id for update;
    select coalesce(max(number), 0) + 1 into new.number from public.aiplatform_trial where production_id = new.production_id;
    return new;
  end $$;
create trigger numbered before insert on aiplatform_trial for each row execute function aiplatform_number_trial();

-- What a trial is about never changes; its rules are those it was opened with, and what is ended stays ended.
create function aiplatform_guard_trial() returns trigger language plpgsql
  as $$
  declare free text[] := array['state', 'ended_at', 'spent_usd', 'updated_at', 'by_id'];
  begin
    if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free)
       or (new.by_id is not null and new.by_id is distinct from old.by_id)
       or (old.state = 'ended' and new.state <> 'ended') or new.spent_usd < old.spent_usd then
      raise exception 'a trial is what it was opened as' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_trial for each row execute function aiplatform_guard_trial();
create trigger kept before delete on aiplatform_trial for each row execute function refuse_change();

-- An arm is of its trial's prompt, joins before the first run (the level is divided among the arms), and is decided once.
create function aiplatform_guard_arm() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare free text[] := array['state', 'decision', 'decided_at', 'updated_at'];
  begin
    if tg_op = 'INSERT' then
      perform 1 from public.aiplatform_trial t join public.aiplatform_promptversion v on v.prompt_id = t.prompt_id
       where t.id = new.trial_id and v.id = new.version_id and v.id <> t.production_id and v.state = 'candidate';
      if not found or new.state <> 'running' then
        raise exception 'an arm is a candidate of the prompt of its trial' using errcode = 'integrity_constraint_violation';
      end if;
      if exists (select from public.aiplatform_trialrun r where r.trial_id = new.trial_id) then
        raise exception 'a trial that has begun takes no more candidates' using errcode = 'integrity_constraint_violation';
      end if;
    elsif old.state <> 'running' or (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free) then
      raise exception 'an arm is decided once' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before insert or update on aiplatform_trialarm for each row execute function aiplatform_guard_arm();
create trigger kept before delete on aiplatform_trialarm for each row execute function refuse_change();
create trigger immutable before update on aiplatform_trialrun for each row execute function refuse_change();

-- A split ends once; who gets which version does not change while it runs.
create function aiplatform_guard_split() returns trigger language plpgsql
  as $$
  declare
    people text[] := array['by_id', 'second_approver_id', 'updated_at'];
    free text[] := people || array['ended_at', 'outcome', 'why'];
  begin
    if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free)
       or (old.ended_at is not null and (to_jsonb(new) - people) is distinct from (to_jsonb(old) - people)) then
      raise exception 'a split only ever ends' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_split for each row execute function aiplatform_guard_split();
create trigger kept before delete on aiplatform_split for each row execute function refuse_change();

-- Whether a person may put this version in the place of the one in production: granted by a trial against that very one.
create function aiplatform_is_granted(version uuid, production uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select exists (select from public.aiplatform_trialarm a join public.aiplatform_trial t on t.id = a.trial_id
      where a.version_id = $1 and a.state = 'granted' and t.production_id = $2)
  $$;

-- As before, and with the gate. The one way around it is the operator's: a command in which nobody acts, on record as such.
create or replace function promote_prompt_to_production(version uuid, by uuid, reason text, second uuid default null,
                                                        evidence jsonb default '{}') returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    wanted public.aiplatform_promptversion;
    now_active uuid;
  begin
    perform 1 from public.aiplatform_prompt p
     where p.id = (select v.prompt_id from public.aiplatform_promptversion v where v.id = $1) for update;
    select * into wanted from public.aiplatform_promptversion v where v.id = $1 for update;
    if wanted.id is null or wanted.state <> 'candidate' then
      raise exception 'only a candidate can be promoted; this version is %', coalesce(wanted.state, 'not there')
        using errcode = 'object_not_in_prerequisite_state';
    end if;
    select v.id into now_active from public.aiplatform_promptversion v
     where v.prompt_id = wanted.prompt_id and v.state = 'production';
    if now_active is not null and coalesce($2, public.app_user_id()) is not null then
      if not public.aiplatform_is_granted(wanted.id, now_active) then
        raise exception 'no trial has granted this version against the one in production'
          using errcode = 'object_not_in_prerequisite_state';
      end if;
      if $4 is null or $4 is not distinct from $2 then
        raise exception 'a second person must approve' using errcode = 'object_not_in_prerequisite_state';
      end if;
    end if;
    -- What tried a version on a share of people ends with the promotion of any.
    update public.aiplatform_split set ended_at = clock_timestamp(), outcome = 'ended', why = 'Another version is in production'
     where prompt_id = wanted.prompt_id and ended_at is null;
    return public.aiplatform_put_into_production(wanted, 'promotion', $2, $3, $4, $5);
  end $$;

alter table aiplatform_trial enable row level security, force row level security;
create policy aiplatform_trial_staff on aiplatform_trial to cc_ops using (true) with check (true);
create policy aiplatform_trial_definer on aiplatform_trial for select to cc_owner using (true);
alter table aiplatform_trialarm enable row level security, force row level security;
create policy aiplatform_trialarm_staff on aiplatform_trialarm to cc_ops using (true) with check (true);
create policy aiplatform_trialarm_definer on aiplatform_trialarm for select to cc_owner using (true);
alter table aiplatform_trialrun enable row level security, force row level security;
create policy aiplatform_trialrun_select on aiplatform_trialrun for select to cc_ops
  using (current_setting('app.reading', true) = 'held_out');
create policy aiplatform_trialrun_insert on aiplatform_trialrun for insert to cc_ops with check (true);
create policy aiplatform_trialrun_definer on aiplatform_trialrun for select to cc_owner using (true);
revoke all on aiplatform_trial, aiplatform_trialarm, aiplatform_trialrun from cc_app;
revoke delete on aiplatform_trial, aiplatform_trialarm from cc_ops;
revoke update, delete on aiplatform_trialrun from cc_ops;
revoke insert, update, delete on aiplatform_split from cc_app;
revoke delete on aiplatform_split from cc_ops;
revoke execute on function aiplatform_is_granted from cc_app;

-- reverse
grant select, insert, update, delete on aiplatform_trial, aiplatform_trialarm, aiplatform_trialrun, aiplatform_split
  to cc_app, cc_ops;
drop policy aiplatform_trialrun_definer on aiplatform_trialrun;
drop policy aiplatform_trialrun_insert on aiplatform_trialrun;
drop policy aiplatform_trialrun_select on aiplatform_trialrun;
alter table aiplatform_trialrun no force row level security, disable row level security;
drop policy aiplatform_trialarm_definer on aiplatform_trialarm;
drop policy aiplatform_trialarm_staff on aiplatform_trialarm;
alter table aiplatform_trialarm no force row level security, disable row level security;
drop policy aiplatform_trial_definer on aiplatform_trial;
drop policy aiplatform_trial_staff on aiplatform_trial;
alter table aiplatform_trial no force row level security, disable row level security;
create or replace function promote_prompt_to_production(version uuid, by uuid, reason text, second uuid default null,
                                                        evidence jsonb default '{}') returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare wanted public.aiplatform_promptversion;
  begin
    perform 1 from public.aiplatform_prompt p
     where p.id = (select v.prompt_id from public.aiplatform_promptversion v where v.id = $1) for update;
    select * into wanted from public.aiplatform_promptversion v where v.id = $1 for update;
    if wanted.id is null or wanted.state <> 'candidate' then
      raise exception 'only a candidate can be promoted; this version is %', coalesce(wanted.state, 'not there')
        using errcode = 'object_not_in_prerequisite_state';
    end if;
    return public.aiplatform_put_into_production(wanted, 'promotion', $2, $3, $4, $5);
  end $$;
drop function aiplatform_is_granted;
drop trigger kept on aiplatform_split;
drop trigger immutable on aiplatform_split;
drop function aiplatform_guard_split;
drop trigger immutable on aiplatform_trialrun;
drop trigger kept on aiplatform_trialarm;
drop trigger immutable on aiplatform_trialarm;
drop function aiplatform_guard_arm;
drop trigger kept on aiplatform_trial;
drop trigger immutable on aiplatform_trial;
drop function aiplatform_guard_trial;
drop trigger numbered on aiplatform_trial;
drop function aiplatform_number_trial;
alter table aiplatform_split drop constraint aiplatform_split_version_fk;
alter table aiplatform_split drop constraint aiplatform_split_production_fk;
alter table aiplatform_split drop constraint aiplatform_split_second_fk;
alter table aiplatform_split drop constraint aiplatform_split_by_fk;
alter table aiplatform_trialrun drop constraint aiplatform_trialrun_item_fk;
alter table aiplatform_trial drop constraint aiplatform_trial_production_fk;
alter table aiplatform_trial drop constraint aiplatform_trial_by_fk;
