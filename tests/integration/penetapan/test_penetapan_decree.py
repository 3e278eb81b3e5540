"""The SK and the files that follow it: what is printed, what leaves, and what is kept of it."""

import datetime as dt
import hashlib
import io

import openpyxl
import pytest
from penetapan_ground import NIKS, VILLAGE, at, reference, seen

from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import Proposal
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.rules import decree as decree_rules
from selaras.apps.penetapan.rules import layouts
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import decree, proposals
from selaras.apps.registry.models import Person, Reveal
from selaras.kernel import errors
from selaras.shell import trail

DAY = dt.date(2026, 11, 20)
WHY = proposals.Why("pemutakhiran", "usulan ke pusat sesuai SK")


def _code(call, **values):
    with pytest.raises(errors.SelarasError) as raised:
        call(**values)
    return raised.value.code


def _set(package, chain, number="460/12/2026", on=DAY):
    at(package, rules.State.HEAD, chain)
    accounts.identify(chain.bupati)
    made = decree.set_by(
        reference=package.reference, number=number, on=on, seen=seen(package), by=chain.bupati
    )
    package.refresh_from_db()
    return made


def test_the_decree_ends_the_way_and_is_kept_as_signed(package, chain):
    made = _set(package, chain)
    assert (package.state, package.number_of_sk, package.sk_date) == (rules.State.SK, "460/12/2026", DAY)
    pdf = decree.read(package=package, by=chain.bupati)
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == made.sha256
    assert bytes(made.pdf)[:4] != b"%PDF"
    values = {
        "reference": package.reference,
        "number": "1",
        "on": DAY,
        "seen": seen(package),
        "by": chain.bupati,
    }
    assert _code(decree.set_by, **values) == "paket_sudah_ditetapkan"


def test_the_paper_shows_no_number_in_full(package, chain):
    at(package, rules.State.HEAD, chain)
    accounts.identify(chain.bupati)
    package.number_of_sk, package.sk_date = "1/2026", DAY
    told = decree_rules.contents(decree._paper(package, "0" * 64, chain.bupati))
    assert [row[1:3] for row in told["baris"]] == [
        ["WARGA CONTOH 1", f"•••• •••• •••• {NIKS[1][-4:]}"], ["WARGA CONTOH 2", f"•••• •••• •••• {NIKS[2][-4:]}"]
    ]  # fmt: skip
    assert not any(nik in str(told) for nik in NIKS.values())
    assert "dimusyawarahkan" not in told["menimbang"][0]
    assert told["jabatan"] == "BUPATI KUTAI KARTANEGARA"


@pytest.mark.parametrize(("number", "on"), [("  ", DAY), ("1/2026", None), ("1/2026", dt.date(2999, 1, 1))])
def test_a_decree_without_number_or_day_is_none(package, chain, number, on):
    at(package, rules.State.HEAD, chain)
    accounts.identify(chain.bupati)
    values = {
        "reference": package.reference,
        "number": number,
        "on": on,
        "seen": seen(package),
        "by": chain.bupati,
    }
    assert _code(decree.set_by, **values) == "sk_tanpa_nomor"


def test_only_the_head_of_the_region_sets_it(package, chain):
    at(package, rules.State.HEAD, chain)
    for other in chain.signers[:3]:
        accounts.identify(other)
        with pytest.raises(trail.Refused):
            decree.set_by(reference=package.reference, number="1", on=DAY, seen=seen(package), by=other)


def test_nothing_is_set_before_its_turn(package, chain):
    at(package, rules.State.DINSOS, chain)
    accounts.identify(chain.bupati)
    with pytest.raises(trail.Refused):
        decree.set_by(reference=package.reference, number="1", on=DAY, seen=seen(package), by=chain.bupati)


def test_what_a_citizen_wrote_is_text_on_paper(package, chain):
    accounts.identify(accounts.rules.SYSTEM)
    hostile = '#panic("x") $1$ *tebal* <label> @rujuk \\ [isi]'
    Person.objects.filter(reference=reference(1, "P")).update(nama=hostile)
    made = _set(package, chain)
    assert made.size > 1000


@pytest.mark.parametrize("name", sorted(layouts.layouts()))
def test_a_file_of_proposals_holds_full_numbers_and_leaves_a_trace(package, chain, make_actor, name):
    _set(package, chain)
    steward = make_actor("wali_data", purpose="pemutakhiran")
    accounts.identify(steward)
    made = proposals.export(package=package, layout=name, why=WHY, by=steward)
    rows = list(openpyxl.load_workbook(io.BytesIO(made.content)).active.iter_rows(values_only=True))
    chosen = layouts.layouts()[name]
    assert rows[0] == chosen.heads
    column = [each.value for each in chosen.columns].index("nik")
    assert [row[column] for row in rows[1:]] == [NIKS[1], NIKS[2]]
    kept = Proposal.objects.get(package=package)
    assert (kept.rows, kept.sha256, kept.reason) == (2, hashlib.sha256(made.content).hexdigest(), WHY.reason)
    assert Reveal.objects.filter(user=steward.user_id).count() == 2


def test_no_file_before_the_decree_or_without_a_reason(package, chain, make_actor):
    steward = make_actor("wali_data", purpose="pemutakhiran")
    accounts.identify(steward)
    values = {"package": package, "layout": "siks_ng", "by": steward}
    assert _code(proposals.export, **values, why=WHY) == "sk_belum_ada"
    _set(package, chain)
    accounts.identify(steward)
    assert (
        _code(proposals.export, **values, why=proposals.Why("pemutakhiran", "usul")) == "usulan_tanpa_tujuan"
    )
    assert _code(proposals.export, **values, why=proposals.Why("iseng", WHY.reason)) == "usulan_tanpa_tujuan"


@pytest.mark.parametrize("role", ["pemilik_program", "verifikator", "operator", "penyetuju"])
def test_who_may_not_export_and_open_numbers_gets_none(package, chain, make_actor, role):
    _set(package, chain)
    actor = make_actor(role, purpose="pemutakhiran")
    accounts.identify(actor)
    with pytest.raises(trail.Refused):
        proposals.export(package=package, layout="siks_ng", why=WHY, by=actor)
    assert not Reveal.objects.filter(user=actor.user_id).exists()


def test_pages_from_the_village_to_the_decree_with_one_return(package, chain, sign_in, client):
    address = f"/penetapan/paket/{package.reference}/"
    clients = {actor.user_id: sign_in(actor) for actor in [chain.operator, *chain.signers]}

    def steps():
        accounts.identify(accounts.rules.SYSTEM)
        return seen(package)

    def post(actor, where, **data):
        answer = clients[actor.user_id].post(address + where, {"dilihat": steps(), **data}, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    post(chain.lurah, "tandatangani/")
    accounts.identify(accounts.rules.SYSTEM)
    first = queries.items(package)[0]
    said = "alamat perlu dilihat lagi"
    shown = clients[chain.camat.user_id].get(address).content.decode()
    assert all(f'name="langkah" value="{act}"' in shown for act in rules.RETURNS)
    page = post(chain.camat, "kembalikan/", langkah="kembalikan_baris", baris=first.pk, alasan=said)
    assert said in page
    assert "Ubah baris" in clients[chain.operator.user_id].get(address).content.decode()
    post(chain.operator, f"baris/{first.pk}/", hasil="pindah", alasan="sudah pindah ke Samarinda")
    for actor in chain.signers[:3]:
        post(actor, "tandatangani/")
    page = post(chain.bupati, "tetapkan/", nomor="460/9/2026", tanggal="2026-11-20")
    assert "460/9/2026" in page
    paper = clients[chain.bupati.user_id].get(address + "sk.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert VILLAGE not in paper["Content-Disposition"]
