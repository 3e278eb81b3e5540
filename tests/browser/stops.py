"""Every page of the portal: who stands there, and how they came. The walk (test_browser_walk.py) fails on a route without one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from live_portal import Portal
from playwright.sync_api import Page

Way = Callable[[Page, Portal], None]
MONTH = (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date().isoformat()


@dataclass(frozen=True)
class Stop:
    """A page in a state. `way`: an address with names of places, or what leads there; `status`: what is answered there."""

    route: str
    who: str
    way: str | Way
    status: int = 200
    state: str = ""
    writes: bool = False

    def __str__(self) -> str:
        return "-".join(filter(None, (self.route or "luar", self.state, self.who))).replace(":", "-")

    def go(self, page: Page, portal: Portal) -> None:
        """Leads there."""
        if isinstance(self.way, str):
            page.goto(self.way.format(**places(portal)))
        else:
            self.way(page, portal)


def places(portal: Portal) -> dict[str, object]:
    """What an address may name."""
    known = portal.places
    return {
        **{name: known[name] for name in ("person", "keluarga", "desa")},
        **known["deliveries"],
        **known.get("field", {}),
        **{f"id_{name}": human.id for name, human in portal.people.items()},
        "edisi": known["editions"]["dtsen_anggota_2026-03.csv"],
        "edisi_batal": known["editions"]["dtks_2023-10.xlsx"],
    }


def send(page: Page, address: str, fields: dict[str, str], *, token: bool = True) -> None:
    """Posts a form as a page would, also one that no page would let through."""
    with page.expect_navigation():
        page.evaluate(
            """([address, fields, token]) => {
                const form = Object.assign(document.createElement('form'), {method: 'post', action: address});
                const mine = token ? {csrfmiddlewaretoken: JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']} : {};
                for (const [name, value] of Object.entries({...mine, ...fields}))
                    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
                document.body.append(form);
                form.submit();
            }""",
            [address, fields, token],
        )


def posts(start: str, address: str, fields: dict[str, str], *, token: bool = True) -> Way:
    """From `start`, a form to `address`."""

    def go(page: Page, portal: Portal) -> None:
        known = places(portal)
        page.goto(start.format(**known))
        told = {name: value.format(**known) for name, value in fields.items()}
        send(page, address.format(**known), told, token=token)

    return go


def password(page: Page, portal: Portal, name: str, text: str = "") -> None:
    """The first half of signing in."""
    page.goto("/masuk/")
    page.get_by_label("Surel kantor").fill(portal.people[name].email)
    page.get_by_label("Kata sandi").fill(text or portal.people[name].password)
    with page.expect_navigation():
        page.get_by_role("button", name="Masuk", exact=True).click()


def passkey(page: Page, portal: Portal) -> None:
    """A key of the browser's own, added by hand; leads to the list of keys."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/akun/faktor/kunci/baru/")
    page.locator("input[name=name]").fill("Laptop kantor")
    page.locator("input[name=passwordless]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Tambah kunci").click()
    page.goto("/akun/faktor/kunci/")


def _locked(page: Page, portal: Portal) -> None:
    for _ in range(5):
        password(page, portal, "oikn", "bukan kata sandinya")


def _after_password(page: Page, portal: Portal) -> None:
    password(page, portal, "operator")


def _wrong_password(page: Page, portal: Portal) -> None:
    password(page, portal, "auditor", "bukan kata sandinya")


def _found(page: Page, portal: Portal) -> None:
    page.goto("/registri/")
    page.locator("main input[name=cari]").fill("SITI")
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Cari").click()


def _open_all(address: str) -> Way:
    """A page with everything unfolded."""

    def go(page: Page, portal: Portal) -> None:
        page.goto(address.format(**places(portal)))
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")

    return go


def _key(link: str) -> Way:
    def go(page: Page, portal: Portal) -> None:
        passkey(page, portal)
        if link:
            page.get_by_role("link", name=link).first.click()
            page.wait_for_load_state()

    return go


def _asked_again_for_key(page: Page, portal: Portal) -> None:
    passkey(page, portal)
    page.goto("/masuk/ulang/kunci/")


def _asked_why(page: Page, portal: Portal) -> None:
    page.goto(f"/registri/orang/{portal.places['person']}/")
    page.locator(".nik [data-opens]").first.click()


def _revealed(page: Page, portal: Portal) -> None:
    _asked_why(page, portal)
    asked = page.locator("dialog[open]")
    asked.get_by_label("Untuk apa").fill("mencocokkan KK asli di kantor desa")
    if asked.get_by_label("Tujuan").count():
        asked.get_by_label("Tujuan").select_option("verifikasi")
    asked.get_by_role("button", name="Buka dan catat").click()
    page.get_by_text("pembukaan dicatat").wait_for()


def _sent_back(page: Page, portal: Portal) -> None:
    address = f"/data-masuk/kiriman/{portal.places['deliveries']['perlu_pemetaan']}/"
    posts(address, f"{address}tolak/", {"reason": "Salah kirim."})(page, portal)


def _gone_wrong(page: Page, portal: Portal) -> None:
    portal.sql("ALTER TABLE wilayah_layer RENAME TO wilayah_layer_lain")
    page.goto("/wilayah/64.02/")


# Answers that are no pages: what they are instead.
NO_PAGES = {
    **dict.fromkeys(("api:openapi-json", "api:api-root", "health", "wilayah:boundaries"), "JSON"),
    **dict.fromkeys(
        ("intake:annotated", "intake:differences_file", "mfa_download_recovery_codes", "guide_picture"), "berkas"
    ),
    **dict.fromkeys(("intake:progress", "registry:job", "audit:check_state"), "bagian halaman yang bertanya sendiri"),
    "mfa_login_webauthn": "JSON untuk skrip halaman masuk",
    **dict.fromkeys(
        ("set_language", "accounts:purpose", "accounts:keys", "accounts:end_own_token", "accounts:give_role",
         "accounts:take_role", "accounts:switch", "accounts:end_token", "accounts:agency_duty", "wilayah:withdraw", "intake:send", "intake:ask_annotated",
         "intake:correct", "intake:read_again", "intake:compare_again", "intake:accept", "intake:refuse", "intake:undo",
         "review:decide", "review:part", "review:take_back", "discrepancies:take_out_padan", "discrepancies:keep"),
        "formulir yang menjawab dengan halaman lain",
    ),
}  # fmt: skip

HOMES = [Stop("home", who, "/") for who in (
    "wali_data", "operator", "verifikator", "desa", "program", "penyetuju", "auditor", "pengelola", "provinsi", "oikn",
)]  # fmt: skip
DOOR = [
    Stop("account_login", "", "/masuk/"),
    Stop("account_login", "", _wrong_password, state="salah"),
    Stop("account_login", "", _locked, status=429, state="terkunci", writes=True),
    Stop("mfa_authenticate", "", _after_password),
    Stop("account_logout", "operator", "/keluar/"),
    Stop("account_inactive", "", "/nonaktif/"),
    Stop("account_reauthenticate", "operator", "/masuk/ulang/"),
    Stop("mfa_reauthenticate", "operator", "/masuk/ulang/kode/"),
    Stop("mfa_reauthenticate_webauthn", "penyetuju", _asked_again_for_key, writes=True),
    Stop("account_change_password", "sementara", "/", state="wajib"),
    Stop("account_change_password", "operator", posts("/akun/sandi/", "/akun/sandi/", {"password1": "123"}), state="salah"),
    Stop("usersessions_list", "operator", "/akun/sesi/"),
    Stop("mfa_index", "baru", "/", state="wajib"),
    Stop("mfa_index", "operator", "/akun/faktor/"),
    Stop("mfa_activate_totp", "baru", "/akun/faktor/aplikasi/"),
    Stop("mfa_activate_totp", "baru", posts("/akun/faktor/aplikasi/", "/akun/faktor/aplikasi/", {"code": "1"}), state="salah"),
    Stop("mfa_deactivate_totp", "operator", "/akun/faktor/aplikasi/lepas/"),
    Stop("mfa_view_recovery_codes", "operator", "/akun/faktor/cadangan/"),
    Stop("mfa_generate_recovery_codes", "operator", "/akun/faktor/cadangan/baru/"),
    Stop("mfa_list_webauthn", "operator", "/akun/faktor/kunci/", state="kosong"),
    Stop("mfa_list_webauthn", "penyetuju", _key(""), writes=True),
    Stop("mfa_add_webauthn", "operator", "/akun/faktor/kunci/baru/"),
    Stop("mfa_edit_webauthn", "penyetuju", _key("Ubah nama"), writes=True),
    Stop("mfa_remove_webauthn", "penyetuju", _key("Lepas"), writes=True),
]  # fmt: skip
PEOPLE = [
    Stop("accounts:me", "auditor", "/akun/"),
    Stop("accounts:roles", "operator", "/peran/"),
    Stop("accounts:people", "pengelola", "/pengguna/"),
    Stop("accounts:people", "pengelola", "/pengguna/?cari=tidakada", state="kosong"),
    Stop("accounts:add_person", "pengelola", posts("/pengguna/baru/", "/pengguna/baru/", {"email": "x"}), status=400, state="salah"),
    Stop("accounts:person", "pengelola", _open_all("/pengguna/{id_operator}/")),
    Stop("accounts:new_password", "pengelola", posts("/pengguna/{id_oikn}/", "/pengguna/{id_oikn}/sandi/", {}), writes=True),
    Stop("accounts:give_token", "pengelola", posts(
        "/pengguna/{id_oikn}/", "/pengguna/{id_oikn}/token/", {"label": "uji", "purpose": "verifikasi", "until": MONTH}
    ), writes=True),
    Stop("accounts:agencies", "pengelola", "/instansi/"),
    Stop("audit:events", "auditor", "/jejak/"),
    Stop("audit:events", "auditor", "/jejak/?since=2001-01-01&until=2001-01-02", state="kosong"),
    Stop("audit:mine", "operator", "/jejak/saya/"),
    Stop("audit:check", "auditor", posts("/jejak/", "/jejak/periksa/", {}), writes=True),
    Stop("gallery", "pengelola", "/galeri/"),
    Stop("guide", "", "/panduan/"),
    Stop("guide_page", "desa", "/panduan/kelurahan/"),
    Stop("guide_page", "", "/panduan/sinkronisasi/", state="tamu"),
]  # fmt: skip
PLACES = [
    Stop("wilayah:index", "pengelola", "/wilayah/"),
    Stop("wilayah:region", "wali_data", "/wilayah/64.02/"),
    Stop("wilayah:region", "wali_data", "/wilayah/{desa}/", state="desa"),
    Stop("wilayah:layers", "wali_data", _open_all("/wilayah/64.02/batas/")),
]
FILES = [
    Stop("intake:overview", "operator", "/data-masuk/"),
    Stop("intake:overview", "auditor", "/data-masuk/", state="kosong"),
    Stop("intake:delivery", "wali_data", _open_all("/data-masuk/kiriman/{siap}/"), state="siap"),
    Stop("intake:delivery", "operator", _open_all("/data-masuk/kiriman/{tidak_layak}/"), state="tidak_layak"),
    Stop("intake:delivery", "operator", "/data-masuk/kiriman/{perlu_pemetaan}/", state="perlu_pemetaan"),
    Stop("intake:delivery", "operator", _sent_back, state="ditolak", writes=True),
    Stop("intake:findings", "operator", "/data-masuk/kiriman/{siap}/temuan/"),
    Stop("intake:findings", "operator", "/data-masuk/kiriman/{siap}/temuan/?kode=tidak_ada", state="kosong"),
    Stop("intake:preview", "operator", "/data-masuk/kiriman/{siap}/contoh/"),
    Stop("intake:differences", "wali_data", "/data-masuk/kiriman/{siap}/perbedaan/"),
    Stop("intake:mapping", "operator", "/data-masuk/kiriman/{perlu_pemetaan}/pemetaan/"),
    Stop("intake:editions", "provinsi", "/data-masuk/edisi/"),
    Stop("intake:edition", "wali_data", _open_all("/data-masuk/edisi/{edisi}/")),
    Stop("intake:edition", "wali_data", "/data-masuk/edisi/{edisi_batal}/", state="batal"),
]
REGISTRY = [
    Stop("registry:search", "operator", "/registri/"),
    Stop("registry:found", "operator", _found, state="ketemu"),
    Stop("registry:found", "operator", posts("/registri/", "/registri/", {"cari": "zzqx"}), state="kosong"),
    Stop("registry:village", "wali_data", _open_all("/registri/desa/{desa}/")),
    Stop("registry:person", "wali_data", _open_all("/registri/orang/{person}/")),
    Stop("registry:person", "provinsi", "/registri/orang/{person}/", state="tanpa_identitas", status=403),
    Stop("registry:person", "wali_data", "/registri/orang/{person}/?per=2020-01-01", status=404, state="belum_ada"),
    Stop("registry:keluarga", "verifikator", _open_all("/registri/keluarga/{keluarga}/")),
    Stop("registry:reveal", "wali_data", _asked_why, state="ditanya"),
    Stop("registry:reveal", "wali_data", _revealed, writes=True),
    Stop("registry:export", "wali_data", posts("/registri/", "/registri/ekspor/", {}), status=400),
    Stop("registry:builds", "wali_data", "/registri/susunan/"),
    Stop("review:queue", "desa", "/tinjau/", status=403),
    Stop("review:pair", "wali_data", "/tinjau/"),
]  # fmt: skip
DIFFERENCES = [
    Stop("discrepancies:dashboard", "wali_data", "/ketidaksesuaian/"),
    Stop("discrepancies:dashboard", "desa", "/ketidaksesuaian/"),
    Stop("discrepancies:dashboard", "wali_data", "/ketidaksesuaian/?wilayah=64.02.06", state="kecamatan"),
    Stop("discrepancies:cases", "wali_data", _open_all("/ketidaksesuaian/daftar/")),
    Stop("discrepancies:cases", "verifikator", "/ketidaksesuaian/daftar/?jenis=tidak_ada", state="kosong"),
    Stop("discrepancies:worklists", "wali_data", "/ketidaksesuaian/daftar-kerja/", state="kosong"),
    Stop("discrepancies:worklists", "verifikator", posts(
        "/ketidaksesuaian/daftar/", "/ketidaksesuaian/daftar-kerja/simpan/",
        {"title": "Uji", "purpose": "verifikasi", "wilayah": "64.02.06"},
    ), writes=True),
    Stop("discrepancies:take_out", "wali_data", posts("/ketidaksesuaian/daftar/", "/ketidaksesuaian/keluar/", {}), status=400),
]  # fmt: skip
TROUBLE = [
    Stop("", "operator", "/registri/?cari=6402061234569001", status=400, state="400_nik"),
    Stop("", "operator", "/pengguna/", status=403, state="403"),
    Stop(
        "trouble", "operator", posts("/", "/akun/tujuan/", {}, token=False), status=403, state="403_formulir"
    ),
    Stop("", "operator", "/tidak-ada/", status=404, state="404"),
    Stop("", "wali_data", _gone_wrong, status=500, state="500", writes=True),
]
STOPS = [*HOMES, *DOOR, *PEOPLE, *PLACES, *FILES, *REGISTRY, *DIFFERENCES, *TROUBLE]
