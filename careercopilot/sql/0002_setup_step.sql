-- Which data sets were loaded into this database, and in which version: `manage.py prepare` loads each once.
create table setup_step (
    name text primary key,
    version text not null,
    at timestamptz not null default now()
);
comment on table setup_step is 'Set-up table: holds no person''s data. Written by the owner only.';

revoke all on setup_step from cc_app, cc_ops;

-- reverse
drop table setup_step;
