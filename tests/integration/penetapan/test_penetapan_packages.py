"""Packages on their way: who may sign, what comes back, what is locked, and who wins of two."""

import pytest
from penetapan_ground import ELSEWHERE, VILLAGE, at, plant, reference, seen, sign

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.models import PackageItem, Step
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import packages
from selaras.kernel import errors
from selaras.shell import trail

WHY = "foto rumah belum sesuai temuan"


def _code(call, **values):
    with pytest.raises(errors.SelarasError) as raised:
        call(**values)
    return raised.value.code


def test_it_waits_for_one_office_at_a_time(package, chain):
    for place, signer in enumerate(chain.signers):
        for other in chain.signers:
            accounts.identify(other)
            waits = [each.reference for each in queries.waiting(other)]
            assert waits == ([package.reference] if other is signer else [])
        if place < 3:
            sign(package, signer)
    assert package.state == rules.State.HEAD


def test_the_first_page_tells_whose_turn_it_is_and_nobody_else(package, chain, sign_in):
    at(package, rules.State.KECAMATAN, chain)
    told = {
        other: "1 paket menunggu tanda tangan Anda" in sign_in(other).get("/").content.decode()
        for other in chain.signers
    }
    assert [other for other, said in told.items() if said] == [chain.camat]


def test_out_of_turn_is_refused(package, chain):
    for other in (chain.camat, chain.kadinsos, chain.bupati, chain.operator):
        accounts.identify(other)
        with pytest.raises(trail.Refused):
            packages.sign(reference=package.reference, seen=seen(package), by=other)


def test_the_head_of_another_kecamatan_cannot_sign(package, chain, make_actor):
    at(package, rules.State.KECAMATAN, chain)
    stranger = make_actor("penyetuju", scope="64.02.07", kind="kecamatan")
    with pytest.raises(trail.Refused):
        packages.sign(reference=package.reference, seen=seen(package), by=stranger)


def test_the_signature_of_dinas_sosial_is_not_that_of_any_agency(package, chain, make_actor, sign_in):
    at(package, rules.State.DINSOS, chain)
    other = make_actor("penyetuju", scope="64.02", kind="opd")
    page = sign_in(other).get(f"/penetapan/paket/{package.reference}/").content.decode()
    assert "Langkah ini milik instansi yang menangani urusan sosial" in page
    assert "Tandatangani dan teruskan" not in page
    accounts.identify(other)
    assert package.pk not in {each.pk for each in queries.waiting(other)}
    with pytest.raises(trail.Refused):
        packages.sign(reference=package.reference, seen=seen(package), by=other)
    sign(package, chain.kadinsos)
    assert package.state == rules.State.HEAD


def test_who_made_or_changed_the_contents_cannot_sign_them(package, chain):
    both = access.Actor(
        chain.operator.user_id, "Rangkap", chain.lurah.agency, chain.lurah.agency_kind,
        (*chain.operator.grants, *chain.lurah.grants),
    )  # fmt: skip
    accounts.identify(both)
    values = {"reference": package.reference, "seen": seen(package), "by": both}
    assert _code(packages.sign, **values) == "paket_buatan_sendiri"


def test_who_changed_a_row_cannot_sign_it(package, chain):
    editor = access.Actor(
        chain.lurah.user_id, "Lurah", chain.lurah.agency, chain.lurah.agency_kind,
        (*chain.lurah.grants, *chain.operator.grants),
    )  # fmt: skip
    accounts.identify(editor)
    item = PackageItem.objects.filter(package=package).first()
    packages.change(item_id=item.pk, outcome="pindah", reason="pindah ke desa sebelah", by=editor)
    values = {"reference": package.reference, "seen": seen(package), "by": editor}
    assert _code(packages.sign, **values) == "paket_buatan_sendiri"


def test_nobody_signs_two_steps_of_one_way(package, chain):
    sign(package, chain.lurah)
    both = access.Actor(
        chain.lurah.user_id,
        "Lurah dan camat",
        chain.camat.agency,
        chain.camat.agency_kind,
        chain.camat.grants,
    )
    values = {"reference": package.reference, "seen": seen(package), "by": both}
    assert _code(packages.sign, **values) == "paket_sudah_ditandatangani"


def test_a_second_look_at_an_old_page_does_nothing(package, chain):
    before = seen(package)
    sign(package, chain.lurah)
    accounts.identify(chain.camat)
    values = {"reference": package.reference, "seen": before, "by": chain.camat}
    assert _code(packages.sign, **values) == "paket_sudah_bergerak"


def test_the_contents_are_locked_above_the_village(package, chain):
    item = PackageItem.objects.filter(package=package).first()
    for state in (rules.State.KECAMATAN, rules.State.DINSOS, rules.State.HEAD):
        at(package, state, chain)
        accounts.identify(chain.operator)
        assert (
            _code(packages.change, item_id=item.pk, outcome="pindah", reason=WHY, by=chain.operator)
            == "paket_terkunci"
        )
        assert _code(packages.drop, item_id=item.pk, reason=WHY, by=chain.operator) == "paket_terkunci"


def test_rows_that_come_back_are_open_and_the_others_are_not(package, chain):
    at(package, rules.State.DINSOS, chain)
    first, second = PackageItem.objects.filter(package=package)
    accounts.identify(chain.kadinsos)
    packages.give_back(
        reference=package.reference, act=rules.Act.ROWS, seen=seen(package), reason="", by=chain.kadinsos,
        rows={second.pk: WHY},
    )  # fmt: skip
    package.refresh_from_db()
    assert package.state == rules.State.DESA
    accounts.identify(chain.operator)
    values = {"outcome": "layak", "reason": "foto baru sudah dilihat", "by": chain.operator}
    assert _code(packages.change, item_id=first.pk, **values) == "paket_terkunci"
    packages.change(item_id=second.pk, **values)
    packages.change(item_id=second.pk, **{**values, "outcome": "pindah"})
    at(package, rules.State.HEAD, chain)
    assert [item.returned for item in queries.items(package)] == ["", ""]
    assert Step.objects.get(package=package, act=rules.Act.ROWS).rows == {str(second.pk): WHY}


def test_one_step_back_is_the_office_before(package, chain):
    at(package, rules.State.HEAD, chain)
    accounts.identify(chain.bupati)
    packages.give_back(
        reference=package.reference, act=rules.Act.BACK, seen=seen(package), reason=WHY, by=chain.bupati
    )
    package.refresh_from_db()
    assert package.state == rules.State.DINSOS
    sign(package, chain.kadinsos)
    assert package.state == rules.State.HEAD


@pytest.mark.parametrize("act", [rules.Act.BACK, rules.Act.TO_VILLAGE])
def test_sending_back_needs_a_reason(package, chain, act):
    sign(package, chain.lurah)
    accounts.identify(chain.camat)
    values = {
        "reference": package.reference,
        "act": act,
        "seen": seen(package),
        "reason": "tidak",
        "by": chain.camat,
    }
    assert _code(packages.give_back, **values) == "paket_tanpa_alasan"


def test_a_row_of_another_package_is_not_sent_back(package, chain):
    sign(package, chain.lurah)
    accounts.identify(chain.camat)
    values = {
        "reference": package.reference,
        "act": rules.Act.ROWS,
        "seen": seen(package),
        "reason": "",
        "by": chain.camat,
    }
    assert _code(packages.give_back, **values, rows={10**9: WHY}) == "paket_baris_asing"
    assert _code(packages.give_back, **values, rows={}) == "paket_baris_asing"


def test_contents_changed_behind_the_portal_stop_the_way(package, chain):
    sign(package, chain.lurah)
    accounts.identify(access.SYSTEM)
    PackageItem.objects.filter(package=package, outcome="layak").update(outcome="ganda")
    accounts.identify(chain.camat)
    values = {"reference": package.reference, "seen": seen(package), "by": chain.camat}
    assert _code(packages.sign, **values) == "paket_isi_berubah"


def test_a_keluarga_of_another_village_is_not_taken_in(db, chain):
    accounts.identify(access.SYSTEM)
    one, *_ = plant(ELSEWHERE)
    accounts.identify(chain.operator)
    draft = packages.Draft(VILLAGE, "Paket uji", [packages.Proposed(one, "layak")])
    assert _code(packages.make, draft=draft, by=chain.operator) == "paket_wilayah_lain"
    nobody = packages.Draft(VILLAGE, "Paket uji", [packages.Proposed(reference(9), "layak")])
    assert _code(packages.make, draft=nobody, by=chain.operator) == "paket_wilayah_lain"


def test_a_package_of_another_village_is_not_made(db, chain):
    draft = packages.Draft(ELSEWHERE, "Paket uji", [packages.Proposed(reference(1), "layak")])
    with pytest.raises(trail.Refused):
        packages.make(draft=draft, by=chain.operator)


def test_who_only_signs_makes_none(db, chain):
    draft = packages.Draft(VILLAGE, "Paket uji", [packages.Proposed(reference(1), "layak")])
    with pytest.raises(trail.Refused):
        packages.make(draft=draft, by=chain.lurah)


def test_a_dropped_row_leaves_a_reason_and_the_last_one_stays(package, chain):
    first, second = PackageItem.objects.filter(package=package)
    accounts.identify(chain.operator)
    packages.drop(item_id=first.pk, reason="sudah masuk paket kampanye lain", by=chain.operator)
    assert _code(packages.drop, item_id=second.pk, reason=WHY, by=chain.operator) == "paket_tanpa_isi"
    assert Step.objects.filter(package=package, act=packages.DROPPED).count() == 1
