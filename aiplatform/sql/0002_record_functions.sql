-- The only ways to add to the record, what checks it, and the views over it.

-- Who may record: on the web role the acting person, about themselves, and for a company of theirs; on the staff
-- connection staff and commands, about anybody whose inputs are looked at again, or about nobody (made-up inputs).
create function ai_check_recorder(about uuid, company uuid) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if session_user = 'cc_ops' then return; end if;
    if public.app_user_id() is null then
      raise exception 'nobody acts' using errcode = 'insufficient_privilege';
    end if;
    if about is distinct from public.app_user_id() then
      raise exception 'a person may record calls about themselves only' using errcode = 'insufficient_privilege';
    end if;
    if company is not null and not company = any(public.app_company_ids()) then
      raise exception 'not a company of this person' using errcode = 'insufficient_privilege';
    end if;
  end $$;

-- Takes the end of a person's chain under lock: whoever else records about this person waits until this transaction ends.
create function ai_lock_head(about uuid) returns ai_chain_head
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    key uuid := coalesce(about, '00000000-0000-0000-0000-000000000000');
    head public.ai_chain_head;
  begin
    insert into public.ai_chain_head values (key, 0, '') on conflict do nothing;
    select * into strict head from public.ai_chain_head where owner_id = key for update;
    return head;
  end $$;

create function ai_move_head(about uuid, new_position bigint, new_sha256 text) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    update public.ai_chain_head set chain_position = new_position, row_sha256 = new_sha256
     where owner_id = coalesce(about, '00000000-0000-0000-0000-000000000000')
  $$;

-- Keeps the words of a record apart from it.
create function ai_keep_payload(about uuid, request uuid, moment timestamptz, record uuid, words jsonb, salt_of_it bytea)
  returns void language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if octet_length(words::text) > 4000000 then
      raise exception 'more than 4 MB of words for one call' using errcode = 'program_limit_exceeded';
    end if;
    insert into public.aiplatform_aipayload (id, created_at, updated_at, owner_id, request_id, request_at, record_id, content, salt)
    values (gen_random_uuid(), clock_timestamp(), clock_timestamp(), about, request, moment, record, words, salt_of_it);
  end $$;
revoke execute on function ai_check_recorder, ai_lock_head, ai_move_head, ai_keep_payload from cc_app, cc_ops;

-- Notes that a call begins, before the model is asked; returns its key. The actor is who acts, not who the caller says.
create function record_ai_request(about uuid, company uuid, capability text, prompt_version uuid, rendered_sha256 text,
  provider text, model text, parameters jsonb, subject_kind text, subject_id uuid, web_request_id text, content jsonb)
  returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    head public.ai_chain_head;
    made public.aiplatform_airequest;
    salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  begin
    perform public.ai_check_recorder(about, company);
    head := public.ai_lock_head(about);
    made.id := gen_random_uuid();
    made.created_at := clock_timestamp();
    made.updated_at := made.created_at;
    made.owner_id := about;
    made.by_id := public.app_user_id();
    made.company_id := company;
    made.capability := record_ai_request.capability;
    made.prompt_version_id := prompt_version;
    made.rendered_sha256 := record_ai_request.rendered_sha256;
    made.provider := record_ai_request.provider;
    made.model := record_ai_request.model;
    made.parameters := record_ai_request.parameters;
    made.subject_kind := record_ai_request.subject_kind;
    made.subject_id := record_ai_request.subject_id;
    made.web_request_id := record_ai_request.web_request_id;
    made.chain_position := head.chain_position + 1;
    made.previous_sha256 := head.row_sha256;
    made.payload_sha256 := public.ai_payload_sha256(salt, content);
    made.row_sha256 := public.ai_row_sha256(to_jsonb(made));
    insert into public.aiplatform_airequest values (made.*);
    perform public.ai_keep_payload(about, made.id, made.created_at, made.id, content, salt);
    perform public.ai_move_head(about, made.chain_position, made.row_sha256);
    return made.id;
  end $$;

-- Notes what came of one attempt. Only who began the call may (or staff); one response is the one that was served, and
-- after it there is no other. The cost is computed here; without prices or tokens it is null and flagged.
create function record_ai_response(request uuid, state text, served text, provider text, model text, provider_request_id text,
  input_tokens int, cache_read_tokens int, cache_write_tokens int, output_tokens int, reasoning_tokens int, total_tokens int,
  price_input numeric, price_cache_read numeric, price_cache_write numeric, price_output numeric, price_reasoning numeric,
  price_from_date date, price_source text, latency_ms int, finish_reason text, validation jsonb, safety jsonb,
  confidence numeric, content jsonb) returns table (response_id uuid, cost numeric)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    head public.ai_chain_head;
    asked public.aiplatform_airequest;
    made public.aiplatform_airesponse;
    salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  begin
    select * into asked from public.aiplatform_airequest r where r.id = record_ai_response.request;
    if asked.id is null
       or (session_user <> 'cc_ops' and (public.app_user_id() is null or asked.by_id is distinct from public.app_user_id())) then
      raise exception 'no call of this person' using errcode = 'insufficient_privilege';
    end if;
    head := public.ai_lock_head(asked.owner_id);
    if exists (select from public.aiplatform_airesponse r where r.request_id = asked.id and r.served <> '') then
      raise exception 'this call is closed' using errcode = 'object_not_in_prerequisite_state';
    end if;
    made.id := gen_random_uuid();
    made.created_at := clock_timestamp();
    made.updated_at := made.created_at;
    made.owner_id := asked.owner_id;
    made.request_id := asked.id;
    made.request_at := asked.created_at;
    select count(*) + 1 into made.attempt from public.aiplatform_airesponse r where r.request_id = asked.id;
    made.state := record_ai_response.state;
    made.served := record_ai_response.served;
    made.provider := record_ai_response.provider;
    made.model := record_ai_response.model;
    made.provider_request_id := record_ai_response.provider_request_id;
    made.input_tokens := record_ai_response.input_tokens;
    made.cache_read_tokens := record_ai_response.cache_read_tokens;
    made.cache_write_tokens := record_ai_response.cache_write_tokens;
    made.output_tokens := record_ai_response.output_tokens;
    made.reasoning_tokens := record_ai_response.reasoning_tokens;
    made.total_tokens := record_ai_response.total_tokens;
    made.price_input := record_ai_response.price_input;
    made.price_cache_read := record_ai_response.price_cache_read;
    made.price_cache_write := record_ai_response.price_cache_write;
    made.price_output := record_ai_response.price_output;
    made.price_reasoning := record_ai_response.price_reasoning;
    made.price_from_date := record_ai_response.price_from_date;
    made.price_source := record_ai_response.price_source;
    made.cost_usd := public.ai_cost_usd(made.input_tokens, made.cache_read_tokens, made.cache_write_tokens,
      made.output_tokens, made.reasoning_tokens, made.price_input, made.price_cache_read, made.price_cache_write,
      made.price_output, made.price_reasoning);
    made.is_unpriced := made.cost_usd is null;
    made.latency_ms := record_ai_response.latency_ms;
    made.finish_reason := record_ai_response.finish_reason;
    made.validation := record_ai_response.validation;
    made.safety := record_ai_response.safety;
    made.confidence := record_ai_response.confidence;
    made.chain_position := head.chain_position + 1;
    made.previous_sha256 := head.row_sha256;
    made.payload_sha256 := public.ai_payload_sha256(salt, content);
    made.row_sha256 := public.ai_row_sha256(to_jsonb(made));
    insert into public.aiplatform_airesponse values (made.*);
    perform public.ai_keep_payload(asked.owner_id, asked.id, asked.created_at, made.id, content, salt);
    perform public.ai_move_head(asked.owner_id, made.chain_position, made.row_sha256);
    response_id := made.id;
    cost := made.cost_usd;
    return next;
  end $$;

-- The first row of each chain (of all, or of one person) that is not as it was written, with what is wrong; no row when
-- all are whole. It reads with the caller's rights, so it tells of all chains on the staff connection only.
create function ai_verify_log(about uuid default null)
  returns table (owner uuid, rows_read bigint, at_position bigint, kind text, record uuid, problem text)
  language sql stable set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
    with chained as (
      select coalesce(r.owner_id, '00000000-0000-0000-0000-000000000000') as owner, r.chain_position, 'request' as kind, r.id,
             r.previous_sha256, r.row_sha256, r.payload_sha256, public.ai_row_sha256(to_jsonb(r)) as computed
        from public.aiplatform_airequest r where about is null or r.owner_id = about
      union all
      select coalesce(r.owner_id, '00000000-0000-0000-0000-000000000000'), r.chain_position, 'response', r.id,
             r.previous_sha256, r.row_sha256, r.payload_sha256, public.ai_row_sha256(to_jsonb(r))
        from public.aiplatform_airesponse r where about is null or r.owner_id = about
    ), placed as (
      select c.*, row_number() over chain as place, coalesce(lag(c.row_sha256) over chain, '') as before,
             public.ai_payload_sha256(p.salt, p.content) as words
        from chained c left join public.aiplatform_aipayload p on p.record_id = c.id
      window chain as (partition by c.owner order by c.chain_position, c.id)
    ), judged as (
      select p.owner, p.place, p.kind, p.id,
             case when p.chain_position > p.place then 'a row is missing here'
                  when p.chain_position < p.place then 'a row stands here twice'
                  when p.computed <> p.row_sha256 then 'the row is not what was written'
                  when p.previous_sha256 <> p.before then 'the row does not follow the one before it'
                  when p.words <> p.payload_sha256 then 'the words kept with the row are not those that were recorded'
             end as problem
        from placed p
    ), ends as (
      select coalesce(h.owner_id, l.owner) as owner, coalesce(l.place, 0) as place, h.chain_position, h.row_sha256, l.last_sha256
        from (select * from public.ai_chain_head where about is null or owner_id = about) h
        full join (select distinct on (p.owner) p.owner, p.place, p.row_sha256 as last_sha256
                     from placed p order by p.owner, p.place desc) l on l.owner = h.owner_id
    ), found as (
      select j.owner, j.place, j.kind, j.id, j.problem from judged j where j.problem is not null
      union all
      select e.owner, e.place + 1, 'end', null::uuid, 'the last rows are missing' from ends e
       where e.chain_position > e.place
      union all
      select e.owner, e.place, 'end', null::uuid, 'the end of the chain is not what was written' from ends e
       where e.chain_position is null or e.chain_position < e.place
          or (e.chain_position = e.place and e.row_sha256 <> e.last_sha256)
    )
    select distinct on (f.owner) f.owner, (select count(*) from chained c where c.owner = f.owner), f.place, f.kind, f.id, f.problem
      from found f order by f.owner, f.place, (f.kind = 'end')
  $$;
revoke execute on function ai_verify_log from cc_app;

-- One row a call, whatever number of attempts it took. A call without a response is on record as started.
create view ai_request_summary with (security_invoker = true) as
  select r.id, r.created_at, r.owner_id, r.by_id, r.company_id, r.capability, r.prompt_version_id, p.key as prompt_key,
         v.number as prompt_number, r.subject_kind, r.subject_id, r.web_request_id,
         coalesce(nullif(o.last_provider, ''), r.provider) as provider, coalesce(nullif(o.last_model, ''), r.model) as model,
         coalesce(o.attempts, 0) as attempts, coalesce(o.state, 'started') as state, coalesce(o.served, '') as served,
         o.tokens, o.cost_usd, coalesce(o.is_unpriced, false) as is_unpriced, o.latency_ms,
         coalesce(o.finish_reason, '') as finish_reason, o.confidence
    from aiplatform_airequest r
    left join aiplatform_promptversion v on v.id = r.prompt_version_id
    left join aiplatform_prompt p on p.id = v.prompt_id
    left join lateral (
      select count(*) as attempts, (array_agg(s.state order by s.attempt desc))[1] as state,
             (array_agg(s.served order by s.attempt desc))[1] as served,
             (array_agg(s.provider order by s.attempt desc))[1] as last_provider,
             (array_agg(s.model order by s.attempt desc))[1] as last_model,
             (array_agg(s.finish_reason order by s.attempt desc))[1] as finish_reason,
             (array_agg(s.confidence order by s.attempt desc))[1] as confidence,
             sum(s.total_tokens) as tokens, sum(s.cost_usd) as cost_usd, bool_or(s.is_unpriced) as is_unpriced,
             sum(s.latency_ms) as latency_ms
        from aiplatform_airesponse s where s.request_id = r.id
      having count(*) > 0) o on true;

-- One row a prompt version that was ever asked with: outcomes, cost and time of its calls.
create view prompt_performance with (security_invoker = true) as
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
revoke insert, update, delete on ai_request_summary, prompt_performance from cc_app, cc_ops;

-- reverse
drop view prompt_performance;
drop view ai_request_summary;
drop function ai_verify_log;
drop function record_ai_response;
drop function record_ai_request;
drop function ai_keep_payload;
drop function ai_move_head;
drop function ai_lock_head;
drop function ai_check_recorder;
