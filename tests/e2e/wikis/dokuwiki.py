"""A real DokuWiki from Debian's package: a copy with a configuration of its own, on PHP's own web server."""

import shutil
import subprocess
import xmlrpc.client
from pathlib import Path

from tests.e2e.wikis.processes import Listening, free_port

PROGRAM = Path("/usr/share/dokuwiki")
PLUGIN = Path(__file__).parents[3] / "server" / "integrations" / "dokuwiki" / "glossaryanswer"

_PASSWORD = "Wiki-test-pass-1"
_CONFIGURATION = """<?php
$conf['title'] = 'Test DokuWiki';
$conf['savedir'] = './data';
$conf['useacl'] = 1;
$conf['superuser'] = '@admin';
$conf['disableactions'] = 'register';
$conf['remote'] = 1;
$conf['remoteuser'] = '@admin';
$conf['plugin']['glossaryanswer']['service'] = '%s';
"""
_DATA = ("attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages", "tmp")
_COPIED = (
    "acronyms.conf entities.conf interwiki.conf mime.conf scheme.conf smileys.conf wordblock.conf "
    "dokuwiki.php license.php mediameta.php plugins.php plugins.required.php manifest.json"
)


class DokuWiki:
    """One wiki; its pages are written by its own command, and published over XML-RPC."""

    name = "dokuwiki"
    export_format = "dokuwiki"

    def __init__(self, folder: Path, service: str) -> None:
        """Copy, configure and start a wiki whose plugin asks the given service."""
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._wiki = folder / "wiki"
        # Debian's links into its system-wide configuration lead nowhere for some, and are replaced below
        shutil.copytree(
            PROGRAM, self._wiki, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns("data", "conf")
        )
        for name in ("inc/preload.php", "install.php"):
            (self._wiki / name).unlink(missing_ok=True)
        for name in _DATA:
            (self._wiki / "data" / name).mkdir(parents=True)
        (self._wiki / "conf").mkdir()
        for name in _COPIED.split():
            shutil.copy(Path("/etc/dokuwiki") / name, self._wiki / "conf" / name)
        self._configure(service)
        shutil.copytree(PLUGIN, self._wiki / "lib" / "plugins" / "glossaryanswer")
        self._served = Listening(
            ["php", "-S", f"127.0.0.1:{self.port}", "-t", "."],
            f"{self.base}/doku.php",
            folder=self._wiki,
            log=folder / "server.log",
            PHP_CLI_SERVER_WORKERS="3",
        )

    def stop(self) -> None:
        """End the wiki's web server."""
        self._served.stop()

    def write(self, title: str, text: str) -> None:
        """Save a page, as its editor would."""
        file = self._wiki.parent / "page.txt"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["php", "bin/dwpage.php", "-u", "admin", "commit", "-m", "test", str(file), self._id(title)],
            cwd=self._wiki,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def page(self, title: str, host: str = "127.0.0.1") -> str:
        """The address of a page, under either name of this machine."""
        return f"http://{host}:{self.port}/doku.php?id={self._id(title)}"

    def publish(self, title: str, text: str) -> None:
        """Save a page over XML-RPC."""
        assert self._remote().wiki.putPage(self._id(title), text, {"sum": "test"})

    def rendered(self, text: str) -> str:
        """The HTML that the wiki makes of a text."""
        self.publish("scratch", text)
        return str(self._remote().wiki.getPageHTML("scratch"))

    def source(self, title: str) -> str:
        """The page's text, as the wiki keeps it."""
        return (self._wiki / "data" / "pages" / f"{self._id(title)}.txt").read_text(encoding="utf-8")

    def configure(self, name: str, text: str) -> None:
        """Write a file of the wiki's configuration; pages are rendered anew after it."""
        (self._wiki / "conf" / name).write_text(text, encoding="utf-8")

    @staticmethod
    def _id(title: str) -> str:
        return title.lower().replace(" ", "_")

    def _remote(self) -> xmlrpc.client.ServerProxy:
        return xmlrpc.client.ServerProxy(f"http://admin:{_PASSWORD}@127.0.0.1:{self.port}/lib/exe/xmlrpc.php")

    def _configure(self, service: str) -> None:
        conf = self._wiki / "conf"
        code = f"echo password_hash('{_PASSWORD}', PASSWORD_BCRYPT);"
        hashed = subprocess.run(["php", "-r", code], capture_output=True, text=True, check=True).stdout
        (conf / "local.php").write_text(_CONFIGURATION % service)
        (conf / "users.auth.php").write_text(f"# <?php exit()?>\nadmin:{hashed}:Admin:admin@localhost:admin,user\n")
        (conf / "acl.auth.php").write_text("# <?php exit()?>\n*\t@ALL\t1\n*\t@user\t8\n")
