-- Wishes for a promotion that wait for a second person; of the staff role alone.

alter table aiplatform_approval add constraint aiplatform_approval_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;
create trigger touch before update on aiplatform_approval for each row execute function touch_updated_at();

-- Who asked for what, and why, never changes; it is closed once.
create function aiplatform_guard_approval() returns trigger language plpgsql
  as $$
  declare
    people text[] := array['by_id', 'updated_at'];
    free text[] := people || array['outcome', 'closed_at'];
  begin
    if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free)
       or (new.by_id is not null and new.by_id is distinct from old.by_id)
       or (old.closed_at is not null and (to_jsonb(new) - people) is distinct from (to_jsonb(old) - people)) then
      raise exception 'an approval is only ever closed' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on aiplatform_approval for each row execute function aiplatform_guard_approval();
create trigger kept before delete on aiplatform_approval for each row execute function refuse_change();

alter table aiplatform_approval enable row level security, force row level security;
create policy aiplatform_approval_staff on aiplatform_approval to cc_ops using (true) with check (true);
revoke all on aiplatform_approval from cc_app;
revoke delete on aiplatform_approval from cc_ops;

-- reverse
grant select, insert, update, delete on aiplatform_approval to cc_app, cc_ops;
drop policy aiplatform_approval_staff on aiplatform_approval;
alter table aiplatform_approval no force row level security, disable row level security;
drop trigger kept on aiplatform_approval;
drop trigger immutable on aiplatform_approval;
drop function aiplatform_guard_approval;
drop trigger touch on aiplatform_approval;
alter table aiplatform_approval drop constraint aiplatform_approval_by_fk;
