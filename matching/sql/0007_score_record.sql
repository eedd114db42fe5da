-- Each stored score stays on record: triggers on the matches write the record, so that no code can store a score without.
-- The web role reads records and can neither add, change nor remove them; they go with the person or the version.

alter table matching_scorerecord add constraint matching_scorerecord_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;
alter table matching_scorerecord add constraint matching_scorerecord_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id) on delete cascade;
-- This one before the next: keys act in the order in which they were made, and the company's goes with its job.
alter table matching_scorerecord add constraint matching_scorerecord_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete set null;
alter table matching_scorerecord add constraint matching_scorerecord_job_fk
  foreign key (job_id) references matching_jobposting (id) on delete set null;

revoke insert, update, delete on matching_scorerecord from cc_app, cc_ops;

-- Only what foreign keys do may change a row: the posting's key goes with the posting, the company follows its job.
create function refuse_record_change() returns trigger language plpgsql
  as $$
  begin
    if (to_jsonb(new) - 'job_id' - 'company_id') is distinct from (to_jsonb(old) - 'job_id' - 'company_id')
       or (new.job_id is not null and new.job_id is distinct from old.job_id) then
      raise exception 'a score on record never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;
create trigger immutable before update on matching_scorerecord for each row execute function refuse_record_change();

-- Writes the records of the rows that a statement scored. SECURITY DEFINER, because nobody else may add a record; it is
-- given rows that the caller was just allowed to write, and tells nothing back. A row that was written but not scored again
-- (its job got another company, say) is the same as its last record and adds none. Why it was scored is told from what
-- differs: the version of the resume, the posting, other facts of the talent (wishes, answers, encoder, taxonomy), the ranker.
create policy matching_scorerecord_definer on matching_scorerecord for select to cc_owner using (true);
create policy matching_scorerecord_writer on matching_scorerecord for insert to cc_owner with check (true);
create policy matching_talentvector_definer on matching_talentvector for select to cc_owner using (true);
create function matching_record_scores() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    insert into public.matching_scorerecord (id, created_at, updated_at, owner_id, version_id, job_id, company_id, match_id,
      job_title, score, raw, baseline, source, ranker_version, ranker_sha256, inputs_sha256, talent_sha256, job_sha256,
      features, contributions, subscores, scored_at, reason, previous_score)
    select gen_random_uuid(), clock_timestamp(), now(), new_row.owner_id, new_row.version_id, new_row.job_id,
      new_row.company_id, new_row.id, job.title, new_row.score, new_row.raw, new_row.baseline, new_row.source,
      new_row.ranker_version, new_row.ranker_sha256, new_row.inputs_sha256, coalesce(vector.inputs_sha256, ''),
      job.text_sha256, new_row.features, new_row.contributions, new_row.subscores, new_row.scored_at,
      case when before.id is null then 'first'
           when before.version_id <> new_row.version_id then 'resume'
           when before.job_sha256 <> job.text_sha256 then 'posting'
           when before.inputs_sha256 <> new_row.inputs_sha256 then 'talent'
           when (before.ranker_version, before.ranker_sha256) <> (new_row.ranker_version, new_row.ranker_sha256) then 'ranker'
           else 'again' end,
      before.score
    from scored new_row
    join public.matching_jobposting job on job.id = new_row.job_id
    left join public.matching_talentvector vector on vector.version_id = new_row.version_id
    left join lateral (
      select record.* from public.matching_scorerecord record
       where record.owner_id = new_row.owner_id and record.job_id = new_row.job_id
       order by record.created_at desc limit 1) before on true
    where before.id is null or before.match_id <> new_row.id
       or (before.scored_at, before.raw, before.score, before.ranker_version, before.inputs_sha256)
          <> (new_row.scored_at, new_row.raw, new_row.score, new_row.ranker_version, new_row.inputs_sha256);
    return null;
  end $$;
revoke execute on function matching_record_scores from cc_app, cc_ops;
create trigger record_added after insert on matching_match
  referencing new table as scored for each statement execute function matching_record_scores();
create trigger record_scored_again after update on matching_match
  referencing new table as scored for each statement execute function matching_record_scores();

-- The scores that are stored now begin the record. The tables' owner may not read matches; for this moment it may.
alter table matching_match no force row level security;
insert into matching_scorerecord (id, created_at, updated_at, owner_id, version_id, job_id, company_id, match_id,
  job_title, score, raw, baseline, source, ranker_version, ranker_sha256, inputs_sha256, talent_sha256, job_sha256,
  features, contributions, subscores, scored_at, reason, previous_score)
select gen_random_uuid(), scored.scored_at, now(), scored.owner_id, scored.version_id, scored.job_id, scored.company_id,
  scored.id, job.title, scored.score, scored.raw, scored.baseline, scored.source, scored.ranker_version,
  scored.ranker_sha256, scored.inputs_sha256, coalesce(vector.inputs_sha256, ''), job.text_sha256, scored.features,
  scored.contributions, scored.subscores, scored.scored_at, 'first', null
  from matching_match scored
  join matching_jobposting job on job.id = scored.job_id
  left join matching_talentvector vector on vector.version_id = scored.version_id;
alter table matching_match force row level security;

alter table matching_scorerecord enable row level security, force row level security;
create policy matching_scorerecord_select on matching_scorerecord for select to cc_app, cc_ops
  using (owner_id = (select app_user_id())
    or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids()))));
-- prune_score_records runs as the tables' owner; not even it removes what the law wants kept for six months.
create policy matching_scorerecord_prune on matching_scorerecord for delete to cc_owner
  using (scored_at < now() - interval '184 days');

-- reverse
drop policy matching_scorerecord_prune on matching_scorerecord;
drop policy matching_scorerecord_select on matching_scorerecord;
drop trigger record_scored_again on matching_match;
drop trigger record_added on matching_match;
drop function matching_record_scores;
drop policy matching_talentvector_definer on matching_talentvector;
drop policy matching_scorerecord_writer on matching_scorerecord;
drop policy matching_scorerecord_definer on matching_scorerecord;
drop trigger immutable on matching_scorerecord;
drop function refuse_record_change;
