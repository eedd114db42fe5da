-- What finding jobs needs beside the policies. An installation without an encoder keeps packed facts without vectors.

-- The compared vector stays in the row: an exact scan of thousands of rows would else fetch each from the side table.
alter table matching_jobvector alter column search set storage plain;
alter table matching_talentvector alter column search set storage plain;

-- Jobs that ask for a skill. Equality of text may use an index under row security, containment of jsonb may not.
create index matching_jobrequirement_skill on matching_jobrequirement (skill_key, job_id)
  where is_published and skill_key <> '';

-- Text search: its operator may not use an index behind a policy's condition, so the search of what is public anyway
-- runs as the tables' owner. The function gives keys of published jobs and nothing else.
create policy matching_jobposting_search on matching_jobposting for select to cc_owner using (true);
create function matching_search_published(words text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select id from public.matching_jobposting
     where is_published
       and to_tsvector('simple', title || ' ' || company_name || ' ' || place_text) @@ to_tsquery('simple', words)
  $$;

-- reverse
drop function matching_search_published(text);
drop policy matching_jobposting_search on matching_jobposting;
drop index matching_jobrequirement_skill;
alter table matching_talentvector alter column search set storage external;
alter table matching_jobvector alter column search set storage external;
