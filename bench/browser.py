"""What a browser transfers and how long it takes, cold: goals 9 and 10."""

import os
import statistics

from playwright.sync_api import Page, sync_playwright

from bench.measure import Server

CHROMIUM = os.environ.get("TTDN_TEST_BROWSER", "/usr/bin/chromium")
QUIET = "--no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-quic"
ROUNDS = 9
LOADED = "() => { const [n] = performance.getEntriesByType('navigation'); return n.loadEventEnd; }"


def cold(browser, url: str, cookies: dict[str, str]) -> tuple[float, int, int, int]:
    """Load time in ms, bytes on the wire, requests, nodes of a page seen for the first time."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
    page: Page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url, wait_until="load")
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    result = (
        page.evaluate(LOADED),
        sum(sizes),
        len(sizes),
        page.evaluate("() => document.querySelectorAll('*').length"),
    )
    context.close()
    return result


def weigh(portal: Server, floor: Server, path: str, bare: str, cookies: dict[str, str]) -> None:
    """Page weight; the cold load beside the floor's page, and beside the same with a stylesheet and the one header."""
    pages = {
        "floor": (f"http://127.0.0.1:{floor.port}{bare}", {}),
        "dressed": (f"http://127.0.0.1:{floor.port}{bare.replace('/list/', '/dressed/')}", {}),
        "portal": (f"http://127.0.0.1:{portal.port}{path}", cookies),
    }
    results: dict[str, list[tuple[float, int, int, int]]] = {name: [] for name in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        for _ in range(ROUNDS):
            for name, (url, cookie) in pages.items():
                results[name].append(cold(browser, url, cookie))
        browser.close()
    load = {name: statistics.median(row[0] for row in rows) for name, rows in results.items()}
    _, size, requests, nodes = results["portal"][-1]
    print(
        f"9 page weight, cold          {size / 1024:.1f} KB on the wire, {requests} requests, {nodes} nodes"
    )
    print(
        f"10 cold load in Chromium     floor {load['floor']:.0f} ms   portal {load['portal']:.0f} ms   ratio {load['portal'] / load['floor']:.2f}\n"
        f"   the floor's page with a stylesheet and Cross-Origin-Opener-Policy {load['dressed']:.0f} ms: "
        f"{load['dressed'] / load['floor']:.2f} of the bare one, the portal {load['portal'] / load['dressed']:.2f} of it"
    )
