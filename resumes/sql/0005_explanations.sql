-- Advice, suggestions and explanations belong to the person alone: a company that was shown a version reads none of them.
create trigger touch before update on resumes_advice for each row execute function touch_updated_at();
create trigger touch before update on resumes_suggestion for each row execute function touch_updated_at();
create trigger immutable before update on resumes_explanation for each row execute function refuse_change();
revoke update on resumes_explanation from cc_app, cc_ops;

alter table resumes_advice add constraint resumes_advice_id_owner unique (id, version_id, owner_id);
alter table resumes_advice add constraint resumes_advice_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_suggestion add constraint resumes_suggestion_advice_fk
  foreign key (advice_id, version_id, owner_id) references resumes_advice (id, version_id, owner_id);
alter table resumes_suggestion add constraint resumes_suggestion_draft_fk
  foreign key (draft_id, owner_id) references resumes_drafttext (id, owner_id);
alter table resumes_suggestion add constraint resumes_suggestion_made_fk
  foreign key (made_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_explanation add constraint resumes_explanation_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);

-- An explanation quotes its version, at the place that it names. Runs with the caller's rights; of a version that the
-- caller cannot read, the policy and the key to (version, owner) refuse the row.
create function refuse_false_quote() returns trigger language plpgsql
  as $$
  begin
    if exists (
      select 1 from resumes_resumeversion version
       where version.id = new.version_id and substr(version.text, new.start + 1, new."end" - new.start) <> new.quote
    ) then
      raise exception 'the explanation does not quote its version' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger quotes before insert on resumes_explanation for each row execute function refuse_false_quote();

-- A suggestion is accepted only with a final text: one whose every claim is supported or confirmed.
create function refuse_unfounded_acceptance() returns trigger language plpgsql
  as $$
  begin
    if new.state = 'accepted' and new.draft_id is not null and exists (
      select 1 from resumes_drafttext draft where draft.id = new.draft_id and draft.state <> 'final'
    ) then
      raise exception 'a suggestion is accepted only with a final text' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger founded before insert or update of state, draft_id on resumes_suggestion
  for each row execute function refuse_unfounded_acceptance();

alter table resumes_advice enable row level security, force row level security;
create policy resumes_advice_select on resumes_advice for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_advice_insert on resumes_advice for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_advice_update on resumes_advice for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_advice_delete on resumes_advice for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_suggestion enable row level security, force row level security;
create policy resumes_suggestion_select on resumes_suggestion for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_suggestion_insert on resumes_suggestion for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_suggestion_update on resumes_suggestion for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_suggestion_delete on resumes_suggestion for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_explanation enable row level security, force row level security;
create policy resumes_explanation_select on resumes_explanation for select to cc_app, cc_ops using (owner_id = (select app_user_id()));
create policy resumes_explanation_insert on resumes_explanation for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_explanation_delete on resumes_explanation for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

-- reverse
drop policy resumes_explanation_delete on resumes_explanation;
drop policy resumes_explanation_insert on resumes_explanation;
drop policy resumes_explanation_select on resumes_explanation;
alter table resumes_explanation no force row level security, disable row level security;
drop policy resumes_suggestion_delete on resumes_suggestion;
drop policy resumes_suggestion_update on resumes_suggestion;
drop policy resumes_suggestion_insert on resumes_suggestion;
drop policy resumes_suggestion_select on resumes_suggestion;
alter table resumes_suggestion no force row level security, disable row level security;
drop policy resumes_advice_delete on resumes_advice;
drop policy resumes_advice_update on resumes_advice;
drop policy resumes_advice_insert on resumes_advice;
drop policy resumes_advice_select on resumes_advice;
alter table resumes_advice no force row level security, disable row level security;
drop trigger founded on resumes_suggestion;
drop function refuse_unfounded_acceptance;
drop trigger quotes on resumes_explanation;
drop function refuse_false_quote;
alter table resumes_explanation drop constraint resumes_explanation_version_fk;
alter table resumes_suggestion drop constraint resumes_suggestion_made_fk;
alter table resumes_suggestion drop constraint resumes_suggestion_draft_fk;
alter table resumes_suggestion drop constraint resumes_suggestion_advice_fk;
alter table resumes_advice drop constraint resumes_advice_version_fk;
alter table resumes_advice drop constraint resumes_advice_id_owner;
grant update on resumes_explanation to cc_app, cc_ops;
drop trigger immutable on resumes_explanation;
drop trigger touch on resumes_suggestion;
drop trigger touch on resumes_advice;
