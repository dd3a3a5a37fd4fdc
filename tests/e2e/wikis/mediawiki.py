"""A real MediaWiki from Debian's package: SQLite, PHP's own web server, one folder that goes away with the test."""

import os
import re
import subprocess
from pathlib import Path

import httpx

from tests.e2e.wikis.processes import Listening, free_port

PROGRAM = Path("/usr/share/mediawiki")
EXTENSION = Path(__file__).parents[3] / "server" / "integrations" / "mediawiki" / "GlossaryAnswer"

_SETTINGS = """
$wgCacheDirectory = __DIR__ . '/cache';
$wgGroupPermissions['*']['edit'] = false;
$wgGroupPermissions['*']['createaccount'] = false;
wfLoadExtension( 'Cite' );
wfLoadExtension( 'GlossaryAnswer', '%s/extension.json' );
$wgGlossaryAnswerService = '%s';
"""


class MediaWiki:
    """One wiki; its pages are written by its own command, and published through its action API."""

    name = "mediawiki"
    export_format = "mediawiki"

    def __init__(self, folder: Path, service: str) -> None:
        """Install and start a wiki whose extension asks the given service."""
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._bot: httpx.Client | None = None
        (folder / "data").mkdir(parents=True)
        (folder / "cache").mkdir()
        self._php(
            "install.php",
            *("--confpath", str(folder), "--dbtype", "sqlite", "--dbpath", str(folder / "data"), "--dbname", "wiki"),
            *("--server", self.base, "--scriptpath", "", "--pass", "Wiki-test-pass-1", "Test Wiki", "Admin"),
        )
        settings = folder / "LocalSettings.php"
        with settings.open("a", encoding="utf-8") as file:
            file.write(_SETTINGS % (EXTENSION, service))
        self._environment = {"MW_CONFIG_FILE": str(settings)}
        self._served = Listening(
            ["php", "-S", f"127.0.0.1:{self.port}", "-t", str(PROGRAM)],
            f"{self.base}/index.php?title=Special:Version",
            folder=folder,
            log=folder / "server.log",
            PHP_CLI_SERVER_WORKERS="3",
            **self._environment,
        )

    def stop(self) -> None:
        """End the wiki's web server."""
        if self._bot:
            self._bot.close()
        self._served.stop()

    def write(self, title: str, text: str) -> None:
        """Save a page, as its editor would."""
        self._php("edit.php", "--user", "Admin", "--summary", "test", title, stdin=text, **self._environment)

    def page(self, title: str, host: str = "127.0.0.1") -> str:
        """The address of a page, under either name of this machine."""
        return f"http://{host}:{self.port}/index.php?title={title.replace(' ', '_')}"

    def publish(self, title: str, text: str) -> None:
        """Save a page through the action API, as a bot with a password of its own."""
        if self._bot is None:
            self._bot = self._logged_in()
        token = self._api(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
        edited = self._api(action="edit", title=title, text=text, token=token)
        assert edited["edit"]["result"] == "Success", edited

    def rendered(self, text: str) -> str:
        """The HTML that the wiki makes of a text."""
        answer = httpx.post(
            f"{self.base}/api.php",
            data={
                "action": "parse",
                "format": "json",
                "formatversion": "2",
                "contentmodel": "wikitext",
                "prop": "text|categories|externallinks",
                "text": text,
            },
            timeout=60,
        ).json()
        assert answer["parse"]["categories"] == [], answer["parse"]["categories"]
        return str(answer["parse"]["text"])

    def source(self, title: str) -> str:
        """The page's text, as the wiki keeps it."""
        return httpx.get(f"{self.base}/index.php", params={"title": title, "action": "raw"}, timeout=60).text

    def dump(self) -> str:
        """All pages as XML, as the wiki's own command writes them."""
        return self._php("dumpBackup.php", "--current", "--quiet", **self._environment)

    def _logged_in(self) -> httpx.Client:
        told = self._php(
            "createBotPassword.php",
            *("--appid", "publisher", "--grants", "basic,editpage,createeditmovepage", "Admin"),
            **self._environment,
        )
        password = re.search(r"\b[0-9a-w]{32}\b", told)  # the generated one: a chosen one is refused
        assert password, told
        self._bot = httpx.Client(base_url=self.base, timeout=60)
        token = self._api(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        entered = self._api(action="login", lgname="Admin@publisher", lgpassword=password[0], lgtoken=token)
        assert entered["login"]["result"] == "Success", entered
        return self._bot

    def _api(self, **fields: str) -> dict:
        assert self._bot is not None
        return self._bot.post("/api.php", data={"format": "json", **fields}).json()

    @staticmethod
    def _php(script: str, *arguments: str, stdin: str = "", **environment: str) -> str:
        kept = {name: value for name, value in os.environ.items() if name != "MW_CONFIG_FILE"}
        done = subprocess.run(
            ["php", str(PROGRAM / "maintenance" / script), *arguments],
            env={**kept, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
