-- Prompts, their versions, and who put which one into production. No person's data but the keys of staff, so prompts and
-- versions have no row security: the web role reads them and writes nothing. The staff role adds prompts and drafts; what
-- a version says and in which state it is change by the functions below alone. Promotions are for staff to read.

create trigger touch before update on aiplatform_prompt for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_promptversion for each row execute function touch_updated_at();
create trigger kept before delete on aiplatform_prompt for each row execute function refuse_change();
alter table aiplatform_promptversion add constraint aiplatform_promptversion_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_promotion add constraint aiplatform_promotion_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_promotion add constraint aiplatform_promotion_second_fk
  foreign key (second_approver_id) references accounts_user (id) on delete set null;
-- A promotion names versions of its own prompt, a version a parent of its own prompt.
alter table aiplatform_promptversion add constraint aiplatform_promptversion_id_prompt unique (id, prompt_id);
alter table aiplatform_promptversion add constraint aiplatform_promptversion_parent_fk
  foreign key (parent_id, prompt_id) references aiplatform_promptversion (id, prompt_id);
alter table aiplatform_promotion add constraint aiplatform_promotion_version_fk
  foreign key (version_id, prompt_id) references aiplatform_promptversion (id, prompt_id);
alter table aiplatform_promotion add constraint aiplatform_promotion_from_fk
  foreign key (from_version_id, prompt_id) references aiplatform_promptversion (id, prompt_id);

-- A new version is a draft and gets the next number under the lock of its prompt, whoever adds it.
create function aiplatform_number_version() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if new.state <> 'draft' or new.promoted_at is not null or new.retired_at is not null then
      raise exception 'a new version is a draft' using errcode = 'integrity_constraint_violation';
    end if;
    perform 1 from public.aiplatform_prompt where id = new.prompt_id for update;
    select coalesce(max(number), 0) + 1 into new.number from public.aiplatform_promptversion where prompt_id = new.prompt_id;
    return new;
  end $$;
create trigger numbered before insert on aiplatform_promptversion
  for each row execute function aiplatform_number_version();

-- A draft's text may change; of every other version only its state, in order, and the key of a person who is erased.
create function aiplatform_guard_version() returns trigger language plpgsql
  as $$
  declare
    free text[] := array['state', 'promoted_at', 'retired_at', 'updated_at', 'by_id'];
    text_of_it text[] := array['system', 'template', 'parameters', 'output_schema', 'sha256', 'note'];
    steps text[] := array['draft>candidate', 'draft>retired', 'candidate>production', 'candidate>retired',
                          'production>retired', 'retired>production'];
  begin
    if old.state = 'draft' then free := free || text_of_it; end if;
    if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free)
       or (new.by_id is not null and new.by_id is distinct from old.by_id) then
      raise exception 'a version never changes once it is no draft' using errcode = 'integrity_constraint_violation';
    end if;
    if new.state <> old.state and not (old.state || '>' || new.state) = any(steps) then
      raise exception 'a version does not go from % to %', old.state, new.state
        using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_promptversion
  for each row execute function aiplatform_guard_version();
create trigger kept before delete on aiplatform_promptversion for each row execute function refuse_change();
create trigger never_emptied before truncate on aiplatform_promptversion execute function refuse_change();

-- What is on record about promotions only ever loses the key of a person who is erased.
create function aiplatform_guard_promotion() returns trigger language plpgsql
  as $$
  declare people text[] := array['by_id', 'second_approver_id'];
  begin
    if (to_jsonb(new) - people) is distinct from (to_jsonb(old) - people)
       or (new.by_id is not null and new.by_id is distinct from old.by_id)
       or (new.second_approver_id is not null and new.second_approver_id is distinct from old.second_approver_id) then
      raise exception 'a promotion on record never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_promotion for each row execute function aiplatform_guard_promotion();
create trigger kept before delete on aiplatform_promotion for each row execute function refuse_change();
create trigger never_emptied before truncate on aiplatform_promotion execute function refuse_change();

-- Writes a draft's text anew. Raises when it is no draft any more.
create function edit_prompt_draft(version uuid, new_system text, new_template text, new_parameters jsonb, new_schema jsonb,
                                  new_sha256 text, new_note text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    update public.aiplatform_promptversion
       set system = new_system, template = new_template, parameters = new_parameters, output_schema = new_schema,
           sha256 = new_sha256, note = new_note
     where id = edit_prompt_draft.version and state = 'draft';
    if not found then
      raise exception 'only a draft can be edited' using errcode = 'object_not_in_prerequisite_state';
    end if;
  end $$;

-- Makes a draft a candidate (its text is fixed from here on), or retires a draft or candidate that nobody wants.
create function move_prompt_version(version uuid, new_state text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    update public.aiplatform_promptversion
       set state = new_state, retired_at = case when new_state = 'retired' then clock_timestamp() end
     where id = move_prompt_version.version
       and ((new_state = 'candidate' and state = 'draft') or (new_state = 'retired' and state in ('draft', 'candidate')));
    if not found then
      raise exception 'this version can not become %', new_state using errcode = 'object_not_in_prerequisite_state';
    end if;
  end $$;

-- The one place where what is in production changes: the old version goes, the new one comes, and it is on record. The
-- caller holds the lock of the prompt's row, so that there is never a moment with two, or with none for others to see.
create function aiplatform_put_into_production(wanted public.aiplatform_promptversion, kind_of text, actor uuid, why text,
                                               second uuid, figures jsonb) returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    now_active uuid;
    moment timestamptz := clock_timestamp();
    promotion uuid := gen_random_uuid();
  begin
    if public.app_user_id() is not null and actor is distinct from public.app_user_id() then
      raise exception 'a promotion is on record under the person who acts' using errcode = 'insufficient_privilege';
    end if;
    update public.aiplatform_promptversion set state = 'retired', retired_at = moment
     where prompt_id = wanted.prompt_id and state = 'production' returning id into now_active;
    update public.aiplatform_promptversion
       set state = 'production', promoted_at = coalesce(promoted_at, moment), retired_at = null where id = wanted.id;
    insert into public.aiplatform_promotion (id, created_at, updated_at, prompt_id, version_id, from_version_id, kind, by_id,
      second_approver_id, reason, evidence, at)
    values (promotion, moment, moment, wanted.prompt_id, wanted.id, now_active,
      case when now_active is null then 'first' else kind_of end, actor, second, why, figures, moment);
    return promotion;
  end $$;
revoke execute on function aiplatform_put_into_production from cc_app, cc_ops;

-- Makes a candidate the version that is used; the one before is retired. Returns the key of the promotion.
create function promote_prompt_to_production(version uuid, by uuid, reason text, second uuid default null,
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

-- Puts the version that was in production before the present one back, in one call. Returns the key of the promotion.
create function rollback_prompt(prompt uuid, by uuid, reason text) returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare wanted public.aiplatform_promptversion;
  begin
    perform 1 from public.aiplatform_prompt p where p.id = $1 for update;
    -- Each version was promoted once; going back further follows those promotions, not the rollbacks between.
    select before.* into wanted
      from public.aiplatform_promptversion present
      join public.aiplatform_promotion p on p.version_id = present.id and p.kind in ('first', 'promotion')
      join public.aiplatform_promptversion before on before.id = p.from_version_id
     where present.prompt_id = $1 and present.state = 'production';
    if wanted.id is null then
      raise exception 'there is no version to go back to' using errcode = 'object_not_in_prerequisite_state';
    end if;
    return public.aiplatform_put_into_production(wanted, 'rollback', $2, $3, null, '{}');
  end $$;

revoke insert, update, delete on aiplatform_prompt, aiplatform_promptversion from cc_app;
revoke update, delete on aiplatform_prompt, aiplatform_promptversion from cc_ops;
grant update (title, updated_at) on aiplatform_prompt to cc_ops;
revoke execute on function edit_prompt_draft, move_prompt_version, promote_prompt_to_production, rollback_prompt from cc_app;

alter table aiplatform_promotion enable row level security, force row level security;
create policy aiplatform_promotion_select on aiplatform_promotion for select to cc_ops using (true);
create policy aiplatform_promotion_definer on aiplatform_promotion for select to cc_owner using (true);
create policy aiplatform_promotion_writer on aiplatform_promotion for insert to cc_owner with check (true);
revoke all on aiplatform_promotion from cc_app;
revoke insert, update, delete on aiplatform_promotion from cc_ops;

-- reverse
drop policy aiplatform_promotion_writer on aiplatform_promotion;
drop policy aiplatform_promotion_definer on aiplatform_promotion;
drop policy aiplatform_promotion_select on aiplatform_promotion;
alter table aiplatform_promotion no force row level security, disable row level security;
drop function rollback_prompt;
drop function promote_prompt_to_production;
drop function aiplatform_put_into_production;
drop function move_prompt_version;
drop function edit_prompt_draft;
drop trigger never_emptied on aiplatform_promotion;
drop trigger kept on aiplatform_promotion;
drop trigger immutable on aiplatform_promotion;
drop function aiplatform_guard_promotion;
drop trigger never_emptied on aiplatform_promptversion;
drop trigger kept on aiplatform_promptversion;
drop trigger immutable on aiplatform_promptversion;
drop function aiplatform_guard_version;
drop trigger numbered on aiplatform_promptversion;
drop function aiplatform_number_version;
drop trigger kept on aiplatform_prompt;
