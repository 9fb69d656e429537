"""What a browser transfers and how long it takes, cold: goals 9 and 10."""

import os
import statistics

from playwright.sync_api import Page, sync_playwright

from bench.measure import Server

CHROMIUM = os.environ.get("TTDN_TEST_BROWSER", "/usr/bin/chromium")
QUIET = "--no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-quic"
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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        ours, theirs, styled = [], [], []
        for _ in range(5):
            ours.append(cold(browser, f"http://127.0.0.1:{portal.port}{path}", cookies))
            theirs.append(cold(browser, f"http://127.0.0.1:{floor.port}{bare}", {}))
            with_sheet = bare.replace("/list/", "/styled/")
            styled.append(cold(browser, f"http://127.0.0.1:{floor.port}{with_sheet}", {}))
        browser.close()
    load, bare_load, styled_load = (statistics.median(r[0] for r in rows) for rows in (ours, theirs, styled))
    _, size, requests, nodes = ours[-1]
    print(
        f"9 page weight, cold          {size / 1024:.1f} KB on the wire, {requests} requests, {nodes} nodes"
    )
    print(
        f"10 cold load in Chromium     floor {bare_load:.0f} ms   portal {load:.0f} ms   ratio {load / bare_load:.2f}   "
        f"(floor with one small stylesheet {styled_load:.0f} ms: {styled_load / bare_load:.2f} of the bare one)"
    )
