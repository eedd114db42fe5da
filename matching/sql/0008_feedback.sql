-- What became of matches: append-only. The web role may read and add; rows go with the person, the version or the job,
-- through foreign keys that delete in the database (privileges and row security do not bind those).

alter table matching_matchfeedback add constraint matching_matchfeedback_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id) on delete cascade;
alter table matching_matchfeedback add constraint matching_matchfeedback_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
alter table matching_matchfeedback add constraint matching_matchfeedback_job_fk
  foreign key (job_id) references matching_jobposting (id) on delete cascade;
alter table matching_matchfeedback add constraint matching_matchfeedback_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_matchfeedback add constraint matching_matchfeedback_by_fk
  foreign key (by_id) references accounts_user (id) on delete set null;

-- Only what foreign keys do may change a row: the actor's key goes with the actor, the company follows its job.
create function refuse_feedback_change() returns trigger language plpgsql
  as $$
  begin
    if (to_jsonb(new) - 'by_id' - 'company_id') is distinct from (to_jsonb(old) - 'by_id' - 'company_id')
       or (new.by_id is not null and new.by_id is distinct from old.by_id) then
      raise exception 'feedback never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on matching_matchfeedback for each row execute function refuse_feedback_change();
revoke update, delete on matching_matchfeedback from cc_app, cc_ops;

-- A person records what they did themselves; owners and recruiters of a company what it decided about a candidate whom
-- they were shown. by_id is the human who acts: nothing is recorded, and nobody rejected, without one.
alter table matching_matchfeedback enable row level security, force row level security;
create policy matching_matchfeedback_select on matching_matchfeedback for select to cc_app, cc_ops
  using (owner_id = (select app_user_id())
    or (company_id = any((select app_company_ids())::uuid[]) and kind in ('contacted', 'rejected', 'hired')));
create policy matching_matchfeedback_insert on matching_matchfeedback for insert to cc_app, cc_ops
  with check (by_id = (select app_user_id())
    and exists (select 1 from matching_jobposting job where job.id = job_id)
    and ((owner_id = (select app_user_id()) and kind not in ('contacted', 'rejected', 'hired'))
      or (kind in ('contacted', 'rejected', 'hired') and owner_id <> (select app_user_id())
        and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[])
        and version_id = any(array(select app_granted_version_ids())))));

-- Adds one row for each of these jobs that is not there yet, with the numbers of the stored match; returns how many.
-- Runs with the caller's rights, so that every policy above applies. A job is shown only with a match.
create function matching_record_feedback(
  what text, of_version uuid, jobs uuid[], positions integer[], propensities float8[], why text, moment timestamptz
) returns integer language plpgsql
  as $$
  declare added integer;
  begin
    insert into matching_matchfeedback (id, created_at, updated_at, owner_id, company_id, job_id, version_id, by_id,
      kind, reason, at, position, propensity, score, ranker_version, features, traits)
    select gen_random_uuid(), now(), now(), version.owner_id, job.company_id, job.id, version.id, app_user_id(),
      what, why, moment, asked.place, asked.chance, found.score, coalesce(found.ranker_version, ''), found.features,
      jsonb_build_object('level', job.level, 'remote', job.remote, 'country', coalesce(job.countries ->> 0, ''),
        'source', coalesce(file.format, version.source), 'skills', (
          select coalesce(jsonb_agg(distinct asks.skill_key), '[]') from matching_jobrequirement asks
           where asks.job_id = job.id and asks.skill_key <> ''))
    from unnest(jobs, positions, propensities) as asked (job_id, place, chance)
    join matching_jobposting job on job.id = asked.job_id
    join resumes_resumeversion version on version.id = of_version
    left join resumes_resumefile file on file.id = version.file_id
    left join matching_match found on found.version_id = version.id and found.job_id = job.id
    where what <> 'shown' or found.id is not null
    on conflict (owner_id, job_id, kind) do nothing;
    get diagnostics added = row_count;
    return added;
  end $$;

-- What training reads, and only the staff connection may ask: no key of a person or a job, no text. The two pseudonyms
-- hold within one call (its salt is thrown away); is_standing says of a dismissal that it was not taken back. Every third
-- person is held out, the same ones for ever: no ranker is ever trained on those whom it is measured on.
create policy matching_matchfeedback_definer on matching_matchfeedback for select to cc_owner using (true);
create policy matching_jobmark_definer on matching_jobmark for select to cc_owner using (true);
create function matching_feedback_samples(salt text, most integer) returns table (
  talent text, job text, kind text, reason text, at timestamptz, place integer, propensity float8, score smallint,
  ranker_version text, features float8[], traits jsonb, is_standing boolean, is_held_out boolean
) language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select encode(sha256(convert_to(salt || f.owner_id, 'UTF8')), 'hex'), encode(sha256(convert_to(salt || f.job_id, 'UTF8')), 'hex'),
           f.kind, f.reason, f.at, f.position, f.propensity, f.score, f.ranker_version, f.features, f.traits,
           f.kind <> 'dismissed' or exists (
             select 1 from public.matching_jobmark mark
              where mark.owner_id = f.owner_id and mark.job_id = f.job_id and mark.kind = 'dismissed'),
           get_byte(sha256(convert_to(f.owner_id::text, 'UTF8')), 0) % 3 = 0
      from public.matching_matchfeedback f
     order by f.at desc, f.id
     limit most
  $$;
revoke execute on function matching_feedback_samples from cc_app;

-- reverse
drop function matching_feedback_samples;
drop policy matching_jobmark_definer on matching_jobmark;
drop policy matching_matchfeedback_definer on matching_matchfeedback;
drop function matching_record_feedback;
drop policy matching_matchfeedback_insert on matching_matchfeedback;
drop policy matching_matchfeedback_select on matching_matchfeedback;
alter table matching_matchfeedback no force row level security, disable row level security;
drop trigger immutable on matching_matchfeedback;
drop function refuse_feedback_change;
alter table matching_matchfeedback drop constraint matching_matchfeedback_by_fk;
alter table matching_matchfeedback drop constraint matching_matchfeedback_company_fk;
alter table matching_matchfeedback drop constraint matching_matchfeedback_job_fk;
alter table matching_matchfeedback drop constraint matching_matchfeedback_owner_fk;
alter table matching_matchfeedback drop constraint matching_matchfeedback_version_fk;
