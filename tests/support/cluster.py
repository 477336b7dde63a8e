# SPDX-License-Identifier: EUPL-1.2
"""Two PostgreSQL of one's own, the second a standby of the first that is not waited for, for tests of what happens when it takes over.

    with Cluster() as cluster:
        server = cluster.server()           # schoolzichtd, not started, which goes to whichever of the two takes writes
        cluster.catch_up()                  # the standby has everything
        cluster.cut()                       # what is committed from here on does not reach it
        cluster.fail_over()                 # the first is dead, the second has taken over
"""
import glob
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time

from programs import PATIENCE, Failed, Folder, Server, run

USER = "schoolzicht"
OPTIONS = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]


def tool(name):
    """PostgreSQL refuses to be root."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: float(path.split("/")[4]))
    if not found:
        raise Failed("PostgreSQL is not installed: data/setup/packages names it")
    return (["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []) + [found[-1]]


def own(path):
    if os.getuid() == 0:
        postgres = pwd.getpwnam("postgres")
        os.chown(path, postgres.pw_uid, postgres.pw_gid)


class Postgres:
    """One of them. Its folder is short: it also holds the socket."""

    def __init__(self, folder):
        self.folder, self.data = folder, os.path.join(folder, "data")
        os.mkdir(folder, 0o755)
        own(folder)

    def run(self, name, *words):
        """Its output goes to a file: a server that is left behind would keep a pipe open."""
        with open(os.path.join(self.folder, f"{name}.log"), "a+") as log:
            done = subprocess.run([*tool(name), *words], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder)
            if done.returncode:
                log.seek(0)
                raise Failed(f"{name}: {done.returncode}\n{log.read()}")

    def configure(self, **settings):
        with open(os.path.join(self.data, "postgresql.auto.conf"), "a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def make(self):
        self.run("initdb", "-D", self.data, "-U", USER, *OPTIONS)
        self.configure(listen_addresses="", unix_socket_permissions="0777", fsync="off", shared_buffers="32MB")

    def make_standby_of(self, other):
        self.run("pg_basebackup", "-D", self.data, "-h", other.folder, "-U", USER, "-R", "-c", "fast")

    def start(self):
        self.configure(unix_socket_directories=self.folder)
        self.control("start", "-l", os.path.join(self.folder, "server.log"))

    def control(self, *words):
        self.run("pg_ctl", "-D", self.data, "-w", "-t", str(PATIENCE), *words)

    def is_running(self):
        return os.path.exists(os.path.join(self.data, "postmaster.pid"))

    def ask(self, question, name="postgres"):
        return run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", question, f"host={self.folder} user={USER} dbname={name}"]).strip()

    def until(self, question, wanted="t"):
        end = time.monotonic() + PATIENCE
        while (said := self.ask(question)) != wanted:
            if time.monotonic() > end:
                raise Failed(f"{question}: {said}")
            time.sleep(0.05)


class Cluster(Folder):
    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="pg.", dir="/tmp")
        os.chmod(self.path, 0o755)
        self.first, self.second = (Postgres(os.path.join(self.path, name)) for name in "ab")

    def __enter__(self):
        try:
            self.first.make()
            self.first.start()
            self.join()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *reason):
        for each in (self.first, self.second):
            if each.is_running():
                each.control("stop", "-m", "immediate")
        super().__exit__(*reason)

    def join(self):
        """The second begins, or begins anew, as a standby of the first."""
        shutil.rmtree(self.second.data, ignore_errors=True)
        self.second.make_standby_of(self.first)
        self.second.start()
        self.first.until("SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming'")

    def url(self, name):
        return f"postgresql:///{name}?host={self.first.folder},{self.second.folder}&user={USER}"

    def database(self):
        """The URL of a new one."""
        name = f"server_{secrets.token_hex(8)}"
        self.first.ask(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def server(self, url=None):
        """`url`: of the database of another server, of which this becomes one more."""
        words = os.environ.pop("SCHOOLZICHT_POSTGRESQL", None)
        server = Server()
        if words:
            os.environ["SCHOOLZICHT_POSTGRESQL"] = words
        server.set_place(url or self.database())
        return server

    def catch_up(self):
        now = self.first.ask("SELECT pg_current_wal_lsn ()")
        self.second.until(f"SELECT pg_last_wal_replay_lsn () >= '{now}'")

    def wait_for_standby(self):
        """From here on a commit is one when the second has it, too."""
        self.first.configure(synchronous_standby_names="*")
        self.first.control("reload")
        self.first.until("SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")

    def cut(self):
        self.second.configure(primary_conninfo="")
        self.second.control("reload")
        self.first.until("SELECT count(*) = 0 FROM pg_stat_replication")

    def fail_over(self):
        self.first.control("stop", "-m", "immediate")
        self.second.control("promote")
        self.first, self.second = self.second, self.first
