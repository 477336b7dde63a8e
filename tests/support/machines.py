# SPDX-License-Identifier: EUPL-1.2
"""A whole site as data/server describes it, on addresses of this machine's loopback: three machines with etcd, Patroni, PostgreSQL and
HAProxy, two of them with schoolzichtd, all with the very files that data/server/prepare makes for an administrator.

    with Site() as site:
        site.add_user("an", "geheim123456")
        desk = Desk(site.nodes["a"], "an", "geheim123456")
        dead = site.primary()
        site.power_off(dead)                # kill -9 of its Patroni and its PostgreSQL
"""
import contextlib
import glob
import json
import os
import pwd
import secrets
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from programs import PATIENCE, SERVER, UNVERIFIED, Failed, Folder, free_port, run

FILES = os.path.join(os.environ.get("SCHOOLZICHT_SOURCE", "."), "data", "server")
DATABASES = ("a", "b", "c")
SERVERS = ("a", "b")
PORTS = ["HTTPS", "NEIGHBOUR", "POSTGRES", "PATRONI", "ETCD", "ETCD_PEER", "PGBACKREST"]
PROGRAMS = ["/usr/bin/etcd", "/usr/bin/patroni", "/usr/sbin/haproxy", "/usr/bin/pgbackrest"]
# Of other tests: this one tells PostgreSQL, Patroni and etcd everything by file.
STRAY = ("PG", "ETCD", "PATRONI")


def missing():
    """Why there can be no site on this machine; None when there can."""
    lacking = [each for each in PROGRAMS if not os.access(each, os.X_OK)]
    if not glob.glob("/usr/lib/postgresql/15/bin/postgres"):
        lacking.append("PostgreSQL 15")
    if lacking:
        return f"not installed: {', '.join(lacking)} (data/setup/packages names them)"
    return None


def user():
    """PostgreSQL refuses to be root."""
    return "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def identity():
    """For Popen: who the programs of the site run as."""
    if os.getuid():
        return {}
    postgres = pwd.getpwnam("postgres")
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


def environment(more=None):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(STRAY)}
    return {**kept, "PATH": f"/usr/bin:/bin:{kept.get('PATH', '')}", **(more or {})}


def descendants(parent):
    """The process and all that it and they have started, as long as their parents live."""
    found = [parent]
    for each in found:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError), open(f"/proc/{each}/task/{each}/children") as file:
            found += [int(word) for word in file.read().split()]
    return found


def until(what, ask, patience=PATIENCE):
    """Asks until it is given something; the last fault when it never is."""
    end, fault = time.monotonic() + patience, None
    while time.monotonic() < end:
        try:
            if given := ask():
                return given
        except (Failed, OSError, ValueError) as again:
            fault = again
        time.sleep(0.1)
    raise Failed(f"waited in vain: {what} ({fault})")


class Node:
    """One machine: what runs there, by name, and as a server of desks what programs.Desk asks for."""

    def __init__(self, site, name, address):
        self.site, self.name, self.host = site, name, address
        self.files = os.path.join(site.path, name)
        self.port = site.ports["HTTPS"]
        self.address = f"https://{address}:{self.port}"
        self.processes = {}

    def path(self, *names):
        return os.path.join(self.files, *names)

    def start(self, what, command, env=None):
        with open(self.path(f"{what}.log"), "ab") as log:
            self.processes[what] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.files, env=environment(env),
                start_new_session=True, **identity()
            )  # fmt: skip

    def kill(self, what):
        """As a power cut."""
        process = self.processes.pop(what, None)
        if process:
            process.kill()
            process.wait()

    def log(self, what):
        with contextlib.suppress(FileNotFoundError), open(self.path(f"{what}.log"), errors="replace") as file:
            return file.read()[-3000:]
        return ""

    def start_etcd(self):
        with open(self.path("etcd.env")) as file:
            settings = dict(line.strip().split("=", 1) for line in file if not line.startswith("#"))
        self.start("etcd", ["/usr/bin/etcd"], settings)

    def start_patroni(self):
        self.start("patroni", ["/usr/bin/patroni", self.path("patroni.yml")])

    def start_haproxy(self):
        self.start("haproxy", ["/usr/sbin/haproxy", "-W", "-f", self.path("haproxy.cfg")])

    def start_server(self):
        command = [SERVER, "serve", "--data", self.path("data"), "--listen-unix", self.path("server.sock"), "--allow-test-numbers"]
        self.start("schoolzichtd", command, {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"})

    def start_backrest(self):
        """Lets the store read the data here, and at the store lets the others send theirs."""
        self.start("backrest", ["/usr/bin/pgbackrest", f"--config={self.path('pgbackrest.conf')}", "server"])

    def backrest(self, *words):
        return self.site.run("/usr/bin/pgbackrest", f"--config={self.path('pgbackrest.conf')}", "--stanza=schoolzicht", *words)

    def answers(self):
        """The HAProxy here has a server for the desks."""
        with urllib.request.urlopen(f"{self.address}/v1/health", timeout=5, context=UNVERIFIED) as answer:
            return answer.status == 200

    def postgres(self):
        """The processes of PostgreSQL here, the first one first."""
        try:
            with open(self.path("data-postgres", "postmaster.pid")) as file:
                first = int(file.readline())
        except (FileNotFoundError, ValueError):
            return []
        return descendants(first)

    def kill_postgres(self):
        for process in self.postgres():
            # All at once: none of them tells another.
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def end(self):
        for what in ("schoolzichtd", "haproxy", "patroni"):
            self.kill_all(what)
        self.kill_postgres()
        for what in list(self.processes):
            self.kill_all(what)

    def kill_all(self, what):
        """With its children: HAProxy's master leaves a worker behind."""
        process = self.processes.get(what)
        if process and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.kill(what)

    def ask(self, question, database="postgres"):
        words = f"host={self.path()} port={self.site.ports['POSTGRES']} dbname={database}"
        return self.site.run("/usr/bin/psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", question, words).strip()


class Site(Folder):
    def __init__(self, change=None):
        """`change`: edits the values of the site, for a test of what goes wrong otherwise: {file: (was, becomes)}."""
        self.path = tempfile.mkdtemp(prefix="site.", dir="/tmp")
        os.chmod(self.path, 0o755)
        middle = f"127.{10 + secrets.randbelow(200)}.{secrets.randbelow(250)}"
        self.ports = {name: free_port() for name in PORTS}
        names = (*DATABASES, "store")
        self.nodes = {name: Node(self, name, f"{middle}.{i}") for i, name in enumerate(names, 1)}
        self.change = change or {}

    def __enter__(self):
        # What a test runner sends when its patience is over must not leave a dozen programs behind.
        self.before = signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit("told to end")))
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *reason):
        for node in self.nodes.values():
            node.end()
        signal.signal(signal.SIGTERM, self.before)
        if os.environ.get("SCHOOLZICHT_KEEP_SITE"):
            return
        super().__exit__(*reason)

    def run(self, *command, text=None, expect=0):
        """As the user that the programs of the site run as."""
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, cwd=self.path, env=environment(), timeout=120, **identity()
        )
        if done.returncode != expect:
            raise Failed(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def write_values(self):
        here = os.path.join(self.path, "@NODE@")
        values = {name: value for name, value in self.example().items() if name == "POSTGRES_BIN"}
        values |= {node.name.upper(): node.host for node in self.nodes.values()}
        values |= {f"{name}_PORT": str(port) for name, port in self.ports.items()}
        values |= {"NETWORK": "127.0.0.0/8", "SHARED_BUFFERS": "32MB", "POSTGRES_USER": user(), "TLS": here}
        values |= {"POSTGRES_DATA": f"{here}/data-postgres", "POSTGRES_SOCKET": here, "POSTGRES_HOME": here}
        values |= {"ETCD_DATA": f"{here}/data-etcd", "SOCKET": f"{here}/server.sock", "HAPROXY_SOCKET": f"{here}/admin.sock"}
        values |= {"BACKREST_CONFIG": f"{here}/pgbackrest.conf", "BACKREST_DATA": f"{here}/backups"}
        values |= {"BACKREST_SPOOL": f"{here}/spool", "BACKREST_LOG": here}
        assert values.keys() == self.example().keys(), "site.example names other values"
        path = os.path.join(self.path, "site")
        with open(path, "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in values.items())
        return path

    @staticmethod
    def example():
        with open(os.path.join(FILES, "site.example")) as file:
            return dict(line.strip().split("=", 1) for line in file if "=" in line and not line.startswith("#"))

    def prepare(self):
        run(["sh", os.path.join(FILES, "prepare"), self.write_values(), self.path])
        for node in self.nodes.values():
            # What an authority that the desks know would have given.
            for end in ("crt", "key"):
                shutil.copy(node.path(f"node.{end}"), node.path(f"public.{end}"))
            for file, (was, becomes) in self.change.items():
                if os.path.exists(node.path(file)):
                    self.edit(node.path(file), was, becomes)
            if os.getuid() == 0:
                owner = pwd.getpwnam("postgres")
                for each in (node.files, *glob.glob(node.path("*"))):
                    os.chown(each, owner.pw_uid, owner.pw_gid)
            os.chmod(node.files, 0o755)

    @staticmethod
    def edit(path, was, becomes):
        with open(path) as file:
            text = file.read()
        assert was in text, f"{was} is not in {path}"
        with open(path, "w") as file:
            file.write(text.replace(was, becomes))

    def databases(self):
        return [self.nodes[name] for name in DATABASES]

    def servers(self):
        return [self.nodes[name] for name in SERVERS]

    def start(self):
        for node in self.nodes.values():
            node.start_backrest()
        for node in self.databases():
            node.start_etcd()
        for node in self.databases():
            node.start_patroni()
        self.settle()
        self.nodes["store"].backrest("stanza-create")
        sql = ["-qX", "-v", "ON_ERROR_STOP=1", "-f", os.path.join(FILES, "database.psql")]
        self.run("/usr/bin/psql", *sql, f"host={self.primary().path()} port={self.ports['POSTGRES']} dbname=postgres")
        for node in self.databases():
            until("the database on each", lambda node=node: node.ask("SELECT 1", "schoolzicht"))
        for node in self.servers():
            os.mkdir(node.path("data"), 0o700)
            shutil.move(node.path("database"), node.path("data", "database"))
            if os.getuid() == 0:
                shutil.chown(node.path("data"), "postgres", "postgres")
            node.start_server()
            node.start_haproxy()
        for node in self.servers():
            try:
                until("an answer to desks", node.answers)
            except Failed as failed:
                raise Failed(f"{failed}\n{node.log('schoolzichtd')}{node.log('haproxy')}") from None

    def patroni(self, node, path):
        """What the Patroni of a machine says."""
        context = ssl.create_default_context(cafile=node.path("ca.crt"))
        context.load_cert_chain(node.path("node.crt"), node.path("node.key"))
        url = f"https://{node.host}:{self.ports['PATRONI']}/{path}"
        with urllib.request.urlopen(url, timeout=3, context=context) as answer:
            return json.load(answer)

    def members(self):
        for node in self.databases():
            if "patroni" in node.processes:
                with contextlib.suppress(OSError, ValueError):
                    return self.patroni(node, "cluster")["members"]
        return []

    def settle(self, n=3):
        """Until `n` machines have the data: a primary, and at least one standby that each commit waits for."""

        def settled():
            running = [each["role"] for each in self.members() if each["state"] in ("running", "streaming")]
            return len(running) == n and "leader" in running and "sync_standby" in running

        try:
            until("a primary and its standbys", settled)
        except Failed as failed:
            logs = "".join(node.log("patroni") + node.log("etcd") for node in self.databases())
            raise Failed(f"{failed} {self.members()}\n{logs}") from None

    def primary(self):
        name = until("a primary", lambda: [each["name"] for each in self.members() if each["role"] == "leader"])[0]
        return self.nodes[name]

    def power_off(self, node):
        node.kill("patroni")
        node.kill_postgres()

    def freeze(self, node):
        """From here on nothing leaves the PostgreSQL of this machine for another one."""
        for process in node.ask("SELECT pid FROM pg_stat_replication").split():
            os.kill(int(process), signal.SIGSTOP)

    def command(self, *words, text=None):
        """schoolzichtd WORDS... on the first machine."""
        return self.run(SERVER, *words, "--data", self.nodes["a"].path("data"), text=text)

    def add_user(self, name, password, centre="114"):
        words = ["--role", "worker", "--centre", centre, "--password-stdin"]
        self.command("user", "add", name, *words, text=password + "\n")
