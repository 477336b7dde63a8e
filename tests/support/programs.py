# SPDX-License-Identifier: EUPL-1.2
"""Starts and stops the real programs of this build for tests: a server over TLS with data of its own, desks that talk to it.

    with Server() as server:
        server.add_user("an", "geheim123456", role="worker", centre="114")
        desk = Desk(server, "an", "geheim123456")
        desk.sync()
        desk.list("pupil")                  # fields by id
"""
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

BUILD = os.environ.get("SCHOOLZICHT_BUILD", "build")
SERVER = os.path.join(BUILD, "src", "server", "schoolzichtd")
CLIENT = os.path.join(BUILD, "src", "sync", "schoolzicht-cli")
DECRYPT = os.path.join(BUILD, "tests", "sync", "decrypt")
DESKTOP = os.path.join(BUILD, "src", "app", "schoolzicht")
# With the sanitizers, or beside seven other tests on two cores, a program takes its time.
PATIENCE = 60

UNVERIFIED = ssl.create_default_context()
UNVERIFIED.check_hostname = False
UNVERIFIED.verify_mode = ssl.CERT_NONE


class Failed(Exception):
    """A command ended with another status than was expected."""


def run_both(command, expect=0, text=None, env=None):
    """Runs a command to its end; what it printed and what it said on stderr, or Failed with both."""
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, env={**os.environ, **(env or {})}, timeout=600
    )
    statuses = (expect,) if isinstance(expect, int) else expect
    if done.returncode not in statuses:
        raise Failed(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def run(command, expect=0, text=None, env=None):
    """Runs a command to its end; its output, or Failed with what it said."""
    return run_both(command, expect, text, env)[0]


def free_port():
    """Below the ports that connections going out take: it must still be free when a stopped server starts again."""
    while True:
        port = 10000 + secrets.randbelow(20000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Folder:
    """A temporary folder that goes when the test is done."""

    def __init__(self, prefix):
        self.path = tempfile.mkdtemp(prefix=prefix)

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        shutil.rmtree(self.path, ignore_errors=True)


class Server(Folder):
    """schoolzichtd on a free port of this machine. `demo`: (pupils, seed) fills it with the demonstration centre."""

    def __init__(self, demo=None, options=("--allow-test-numbers",)):
        super().__init__("schoolzichtd.")
        self.data = os.path.join(self.path, "data")
        self.options = list(options)
        self.host, self.port = "127.0.0.1", free_port()
        self.address = f"https://{self.host}:{self.port}"
        self.process = None
        if "SCHOOLZICHT_POSTGRESQL" in os.environ:
            self.use_postgres(os.environ["SCHOOLZICHT_POSTGRESQL"])
        if demo:
            self.command("demo", "--pupils", demo[0], "--seed", demo[1])

    def use_postgres(self, words):
        """A new database in the PostgreSQL that postgres.sh has started; `words` are libpq's."""
        name = f"server_{secrets.token_hex(8)}"
        run(["psql", "-qAt", "-c", f"CREATE DATABASE {name} TEMPLATE template0", f"{words} dbname=postgres"])
        settings = dict(word.split("=", 1) for word in words.split())
        self.set_place(f"postgresql:///{name}?host={settings['host']}&user={settings['user']}")

    def set_place(self, url):
        """Its data are, or come, in a PostgreSQL database."""
        os.makedirs(self.data, 0o700, exist_ok=True)
        with open(os.path.join(self.data, "database"), "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(url + "\n")

    def join(self, other):
        """One more server of the same database, with the same certificate."""
        os.makedirs(self.data, 0o700, exist_ok=True)
        for name in ("database", "certificate.pem", "certificate.key"):
            shutil.copy(os.path.join(other.data, name), self.data)

    def query(self, statement):
        """Runs a statement beside the database of this server, in its PostgreSQL."""
        run(["psql", "-qAt", "-c", statement, f"{os.environ['SCHOOLZICHT_POSTGRESQL']} dbname=postgres"])

    def database(self):
        """The name of the server's database in PostgreSQL; None where it is a file."""
        place = os.path.join(self.data, "database")
        if not os.path.exists(place):
            return None
        with open(place) as file:
            return file.read().split("/")[3].split("?")[0]

    def take_copy(self):
        """As an administrator does: the server stands still meanwhile."""
        self.stop()
        copy = os.path.join(self.path, "copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data, copy)
        name = self.database()
        if name:
            self.query(f"DROP DATABASE IF EXISTS {name}_copy")
            self.query(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
        self.start()

    def put_back(self):
        """The copy in the place of what there is."""
        self.stop()
        name = self.database()
        shutil.rmtree(self.data)
        shutil.copytree(os.path.join(self.path, "copy"), self.data)
        if name:
            self.query(f"DROP DATABASE {name}")
            self.query(f"CREATE DATABASE {name} TEMPLATE {name}_copy")
        self.start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *reason):
        try:
            self.stop()
        finally:
            super().__exit__(*reason)

    def command(self, *words, expect=0, text=None):
        """schoolzichtd WORDS... --data of this server."""
        return run([SERVER, *map(str, words), "--data", self.data], expect, text)

    def add_user(self, name, password, role="worker", centre=None, zone=None, display_name=None):
        place = ["--display-name", display_name] if display_name else []
        place += ["--centre", centre] if centre else ["--zone", zone] if zone else []
        self.command("user", "add", name, "--role", role, *place, "--password-stdin", text=password + "\n")

    def start(self, env=None):
        """Comes back when the server answers. `env` goes on top of the environment. With the sanitizers its leaks are not counted: libsoup 3.2 itself loses one
        GSocket a connection, and the short stacks of a quick run do not say whose a leak is."""
        log = open(os.path.join(self.path, "log"), "a")
        env = {**os.environ, **(env or {})}
        self.process = subprocess.Popen(
            [SERVER, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *self.options],
            stdout=log,
            stderr=log,
            env={**env, "ASAN_OPTIONS": env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"},
        )
        log.close()
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Failed(f"the server does not answer:\n{self.log()}")
            time.sleep(0.05)

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/v1/health", timeout=5, context=UNVERIFIED) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def log(self):
        with open(os.path.join(self.path, "log"), errors="replace") as file:
            return file.read()

    def stop(self):
        """As an administrator stops it; a status other than 0 (a crash, a leak) fails the test."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.process = None
        if status:
            raise Failed(f"the server ended with {status}:\n{self.log()}")

    def kill(self):
        """As a power cut."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def end(self):
        """Stops the server that a fault may end (faults.py); whether that was faster. Asking a server that runs would be too early:
        it writes on after its answer."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.process = None
        if status not in (0, -signal.SIGKILL):
            raise Failed(f"the server ended with {status}:\n{self.log()}")
        return status == -signal.SIGKILL

    def restart(self):
        self.stop()
        self.start()


class Desk(Folder):
    """One person's desk: a profile of its own, signed in, without a keyring."""

    def __init__(self, server, user, password, sign_in=True):
        super().__init__("schoolzicht.")
        self.server, self.user, self.password = server, user, password
        self.profile = os.path.join(self.path, "profile")
        self.cache = os.path.join(self.profile, "cache.db")
        self.passphrase = os.path.join(self.path, "passphrase")
        self.write_passphrase()
        self.options = ["--profile", self.profile, "--passphrase-file", self.passphrase]
        if sign_in:
            self.sign_in()

    def write_passphrase(self):
        """Long enough to be a machine's: quick to try (src/sync/key_wrap.c)."""
        with open(self.passphrase, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        os.chmod(self.passphrase, 0o600)

    def command(self, *words):
        """schoolzicht-cli on this desk, as it is started."""
        return [CLIENT, *self.options, "--json", *map(str, words)]

    def run(self, *words, expect=0):
        """schoolzicht-cli WORDS...; the lines of JSON it prints, read."""
        return [json.loads(line) for line in run(self.command(*words), expect).splitlines()]

    def text(self, *words, expect=0):
        """schoolzicht-cli WORDS... as a person reads it."""
        return run([CLIENT, *self.options, *map(str, words)], expect)

    def told(self, *words, expect=1, text=None):
        """What a Dutch reader is told on the screen by schoolzicht-cli WORDS..., which must end with that status."""
        return run_both(self.command(*words), expect, text, {"LANGUAGE": "nl"})[1]

    def start(self, *words):
        """schoolzicht-cli WORDS... in the background, for a test that does not let it come to its end."""
        return subprocess.Popen(self.command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def killed(self, env, *words, text=None):
        """Whether schoolzicht-cli WORDS... was killed, and the lines of JSON it had printed."""
        done = subprocess.run(
            self.command(*words), input=text, capture_output=True, text=True, env={**os.environ, **env}, timeout=600
        )
        if done.returncode not in (0, 5, -signal.SIGKILL):
            raise Failed(f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.returncode == -signal.SIGKILL, [json.loads(line) for line in done.stdout.splitlines()]

    def sign_in_words(self):
        return ["sign-in", "--server", self.server.address, "--user", self.user, "--password-stdin", "--accept-certificate"]

    def sign_in(self, expect=0):
        return run(self.command(*self.sign_in_words()), expect, self.password + "\n")

    def sync(self, expect=(0, 5)):
        """5: done, and something waits for a person."""
        self.run("sync", expect=expect)

    def status(self):
        return self.run("status")[0]

    def add(self, kind, **values):
        """The id of the new record."""
        return self.run("add", kind, *assignments(values))[0]["id"]

    def set(self, kind, record, **values):
        self.run("set", kind, record, *assignments(values))

    def get(self, kind, record):
        """The fields of a record."""
        return self.run("get", kind, record)[0]["fields"]

    def list(self, kind, **where):
        """Fields by id."""
        words = [word for each in assignments(where) for word in ("--where", each)]
        records = [(record["id"], record["fields"]) for record in self.run("list", kind, *words)]
        assert len(dict(records)) == len(records), "a record is there twice"
        return dict(records)

    def conflicts(self):
        """The fields of what waits for a person, by id."""
        return {record["id"]: record["fields"] for record in self.run("conflicts")}

    def has_trace(self, word):
        """Whether the desk's files hold the word anywhere, without their encryption; words to search by are in small letters."""
        clear = subprocess.run([DECRYPT, self.profile, self.passphrase], check=True, capture_output=True).stdout
        return word.encode() in clear or word.lower().encode() in clear

    def tamper(self, statements):
        """Runs SQL in the desk's own tables, behind its programs' back."""
        subprocess.run([DECRYPT, self.profile, self.passphrase, statements], check=True)

    def window_command(self, *words):
        """What starts the application on this desk."""
        return [DESKTOP, *self.options, *words]


def assignments(values):
    return [f"{name}={value}" for name, value in values.items()]
