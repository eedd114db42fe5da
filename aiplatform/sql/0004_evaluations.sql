-- Inputs that versions are measured on, and what was found. Of the staff role alone; the web role holds no right.
-- Held-out inputs are shown only in a transaction that says that it reads them (services/held_out.py): what proposes
-- new prompts never does, so it can not learn from what decides on them.

alter table aiplatform_dataset add constraint aiplatform_dataset_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_datasetitem add constraint aiplatform_datasetitem_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
alter table aiplatform_evaluation add constraint aiplatform_evaluation_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
alter table aiplatform_evaluation add constraint aiplatform_evaluation_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
alter table aiplatform_annotationtask add constraint aiplatform_annotationtask_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
-- An item goes with its person, and what was found on it with the item: the database does it, not Django.
alter table aiplatform_evaluation add constraint aiplatform_evaluation_item_fk
  foreign key (item_id) references aiplatform_datasetitem (id) on delete cascade;

create trigger touch before update on aiplatform_dataset for each row execute function touch_updated_at();
create trigger touch before update on aiplatform_annotationtask for each row execute function touch_updated_at();

-- A frozen dataset stays as it is, but for the key of a person who is erased.
create function aiplatform_guard_dataset() returns trigger language plpgsql
  as $$
  begin
    if old.frozen_at is not null
       and (to_jsonb(new) - array['by_id', 'updated_at']) is distinct from (to_jsonb(old) - array['by_id', 'updated_at']) then
      raise exception 'a frozen dataset never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger frozen before update on aiplatform_dataset for each row execute function aiplatform_guard_dataset();
create trigger kept before delete on aiplatform_dataset for each row execute function refuse_change();
create function aiplatform_guard_item() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform 1 from public.aiplatform_dataset d where d.id = new.dataset_id and d.frozen_at is null for share;
    if not found then
      raise exception 'a frozen dataset takes no more inputs' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger frozen before insert on aiplatform_datasetitem for each row execute function aiplatform_guard_item();
create trigger immutable before update on aiplatform_datasetitem for each row execute function refuse_change();

-- What was found never changes but for the key of a judge who is erased.
create function aiplatform_guard_evaluation() returns trigger language plpgsql
  as $$
  begin
    if new.by_id is not null or (to_jsonb(new) - 'by_id') is distinct from (to_jsonb(old) - 'by_id') then
      raise exception 'an evaluation never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_evaluation for each row execute function aiplatform_guard_evaluation();

alter table aiplatform_dataset enable row level security, force row level security;
create policy aiplatform_dataset_staff on aiplatform_dataset to cc_ops using (true) with check (true);
create policy aiplatform_dataset_definer on aiplatform_dataset to cc_owner using (true);
alter table aiplatform_datasetitem enable row level security, force row level security;
create policy aiplatform_datasetitem_select on aiplatform_datasetitem for select to cc_ops
  using ((split <> 'held_out' and not is_adversarial) or current_setting('app.reading', true) = 'held_out');
create policy aiplatform_datasetitem_insert on aiplatform_datasetitem for insert to cc_ops with check (true);
alter table aiplatform_evaluation enable row level security, force row level security;
create policy aiplatform_evaluation_select on aiplatform_evaluation for select to cc_ops using (true);
create policy aiplatform_evaluation_insert on aiplatform_evaluation for insert to cc_ops with check (true);
alter table aiplatform_annotationtask enable row level security, force row level security;
create policy aiplatform_annotationtask_staff on aiplatform_annotationtask to cc_ops using (true) with check (true);
revoke all on aiplatform_dataset, aiplatform_datasetitem, aiplatform_evaluation, aiplatform_annotationtask from cc_app;
revoke delete on aiplatform_dataset, aiplatform_annotationtask from cc_ops;
revoke update, delete on aiplatform_datasetitem, aiplatform_evaluation from cc_ops;

-- reverse
grant select, insert, update, delete on aiplatform_dataset, aiplatform_datasetitem, aiplatform_evaluation,
  aiplatform_annotationtask to cc_app, cc_ops;
drop policy aiplatform_annotationtask_staff on aiplatform_annotationtask;
alter table aiplatform_annotationtask no force row level security, disable row level security;
drop policy aiplatform_evaluation_insert on aiplatform_evaluation;
drop policy aiplatform_evaluation_select on aiplatform_evaluation;
alter table aiplatform_evaluation no force row level security, disable row level security;
drop policy aiplatform_datasetitem_insert on aiplatform_datasetitem;
drop policy aiplatform_datasetitem_select on aiplatform_datasetitem;
alter table aiplatform_datasetitem no force row level security, disable row level security;
drop policy aiplatform_dataset_definer on aiplatform_dataset;
drop policy aiplatform_dataset_staff on aiplatform_dataset;
alter table aiplatform_dataset no force row level security, disable row level security;
drop trigger immutable on aiplatform_evaluation;
drop function aiplatform_guard_evaluation;
drop trigger immutable on aiplatform_datasetitem;
drop trigger frozen on aiplatform_datasetitem;
drop function aiplatform_guard_item;
drop trigger kept on aiplatform_dataset;
drop trigger frozen on aiplatform_dataset;
drop function aiplatform_guard_dataset;
alter table aiplatform_evaluation drop constraint aiplatform_evaluation_item_fk;
alter table aiplatform_annotationtask drop constraint aiplatform_annotationtask_owner_fk;
alter table aiplatform_evaluation drop constraint aiplatform_evaluation_by_fk;
alter table aiplatform_evaluation drop constraint aiplatform_evaluation_owner_fk;
alter table aiplatform_datasetitem drop constraint aiplatform_datasetitem_owner_fk;
alter table aiplatform_dataset drop constraint aiplatform_dataset_by_fk;
