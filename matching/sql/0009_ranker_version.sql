-- Rankers and their evidence. No person's data but the keys of staff who promoted one, so no row security. The web role
-- reads; the staff connection adds and changes the state; nobody removes, and what was measured never changes.

create trigger touch before update on matching_rankerversion for each row execute function touch_updated_at();
alter table matching_rankerversion add constraint matching_rankerversion_promoted_by_fk
  foreign key (promoted_by_id) references accounts_user (id) on delete set null;
alter table matching_rankerversion add constraint matching_rankerversion_retired_by_fk
  foreign key (retired_by_id) references accounts_user (id) on delete set null;

create function refuse_ranker_change() returns trigger language plpgsql
  as $$
  declare free text[] := array['state', 'note', 'promoted_by_id', 'promoted_at', 'retired_by_id', 'retired_at', 'updated_at'];
  begin
    if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free) then
      raise exception 'a stored ranker never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on matching_rankerversion for each row execute function refuse_ranker_change();
create trigger kept before delete on matching_rankerversion for each row execute function refuse_change();

revoke insert, update, delete on matching_rankerversion from cc_app;
revoke update, delete on matching_rankerversion from cc_ops;
grant update (state, note, promoted_by_id, promoted_at, retired_by_id, retired_at, updated_at) on matching_rankerversion to cc_ops;

-- reverse
grant insert, update, delete on matching_rankerversion to cc_app, cc_ops;
drop trigger kept on matching_rankerversion;
drop trigger immutable on matching_rankerversion;
drop function refuse_ranker_change;
alter table matching_rankerversion drop constraint matching_rankerversion_retired_by_fk;
alter table matching_rankerversion drop constraint matching_rankerversion_promoted_by_fk;
drop trigger touch on matching_rankerversion;
