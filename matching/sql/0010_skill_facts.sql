-- Answers about skills belong to the person alone: a company reads what they come to on a score card, never the rows.
create trigger touch before update on matching_skillfact for each row execute function touch_updated_at();

-- An answer outlives the job that asked and the version that said it. These keys set their column to null by themselves:
-- whoever deletes a job may not see the answers that name it.
alter table matching_skillfact add constraint matching_skillfact_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id) on delete set null (version_id)
  deferrable initially deferred;
alter table matching_skillfact add constraint matching_skillfact_job_fk
  foreign key (job_id) references matching_jobposting (id) on delete set null deferrable initially deferred;

alter table matching_skillfact enable row level security, force row level security;
create policy matching_skillfact_select on matching_skillfact for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()));
create policy matching_skillfact_insert on matching_skillfact for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id())
    and (job_id is null or exists (select 1 from matching_jobposting job where job.id = job_id)));
create policy matching_skillfact_update on matching_skillfact for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()))
  with check (owner_id = (select app_user_id())
    and (job_id is null or exists (select 1 from matching_jobposting job where job.id = job_id)));
create policy matching_skillfact_delete on matching_skillfact for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));

-- Skill gaps of the person who asks: one row a skill and job of interest (saved, applied to, or among the twenty best
-- matches of the current version), with what the person's resumes and answers say of it.
--   existing   a dated entry of the current version tells it, a list of languages names it, or the person confirmed it
--              with a place or years
--   supported  it is written, but not there: only listed, following from another skill, in another version, or a bare yes
--   gap        nothing says so, or the person said no
-- The view reads with the rights of whoever asks, so the policies of every table apply inside it.
create view user_skill_gaps with (security_invoker = true) as
with standing as (
  select version.id, version.owner_id
  from resumes_resumeversion version
  join resumes_resume resume on resume.id = version.resume_id
  where version.owner_id = (select app_user_id()) and resume.is_primary and resume.deleted_at is null
  order by version.number desc, version.id
  limit 1
),
best as (
  select match.owner_id, match.job_id, match.score
  from standing
  join matching_match match on match.version_id = standing.id and match.owner_id = standing.owner_id
  join matching_jobposting job on job.id = match.job_id and job.deleted_at is null
  where not exists (
    select 1 from matching_jobmark mark
    where mark.owner_id = match.owner_id and mark.job_id = match.job_id and mark.kind = 'dismissed')
  order by match.score desc, match.id
  limit 20
),
interest as (
  select owner_id, job_id, bool_or(why = 'saved') as is_saved, bool_or(why = 'applied') as is_applied,
    bool_or(why = 'best') as is_best
  from (
    select owner_id, job_id, 'saved' as why from matching_jobmark
    where owner_id = (select app_user_id()) and kind = 'saved'
    union all
    select owner_id, job_id, 'applied' from matching_application
    where owner_id = (select app_user_id()) and status = 'applied' and deleted_at is null
    union all
    select owner_id, job_id, 'best' from best
  ) found
  where exists (select 1 from matching_jobposting job where job.id = found.job_id and job.deleted_at is null)
  group by owner_id, job_id
),
asked as (
  select interest.owner_id, interest.job_id, interest.is_saved, interest.is_applied, interest.is_best,
    requirement.skill_key, max(requirement.skill_label) as skill_label, min(requirement.importance) as importance,
    max(requirement.min_years) as min_years
  from interest
  join matching_jobrequirement requirement on requirement.job_id = interest.job_id
  where requirement.skill_key <> ''
  group by interest.owner_id, interest.job_id, interest.is_saved, interest.is_applied, interest.is_best,
    requirement.skill_key
)
select asked.owner_id, asked.job_id, asked.skill_key, asked.skill_label, asked.importance, asked.min_years,
  asked.is_saved, asked.is_applied, asked.is_best, standing.id as version_id, fact.answer,
  case
    when fact.answer = 'no' then 'gap'
    when fact.answer = 'yes' and (fact.place <> '' or fact.years is not null) then 'existing'
    when own.is_evidenced and not own.is_implied then 'existing'
    when own.spans @? '$[*][2] ? (@ == "languages")' then 'existing'
    when own.key is not null or fact.answer = 'yes' then 'supported'
    when exists (
      select 1 from resumes_resumeskill other
      join resumes_resumeversion version on version.id = other.version_id
      join resumes_resume resume on resume.id = version.resume_id
      where other.owner_id = asked.owner_id and other.key = asked.skill_key and other.is_evidenced
        and not other.is_implied and resume.deleted_at is null) then 'supported'
    else 'gap'
  end as state
from asked
left join standing on standing.owner_id = asked.owner_id
left join resumes_resumeskill own on own.version_id = standing.id and own.key = asked.skill_key
left join matching_skillfact fact
  on fact.owner_id = asked.owner_id and fact.skill_key = asked.skill_key and fact.withdrawn_at is null;
revoke insert, update, delete on user_skill_gaps from cc_app, cc_ops;

-- reverse
drop view user_skill_gaps;
drop policy matching_skillfact_delete on matching_skillfact;
drop policy matching_skillfact_update on matching_skillfact;
drop policy matching_skillfact_insert on matching_skillfact;
drop policy matching_skillfact_select on matching_skillfact;
alter table matching_skillfact no force row level security, disable row level security;
drop trigger touch on matching_skillfact;
alter table matching_skillfact drop constraint matching_skillfact_job_fk;
alter table matching_skillfact drop constraint matching_skillfact_version_fk;
