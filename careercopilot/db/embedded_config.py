"""postgresql.conf of the embedded server: small-machine settings, durable, silent about people's data."""

from __future__ import annotations

import os

SHARED_MEMORY_NEEDED = 512 * 1024 * 1024


def server_settings(port: int) -> str:
    """The whole configuration file; ours alone, written anew at each start."""
    return f"""# Written at each start by careercopilot/db/embedded_config.py.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 120
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
# memory: a laptop or a two-core server; index builds of vectors want the maintenance share
shared_buffers = '256MB'
work_mem = '16MB'
maintenance_work_mem = '256MB'
effective_cache_size = '1GB'
random_page_cost = 1.1
jit = off
dynamic_shared_memory_type = {_shared_memory_type()}
max_wal_size = '2GB'
checkpoint_timeout = '15min'
# a client that died without a word must not keep its locks
tcp_keepalives_idle = 60
idle_in_transaction_session_timeout = '10min'
# one week of logs; never the statements or the rows of people
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = 0
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
"""


def _shared_memory_type() -> str:
    """Containers give /dev/shm 64 MB, too little for a parallel index build; files serve there."""
    try:
        stats = os.statvfs("/dev/shm")  # noqa: S108 - only its size is asked
    except OSError:
        return "posix"
    return "posix" if stats.f_bavail * stats.f_frsize >= SHARED_MEMORY_NEEDED else "mmap"
