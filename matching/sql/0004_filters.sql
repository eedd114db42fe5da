-- Exact search under a filter that leaves few jobs: without an index it would read every published row.
create index matching_jobvector_filters on matching_jobvector (country, level) where is_published;

-- reverse
drop index matching_jobvector_filters;
