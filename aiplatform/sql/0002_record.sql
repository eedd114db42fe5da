-- The record of every call. Requests and responses are partitioned by month and only ever added to, by two functions; the
-- words lie in a table of their own, from which they can be removed. The rows of one person form a chain of digests.

create table aiplatform_airequest (
  id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  owner_id uuid,
  chain_position bigint not null check (chain_position > 0),
  payload_sha256 varchar(64) not null,
  previous_sha256 varchar(64) not null,
  row_sha256 varchar(64) not null,
  by_id uuid,
  company_id uuid,
  capability varchar(80) not null check (capability <> ''),
  prompt_version_id uuid references aiplatform_promptversion (id),
  rendered_sha256 varchar(64) not null,
  provider varchar(40) not null,
  model varchar(120) not null,
  parameters jsonb not null,
  subject_kind varchar(40) not null,
  subject_id uuid,
  web_request_id varchar(64) not null,
  primary key (id, created_at),
  unique (id, created_at, owner_id)
) partition by range (created_at);
create index aiplatform_airequest_owner on aiplatform_airequest (owner_id, created_at desc);
create index aiplatform_airequest_chain on aiplatform_airequest (owner_id, chain_position);
create index aiplatform_airequest_capability on aiplatform_airequest (capability, created_at desc);
create index aiplatform_airequest_prompt on aiplatform_airequest (prompt_version_id, created_at desc);

-- USD of so many tokens of each class at these prices a million; null where a class has tokens and no price, or the
-- tokens are not known.
create function ai_cost_usd(input_tokens int, cache_read_tokens int, cache_write_tokens int, output_tokens int,
  reasoning_tokens int, price_input numeric, price_cache_read numeric, price_cache_write numeric, price_output numeric,
  price_reasoning numeric) returns numeric language sql immutable parallel safe
  return round((
    case when input_tokens = 0 then 0 else input_tokens * price_input end
    + case when cache_read_tokens = 0 then 0 else cache_read_tokens * price_cache_read end
    + case when cache_write_tokens = 0 then 0 else cache_write_tokens * price_cache_write end
    + case when output_tokens = 0 then 0 else output_tokens * price_output end
    + case when reasoning_tokens = 0 then 0 else reasoning_tokens * price_reasoning end) / 1000000, 8);

create table aiplatform_airesponse (
  id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  owner_id uuid,
  chain_position bigint not null check (chain_position > 0),
  payload_sha256 varchar(64) not null,
  previous_sha256 varchar(64) not null,
  row_sha256 varchar(64) not null,
  request_id uuid not null,
  request_at timestamptz not null,
  attempt smallint not null check (attempt > 0),
  state varchar(9) not null check (state in ('succeeded', 'repaired', 'failed', 'refused')),
  served varchar(13) not null check (served in ('', 'model', 'deterministic')),
  provider varchar(40) not null,
  model varchar(120) not null,
  provider_request_id varchar(120) not null,
  input_tokens int check (input_tokens >= 0),
  cache_read_tokens int check (cache_read_tokens >= 0),
  cache_write_tokens int check (cache_write_tokens >= 0),
  output_tokens int check (output_tokens >= 0),
  reasoning_tokens int check (reasoning_tokens >= 0),
  total_tokens int,
  price_input numeric(14, 6),
  price_cache_read numeric(14, 6),
  price_cache_write numeric(14, 6),
  price_output numeric(14, 6),
  price_reasoning numeric(14, 6),
  price_from_date date,
  price_source varchar(300) not null,
  cost_usd numeric(18, 8),
  is_unpriced boolean not null,
  latency_ms int not null check (latency_ms >= 0),
  finish_reason varchar(40) not null,
  validation jsonb not null,
  safety jsonb not null,
  confidence numeric(4, 3) check (confidence between 0 and 1),
  primary key (id, created_at),
  foreign key (request_id, request_at) references aiplatform_airequest (id, created_at),
  foreign key (request_id, request_at, owner_id) references aiplatform_airequest (id, created_at, owner_id),
  -- All classes are told or none; no token is in two of them, so they add up to the whole.
  constraint aiplatform_airesponse_tokens check (
    num_nulls(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, total_tokens) in (0, 6)),
  constraint aiplatform_airesponse_disjoint check (
    total_tokens = input_tokens + cache_read_tokens + cache_write_tokens + output_tokens + reasoning_tokens),
  constraint aiplatform_airesponse_cost check (
    cost_usd is not distinct from ai_cost_usd(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
      reasoning_tokens, price_input, price_cache_read, price_cache_write, price_output, price_reasoning)),
  constraint aiplatform_airesponse_unpriced check (is_unpriced = (cost_usd is null))
) partition by range (created_at);
create index aiplatform_airesponse_owner on aiplatform_airesponse (owner_id, created_at desc);
create index aiplatform_airesponse_chain on aiplatform_airesponse (owner_id, chain_position);
create index aiplatform_airesponse_request on aiplatform_airesponse (request_id);

-- The words. They go with their person; and a person may remove them and leave the record.
alter table aiplatform_aipayload add constraint aiplatform_aipayload_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
alter table aiplatform_aipayload add constraint aiplatform_aipayload_request_fk
  foreign key (request_id, request_at) references aiplatform_airequest (id, created_at);
alter table aiplatform_aipayload add constraint aiplatform_aipayload_request_owner_fk
  foreign key (request_id, request_at, owner_id) references aiplatform_airequest (id, created_at, owner_id);
create trigger immutable before update on aiplatform_aipayload for each row execute function refuse_change();

-- Where each person's chain ends; its row is the lock under which the chain grows. The nil key: made-up inputs of nobody.
create table ai_chain_head (
  owner_id uuid primary key,
  chain_position bigint not null,
  row_sha256 varchar(64) not null
);

create trigger immutable before update or delete on aiplatform_airequest for each row execute function refuse_change();
create trigger immutable before update or delete on aiplatform_airesponse for each row execute function refuse_change();
create trigger never_emptied before truncate on aiplatform_airequest execute function refuse_change();
create trigger never_emptied before truncate on aiplatform_airesponse execute function refuse_change();

alter table aiplatform_airequest enable row level security, force row level security;
create policy aiplatform_airequest_select on aiplatform_airequest for select to cc_app
  using (owner_id = (select app_user_id()));
create policy aiplatform_airequest_staff on aiplatform_airequest for select to cc_ops using (true);
create policy aiplatform_airequest_definer on aiplatform_airequest for select to cc_owner using (true);
create policy aiplatform_airequest_writer on aiplatform_airequest for insert to cc_owner with check (true);
alter table aiplatform_airesponse enable row level security, force row level security;
create policy aiplatform_airesponse_select on aiplatform_airesponse for select to cc_app
  using (owner_id = (select app_user_id()));
create policy aiplatform_airesponse_staff on aiplatform_airesponse for select to cc_ops using (true);
create policy aiplatform_airesponse_definer on aiplatform_airesponse for select to cc_owner using (true);
create policy aiplatform_airesponse_writer on aiplatform_airesponse for insert to cc_owner with check (true);
alter table aiplatform_aipayload enable row level security, force row level security;
create policy aiplatform_aipayload_select on aiplatform_aipayload for select to cc_app
  using (owner_id = (select app_user_id()));
create policy aiplatform_aipayload_delete on aiplatform_aipayload for delete to cc_app
  using (owner_id = (select app_user_id()));
create policy aiplatform_aipayload_staff on aiplatform_aipayload for select to cc_ops using (true);
create policy aiplatform_aipayload_writer on aiplatform_aipayload for insert to cc_owner with check (true);
alter table ai_chain_head enable row level security, force row level security;
create policy ai_chain_head_staff on ai_chain_head for select to cc_ops using (true);
create policy ai_chain_head_definer on ai_chain_head to cc_owner using (true) with check (true);
revoke insert, update, delete on aiplatform_airequest, aiplatform_airesponse from cc_app, cc_ops;
revoke insert, update on aiplatform_aipayload from cc_app, cc_ops;
revoke delete on aiplatform_aipayload from cc_ops;
revoke all on ai_chain_head from cc_app;
revoke insert, update, delete on ai_chain_head from cc_ops;

-- Makes the partitions of this month and of so many months ahead, each under forced row security and out of every
-- serving role's direct reach: rows are read through the parents, whose policies apply. A month whose rows went into the
-- default partition, because nobody made it in time, stays there. Returns the names of those made.
create function ai_make_partitions(ahead int default 3) returns text[]
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
      name := parent || '_default';
      if to_regclass('public.' || name) is null then
        execute format('create table public.%I partition of public.%I default', name, parent);
        perform public.ai_seal_partition(name);
        made := made || name;
      end if;
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
create function ai_seal_partition(name text) returns void
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    execute format('alter table public.%I enable row level security, force row level security', name);
    execute format('revoke all on public.%I from cc_app, cc_ops', name);
    execute format('create trigger never_emptied before truncate on public.%I execute function public.refuse_change()', name);
  end $$;
revoke execute on function ai_seal_partition from cc_app, cc_ops;
select ai_make_partitions(3);

-- The digest of a row with the digest before it. Unset columns are left out, so that one added later changes none.
create function ai_row_sha256(body jsonb) returns varchar language sql immutable parallel safe
  return encode(sha256(convert_to(jsonb_strip_nulls(body - array['row_sha256', 'updated_at'])::text, 'UTF8')), 'hex');
create function ai_payload_sha256(salt bytea, content jsonb) returns varchar language sql immutable parallel safe
  return encode(sha256(salt || convert_to(content::text, 'UTF8')), 'hex');

-- reverse
drop function ai_payload_sha256;
drop function ai_row_sha256;
drop function ai_seal_partition;
drop function ai_make_partitions;
drop table ai_chain_head;
drop trigger immutable on aiplatform_aipayload;
alter table aiplatform_aipayload drop constraint aiplatform_aipayload_request_owner_fk;
alter table aiplatform_aipayload drop constraint aiplatform_aipayload_request_fk;
alter table aiplatform_aipayload drop constraint aiplatform_aipayload_owner_fk;
drop policy aiplatform_aipayload_writer on aiplatform_aipayload;
drop policy aiplatform_aipayload_staff on aiplatform_aipayload;
drop policy aiplatform_aipayload_delete on aiplatform_aipayload;
drop policy aiplatform_aipayload_select on aiplatform_aipayload;
drop table aiplatform_airesponse;
drop function ai_cost_usd;
drop table aiplatform_airequest;
