-- Words go by age, and months that nobody made in time get their own tables after all.

-- Removes the words of calls that began more than so many days ago, and nothing else: requests, responses, digests, counts
-- and cost stay, and the chain with them. Returns how many texts went. Even its owner sees and removes only what is a day old.
create function ai_remove_words(days int) returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare removed bigint;
  begin
    if days < 1 then
      raise exception 'words are kept for a day at least' using errcode = 'invalid_parameter_value';
    end if;
    delete from public.aiplatform_aipayload where request_at < now() - make_interval(days => days);
    get diagnostics removed = row_count;
    return removed;
  end $$;
revoke execute on function ai_remove_words from public, cc_app;
create policy aiplatform_aipayload_old on aiplatform_aipayload for select to cc_owner
  using (request_at < now() - interval '1 day');
create policy aiplatform_aipayload_age on aiplatform_aipayload for delete to cc_owner
  using (request_at < now() - interval '1 day');

-- One month's table of the record, under forced row security and out of every serving role's direct reach.
create function ai_make_month(parent text, month timestamptz) returns text
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare name text := parent || to_char(month, '"_"YYYYMM');
  begin
    if to_regclass('public.' || name) is not null then return null; end if;
    execute format('create table public.%I partition of public.%I for values from (%L) to (%L)',
      name, parent, month, month + interval '1 month');
    perform public.ai_seal_partition(name);
    return name;
  end $$;

-- Moves what the default partition holds into tables of its months, all of it or nothing. The rows are copied as they are: no
-- row is changed, and no trigger that forbids it is switched off. Foreign keys to the table go while its default partition is
-- put aside, and are made again, which checks every row; so this takes its time, and others wait, but it is rare.
create function ai_empty_default(parent text) returns text[]
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    name text := parent || '_default'; former text := parent || '_former';
    made text[] := '{}'; keys jsonb; key jsonb; month timestamptz; held bigint; moved bigint;
  begin
    -- Read through the parent, whose policies let the owner see its rows.
    execute format('select count(*) from public.%I where tableoid = %L::regclass', parent, 'public.' || name) into held;
    if held = 0 then return made; end if;
    select coalesce(jsonb_agg(jsonb_build_object('child', c.conrelid::regclass::text, 'name', c.conname,
                                                 'words', pg_get_constraintdef(c.oid))), '[]') into keys
      from pg_constraint c
     where c.confrelid = ('public.' || parent)::regclass and c.contype = 'f' and c.conparentid = 0;
    for key in select jsonb_array_elements(keys) loop
      execute format('alter table %s drop constraint %I', key ->> 'child', key ->> 'name');
    end loop;
    execute format('alter table public.%I detach partition public.%I', parent, name);
    execute format('alter table public.%I rename to %I', name, former);
    execute format('alter table public.%I no force row level security', former);
    execute format('create table public.%I partition of public.%I default', name, parent);
    perform public.ai_seal_partition(name);
    for month in execute format('select distinct date_trunc(''month'', created_at) from public.%I order by 1', former) loop
      made := array_append(made, public.ai_make_month(parent, month));
    end loop;
    execute format('insert into public.%I select * from public.%I', parent, former);
    get diagnostics moved = row_count;
    if moved <> held then
      raise exception '% of % rows could be moved', moved, held using errcode = 'data_exception';
    end if;
    execute format('drop table public.%I', former);
    for key in select jsonb_array_elements(keys) loop
      execute format('alter table %s add constraint %I %s', key ->> 'child', key ->> 'name', key ->> 'words');
    end loop;
    return array_remove(made, null);
  end $$;

-- Makes the partitions of this month and of so many months ahead, and one for each month whose rows went into the default
-- partition because nobody had made it in time. Returns the names of those made.
create or replace function ai_make_partitions(ahead int default 3) returns text[]
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    made text[] := '{}';
    parent text; name text;
  begin
    if ahead not between 0 and 24 then
      raise exception 'partitions are made for 0 to 24 months ahead' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('ai_make_partitions'));
    foreach parent in array array['aiplatform_airequest', 'aiplatform_airesponse'] loop
      name := parent || '_default';
      if to_regclass('public.' || name) is null then
        execute format('create table public.%I partition of public.%I default', name, parent);
        perform public.ai_seal_partition(name);
        made := made || name;
      end if;
      made := made || public.ai_empty_default(parent);
      for number in 0 .. ahead loop
        made := array_append(made,
          public.ai_make_month(parent, date_trunc('month', now()) + make_interval(months => number)));
      end loop;
    end loop;
    return array_remove(made, null);
  end $$;
revoke execute on function ai_make_month, ai_empty_default from public, cc_app, cc_ops;
-- It may move rows now, so it is the worker's, on the staff connection.
revoke execute on function ai_make_partitions from public, cc_app;

-- reverse
create or replace function ai_make_partitions(ahead int default 3) returns text[]
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    made text[] := '{}';
    parent text; name text; month timestamptz; is_late boolean;
  begin
    if ahead not between 0 and 24 then
      raise exception 'partitions are made for 0 to 24 months ahead' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('ai_make_partitions'));
    foreach parent in array array['aiplatform_airequest', 'aiplatform_airesponse'] loop
      for number in 0 .. ahead loop
        month := date_trunc('month', now()) + make_interval(months => number);
        name := parent || to_char(month, '"_"YYYYMM');
        execute format('select exists (select from public.%I where created_at >= %L and created_at < %L)',
          parent, month, month + interval '1 month') into is_late;
        continue when to_regclass('public.' || name) is not null or is_late;
        execute format('create table public.%I partition of public.%I for values from (%L) to (%L)',
          name, parent, month, month + interval '1 month');
        perform public.ai_seal_partition(name);
        made := made || name;
      end loop;
    end loop;
    return made;
  end $$;
grant execute on function ai_make_partitions to cc_app;
drop function ai_empty_default;
drop function ai_make_month;
drop policy aiplatform_aipayload_age on aiplatform_aipayload;
drop policy aiplatform_aipayload_old on aiplatform_aipayload;
drop function ai_remove_words;
