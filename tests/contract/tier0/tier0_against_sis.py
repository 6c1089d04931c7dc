"""tier0_against_sis.py HOST_STUB TIER0_HOST MODULE ROSTER PROFILES : runs the simulated SIS and the tier 0 host, and looks
at what the SIS has afterwards."""
import json
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

host_stub, tier0_host, module, roster, profiles = sys.argv[1:]


def run(folder):
    sis = subprocess.Popen([host_stub, "sis", "--port", "0", "--roster", roster], stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(90, sis.kill)
    watchdog.start()
    try:
        found = re.search(r"https?://\S+", sis.stdout.readline())
        assert found, "the SIS did not say where it listens"
        url = found.group(0).rstrip("/")
        settings = folder / "settings.yaml"
        settings.write_text(
            f"""allow_grades: true
send_automatically: true
sis_name: Simulated SIS
profile: generic-1.1
version: "1.1"
base_url: {url}
token_url: {url}/oauth/token
api_key: lms
api_secret: lms-secret
""", encoding="utf-8")
        (folder / "data").mkdir()
        config = {"schema": "lms.config/1", "data_dir": str(folder / "data"), "run_mode": "inline",
                  "profiles_dir": profiles, "settings_file": str(settings),
                  "operator": {"allow_addresses": ["127.0.0.0/8", "::1/128"]}}
        host = subprocess.run([tier0_host, module, json.dumps(config)], timeout=60, check=False)
        records = json.load(urllib.request.urlopen(f"{url}/_sis/records", timeout=10))
        assert host.returncode == 0, f"the host ended with {host.returncode}; the SIS has {json.dumps(records)[:2000]}"
        results = [record["value"] for record in records["results"]]
        assert len(results) == 1 and len(records["lineItems"]) == 1, records
        assert results[0]["score"] == 87.5, results
        assert results[0]["student"]["sourcedId"] == "u-1001", results
        assert records["lineItems"][0]["value"]["title"] == "Essay", records["lineItems"]
        assert "lms-secret" not in "".join(path.read_text(encoding="utf-8", errors="ignore")
                                           for path in (folder / "data").rglob("*") if path.is_file()), "the secret is in the clear"
    finally:
        watchdog.cancel()
        sis.terminate()
        sis.wait(10)


with tempfile.TemporaryDirectory() as name:
    run(Path(name))
print("the SIS has the score")
