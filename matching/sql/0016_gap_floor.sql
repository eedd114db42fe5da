-- Skill gaps (0010_skill_facts says what each state means) of jobs that were saved or applied to, and among the twenty best of
-- those that the person added or that score above 40: a weak fit is no advice on what to learn, even where nothing fits better.
create or replace view user_skill_gaps with (security_invoker = true) as
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
  where (match.score > 40 or (job.owner_id = match.owner_id and job.company_id is null)) and not exists (
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

-- reverse
create or replace view user_skill_gaps with (security_invoker = true) as
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
