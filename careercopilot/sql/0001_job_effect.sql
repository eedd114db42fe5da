-- What background jobs have brought about: the row is written in the transaction of the effect itself, so a job that
-- runs again after a crash finds what it did and does not do it twice. Rows go with their job.
create table job_effect (
    job_id bigint not null references procrastinate_jobs (id) on delete cascade,
    step text not null,
    at timestamptz not null default now(),
    primary key (job_id, step)
);
comment on table job_effect is 'Queue table: holds no person''s data, only which job did which step.';

-- Nobody takes back that something was done.
revoke update, delete on job_effect from cc_app, cc_ops;

-- reverse
drop table job_effect;
