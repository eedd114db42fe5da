-- Texts, their claims and confirmed facts. A text is final only while it is the very text that was checked, all claims of
-- that check are there, and each is supported or confirmed: whoever writes, in whatever order, in any statement.

-- Whether a final text holds; a text that is gone or a draft always does.
create function refuse_unfounded_text(about uuid) returns void language plpgsql
  as $$
  declare
    row resumes_drafttext;
    there int;
    founded int;
  begin
    select * into row from resumes_drafttext where id = about;
    if not found or row.state <> 'final' then return; end if;
    if row.checked_sha256 <> encode(sha256(convert_to(row.text, 'UTF8')), 'hex') or row.claim_count is null then
      raise exception 'a text is final only as it was checked' using errcode = 'integrity_constraint_violation';
    end if;
    select count(*), count(*) filter (where claim.state = 'supported'
        or (claim.state = 'confirmed' and fact.withdrawn_at is null))
      into there, founded
      from resumes_textclaim claim left join resumes_confirmedfact fact on fact.id = claim.fact_id
     where claim.text_id = about;
    if there <> row.claim_count or founded <> there then
      raise exception 'a text is final only when all its claims are supported or confirmed'
        using errcode = 'integrity_constraint_violation';
    end if;
  end $$;

create function check_text() returns trigger language plpgsql
  as $$ begin perform refuse_unfounded_text(new.id); return null; end $$;

create function check_text_of_claim() returns trigger language plpgsql
  as $$
  begin
    perform refuse_unfounded_text(coalesce(new.text_id, old.text_id));
    return null;
  end $$;

create function check_texts_of_fact() returns trigger language plpgsql
  as $$
  begin
    perform refuse_unfounded_text(claim.text_id) from resumes_textclaim claim where claim.fact_id = new.id;
    return null;
  end $$;

-- A new text was never checked, whatever its row says; what a check wrote is the check's to change.
create function guard_text() returns trigger language plpgsql
  as $$
  begin
    if tg_op = 'INSERT' then
      new.state := 'draft';
      new.finalised_at := null;
      new.checked_sha256 := '';
      new.claim_count := null;
      new.checked_at := null;
    elsif (new.version_id, new.entry_id, new.owner_id) is distinct from (old.version_id, old.entry_id, old.owner_id) then
      raise exception 'a text stays with its resume' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;

-- Of a claim only its confirmation changes: words that a check found unsupported become confirmed by a fact, or no longer.
create function guard_claim() returns trigger language plpgsql
  as $$
  begin
    if (to_jsonb(new) - 'state' - 'fact_id' - 'updated_at') is distinct from (to_jsonb(old) - 'state' - 'fact_id' - 'updated_at')
       or (new.state is distinct from old.state and (old.state = 'supported' or new.state = 'supported')) then
      raise exception 'a check decides what a claim is; a person confirms it' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;

create trigger touch before update on resumes_drafttext for each row execute function touch_updated_at();
create trigger touch before update on resumes_textclaim for each row execute function touch_updated_at();
create trigger touch before update on resumes_confirmedfact for each row execute function touch_updated_at();
create trigger guard before insert or update on resumes_drafttext for each row execute function guard_text();
create trigger guard before update on resumes_textclaim for each row execute function guard_claim();
create trigger founded after update on resumes_drafttext for each row execute function check_text();
-- At the end of the transaction: a text and its claims may go together.
create constraint trigger founded after insert or update or delete on resumes_textclaim
  deferrable initially deferred for each row execute function check_text_of_claim();
create constraint trigger founded after update on resumes_confirmedfact
  deferrable initially deferred for each row execute function check_texts_of_fact();

alter table resumes_drafttext add constraint resumes_drafttext_id_owner unique (id, owner_id);
alter table resumes_confirmedfact add constraint resumes_confirmedfact_id_owner unique (id, owner_id);
alter table resumes_drafttext add constraint resumes_drafttext_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_drafttext add constraint resumes_drafttext_entry_fk
  foreign key (entry_id, version_id, owner_id) references resumes_resumeentry (id, version_id, owner_id);
alter table resumes_textclaim add constraint resumes_textclaim_text_fk
  foreign key (text_id, owner_id) references resumes_drafttext (id, owner_id) deferrable initially deferred;
alter table resumes_textclaim add constraint resumes_textclaim_fact_fk
  foreign key (fact_id, owner_id) references resumes_confirmedfact (id, owner_id) deferrable initially deferred;
alter table resumes_confirmedfact add constraint resumes_confirmedfact_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id) on delete set null (version_id)
  deferrable initially deferred;

-- What a check found is written by this function alone, for the acting person's own draft and only if the text is still the one
-- that was checked; claims of an earlier check go. Returns how many claims there are.
create function record_text_check(about uuid, sha256_of_text text, claims jsonb) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    row public.resumes_drafttext;
    written int;
  begin
    select * into row from public.resumes_drafttext where id = about and owner_id = public.app_user_id() for update;
    if not found then
      raise exception 'no such text' using errcode = 'insufficient_privilege';
    end if;
    if row.state <> 'draft' then
      raise exception 'a final text is not checked again' using errcode = 'integrity_constraint_violation';
    end if;
    if sha256_of_text <> encode(sha256(convert_to(row.text, 'UTF8')), 'hex') then
      raise exception 'the text changed while it was checked' using errcode = 'integrity_constraint_violation';
    end if;
    delete from public.resumes_textclaim where text_id = about;
    insert into public.resumes_textclaim (id, created_at, updated_at, owner_id, text_id, kind, words, start, "end", state, why,
        evidence_start, evidence_end)
    select gen_random_uuid(), clock_timestamp(), clock_timestamp(), row.owner_id, about, one.kind, one.words, one.start, one."end",
        one.state, one.why, one.evidence_start, one.evidence_end
      from jsonb_to_recordset(claims) as one(kind text, words text, start int, "end" int, state text, why text,
        evidence_start int, evidence_end int);
    get diagnostics written = row_count;
    update public.resumes_drafttext
       set checked_sha256 = sha256_of_text, claim_count = written, checked_at = clock_timestamp()
     where id = about;
    return written;
  end $$;
revoke execute on function record_text_check from public;
grant execute on function record_text_check to cc_app, cc_ops;

revoke insert, update on resumes_textclaim from cc_app, cc_ops;
grant update (state, fact_id) on resumes_textclaim to cc_app, cc_ops;
revoke update on resumes_drafttext from cc_app, cc_ops;
grant update (text, kind, state, finalised_at) on resumes_drafttext to cc_app, cc_ops;
revoke update on resumes_confirmedfact from cc_app, cc_ops;
grant update (withdrawn_at, version_id) on resumes_confirmedfact to cc_app, cc_ops;

alter table resumes_drafttext enable row level security, force row level security;
create policy resumes_drafttext_definer on resumes_drafttext to cc_owner using (true) with check (true);
create policy resumes_drafttext_select on resumes_drafttext for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_drafttext_insert on resumes_drafttext for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_drafttext_update on resumes_drafttext for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_drafttext_delete on resumes_drafttext for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_textclaim enable row level security, force row level security;
create policy resumes_textclaim_definer on resumes_textclaim to cc_owner using (true) with check (true);
create policy resumes_textclaim_select on resumes_textclaim for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_textclaim_update on resumes_textclaim for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_textclaim_delete on resumes_textclaim for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_confirmedfact enable row level security, force row level security;
create policy resumes_confirmedfact_definer on resumes_confirmedfact for select to cc_owner using (true);
create policy resumes_confirmedfact_select on resumes_confirmedfact for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_confirmedfact_insert on resumes_confirmedfact for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_confirmedfact_update on resumes_confirmedfact for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_confirmedfact_delete on resumes_confirmedfact for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

-- reverse
drop function record_text_check;
alter table resumes_textclaim drop constraint resumes_textclaim_text_fk;
alter table resumes_textclaim drop constraint resumes_textclaim_fact_fk;
alter table resumes_drafttext drop constraint resumes_drafttext_entry_fk;
alter table resumes_drafttext drop constraint resumes_drafttext_version_fk;
alter table resumes_confirmedfact drop constraint resumes_confirmedfact_version_fk;
alter table resumes_drafttext drop constraint resumes_drafttext_id_owner;
alter table resumes_confirmedfact drop constraint resumes_confirmedfact_id_owner;
drop trigger founded on resumes_confirmedfact;
drop trigger founded on resumes_textclaim;
drop trigger founded on resumes_drafttext;
drop trigger guard on resumes_textclaim;
drop trigger guard on resumes_drafttext;
drop trigger touch on resumes_confirmedfact;
drop trigger touch on resumes_textclaim;
drop trigger touch on resumes_drafttext;
drop function guard_claim;
drop function guard_text;
drop function check_texts_of_fact;
drop function check_text_of_claim;
drop function check_text;
drop function refuse_unfounded_text;
drop policy resumes_confirmedfact_delete on resumes_confirmedfact;
drop policy resumes_confirmedfact_update on resumes_confirmedfact;
drop policy resumes_confirmedfact_insert on resumes_confirmedfact;
drop policy resumes_confirmedfact_select on resumes_confirmedfact;
drop policy resumes_confirmedfact_definer on resumes_confirmedfact;
drop policy resumes_textclaim_delete on resumes_textclaim;
drop policy resumes_textclaim_update on resumes_textclaim;
drop policy resumes_textclaim_select on resumes_textclaim;
drop policy resumes_textclaim_definer on resumes_textclaim;
drop policy resumes_drafttext_delete on resumes_drafttext;
drop policy resumes_drafttext_update on resumes_drafttext;
drop policy resumes_drafttext_insert on resumes_drafttext;
drop policy resumes_drafttext_select on resumes_drafttext;
drop policy resumes_drafttext_definer on resumes_drafttext;
